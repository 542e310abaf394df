"""Complete: with every fact known that does not follow by formula, nothing is undetermined, and all is as it must be."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

import husaca_rules as hr
from tests.laws.depth import some
from tests.laws.generated import rule_sets
from tests.laws.known import fully, raw, tellings, worlds
from tests.laws.oracle import banded, outcome
from tests.laws.writing import loaded


@some(quick=60, deep=1_000)
@given(abstract=rule_sets(), data=st.data(), manner=st.integers(0, 1_000))
def test_with_everything_known_all_is_decided_as_the_oracle_says(engine, abstract, data, manner):
    world = data.draw(worlds(abstract))
    diagnosis = hr.diagnose(fully(abstract, world), rules=loaded(abstract, manner), engine=engine)
    done = outcome(abstract, world)
    assert {finding.id: finding.state.value for finding in diagnosis.findings} == {
        id_: "holds" if holds else "excluded" for id_, holds in done.findings.items()
    }
    assert {score.id: score.points for score in diagnosis.scores} == {
        id_: hr.Interval(points, points) for id_, points in done.scores.items()
    }
    assert {score.id: score.bands for score in diagnosis.scores} == {
        id_: (banded(abstract.scores[id_].bands, points),) for id_, points in done.scores.items()
    }
    assert not diagnosis.open_facts


@some(quick=60, deep=1_000)
@given(abstract=rule_sets(), data=st.data())
def test_a_finding_is_decided_by_the_open_facts_that_name_it(abstract, data):
    rules = loaded(abstract)
    world = data.draw(worlds(abstract))
    told = raw(data.draw(tellings(abstract, world)))
    diagnosis = hr.diagnose(told, rules=rules, engine="direct")
    everything = fully(abstract, world)
    for finding in diagnosis.findings:
        if finding.undetermined and finding.kind is not hr.Kind.HELPER:
            asked = {
                each.id: everything[each.id] for each in diagnosis.open_facts if finding.id in each.findings
            }
            assert not diagnosis.what_if(asked)[finding.id].undetermined, (finding.id, asked)


@some(quick=40, deep=500)
@given(abstract=rule_sets(wild=True), data=st.data())
def test_with_numbers_of_any_size_known_nothing_is_undetermined(engine, abstract, data):
    facts = fully(abstract, data.draw(worlds(abstract)))
    diagnosis = hr.diagnose(facts, rules=loaded(abstract), engine=engine)
    assert not [finding.id for finding in diagnosis.findings if finding.undetermined]
