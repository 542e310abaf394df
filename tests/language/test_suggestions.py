"""Suggestions keep the sense of what was written, and can be followed; where nothing does, there is none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product
from math import inf, nextafter
from operator import ge, gt, le, lt

import pytest

from husaca_rules.errors import Problem
from husaca_rules.language.conditions import (
    All,
    Condition,
    Leaf,
    Not,
    Some,
    Within,
)
from husaca_rules.language.parse import parse_formula
from tests.language.bakery import FACTS, SCOPE, parsed, scalar_of, tree

SIGNS_OF_ORDER = {"<": lt, "<=": le, ">": gt, ">=": ge}
WRONG = {
    "any": (
        "{x} is {l}",
        "{x} == {l}",
        "{l} == {x}",
        "{x} = {l}",
        "{x} in {l}",
        "{x} in ({l})",
        "{l} in {x}",
        "{l} is in {x}",
        "{x} is in ({l})",
        "{x} is '{l}'",
        "{x} is ‘{l}’",
        "{x} is `{l}`",
        "{x} is {L}",
        "{x} in ({l}, {k})",
        "{x} in {l}, {k}",
        "{x} in [{l}, {k}]",
        "{x} is {l} or {k}",
        "{x} is {l} of {k}",
        "{x} == {l} or {k}",
        "{l} or {k} in {x}",
        "{l} in {x} or {k}",
    ),
    "none": (
        "{x} is not {l}",
        "{x} is niet {l}",
        "{x} is NOT {l}",
        "{x} != {l}",
        "{l} != {x}",
        "{x} <> {l}",
        "{x} ! = {l}",
        "not {x} == {l}",
        "not {x} = {l}",
        "not {x} is {l}",
        "not {l} in {x}",
        "{x} not in {l}",
        "{x} not in ({l})",
        "{l} not in {x}",
        "{l} is not in {x}",
        "{x} is not in ({l})",
        "{x} is not “{l}”",
        "{x} not in ({l}, {k})",
        "{x} not in {l}, {k}",
        "{x} is not {l} and {k}",
        "{x} is not {l} and not {k}",
        "{x} is not {l} en {k}",
        "{x} != {l} and {k}",
        "{l} not in {x} and {k}",
    ),
    "all": ("{l} and {k} in {x}", "{l} in {x} and {k}"),
    **{
        sign: (f"{{x}} {sign} {{l}}", f"{{l}} {mirrored} {{x}}")
        for sign, mirrored in zip("<>", "><", strict=True)
    },
    "<=": ("{x} <= {l}", "{l} >= {x}"),
    ">=": ("{x} >= {l}", "{l} <= {x}"),
}
ASKED = [
    (name, (label, next(each for each in labels[::-1] if each != label)), sense, form)
    for name, labels in {
        **{name: SCOPE.labels(name) for name in ("heat", "craft", "neat", "flour", "tools", "timed")},
        "burnt": ("yes", "no"),
        "x": ("hot", "cold"),
    }.items()
    for label in labels
    for sense, forms in WRONG.items()
    for form in forms
]


def worlds(name: str) -> Iterator[dict[str, float]]:
    """All that may be so of a name, at the edges of its bands."""
    fact = FACTS.get(name)
    if fact and fact.labelled:
        for each in product((0, 1), repeat=len(fact.labels)):
            if fact.type == "set" or sum(each) == 1:
                yield dict(zip(fact.keys, each, strict=True))
    elif scale := SCOPE.scale(name):
        for edge in (*scale.edges[1:], scale.high):
            yield from ({name: edge - 1 if scale.whole else nextafter(edge, -inf)}, {name: edge})
    else:
        yield from ({name: 0}, {name: 1})


def has(world: Mapping[str, float], name: str, label: str) -> bool:
    if f"{name}.{label}" in world:
        return world[f"{name}.{label}"] == 1
    if scale := SCOPE.scale(name):
        return scale.labels[scale.index(world[name])] == label
    return world[name] == (label == "yes")


def holds(condition: Condition, world: Mapping[str, float]) -> bool:
    match condition:
        case Leaf(meaning=part):
            return holds(part, world)
        case Not(part):
            return not holds(part, world)
        case All(parts):
            return all(holds(part, world) for part in parts)
        case Some(parts):
            return any(holds(part, world) for part in parts)
        case Within(key, low, high):
            return low <= world[key] <= high
    raise AssertionError(condition)


def meant(world: Mapping[str, float], name: str, labels: tuple[str, ...], sense: str) -> bool:
    if sense in SIGNS_OF_ORDER:
        scale = SCOPE.scale(name)
        assert scale is not None
        return SIGNS_OF_ORDER[sense](scale.index(world[name]), scale.labels.index(labels[0]))
    return {"any": any, "all": all, "none": lambda found: not any(found)}[sense](
        has(world, name, label) for label in labels
    )


def mended(text: str, problem: Problem) -> str:
    """The text with the suggestion in place of what is marked, or of the whole comparison behind a `not`."""
    assert problem.suggestion
    assert problem.place
    begin = problem.place.column - 3
    here = text[:begin] + problem.suggestion + text[begin + problem.place.width :]
    whole = f"not {problem.suggestion}" if text.startswith("not ") else problem.suggestion
    return whole if parsed(whole)[0] and not parsed(here)[0] else here


@pytest.mark.parametrize(("name", "pair", "sense", "form"), ASKED)
def test_who_follows_the_suggestions_comes_to_what_was_meant(
    name: str, pair: tuple[str, str], sense: str, form: str
) -> None:
    text = form.format(x=name, l=pair[0], k=pair[1], L=pair[0].upper())
    labels = pair if "{k}" in form else pair[:1]
    condition, problems = parsed(text)
    for _ in range(3):
        if len(problems) == 1 and problems[0].suggestion:
            text = mended(text, problems[0])
            condition, problems = parsed(text)
    if condition is not None:
        found = [holds(condition, world) for world in worlds(name)]
        assert found == [meant(world, name, labels, sense) for world in worlds(name)], text
    elif len(problems) == 1:
        assert problems[0].suggestion is None, text


@pytest.mark.parametrize(
    ("text", "better"),
    (
        ("z = x / y", "x / y"),
        ("z := x / y", "x / y"),
        ("= x / y", "x / y"),
        ("x + y = heat", None),
        ("x = y = heat", None),
        ("z =", None),
    ),
)
def test_a_formula_stands_without_its_name(text: str, better: str | None) -> None:
    formula, problems = parse_formula(scalar_of(text), FACTS)
    assert formula is None
    assert (problems[0].code, problems[0].suggestion) == ("single-equals", better)


@pytest.mark.parametrize(
    ("text", "better"),
    (
        ("x = 3", ["x == 3"]),
        ("craft = 3 and timed", ["craft == 3"]),
        # nothing that would be refused, or that says less than the text does
        ("neat = 2", [None]),
        ("x = 3 * y", [None]),
        ("x = 3%", [None, "0.03"]),
        ("timed = not no", [None]),
        ("cold < heat < hot", ["heat is warm"]),
        ("x < heat < hot", [None]),
        ("loss > 25", ["0.25"]),
        ("5 <= loss < 20.5", ["0.05", "0.205"]),
        ("loss > 2500", [None]),
        ("loss > 5 * 5", [None]),
        ("heat > 501", [None]),
    ),
)
def test_a_suggestion_says_all_that_was_meant_or_there_is_none(text: str, better: list[str | None]) -> None:
    assert [problem.suggestion for problem in parsed(text)[1]] == better


OUTSIDE = (
    ("heat > 600", "lies from 0 to 500, so this never holds"),
    ("600 >= heat", "lies from 0 to 500, so this always holds"),
    ("heat == -1", "lies from 0 to 500, so this never holds"),
    ("heat != 501", "lies from 0 to 500, so this always holds"),
    ("heat < 0 - 1", "lies from 0 to 500, so this never holds"),
    ("0 <= heat < 501", "lies from 0 to 500, so this always holds"),
    ("minutes > -5", "is never below 0, so this always holds"),
    ("minutes <= -5", "is never below 0, so this never holds"),
    ("300 < heat < 200", "so this never holds"),
    ("200 >= x > 300", "so this never holds"),
)


@pytest.mark.parametrize(("text", "said"), OUTSIDE)
def test_a_number_that_a_fact_never_has_decides_nothing(text: str, said: str) -> None:
    condition, (problem,) = parsed(text)
    assert condition is None
    assert problem.code == "constant-condition"
    assert said in problem.message


@pytest.mark.parametrize(
    "text", ("heat >= 0", "heat > 500", "200 < heat <= 200", "x > 1000", "craft > 9", "2 * heat > 600")
)
def test_a_number_at_the_end_of_a_range_may_stand(text: str) -> None:
    tree(text)
