"""What is known of one organisation: splits and formulas narrow it, forward only, and understanding it twice is once."""

from __future__ import annotations

import math
from collections.abc import Mapping
from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from husaca_rules.errors import FactError, Problem
from husaca_rules.facts.files import parse_facts
from husaca_rules.facts.formula import Operation, formula_interval
from husaca_rules.facts.knowledge import Facts, Knowledge, told_anew, understand
from husaca_rules.facts.scale import Interval
from tests.cases.support import base


def known(facts: Mapping[str, object] | Facts) -> Knowledge:
    return understand(base().vocabulary, facts)


def interval(name: str, facts: Mapping[str, object]) -> tuple[float, float]:
    knowledge, slot = known(facts), base().vocabulary.layout[name]
    return knowledge.low[slot], knowledge.high[slot]


def problems(facts: object) -> tuple[Problem, ...]:
    with pytest.raises(FactError) as raised:
        known(facts)  # type: ignore[arg-type]  # what a program may pass by mistake
    return raised.value.problems


def test_nothing_given_leaves_everything_possible():
    knowledge = known({})
    assert (knowledge.low, knowledge.high) == base().vocabulary.unknown
    assert knowledge.given == {}


def test_a_fact_given_as_null_is_unknown_and_not_among_the_given():
    assert known({"ovens": None, "cleanliness": None}).given == {}


def test_given_facts_are_kept_in_the_order_of_their_names_with_their_places():
    knowledge = known(parse_facts("ovens: 2\nloaves:\n  from: 100\nflour: rogge\n", file="f.yaml"))
    assert list(knowledge.given) == ["flour", "loaves", "ovens"]
    assert {name: (place.line, place.column) for name, place in knowledge.places.items()} == {
        "ovens": (1, 8),
        "loaves": (2, 1),
        "flour": (4, 8),
    }


def test_an_organisation_stands_beside_the_facts_and_is_none():
    assert known(parse_facts("organisation: {name: Crumb, date: 2026-01-31}\n")).organisation == {
        "name": "Crumb",
        "date": "2026-01-31",
    }
    assert known({"organisation": {"note": "by phone"}}).given == {}


@pytest.mark.parametrize("organisation", ("Crumb", ["Crumb"], {"name": 3}, {"city": "Delft"}, {3: "Crumb"}))
def test_an_organisation_of_another_shape_is_refused(organisation):
    assert [problem.code for problem in problems({"organisation": organisation})] == ["bad-organisation"]


# ---------------------------------------------------------------------------------------------------- splits


@pytest.mark.parametrize(
    ("facts", "baking", "selling"),
    (
        ({}, (0, 100), (0, 100)),
        ({"time_baking": 70}, (70, 70), (30, 30)),
        ({"time_baking": {"from": 60}}, (60, 100), (0, 40)),
        ({"time_baking": {"to": 60}}, (0, 60), (40, 100)),
        ({"time_baking": {"from": 20, "to": 60}, "time_selling": {"to": 50}}, (50, 60), (40, 50)),
        ({"time_baking": 60, "time_selling": 40}, (60, 60), (40, 40)),
        # one point of rounding is accepted as given
        ({"time_baking": 60, "time_selling": 41}, (60, 60), (41, 41)),
        ({"time_baking": 60, "time_selling": 39}, (60, 60), (39, 39)),
    ),
)
def test_each_part_of_a_split_takes_what_the_others_leave(facts, baking, selling):
    assert (interval("time_baking", facts), interval("time_selling", facts)) == (baking, selling)


@pytest.mark.parametrize("selling", (42, 38, {"to": 38}, {"from": 42}))
def test_parts_that_cannot_add_up_are_refused(selling):
    (problem,) = problems({"time_baking": 60, "time_selling": selling})
    assert (problem.code, problem.name, problem.allowed) == (
        "impossible-split",
        "time_baking, time_selling",
        "100",
    )


# -------------------------------------------------------------------------------------------------- formulas


@pytest.mark.parametrize(
    ("facts", "expected"),
    (
        ({}, (0, 1000)),
        ({"loaves": 100, "ovens": 4}, (25, 25)),
        ({"loaves": {"from": 100, "to": 200}, "ovens": {"from": 2, "to": 4}}, (25, 100)),
        ({"loaves": 100}, (5, 100)),
        ({"ovens": 4}, (0, 1000)),  # cut to the range of the derived fact
        ({"loaves_per_oven": 30}, (30, 30)),
        # a given value wins, and bounds run forward only
        ({"loaves": 100, "ovens": 4, "loaves_per_oven": 25.1}, (25.1, 25.1)),
        ({"loaves": 100, "loaves_per_oven": {"from": 50, "to": 400}}, (50, 100)),
    ),
)
def test_a_derived_fact_follows_from_the_facts_of_its_formula(facts, expected):
    assert interval("loaves_per_oven", facts) == expected


def test_a_derived_value_says_nothing_of_the_facts_that_it_follows_from():
    assert interval("loaves", {"loaves_per_oven": 30, "ovens": 2}) == (0, inf)


@pytest.mark.parametrize("value", (24.75, 25.25, 25, {"from": 25.2}, {"to": 24.8}))
def test_a_given_value_may_lie_one_percent_beside_its_formula(value):
    assert "loaves_per_oven" in known({"loaves": 100, "ovens": 4, "loaves_per_oven": value}).given


@pytest.mark.parametrize("value", (24.7, 25.3, {"from": 25.3}, {"to": 24.7}))
def test_a_given_value_further_beside_its_formula_is_refused(value):
    (problem,) = problems({"loaves": 100, "ovens": 4, "loaves_per_oven": value})
    assert (problem.code, problem.name, problem.allowed) == ("contradicts-formula", "loaves_per_oven", "25")


def test_facts_that_push_a_derived_fact_out_of_its_range_are_refused():
    (problem,) = problems({"loaves": 5000, "ovens": 4})
    assert (problem.code, problem.name) == ("formula-out-of-range", "loaves_per_oven")


def test_a_refused_fact_causes_no_second_problem():
    codes = [problem.code for problem in problems({"loaves": "5000,5", "ovens": 2, "loaves_per_oven": 30})]
    assert codes == ["not-whole"]


def test_all_problems_are_told_at_once():
    told = problems(
        {"time_baking": 70, "time_selling": 70, "ovens": 40, "oven_heet": 1, "burnt_crust": True, 5: 6}
    )
    assert sorted(problem.code for problem in told) == [
        "impossible-split",
        "inferred-fact",
        "not-a-name",
        "out-of-range",
        "unknown-fact",
    ]


def test_a_file_tells_what_is_wrong_in_its_form_and_in_its_facts_at_once_in_order_of_place():
    told = problems(
        parse_facts("""\
organisation: {city: Delft}
ovens: 2
ovens: 3
oven_heet: high
time_baking: 101
""")
    )
    assert [(problem.code, problem.place and problem.place.line) for problem in told] == [
        ("bad-organisation", 1),
        ("duplicate-key", 3),
        ("unknown-fact", 4),
        ("out-of-range", 5),
    ]


def test_what_is_no_mapping_of_facts_is_refused_as_it_is_read():
    with pytest.raises(FactError) as raised:
        parse_facts("- ovens\n")
    assert len(raised.value.problems) == 1


def test_telling_anew_replaces_values_and_places_of_what_it_names_only():
    before = known(parse_facts("ovens: 2\noven_heat: warm\n", file="a.yaml"))
    told = told_anew(before, parse_facts("\n\novens: 3\n", file="b.yaml"), Facts({"time_baking": 40}))
    assert known(told).given == known({"ovens": 3, "oven_heat": "warm", "time_baking": 40}).given
    places = {name: f"{place.file}:{place.line}" for name, place in known(told).places.items()}
    assert places == {"ovens": "b.yaml:3", "oven_heat": "a.yaml:2"}


def test_with_very_many_unknown_names_the_search_for_near_ones_ends():
    told = problems({f"oven_heat{n}": 1 for n in range(200)})
    assert len(told) == 200
    assert told[0].suggestion == "oven_heat"
    assert told[-1].suggestion is None


NUMBERS = st.floats(-1e9, 1e9) | st.sampled_from([0.0, -0.0, 1.0, inf, -inf])


@st.composite
def intervals(draw: st.DrawFn) -> Interval:
    low, high = sorted((draw(NUMBERS), draw(NUMBERS)))
    return Interval(low, high) if low < inf and high > -inf else Interval(-inf, inf)


def formulas(depth: int = 3) -> st.SearchStrategy[object]:
    ends = st.sampled_from(["x", "y"]) | st.floats(-1e3, 1e3)
    return st.recursive(
        ends,
        lambda parts: st.builds(Operation, st.sampled_from(["+", "-", "*"]), parts, parts),
        max_leaves=2**depth,
    )


def computed(formula: object, x: float, y: float) -> float:
    match formula:
        case Operation("+", left, right):
            return computed(left, x, y) + computed(right, x, y)
        case Operation("-", left, right):
            return computed(left, x, y) - computed(right, x, y)
        case Operation("*", left, right):
            return computed(left, x, y) * computed(right, x, y)
        case str():
            return x if formula == "x" else y
    assert isinstance(formula, float)
    return formula


@given(formulas(), intervals(), intervals(), st.floats(0, 1), st.floats(0, 1))
def test_the_interval_of_a_formula_holds_every_value_that_it_can_take(formula, a, b, s, t):
    reach = formula_interval(formula, {"x": a, "y": b})
    assert not math.isnan(reach.low)
    assert not math.isnan(reach.high)
    assert reach.low <= reach.high
    within = [
        max(each.low, -1e9) + u * (min(each.high, 1e9) - max(each.low, -1e9)) for each, u in ((a, s), (b, t))
    ]
    x, y = (min(max(value, each.low), each.high) for value, each in zip(within, (a, b), strict=True))
    value = computed(formula, x, y)
    if math.isfinite(value):
        assert reach.low <= value <= reach.high


# -------------------------------------------------------------------------------------------------- once is twice

LEVELS = st.sampled_from(["low", "medium", "high", "laag", "gemiddeld", "hoog", "HOOG"])
SHARES = (
    st.floats(0, 1) | st.integers(0, 100).map(lambda n: f"{n}%") | st.sampled_from(["0,25", "0.3", "medium"])
)
HEATS = st.floats(0, 500) | st.sampled_from(["cold", "warm", "210"])


def ranges(ends: st.SearchStrategy[float]) -> st.SearchStrategy[dict[str, float]]:
    both = st.tuples(ends, ends).map(sorted).map(lambda pair: {"from": pair[0], "to": pair[1]})
    return both | ends.map(lambda end: {"from": end}) | ends.map(lambda end: {"to": end})


ANSWERS = st.fixed_dictionaries(
    {},
    optional={
        "oven_heat": HEATS | ranges(st.floats(0, 500)) | st.none(),
        "waste_share": SHARES | ranges(st.floats(0, 1)),
        "loaves": st.integers(0, 900) | ranges(st.integers(0, 900)) | st.just({"from": None}),
        "ovens": st.integers(1, 20) | st.integers(1, 20).map(str) | ranges(st.integers(1, 20)),
        "loaves_per_oven": ranges(st.floats(0, 1000)) | st.just({"to": 1000}),
        "cleanliness": LEVELS | LEVELS.map(lambda label: {"to": label}),
        "demand": st.sampled_from(["falling", "gelijk", "rising"]),
        "flour": st.sampled_from(["wheat", "rogge", "spelt"]),
        "timer_used": st.sampled_from([True, False, "yes", "nee"]),
        "remedies_planned": st.lists(st.sampled_from(["thermometer", "price_cut"]), unique=True),
        "time_baking": st.integers(0, 100) | ranges(st.integers(0, 100)),
    },
)


@given(ANSWERS)
def test_understanding_what_was_understood_changes_nothing(answers):
    try:
        first = known(answers)
    except FactError as error:
        assert {problem.code for problem in error.problems} <= {"contradicts-formula"}  # noqa: PT017 - the rest is as given
        return
    second = known(first.given)
    assert second.given == first.given
    assert (second.low, second.high) == (first.low, first.high)


@given(ANSWERS)
def test_knowing_more_widens_nothing(answers):
    names = list(answers)
    try:
        more = known(answers)
        less = known({name: answers[name] for name in names[: len(names) // 2]})
    except FactError:
        return
    derived = base().vocabulary.layout["loaves_per_oven"]
    for slot, (low, high) in enumerate(zip(less.low, less.high, strict=True)):
        if slot != derived or "loaves_per_oven" not in answers:  # a value that is given wins, within its 1 %
            assert low <= more.low[slot] <= more.high[slot] <= high


@given(ANSWERS, st.randoms(use_true_random=False))
def test_the_order_in_which_facts_are_given_means_nothing(answers, chance):
    names = list(answers)
    chance.shuffle(names)
    try:
        first = known(answers)
    except FactError as error:
        assert sorted(map(str, error.problems)) == sorted(map(str, problems({n: answers[n] for n in names})))  # noqa: PT017
        return
    second = known({name: answers[name] for name in names})
    assert (second.low, second.high, second.given) == (first.low, first.high, first.given)
