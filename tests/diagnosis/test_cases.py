"""The cases of a rule set, run: those that pass, and what is said of those that do not."""

from __future__ import annotations

import pytest

import husaca_rules as hr
from husaca_rules.diagnosis.cases import CaseResult, Difference, run_cases
from tests.diagnosis.gardens import GARDEN, PLOT, write_rules


def results(directory, text: str) -> dict[str, CaseResult]:
    return {result.id: result for result in run_cases(hr.load_rules(write_rules(directory, text)))}


def test_the_cases_of_the_rules_that_ship_pass():
    rules = hr.load_rules()
    assert [result.id for result in run_cases(rules) if not result.passed] == []


@pytest.mark.parametrize("engine", ("direct", "experta"))
def test_cases_next_to_findings_and_rules_and_of_whole_organisations_are_run(tmp_path, engine):
    found = run_cases(hr.load_rules(write_rules(tmp_path)), engine)
    assert [result.id for result in found] == ["dry, case 1", "lost_outright, case 1", "desert"]
    assert all(result.passed for result in found)
    assert all(result.place is not None for result in found)


def test_a_rule_set_without_cases_has_no_results(tmp_path):
    assert results(tmp_path, PLOT) == {}


@pytest.mark.parametrize(
    ("right", "wrong", "case", "difference"),
    (
        ("soil: sand}, expect: holds", "soil: sand}, expect: excluded", "dry, case 1", ("dry", "excluded", "holds")),
        ("loss: 60%}, expect: holds", "loss: 40%}, expect: holds", "lost_outright, case 1",
         ("rule:lost_outright", "holds", "excluded")),
        ("holds: [dry]", "holds: [dry, large]", "desert", ("large", "holds", "undetermined")),
        ("excluded: [crowded, bare]", "excluded: [dying]", "desert", ("dying", "excluded", "holds")),
        ("archetypes: [warm]", "archetypes: [warm, cool]", "desert", ("archetypes", ("cool", "warm"), "warm")),
        ("root_causes: [dry]", "root_causes: []", "desert", ("root_causes", (), "dry")),
        ("symptoms: [dying]", "symptoms: [dying, dry]", "desert", ("symptoms", ("dry", "dying"), "dying")),
        ("unexplained: []", "unexplained: [dying]", "desert", ("unexplained", "dying", ())),
        ("hose: fits", "hose: beside_the_point", "desert", ("remedy:hose", "beside_the_point", "fits")),
    ),
)  # fmt: skip
def test_a_case_that_fails_says_what_was_expected_and_what_came(tmp_path, right, wrong, case, difference):
    assert right in GARDEN
    about, expected, came = (part if isinstance(part, tuple) else (part,) for part in difference)
    failed = [
        result for result in results(tmp_path, GARDEN.replace(right, wrong)).values() if not result.passed
    ]
    assert failed == [CaseResult(case, (Difference(*about, expected, came),))]
