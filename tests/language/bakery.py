"""A bakery to write conditions about, and texts read as conditions on it.

`heat` is a number with the bands cold, warm and hot from 0, 150 and 220; `count` is whole, with the bands few and many
from 0 and 5; `neat` is a level; `flour` a choice; `tools` a set; `timed` a truth; `craft` a score; `burnt` a finding.
"""

from __future__ import annotations

from math import inf

from attrs import evolve

from husaca_rules.errors import Problem
from husaca_rules.facts.scale import TRUTH, Interval, Scale, level_scale
from husaca_rules.facts.vocabulary import Fact
from husaca_rules.language.conditions import (
    Condition,
)
from husaca_rules.language.parse import parse_condition
from husaca_rules.language.rules import ScoreRule
from husaca_rules.language.scope import Scope
from husaca_rules.reading import Scalar, read_text

FACT = Fact("heat", "number", {}, {}, Interval(0, 500), Scale(("cold", "warm", "hot"), (0, 150, 220), 500))
FACTS = {
    "heat": FACT,
    "count": evolve(FACT, id="count", whole=True, scale=Scale(("few", "many"), (0, 5), inf, whole=True)),
    "x": Fact("x", "number", {}, {}, Interval(-inf, inf)),
    "y": Fact("y", "number", {}, {}, Interval(-inf, inf)),
    "loss": Fact("loss", "number", {}, {}, Interval(0, 1), unit="share of the bread"),
    "minutes": Fact("minutes", "number", {}, {}, Interval(0, inf), unit="minutes"),
    "hours": Fact("hours", "number", {}, {}, Interval(0, inf), unit="hours"),
    "neat": Fact("neat", "level", {}, {}, Interval(0, 2), level_scale(("low", "medium", "high"))),
    "flour": Fact("flour", "choice", {}, {}, Interval(0, 1), labels=("wheat", "rye", "spelt")),
    "grain": Fact("grain", "choice", {}, {}, Interval(0, 1), labels=("thin", "coarse")),
    "tools": Fact("tools", "set", {}, {}, Interval(0, 1), labels=("peel", "scale")),
    "timed": Fact("timed", "truth", {}, {}, Interval(0, 1), TRUTH),
}
SCORES = {"craft": ScoreRule("craft", {}, 6, Scale(("weak", "strong"), (0, 4), 6, whole=True))}
SCOPE = Scope(FACTS, SCORES, ("burnt", "pale"))


def scalar_of(text: str) -> Scalar:
    node, problems = read_text(f"when: >-\n  {text}\n", "f.yaml")
    assert problems == []
    assert node is not None
    scalar = node.entries[0][1]
    assert isinstance(scalar, Scalar)
    return scalar


def parsed(text: str) -> tuple[Condition | None, list[Problem]]:
    return parse_condition(scalar_of(text), SCOPE)


def tree(text: str) -> Condition:
    condition, problems = parsed(text)
    assert [problem.render() for problem in problems] == []
    assert condition is not None
    return condition
