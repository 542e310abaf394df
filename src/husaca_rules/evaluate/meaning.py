"""The definition: what a condition means over lower and upper values.

`must` says when a condition is surely true, `may` when it is possibly true. Both are written out below, one line for
each kind of condition, as Python expressions over `lo` and `hi`; `not` swaps the two. An expression is compiled once
to a plain function. It is made of slots and numbers only, never of an author's text.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import inf, isnan

from attrs import frozen

from husaca_rules.errors import Place
from husaca_rules.evaluate.program import Bounds
from husaca_rules.language.conditions import (
    All,
    AtLeast,
    Comparator,
    Compare,
    Condition,
    Leaf,
    Linear,
    Not,
    Some,
    Within,
)


@frozen
class Meaning:
    """The two readings of conditions, for keys that lie in the slots of `layout` with the full ranges `low`, `high`."""

    layout: Mapping[str, int]
    low: Sequence[float]
    high: Sequence[float]

    def must(self, condition: Condition) -> str:
        """An expression that is true when the condition is surely true."""
        match condition:
            case Within(key, low, high):
                slot = self.layout[key]
                tests = [f"{low!r} <= lo[{slot}]"] * (low > self.low[slot]) + [f"hi[{slot}] <= {high!r}"] * (
                    high < self.high[slot]
                )
                return " and ".join(tests) or "True"
            case Compare(left, comparator, right):
                return self._surely(left, comparator, right)
            case Not(part):
                return f"not ({self.may(part)})"
            case All(parts):
                return " and ".join(f"({self.must(part)})" for part in parts) or "True"
            case Some(parts):
                return " or ".join(f"({self.must(part)})" for part in parts) or "False"
            case AtLeast(count, parts):
                return f"sum(({', '.join(f'bool({self.must(part)})' for part in parts)},)) >= {count}"
            case Leaf():
                return self.must(condition.meaning)

    def may(self, condition: Condition) -> str:
        """An expression that is true when the condition is possibly true."""
        match condition:
            case Within(key, low, high):
                slot = self.layout[key]
                tests = [f"{low!r} <= hi[{slot}]"] * (low > self.low[slot]) + [f"lo[{slot}] <= {high!r}"] * (
                    high < self.high[slot]
                )
                return " and ".join(tests) or "True"
            case Compare(left, comparator, right):
                return f"not ({self._surely(left, _OPPOSITE[comparator], right)})"
            case Not(part):
                return f"not ({self.must(part)})"
            case All(parts):
                return " and ".join(f"({self.may(part)})" for part in parts) or "True"
            case Some(parts):
                return " or ".join(f"({self.may(part)})" for part in parts) or "False"
            case AtLeast(count, parts):
                return f"sum(({', '.join(f'bool({self.may(part)})' for part in parts)},)) >= {count}"
            case Leaf():
                return self.may(condition.meaning)

    def _surely(self, left: Linear, comparator: Comparator, right: Linear) -> str:
        """An expression that is true when the comparison is true for all values of both sides."""
        match comparator:
            case "<" | "<=":
                return f"{self._most(left)} {comparator} {self._least(right)}"
            case ">" | ">=":
                return f"{self._least(left)} {comparator} {self._most(right)}"
            case "==":
                return f"{self._least(left)} == {self._most(left)} == {self._least(right)} == {self._most(right)}"
            case "!=":
                return (
                    f"{self._most(left)} < {self._least(right)} or {self._most(right)} < {self._least(left)}"
                )

    def _least(self, side: Linear) -> str:
        return self._sum(side, "lo", "hi", "low_end")

    def _most(self, side: Linear) -> str:
        return self._sum(side, "hi", "lo", "high_end")

    def _sum(self, side: Linear, rising: str, falling: str, guard: str) -> str:
        terms = [
            f"{factor!r} * {rising if factor > 0 else falling}[{self.layout[key]}]"
            for key, factor in side.terms
        ]
        if not terms:
            return repr(side.constant)
        if side.terms == ((side.terms[0][0], 1.0),) and side.constant == 0:
            return f"{rising}[{self.layout[side.terms[0][0]]}]"
        constant = [repr(side.constant)] if side.constant else []
        # Two unlimited ends against each other leave the sum unlimited, where floats have no number.
        return f"{guard}({' + '.join([*terms, *constant])})"


_OPPOSITE: Mapping[Comparator, Comparator] = {
    "<": ">=",
    "<=": ">",
    "==": "!=",
    "!=": "==",
    ">=": "<",
    ">": "<=",
}


def low_end(total: float) -> float:
    """The least of a sum; unlimited when its terms are unlimited both ways."""
    return -inf if isnan(total) else total


def high_end(total: float) -> float:
    """The most of a sum; unlimited when its terms are unlimited both ways."""
    return inf if isnan(total) else total


def compiled(expression: str, place: Place | None) -> Bounds:
    """A function of `lo` and `hi`; a failure in it shows the author's file and line."""
    file, line = (place.file, place.line) if place else ("<rule>", 1)
    names = {
        "__builtins__": {},
        "bool": bool,
        "sum": sum,
        "low_end": low_end,
        "high_end": high_end,
        "inf": inf,
    }
    code = compile("\n" * (line - 1) + f"lambda lo, hi: {expression}", file, "eval")
    function: Bounds = eval(code, names)  # noqa: S307 - made above from slots and numbers
    return function
