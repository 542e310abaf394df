"""Formulas of derived facts, and their interval arithmetic.

A formula is a small tree of numbers, fact names and the four operations. Its interval holds every value that the
formula can take while its facts stay within theirs: each operation takes the ends that make the result least and most.
Floating-point operations are monotone, so a completion computed in the same order never falls outside.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import inf, isnan
from typing import Literal

from attrs import frozen

from husaca_rules.facts.scale import Interval

Operator = Literal["+", "-", "*", "/"]


@frozen
class Operation:
    """`left operator right`."""

    operator: Operator
    left: Formula
    right: Formula


Formula = float | str | Operation


def names_in(formula: Formula) -> Iterator[str]:
    """The facts that a formula reads, in reading order, with repeats."""
    match formula:
        case Operation(_, left, right):
            yield from names_in(left)
            yield from names_in(right)
        case str():
            yield formula


def formula_text(formula: Formula) -> str:
    """The formula as its author could have written it."""
    match formula:
        case Operation(operator, left, right):
            return f"{_part(left, operator, right=False)} {operator} {_part(right, operator, right=True)}"
        case str():
            return formula
        case number:
            return f"{number:g}"


def _part(formula: Formula, around: Operator, *, right: bool) -> str:
    text = formula_text(formula)
    if not isinstance(formula, Operation):
        return text
    looser = formula.operator in "+-" and around in "*/"
    return f"({text})" if looser or (right and around in "-/") else text


def formula_interval(formula: Formula, known: Mapping[str, Interval]) -> Interval:
    """The interval of a formula's values; an end that overflows is infinite, and no end is ever NaN.

    A divisor's interval must lie above zero, which the loader has checked over the full ranges.
    """
    match formula:
        case Operation(operator, left, right):
            return _combine(operator, formula_interval(left, known), formula_interval(right, known))
        case str():
            return known[formula]
        case number:
            return Interval(number, number)


def _combine(operator: Operator, a: Interval, b: Interval) -> Interval:
    match operator:
        case "+":
            return Interval(_or(a.low + b.low, -inf), _or(a.high + b.high, inf))
        case "-":
            return Interval(_or(a.low - b.high, -inf), _or(a.high - b.low, inf))
        case "*":
            ends = [_times(x, y) for x in (a.low, a.high) for y in (b.low, b.high)]
            return Interval(min(ends), max(ends))
        case "/":
            return Interval(
                _or(a.low / (b.high if a.low >= 0 else b.low), 0.0 if a.low > 0 else -inf),
                _or(a.high / (b.low if a.high >= 0 else b.high), inf if a.high > 0 else 0.0),
            )


def _times(x: float, y: float) -> float:
    # Nothing of an unlimited amount is nothing; IEEE arithmetic calls it not a number.
    return 0.0 if x == 0 or y == 0 else x * y


def _or(value: float, otherwise: float) -> float:
    return otherwise if isnan(value) else value
