"""What each form of a condition means: the text that an author writes, and the tree that it stands for.

A leaf keeps the author's words around its meaning; here it is its meaning. Names are those of a bakery.
"""

from __future__ import annotations

from math import inf, nextafter

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from husaca_rules.facts.formula import Operation, formula_text
from husaca_rules.language.conditions import (
    All,
    AtLeast,
    Compare,
    Condition,
    Leaf,
    Linear,
    Not,
    Some,
    Within,
    keys_in,
    leaves,
    names_read,
)
from husaca_rules.language.parse import parse_condition, parse_formula
from husaca_rules.reading import Scalar, read_text
from tests.language.bakery import FACTS, SCOPE, scalar_of, tree


def meaning(condition: Condition) -> Condition:
    """A tree without its leaves' words."""
    match condition:
        case Leaf():
            return meaning(condition.meaning)
        case Not(part):
            return Not(meaning(part))
        case All(parts):
            return All(tuple(map(meaning, parts)))
        case Some(parts):
            return Some(tuple(map(meaning, parts)))
        case AtLeast(count, parts):
            return AtLeast(count, tuple(map(meaning, parts)))
        case _:
            return condition


def below(edge: float) -> float:
    return nextafter(edge, -inf)


def number(value: float) -> Linear:
    return Linear((), value)


X, Y = Linear((("x", 1.0),)), Linear((("y", 1.0),))
TIMED, BURNT, PALE = Within("timed", 1, 1), Within("burnt", 1, 1), Within("pale", 1, 1)

FORMS = [
    ("timed", TIMED),
    ("burnt", BURNT),
    ("not timed", Not(TIMED)),
    ("not not timed", Not(Not(TIMED))),
    # a label along a line is a stretch of it, and a band ends at the float just below the next
    ("heat is cold", Within("heat", 0, below(150))),
    ("heat is warm", Within("heat", 150, below(220))),
    ("heat is hot", Within("heat", 220, 500)),
    ("heat is not hot", Not(Within("heat", 220, 500))),
    # of whole numbers, at the number before it
    ("count is few", Within("count", 0, 4)),
    ("count is many", Within("count", 5, inf)),
    ("craft is weak", Within("craft", 0, 3)),
    ("craft is strong", Within("craft", 4, 6)),
    ("neat is medium", Within("neat", 1, 1)),
    ("grain is thin", Within("grain.thin", 1, 1)),
    ("flour is rye", Within("flour.rye", 1, 1)),
    ("flour is not rye", Not(Within("flour.rye", 1, 1))),
    # neighbours are one stretch, so that a value surely in one of the two is surely in them
    ("neat in (low, medium)", Within("neat", 0, 1)),
    ("neat in (medium, low)", Within("neat", 0, 1)),
    ("neat in (low, low)", Within("neat", 0, 0)),
    ("neat in (high)", Within("neat", 2, 2)),
    ("neat in (low,)", Within("neat", 0, 0)),
    ("neat in (low, medium, high)", Within("neat", 0, 2)),
    ("neat in (low, high)", Some((Within("neat", 0, 0), Within("neat", 2, 2)))),
    ("neat not in (low, high)", Not(Some((Within("neat", 0, 0), Within("neat", 2, 2))))),
    ("heat in (cold, warm)", Within("heat", 0, below(220))),
    ("heat in (hot, cold)", Some((Within("heat", 0, below(150)), Within("heat", 220, 500)))),
    ("flour in (rye, wheat)", Some((Within("flour.rye", 1, 1), Within("flour.wheat", 1, 1)))),
    ("peel in tools", Within("tools.peel", 1, 1)),
    ("peel not in tools", Not(Within("tools.peel", 1, 1))),
    # numbers
    ("x < 3", Compare(X, "<", number(3))),
    ("3 > x", Compare(number(3), ">", X)),
    ("x == 0.25", Compare(X, "==", number(0.25))),
    ("x != y", Compare(X, "!=", Y)),
    ("0.05 <= x < 0.2", All((Compare(number(0.05), "<=", X), Compare(X, "<", number(0.2))))),
    ("x < y < 3", All((Compare(X, "<", Y), Compare(Y, "<", number(3))))),
    ("x >= -2", Compare(X, ">=", number(-2))),
    ("-x > 1", Compare(Linear((("x", -1.0),)), ">", number(1))),
    ("x - -y > 1", Compare(Linear((("x", 1.0), ("y", 1.0))), ">", number(1))),
    # a sum has one form, however it was written
    ("y + x > 1", Compare(Linear((("x", 1.0), ("y", 1.0))), ">", number(1))),
    ("x + y > 1", Compare(Linear((("x", 1.0), ("y", 1.0))), ">", number(1))),
    ("x - x + y > 1", Compare(Y, ">", number(1))),
    ("2 * (x + 3) > y / 4", Compare(Linear((("x", 8.0),), 24.0), ">", Linear((("y", 1.0),)))),
    ("x + 2 * y > 1", Compare(Linear((("x", 1.0), ("y", 2.0))), ">", number(1))),
    # one name alone is compared with a number, worked out from the digits as they stand
    ("x * 2 > 1", Compare(Linear((("x", 1.0),)), ">", number(0.5))),
    ("(1 + 1) * x > 1", Compare(Linear((("x", 1.0),)), ">", number(0.5))),
    ("x / (1 + 1) > 1", Compare(Linear((("x", 1.0),)), ">", number(2))),
    ("x / 49 >= 1", Compare(Linear((("x", 1.0),)), ">=", number(49))),
    ("100 * x >= 57", Compare(Linear((("x", 1.0),)), ">=", number(0.57))),
    ("-x / 49 <= -1", Compare(Linear((("x", -1.0),)), "<=", number(-49))),
    ("0.3 <= x / 0.1", Compare(number(0.03), "<=", Linear((("x", 1.0),)))),
    ("craft - 1 >= 2", Compare(Linear((("craft", 1.0),)), ">=", number(3))),
    # a name on both sides stands on one of them
    ("2 * x > x + 1", Compare(Linear((("x", 1.0),)), ">", number(1))),
    ("x + y > 2 * y", Compare(Linear((("x", 1.0), ("y", -1.0))), ">", number(0))),
    # unlike units are refused for bare names, and a factor clears the unit
    ("minutes > 60 * hours", Compare(Linear((("minutes", 1.0),)), ">", Linear((("hours", 60.0),)))),
    ("minutes > 1 * hours", Compare(Linear((("minutes", 1.0),)), ">", Linear((("hours", 1.0),)))),
    ("hours + 1 > 3", Compare(Linear((("hours", 1.0),)), ">", number(2))),
    # a level against one of its labels, by their order
    ("neat < medium", Within("neat", 0, 0)),
    ("neat <= medium", Within("neat", 0, 1)),
    ("neat > medium", Within("neat", 2, 2)),
    ("neat >= medium", Within("neat", 1, 2)),
    ("neat == medium", Within("neat", 1, 1)),
    ("neat != medium", Not(Within("neat", 1, 1))),
    ("medium < neat", Within("neat", 2, 2)),
    ("low < neat < high", All((Within("neat", 1, 2), Within("neat", 0, 1)))),
    # joined
    ("timed and burnt", All((TIMED, BURNT))),
    ("timed or burnt or pale", Some((TIMED, BURNT, PALE))),
    ("timed or burnt and pale", Some((TIMED, All((BURNT, PALE))))),
    ("(timed or burnt) and pale", All((Some((TIMED, BURNT)), PALE))),
    ("not timed and burnt", All((Not(TIMED), BURNT))),
    ("not (timed and burnt)", Not(All((TIMED, BURNT)))),
    ("not x > 3", Not(Compare(X, ">", number(3)))),
    ("at_least(2, timed, burnt, pale)", AtLeast(2, (TIMED, BURNT, PALE))),
    (
        "at_least(1, not timed, x > 3 and burnt)",
        AtLeast(1, (Not(TIMED), All((Compare(X, ">", number(3)), BURNT)))),
    ),
    ("((timed))", TIMED),
]


@pytest.mark.parametrize(("text", "expected"), FORMS, ids=[text for text, _ in FORMS])
def test_a_form_means(text, expected):
    assert expected == meaning(tree(text))


@pytest.mark.parametrize(
    ("text", "said"),
    (
        ("neat  is\n  not   high", ["neat is not high"]),
        ("timed and (x+1 > 3 or peel in tools)", ["timed", "x+1 > 3", "peel in tools"]),
        ("at_least(1, burnt, neat in (low, high))", ["burnt", "neat in (low, high)"]),
        ("0.05 <= x < 0.2", ["0.05 <= x < 0.2"]),
    ),
)
def test_a_leaf_keeps_the_words_of_its_author_on_one_line(text, said):
    assert said == [leaf.text for leaf in leaves(tree(text))]


def test_a_leaf_knows_where_it_stands():
    condition = tree("timed and\n  not burnt")
    assert [(leaf.place.line, leaf.place.column) for leaf in leaves(condition) if leaf.place] == [
        (2, 3),
        (3, 7),
    ]


def test_a_condition_names_what_it_reads_once_in_reading_order():
    assert names_read(tree("y > 2 and flour is rye and peel in tools and x > y or timed")) == (
        "y",
        "flour",
        "tools",
        "x",
        "timed",
    )
    assert list(keys_in(tree("y + x > 2 and flour is rye and peel in tools"))) == [
        "x",
        "y",
        "flour.rye",
        "tools.peel",
    ]


def test_a_name_that_falls_out_of_a_sum_is_still_one_that_is_read():
    assert names_read(tree("x - x < y")) == ("x", "y")


FORMULAS = [
    ("x", "x"),
    ("x * y", Operation("*", "x", "y")),
    ("x * y / heat", Operation("/", Operation("*", "x", "y"), "heat")),
    ("x - (y + 1)", Operation("-", "x", Operation("+", "y", 1.0))),
    ("-x", Operation("-", 0.0, "x")),
    ("(x + y) * 2", Operation("*", Operation("+", "x", "y"), 2.0)),
    ("x / (y / 2)", Operation("/", "x", Operation("/", "y", 2.0))),
]


@pytest.mark.parametrize(("text", "expected"), FORMULAS, ids=[text for text, _ in FORMULAS])
def test_a_formula_is_a_tree_of_the_four_operations(text, expected):
    formula, problems = parse_formula(scalar_of(text), FACTS)
    assert problems == []
    assert expected == formula
    again, _ = parse_formula(scalar_of(formula_text(formula)), FACTS)
    assert formula == again


PIECES = (
    "timed",
    "burnt",
    "x",
    "neat",
    "high",
    "tools",
    "peel",
    "3",
    "0.5",
    "and",
    "or",
    "not",
    "is",
    "in",
    "(",
    ")",
    ",",
)
SIGNS = (
    "<",
    ">=",
    "==",
    "+",
    "-",
    "*",
    "/",
    "at_least(",
    "flour",
    "rye",
    "=",
    "%",
    "'",
    "[",
    "É",
    "_",
    ".",
    "if",
    "\t",
)


@given(st.lists(st.sampled_from(PIECES + SIGNS), max_size=14).map(" ".join) | st.text(max_size=40))
def test_any_text_is_a_condition_or_has_problems_within_itself(text):
    node, _ = read_text('{"when": "x"}', "f.json")
    assert node is not None
    scalar = node.entries[0][1]
    assert isinstance(scalar, Scalar)
    scalar = evolve(scalar, value=text, document=scalar._document, start=scalar._start, end=scalar._end)
    condition, problems = parse_condition(scalar, SCOPE)
    assert (condition is None) == bool(problems)
    formula, wrong = parse_formula(scalar, FACTS)
    assert (formula is None) == bool(wrong)
    for problem in (*problems, *wrong):
        # The parser's own errors are never needed: what it would stumble over is found and told before.
        assert not problem.message.startswith("This is no complete condition")
