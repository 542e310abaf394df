"""Scores: whole points from signals and rules, as the least and the most that they may come to.

A signal gives the points of its fact's label: least and most over the labels still possible. A rule gives its points
when it is true: a positive number counts in the least sum when the rule must be true, in the most when it may be; a
negative one the other way round. Contributions are added up and clamped once, at the end.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence

from husaca_rules.evaluate.program import Contribution, Reckon
from husaca_rules.facts.vocabulary import Fact
from husaca_rules.language.rules import RuleSet, ScoreRule, Signal

Vector = Sequence[float]


def contributions(rules: RuleSet, score: ScoreRule, layout: Mapping[str, int]) -> tuple[Contribution, ...]:
    """Everything that gives points to a score: its signals, then its rules, in the order of their ids."""
    signals = [_from_signal(signal, rules.facts[signal.fact], layout) for signal in score.signals]
    scoring = [
        _from_rule(f"rule:{rule.id}", points, layout) for rule, points in rules.rules_scoring[score.id]
    ]
    return (*signals, *scoring)


def reckoner(given: Sequence[Contribution], full: int) -> Reckon:
    """A function that adds contributions up, clamped to 0 and `full`."""
    parts = tuple(contribution.points for contribution in given)

    def reckon(lo: Vector, hi: Vector) -> tuple[int, int]:
        least = most = 0
        for points in parts:
            low, high = points(lo, hi)
            least += low
            most += high
        return min(max(least, 0), full), min(max(most, 0), full)

    return reckon


def _from_signal(signal: Signal, fact: Fact, layout: Mapping[str, int]) -> Contribution:
    if fact.labelled:
        points = _by_label(
            [signal.points[label] for label in fact.labels], [layout[key] for key in fact.keys]
        )
    else:
        assert fact.scale is not None  # the loader refuses signals of facts without labels
        in_order = [signal.points[label] for label in fact.scale.labels]
        points = _by_position(in_order, fact.scale.edges, layout[fact.id])
    return Contribution(fact.id, min(signal.points.values()), max(signal.points.values()), points)


def _by_position(in_order: Sequence[int], edges: Sequence[float], slot: int) -> Reckon:
    # Every stretch of labels that may be left, worked out once.
    ends = [[(0, 0)] * len(in_order) for _ in in_order]
    for first in range(len(in_order)):
        for last in range(first, len(in_order)):
            stretch = in_order[first : last + 1]
            ends[first][last] = (min(stretch), max(stretch))

    def points(lo: Vector, hi: Vector) -> tuple[int, int]:
        return ends[bisect_right(edges, lo[slot]) - 1][bisect_right(edges, hi[slot]) - 1]

    return points


def _by_label(in_order: Sequence[int], slots: Sequence[int]) -> Reckon:
    def points(lo: Vector, hi: Vector) -> tuple[int, int]:
        sure = [each for each, slot in zip(in_order, slots, strict=True) if lo[slot] == 1]
        possible = sure or [each for each, slot in zip(in_order, slots, strict=True) if hi[slot] == 1]
        return min(possible), max(possible)

    return points


def _from_rule(key: str, each: int, layout: Mapping[str, int]) -> Contribution:
    slot = layout[key]

    def points(lo: Vector, hi: Vector) -> tuple[int, int]:
        least, most = int(lo[slot]) * each, int(hi[slot]) * each
        return (least, most) if each >= 0 else (most, least)

    return Contribution(key, min(each, 0), max(each, 0), points)
