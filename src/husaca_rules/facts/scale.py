"""Intervals, and labels laid along a line.

A level, the bands of a number, the bands of a score and yes or no are one idea: labels in order, each of which begins
at an edge and ends where the next begins. `Scale` is that idea, so that `F is high` means the same everywhere.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from math import inf, nextafter

from attrs import frozen


@frozen
class Interval:
    """The values from `low` to `high`, both included; `low <= high`. An end may be infinite.

    They are in the unit of the fact, or whole points of a score.

    >>> import husaca_rules as hr
    >>> hr.diagnose({"attention_red": 30, "attention_blue": 25}).interval("attention_green")
    Interval(low=45.0, high=45.0)
    """

    low: float
    high: float

    @property
    def decided(self) -> bool:
        """Whether one single value is left."""
        return self.low == self.high


@frozen
class Scale:
    """Labels in rising order over the range `edges[0]` to `high`.

    `edges[i]` is where `labels[i]` begins. A label ends just below the next edge: at the float before it, or at that
    edge less 1 when only whole values exist.
    """

    labels: tuple[str, ...]
    edges: tuple[float, ...]
    high: float
    whole: bool = False

    def span(self, label: str) -> Interval:
        """The values that `label` covers. Raises ValueError if the scale has no such label."""
        index = self.labels.index(label)
        return Interval(self.edges[index], self._end(index))

    def spans(self, labels: Iterable[str]) -> tuple[Interval, ...]:
        """The values that any of `labels` covers, with neighbours joined, in rising order."""
        spans: list[Interval] = []
        previous = -2
        for index in sorted({self.labels.index(label) for label in labels}):
            # Joined, because "low or medium" is surely true of a value somewhere in both, which two tests would miss.
            low = spans.pop().low if spans and index == previous + 1 else self.edges[index]
            spans.append(Interval(low, self._end(index)))
            previous = index
        return tuple(spans)

    def index(self, value: float) -> int:
        """The position of the label that covers `value`, a value within the range."""
        return bisect_right(self.edges, value) - 1

    def between(self, low: float, high: float) -> tuple[str, ...]:
        """The labels that values from `low` to `high` may have."""
        return self.labels[self.index(low) : self.index(high) + 1]

    def _end(self, index: int) -> float:
        if index + 1 == len(self.edges):
            return self.high
        return self.edges[index + 1] - 1 if self.whole else nextafter(self.edges[index + 1], -inf)


def level_scale(labels: Iterable[str]) -> Scale:
    """The scale of a level: its labels as 0, 1, 2 and so on."""
    names = tuple(labels)
    return Scale(names, tuple(range(len(names))), len(names) - 1, whole=True)


TRUTH = level_scale(("no", "yes"))
