"""A rule set made ready to run: every condition as two plain functions over lower and upper values.

Every engine runs a `Program`. What it knows stands in two vectors, `lo` and `hi`, with one slot for each key of
`layout`: the values that a fact may still have; (1, 1), (0, 0) or (0, 1) for a rule or a finding that holds, is excluded
or is undetermined; the least and most points of a score.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Literal

from attrs import field, frozen

from husaca_rules.errors import Place

Bounds = Callable[[Sequence[float], Sequence[float]], bool]
Reckon = Callable[[Sequence[float], Sequence[float]], tuple[int, int]]


@frozen
class Contribution:
    """What one signal or rule may give to a score.

    `source` is a fact, or `rule:id`; `lowest` and `highest` are the ends over everything that can be known; `points`
    gives the ends for what is known.
    """

    source: str
    lowest: int
    highest: int
    points: Reckon


@frozen
class CompiledRule:
    """One rule. `must` says whether its condition is surely true, `may` whether it is possibly true; must implies may.

    `sets` are the slots that become 1 when it fires: its own, and that of its finding if it finds one. `reads` are the
    slots that its condition reads; all of them are settled in strata below `stratum`, which counts from 1.
    """

    key: str
    stratum: int
    must: Bounds
    may: Bounds
    sets: tuple[int, ...]
    reads: frozenset[int]
    place: Place | None


@frozen
class CompiledScore:
    """One score. `reckon` gives its least and most points, clamped; `reads` are the slots that it needs for that."""

    key: str
    slot: int
    stratum: int
    reckon: Reckon
    reads: frozenset[int]


@frozen(eq=False, slots=False)
class Program:
    """All rules and scores in canonical order (stratum, then id), and the slots that they read and set.

    `ranges_lo` and `ranges_hi` are the full range of each slot, which is what "unknown" means. `inferred` are the slots
    of rules and findings: they start at (0, 0) when an evaluation begins, scores at their full range. `contributions` are
    what makes up each score.
    """

    layout: Mapping[str, int]
    ranges_lo: tuple[float, ...]
    ranges_hi: tuple[float, ...]
    rules: tuple[CompiledRule, ...]
    scores: tuple[CompiledScore, ...]
    strata: int
    inferred: tuple[int, ...]
    contributions: Mapping[str, tuple[Contribution, ...]] = field(factory=dict)

    def start(self, low: Sequence[float], high: Sequence[float]) -> tuple[list[float], list[float]]:
        """The two vectors before an evaluation, from the lower and upper values of the facts.

        Rules and findings start at (0, 0), scores at their full range.
        """
        lo, hi = [*low, *self.ranges_lo[len(low) :]], [*high, *self.ranges_hi[len(high) :]]
        for slot in self.inferred:
            hi[slot] = 0
        return lo, hi

    @cached_property
    def layers(self) -> tuple[tuple[tuple[CompiledRule, ...], tuple[CompiledScore, ...]], ...]:
        """The rules and the scores of each stratum, lowest first."""
        return tuple(
            (
                tuple(rule for rule in self.rules if rule.stratum == stratum),
                tuple(score for score in self.scores if score.stratum == stratum),
            )
            for stratum in range(1, self.strata + 1)
        )


@frozen
class Firing:
    """One step of an evaluation: the rule (or score) `rule` fired as the `order`-th, counted from 1."""

    rule: str
    certainty: Literal["must", "may", "score"]
    stratum: int
    order: int


@frozen
class Evaluation:
    """What an engine found: the two vectors with every slot settled, and the firings in order."""

    lo: tuple[float, ...]
    hi: tuple[float, ...]
    trace: tuple[Firing, ...]
