"""Agreement: all engines give equal states, score intervals and explanations."""

from __future__ import annotations

from collections import Counter
from typing import get_args

from hypothesis import given
from hypothesis import strategies as st

import husaca_rules as hr
from husaca_rules.evaluate.engines import Engine
from tests.laws.depth import enough, some
from tests.laws.generated import rule_sets
from tests.laws.known import raw, tellings, worlds
from tests.laws.writing import loaded

ENGINES = get_args(Engine)
KNOWN_OF_EACH = 12


def test_all_engines_give_equal_states_scores_and_explanations():
    counted: Counter[str] = Counter()

    @some(quick=40, deep=2_000)
    @given(rule_sets() | rule_sets(wild=True), st.data())
    def law(abstract, data):
        rules = loaded(abstract)
        for _ in range(KNOWN_OF_EACH // 4):
            world = data.draw(worlds(abstract))
            for _ in range(4):
                facts = raw(data.draw(tellings(abstract, world)))
                first, *others = (hr.diagnose(facts, rules=rules, engine=name) for name in ENGINES)
                for other in others:
                    agree(first, other, rules)
                counted["pairs"] += 1
                counted.update(finding.state.value for finding in first.findings)

    law()
    enough(counted, "pairs", quick=400, deep=20_000)
    assert min(counted["holds"], counted["excluded"], counted["undetermined"]) > counted["pairs"] / 10


def agree(one, other, rules):
    assert {finding.id: finding.state for finding in one.findings} == {
        finding.id: finding.state for finding in other.findings
    }
    assert {score.id: score.points for score in one.scores} == {
        score.id: score.points for score in other.scores
    }
    assert one == other
    assert one.to_dict() == other.to_dict()
    assert one.render("nl") == other.render("nl")
    for id_ in (*rules.findings, *rules.scores):
        assert one.why(id_).tree == other.why(id_).tree
        assert one.why(id_).render("nl") == other.why(id_).render("nl")


@some(quick=10, deep=200)
@given(rule_sets(), st.data())
def test_all_engines_give_equal_repairs(abstract, data):
    rules = loaded(abstract)
    facts = raw(data.draw(tellings(abstract, data.draw(worlds(abstract)))))
    diagnoses = [hr.diagnose(facts, rules=rules, engine=name) for name in ENGINES]
    for id_ in rules.findings:
        first, *others = (diagnosis.why_not(id_) for diagnosis in diagnoses)
        assert all(other == first and other.render() == first.render() for other in others)


def test_what_ships_is_diagnosed_alike_by_all_engines():
    rules = hr.load_rules()
    assert rules.cases
    for case in rules.cases:
        first, *others = (hr.diagnose(case.given, rules=rules, engine=name) for name in ENGINES)
        for other in others:
            agree(first, other, rules)
