"""One value of one fact: what people write, and what it leaves possible."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import inf, nan, nextafter

import pytest
from attrs import evolve

from husaca_rules.errors import FactError, Problem
from husaca_rules.facts import values
from husaca_rules.facts.files import parse_facts
from husaca_rules.facts.knowledge import understand
from husaca_rules.facts.scale import Interval, Scale, level_scale
from husaca_rules.facts.vocabulary import Vocabulary
from tests.cases.support import base


def given(**facts: object) -> dict[str, object]:
    """Facts of the bakery, as understood."""
    return dict(understand(base().vocabulary, facts).given)


def left(name: str, value: object) -> Interval | dict[str, Interval]:
    """What a value leaves of a fact, under its one key or under each of its labels."""
    vocabulary = base().vocabulary
    known = understand(vocabulary, {name: value})
    slots = {key: vocabulary.layout[key] for key in vocabulary.facts[name].keys}
    found = {key: Interval(known.low[slot], known.high[slot]) for key, slot in slots.items()}
    return found[name] if name in found else {key.partition(".")[2]: each for key, each in found.items()}


def refused(**facts: object) -> tuple[Problem, ...]:
    with pytest.raises(FactError) as raised:
        understand(base().vocabulary, facts)
    return raised.value.problems


def below(edge: float) -> float:
    return nextafter(edge, -inf)


@pytest.mark.parametrize(
    ("written", "number"),
    (
        ("0.31", 0.31),
        ("0,31", 0.31),
        ("31%", 0.31),
        ("31 %", 0.31),
        ("31\u00a0%", 0.31),
        ("31\u202f%", 0.31),
        ("\u00a00,31\u2009", 0.31),
        ("31,5%", 0.315),
        ("7%", 0.07),  # 7 / 100 computed with floats is its neighbour
        ("100%", 1.0),
        ("0", 0.0),
        ("1", 1.0),
        (" 0.31 ", 0.31),
        (".5", 0.5),
        ("+0.5", 0.5),
        ("5e-1", 0.5),
        (0.31, 0.31),
        (1, 1.0),
        (Decimal("0.31"), 0.31),
        (Fraction(1, 4), 0.25),
    ),
)
def test_a_share_is_written_as_people_write_it(written, number):
    assert left("waste_share", written) == Interval(number, number)
    assert given(waste_share=written) == {"waste_share": number}


@pytest.mark.parametrize("written", ("29%", "57%", "58%", "0.57", "0,57"))
def test_a_percentage_is_the_decimal_and_not_its_neighbour(written):
    number = float(Decimal(written.rstrip("%").replace(",", ".")) / (100 if "%" in written else 1))
    assert left("waste_share", written) == Interval(number, number)


@pytest.mark.parametrize(
    ("written", "interval"),
    (
        ("low", Interval(0, below(0.05))),
        ("medium", Interval(0.05, below(0.20))),
        ("high", Interval(0.20, 1)),
        ("hoog", Interval(0.20, 1)),
        ("Hoog", Interval(0.20, 1)),
        (" LAAG ", Interval(0, below(0.05))),
        ("\u00a0hoog\u202f", Interval(0.20, 1)),
        ({"from": 0.1, "to": 0.2}, Interval(0.1, 0.2)),
        ({"from": "10%"}, Interval(0.1, 1)),
        ({"to": "10 %"}, Interval(0, 0.1)),
        ({"from": None, "to": 0.2}, Interval(0, 0.2)),
        ({"from": "medium"}, Interval(0.05, 1)),
        ({"from": 0.2, "to": 0.2}, Interval(0.2, 0.2)),
        ({"from": "null", "to": 0.2}, Interval(0, 0.2)),
        (Interval(0.1, 0.2), Interval(0.1, 0.2)),
        (Interval(0.1, inf), Interval(0.1, 1)),
        (Interval(-inf, 0.1), Interval(0, 0.1)),
        (Interval(-inf, inf), Interval(0, 1)),
        (Interval(0.2, 0.2), Interval(0.2, 0.2)),
        (None, Interval(0, 1)),
    ),
)
def test_a_number_is_also_given_as_a_band_or_a_range_or_not_at_all(written, interval):
    assert left("waste_share", written) == interval


@pytest.mark.parametrize(
    ("written", "interval"),
    (
        ("low", Interval(0, 0)),
        ("gemiddeld", Interval(1, 1)),
        ("HIGH", Interval(2, 2)),
        ({"from": "medium"}, Interval(1, 2)),
        ({"to": "gemiddeld"}, Interval(0, 1)),
        (None, Interval(0, 2)),
    ),
)
def test_a_level_is_one_of_its_labels_in_any_language_or_a_range_of_them(written, interval):
    assert left("cleanliness", written) == interval


@pytest.mark.parametrize("written", ("yes", "ja", "true", "Ja", True))
def test_yes_is_said_in_many_ways(written):
    assert left("timer_used", written) == Interval(1, 1)
    assert given(timer_used=written) == {"timer_used": True}


@pytest.mark.parametrize("written", ("no", "nee", "false", "NEE", False))
def test_no_is_said_in_many_ways(written):
    assert left("timer_used", written) == Interval(0, 0)
    assert given(timer_used=written) == {"timer_used": False}


def test_a_choice_is_one_label_and_none_of_the_others():
    yes, no = Interval(1, 1), Interval(0, 0)
    assert left("flour", "rogge") == {"wheat": no, "rye": yes, "spelt": no}


def test_a_set_is_complete_as_given():
    yes, no, open_ = Interval(1, 1), Interval(0, 0), Interval(0, 1)
    assert left("remedies_planned", ["thermometer"]) == {"price_cut": no, "thermometer": yes}
    assert left("remedies_planned", []) == {"price_cut": no, "thermometer": no}
    assert left("remedies_planned", None) == {"price_cut": open_, "thermometer": open_}
    assert given(remedies_planned=("Thermometer", "price_cut")) == {
        "remedies_planned": ("price_cut", "thermometer")
    }


@pytest.mark.parametrize(
    ("written", "number"), (("1200", 1200), (1200.0, 1200), ("1.2e3", 1200), (0, 0), ("1200.0", 1200))
)
def test_what_counts_is_a_whole_number_also_when_it_is_written_with_a_point(written, number):
    understood = given(loaves=written)["loaves"]
    assert (understood, type(understood)) == (number, int)


@pytest.mark.parametrize(
    ("name", "value", "code"),
    (
        ("waste_share", 23, "out-of-range"),
        ("waste_share", "-0.1", "out-of-range"),
        ("waste_share", True, "wrong-type"),
        ("waste_share", nan, "not-finite"),
        ("waste_share", "NaN", "not-finite"),
        ("waste_share", -inf, "not-finite"),
        ("waste_share", "1e999", "not-finite"),
        ("waste_share", Decimal("sNaN"), "not-finite"),
        ("waste_share", Decimal("Infinity"), "not-finite"),
        ("waste_share", 10**400, "not-finite"),
        ("waste_share", "", "empty-value"),
        ("waste_share", " \n", "empty-value"),
        ("waste_share", "yes", "wrong-type"),
        ("waste_share", [0.1], "wrong-type"),
        ("waste_share", b"0.1", "wrong-type"),
        ("waste_share", 1j, "wrong-type"),
        ("waste_share", "٣", "unknown-label"),  # a digit in another script is not guessed at
        ("waste_share", "9" * 500, "wrong-type"),
        ("waste_share", {}, "bad-range"),
        ("waste_share", {"from": 0.1, 2: 3}, "bad-range"),
        ("waste_share", {"from": 0.3, "to": 0.2}, "reversed-range"),
        ("waste_share", {"from": nan}, "not-finite"),
        ("waste_share", {"to": ""}, "empty-value"),
        ("waste_share", Interval(-1, 0.5), "out-of-range"),
        ("waste_share", Interval(nan, 0.5), "not-finite"),
        ("waste_share", Interval(0.3, 0.2), "reversed-range"),
        ("loaves", Interval(2.5, inf), "not-whole"),
        ("cleanliness", Interval(0, inf), "wrong-type"),
        ("timer_used", Interval(0, 1), "wrong-type"),
        ("flour", Interval(0, 1), "wrong-type"),
        ("remedies_planned", Interval(0, 1), "wrong-type"),
        ("timer_used", "Weet niet", "not-known"),
        ("loaves", " n/a\u00a0", "not-known"),
        ("loaves", "nULL", "wrong-type"),
        ("remedies_planned", ["null"], "unknown-label"),
        ("loaves", "1,500", "not-whole"),
        ("loaves_per_oven", "1.000", "ambiguous-number"),
        ("loaves_per_oven", "1,000", "ambiguous-number"),
        ("oven_heat", "1.500.000", "wrong-type"),
        ("loaves", "1 500", "wrong-type"),
        ("loaves", "1.001", "not-whole"),
        ("loaves", "20%", "wrong-type"),
        ("loaves", 2.5, "not-whole"),
        ("loaves", {"from": 2.5}, "not-whole"),
        ("cleanliness", 2, "wrong-type"),
        ("cleanliness", True, "wrong-type"),
        ("cleanliness", "", "empty-value"),
        ("cleanliness", "yes", "unknown-label"),
        ("cleanliness", {"from": "high", "to": "low"}, "reversed-range"),
        ("timer_used", 1, "wrong-type"),
        ("timer_used", "maybe", "wrong-type"),
        ("timer_used", {"from": "no"}, "wrong-type"),
        ("flour", "barley", "unknown-label"),
        ("flour", ["rye"], "wrong-type"),
        ("flour", {"from": "rye"}, "wrong-type"),
        ("remedies_planned", "thermometer", "wrong-type"),
        ("remedies_planned", ["thermometer", "thermometer"], "duplicate-label"),
        ("remedies_planned", ["thermometer", "Een thermometer"], "duplicate-label"),
        ("remedies_planned", [["thermometer"]], "wrong-type"),
        ("remedies_planned", [None], "wrong-type"),
        ("remedies_planned", {"thermometer": True}, "wrong-type"),
        ("remedies_planned", [""], "unknown-label"),
    ),
)
def test_what_cannot_be_understood_is_refused_and_nothing_is_guessed(name, value, code):
    (problem,) = refused(**{name: value})
    assert (code, name) == (problem.code, problem.name)
    assert problem.message_nl


@pytest.mark.parametrize("null", ("null", "Null", "NULL", "~", " ~ "))
@pytest.mark.parametrize("name", ("waste_share", "cleanliness", "flour", "timer_used", "remedies_planned"))
def test_a_text_that_yaml_reads_as_null_says_nothing(name, null):
    assert given(**{name: null}) == {}


def test_null_is_a_label_where_a_fact_has_it():
    vocabulary = base().vocabulary
    flour = evolve(vocabulary.facts["flour"], labels=("null", "rye"))
    facts = Vocabulary({"flour": flour}, (), {}, {})
    assert understand(facts, {"flour": "NULL"}).given == {"flour": "null"}


def test_every_problem_of_one_fact_is_told():
    assert [problem.value for problem in refused(waste_share={"to": "lots", "from": "little"})] == [
        "little",
        "lots",
    ]
    wrong = ["foo", "thermometer", "bar", 3, "Een thermometer"]
    assert [problem.value for problem in refused(remedies_planned=wrong)] == [
        "foo",
        "bar",
        "3",
        "Een thermometer",
    ]


def test_of_a_list_that_is_all_wrong_the_first_problems_are_told():
    assert len(refused(remedies_planned=["thermometer"] * 100_000)) == 50


def test_the_problems_of_a_set_come_in_the_order_of_their_texts():
    assert [problem.value for problem in refused(remedies_planned=frozenset("zyxfoba"))] == [*"abfoxyz"]


@pytest.mark.parametrize(
    ("name", "written", "better"),
    (
        ("loaves", "5-10", "{from: 5, to: 10}"),
        ("loaves", "5 - 10", "{from: 5, to: 10}"),
        ("loaves", "5 tot 10", "{from: 5, to: 10}"),
        ("loaves", "5 To 10", "{from: 5, to: 10}"),
        ("loaves", "5\u00a0–\u00a010", "{from: 5, to: 10}"),
        ("loaves", "5..10", "{from: 5, to: 10}"),
        ("loaves", "10-5", None),
        ("loaves", "20-30%", None),
        ("loaves", "2,5-3,5", None),
        ("loaves", "2026-01-31", None),
        ("loaves", "1.500-2.500", None),
        ("loaves_per_oven", "2,5 t/m 3,5", "{from: 2.5, to: 3.5}"),
        ("waste_share", "20-30%", "{from: 20%, to: 30%}"),
        ("waste_share", "20% tot 30 %", "{from: 20%, to: 30%}"),
        ("waste_share", "20-30", None),
        ("loaves", "12\u202f000", "12000"),
        ("loaves", "9\u2009000", "9000"),
        ("ovens", "12 000", None),  # more than the fact can have is not what anybody means
    ),
)
def test_what_was_probably_meant_is_suggested_and_can_be_given(name, written, better):
    (problem,) = refused(**{name: written})
    assert problem.code in {"wrong-type", "unknown-label"}
    assert problem.suggestion == better
    if better is not None:
        assert understand(base().vocabulary, parse_facts(f"{name}: {better}")).given


def test_texts_are_remembered_up_to_a_number_and_mean_the_same_after_it(monkeypatch):
    monkeypatch.setattr(values, "_MOST_HEARD", 3)
    vocabulary = evolve(base().vocabulary)
    for _ in range(2):
        for number in range(9):
            assert understand(vocabulary, {"loaves": f"{number}"}).given == {"loaves": number}
        with pytest.raises(FactError):
            understand(vocabulary, {"loaves": "many"})
        understand(vocabulary, {"loaves": "null", "cleanliness": " " * 1_000_000 + "low"})
    assert [*vocabulary.heard["loaves"]] == ["0", "1", "2"]
    assert not vocabulary.heard["cleanliness"]


def test_a_value_too_strange_to_show_is_refused_all_the_same():
    endless: list[object] = []
    endless.append(endless)
    assert [problem.code for problem in refused(ovens=endless, loaves=-(10**5000), flour=endless)] == [
        "wrong-type",
        "not-finite",
        "wrong-type",
    ]


def test_a_range_without_ends_says_nothing_where_the_fact_has_no_ends_either():
    assert given(loaves={"from": None}) == {"loaves": {"from": 0}}
    assert given(oven_heat={"to": None}) == {"oven_heat": {"from": 0.0, "to": 500.0}}


def test_a_scale_covers_its_range_without_gap_or_overlap():
    scale = Scale(("cold", "warm", "hot"), (0, 150, 220), 500)
    assert [scale.labels[scale.index(value)] for value in (0, below(150), 150, below(220), 220, 500)] == [
        "cold",
        "cold",
        "warm",
        "warm",
        "hot",
        "hot",
    ]
    assert scale.spans(["hot", "cold", "warm"]) == (Interval(0, 500),)
    assert scale.between(140, 160) == ("cold", "warm")
    assert Scale(("few", "many"), (0, 5), inf, whole=True).span("few") == Interval(0, 4)
    assert level_scale(("low", "medium", "high")).span("high") == Interval(2, 2)
    with pytest.raises(ValueError, match="tuple"):
        scale.span("icy")
