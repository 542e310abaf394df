"""Problems with values: what each carries as data, whatever its sentence says."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from husaca_rules.errors import FactError, Problem
from husaca_rules.facts import problems
from husaca_rules.facts.knowledge import understand
from tests.cases.support import CASES, TOPICS_OF_FACTS, _codes, base, cases, problems_of

OF_NAMES = {
    "unknown-fact",
    "not-a-name",
    "bad-organisation",
    "not-facts",
    "facts-are-one-file",
}
"""What is said of a name or of the whole: there is no value of a fact to show."""


def told() -> list[Problem]:
    """All problems of the bad facts files."""
    files = [case for case in cases("bad") if case.parts[0] in TOPICS_OF_FACTS]
    return [problem for case in files for problem in problems_of(CASES / case, facts=True)]


def test_every_problem_with_a_value_names_the_fact_the_value_and_what_is_allowed():
    codes = {*_codes(ast.parse(Path(problems.__file__).read_text(encoding="utf-8")))} - OF_NAMES
    found = [problem for problem in told() if problem.code in codes]
    assert {problem.code for problem in found} == codes
    for problem in found:
        assert problem.name, problem
        assert problem.value is not None, problem
        assert problem.allowed, problem
        assert {*problem.name.split(", ")} <= base().facts.keys() | base().vocabulary.inferred.keys(), problem


@pytest.mark.parametrize(
    ("facts", "value", "allowed"),
    (
        ({"oven_heat": {"from": 300, "to": "200,5"}}, "300 to 200,5", "200,5 to 300"),
        ({"cleanliness": {"from": "hoog", "to": "low"}}, "`high` to `low`", "`low` to `high`"),
        ({"time_baking": 70, "time_selling": 40}, "110", "100"),
        ({"loaves": 9000, "ovens": 2}, "4500", "0 to 1000"),
        ({"cleanliness": ""}, "", "`low`, `medium` or `high`"),
        ({"loaves": "?"}, "?", "a number"),
        ({"ovens": "2,5"}, 2.5, "a whole number"),
        ({"ovens": "nan"}, "nan", "a finite number"),
        ({"ovens": {"min": 1}}, "{'min': 1}", "from, to"),
        ({"remedies_planned": ["thermometer", "Een thermometer"]}, "Een thermometer", "each label once"),
    ),
)
def test_value_and_allowed_say_as_data_what_the_sentence_says(facts, value, allowed):
    with pytest.raises(FactError) as raised:
        understand(base().vocabulary, facts)
    (problem,) = raised.value.problems
    assert (problem.value, problem.allowed) == (value, allowed)
