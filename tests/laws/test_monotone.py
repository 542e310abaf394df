"""Monotone: more knowledge reverses no decided finding and widens no score.

More knowledge lies inside what is known. A part of a split and a derived fact are known before anybody gives them;
one that is given against that, within the tolerance that is allowed for rounded figures, corrects what was known.
"""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

import husaca_rules as hr
from tests.laws.depth import some
from tests.laws.generated import rule_sets
from tests.laws.known import fully, raw, tellings, tighter, worlds
from tests.laws.writing import loaded


@some(quick=60, deep=1_000)
@given(abstract=rule_sets() | rule_sets(wild=True), data=st.data())
def test_more_knowledge_reverses_nothing_and_widens_nothing(engine, abstract, data):
    rules = loaded(abstract)
    world = data.draw(worlds(abstract))
    told = data.draw(tellings(abstract, world))
    more = data.draw(tighter(abstract, told, world))
    chain = [{}, raw(told), raw(more), {**raw(more), **fully(abstract, world)}]
    diagnoses = [hr.diagnose(facts, rules=rules, engine=engine) for facts in chain]
    for before, after in pairwise(diagnoses):
        stays(before, after)


def stays(before, after):
    for finding in before.findings:
        assert finding.undetermined or after[finding.id].state is finding.state, finding.id
    for old, new in zip(before.scores, after.scores, strict=True):
        assert old.points.low <= new.points.low <= new.points.high <= old.points.high, old.id
        assert set(new.bands) <= set(old.bands)
        assert new.coverage >= old.coverage
    assert set(after.archetypes) <= set(before.archetypes)
    assert {each.id for each in before.symptoms} <= {each.id for each in after.symptoms}
    deepest = {each.id for each in before.root_causes if each.deepest}
    assert deepest <= {each.id for each in after.root_causes if each.deepest}


def test_a_score_whose_signal_only_takes_points_away_is_diagnosed(engine, tmp_path):
    titles = 'title: {en: "T", nl: "T"}'
    (tmp_path / "rules.yaml").write_text(
        f"""
ruleset: {{name: less, version: "1", languages: [en, nl]}}
facts: {{late: {{type: truth, {titles}, ask: {{en: "?", nl: "?"}}}}}}
words: {{dark: {{en: dark, nl: uit}}}}
scores: {{shine: {{full: 3, bands: {{dark: 0}}, {titles}, signals: {{late: {{points: {{no: -3, yes: -4}}}}}}}}}}
""",
        encoding="utf-8",
    )
    rules = hr.load_rules(tmp_path)
    for facts in ({}, {"late": False}, {"late": True}):
        (score,) = hr.diagnose(facts, rules=rules, engine=engine).scores
        assert score.points == hr.Interval(0, 0)
        assert score.estimate in (None, 0)
