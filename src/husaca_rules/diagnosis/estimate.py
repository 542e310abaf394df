"""Scores as results, and the estimate beside them.

An estimate is a guess where inference is silent, and is kept apart from it: no rule reads it and it names no
archetype. What is settled counts as it is; of the rest it expects a share: that which the settled contributions of
the score reached of their greatest points, drawn towards the same share over all scores, and that towards the prior.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from attrs import frozen

from husaca_rules.diagnosis.results import Score
from husaca_rules.evaluate.compile import program_of
from husaca_rules.evaluate.program import Contribution
from husaca_rules.facts.scale import Interval, Scale
from husaca_rules.language.rules import RuleSet, ScoreRule

ENOUGH_COVERAGE = 0.4
"""Below this share of settled swing a guess is not shown: it was right on lit or not less than 86 % of the time."""
_WEIGHT = 3
"""How many points of evidence the wider share counts for."""


@frozen
class _Settled:
    """Of one score: points reached and points that could have been, over settled contributions, and the swing."""

    reached: int
    known: int
    open: int
    swing: int
    all_swing: int


def scores_of(rules: RuleSet, lo: Sequence[float], hi: Sequence[float]) -> tuple[Score, ...]:
    """Every score as a result, in the order of ids."""
    program = program_of(rules)
    layout = program.layout
    settled = {id_: _settle(given, lo, hi) for id_, given in program.contributions.items()}
    return tuple(
        _score(score, settled, lo[layout[score.id]], hi[layout[score.id]]) for score in rules.scores.values()
    )


def _settle(given: Sequence[Contribution], lo: Sequence[float], hi: Sequence[float]) -> _Settled:
    reached = known = open_ = swing = all_swing = 0
    for each in given:
        least, most = each.points(lo, hi)
        all_swing += each.highest - each.lowest
        if least == most:
            reached += least
            known += max(each.highest, 0)  # what only ever takes points away leaves none to reach
            swing += each.highest - each.lowest
        else:
            open_ += most
    return _Settled(reached, known, open_, swing, all_swing)


def _score(score: ScoreRule, settled: Mapping[str, _Settled], low: float, high: float) -> Score:
    mine = settled[score.id]
    coverage = mine.swing / mine.all_swing if mine.all_swing else 1.0
    reached = sum(each.reached for each in settled.values())
    known = sum(each.known for each in settled.values())
    wide = (reached + _WEIGHT * score.prior) / (known + _WEIGHT)
    share = (mine.reached + _WEIGHT * wide) / (mine.known + _WEIGHT)
    guess = min(max(mine.reached + share * mine.open, low), high) / score.full
    return Score(
        score.id,
        score.title,
        Interval(int(low), int(high)),
        score.full,
        Interval(low / score.full, high / score.full),
        score.scale.between(low, high),
        guess if coverage >= ENOUGH_COVERAGE else None,
        coverage,
        _to_edge(score.scale, low, high),
    )


def _to_edge(scale: Scale, low: float, high: float) -> int | None:
    """Points from the nearer end of a score to the next band, when its band is decided."""
    if len(scale.labels) == 1 or len(scale.between(low, high)) > 1:
        return None
    span = scale.span(scale.between(low, high)[0])
    down = [low - span.low + 1] if span.low > scale.edges[0] else []
    up = [span.high - high + 1] if span.high < scale.high else []
    return int(min(down + up))
