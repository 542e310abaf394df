"""Comparisons of sums: `0.05 <= talent_turnover < 0.2`, `blue - red >= -2`, `motivation >= medium`.

Each side of a comparison is collected to a sum of factors times names, in the order of the names, so that one sum has
one form and one rounding however it was written. Numbers are kept as the fractions that their digits say, and become
floats once, at the end: `x / 49 >= 1` is `x >= 49`, and `100 * x >= 57` is `x >= 0.57`. A level is compared with its own labels only, by their positions.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import inf, lcm
from operator import eq, ge, gt, le, lt, ne

from attrs import evolve, frozen

from husaca_rules.errors import nearest
from husaca_rules.facts.formula import Operator
from husaca_rules.facts.vocabulary import Fact
from husaca_rules.language.conditions import Comparator, Compare, Condition, Linear, Not, Within
from husaca_rules.language.faults import Notes, Refusal
from husaca_rules.language.scope import Scope
from husaca_rules.language.suggest import hundredth, membership, refuse_labels_of

OPERATORS: Mapping[type[ast.operator], Operator] = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}
_COMPARATORS: Mapping[type[ast.cmpop], Comparator] = {
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.GtE: ">=",
    ast.Gt: ">",
}
_MIRRORED: Mapping[Comparator, Comparator] = {
    "<": ">",
    "<=": ">=",
    "==": "==",
    "!=": "!=",
    ">=": "<=",
    ">": "<",
}
_HOLDS = {"<": lt, "<=": le, "==": eq, "!=": ne, ">=": ge, ">": gt}

_TOO_LARGE = "This comes to a number larger than any that can be computed with."
CALL = "The only thing written like this in a condition is `at_least(2, a, b, …)`."


@frozen
class _Sum:
    """One side so far: factors by name, a constant, and the unit when every name stands bare."""

    factors: Mapping[str, Fraction]
    constant: Fraction = Fraction(0)
    unit: str | None = None

    def scaled(self, factor: Fraction) -> _Sum:
        return _Sum({name: factor * each for name, each in self.factors.items()}, factor * self.constant)

    def plus(self, other: _Sum) -> _Sum:
        factors = dict(self.factors)
        for name, factor in other.factors.items():
            factors[name] = factors.get(name, Fraction(0)) + factor
        return _Sum(factors, self.constant + other.constant, self.unit or other.unit)

    @property
    def linear(self) -> Linear:
        """The sum in floats. Raises OverflowError."""
        terms = ((name, float(self.factors[name])) for name in sorted(self.factors))
        return Linear(tuple((name, factor) for name, factor in terms if factor != 0), float(self.constant))


def compare(node: ast.Compare, scope: Scope, notes: Notes) -> tuple[tuple[Condition, ...], tuple[str, ...]]:
    """The conditions of a chain of comparisons, and the names that it reads. Faults are noted; raises Refusal."""
    operands = [node.left, *node.comparators]
    comparators = [_COMPARATORS[type(operator)] for operator in node.ops]
    levels = [_level(operand, scope) for operand in operands]
    if any(levels):
        sides = zip(
            zip(operands, levels, strict=True), zip(operands[1:], levels[1:], strict=True), strict=False
        )
        meanings = tuple(
            _against_label(comparator, left, right, scope, notes)
            for comparator, (left, right) in zip(comparators, sides, strict=False)
        )
        return meanings, tuple(dict.fromkeys(level.id for level in levels if level))
    _refuse_labels(operands, comparators, scope, notes)
    sums = [_sum(operand, scope, notes) for operand in operands]
    names = tuple(dict.fromkeys(name for side in sums for name in side.factors))
    for left, right, operand in zip(sums, sums[1:], operands[1:], strict=False):
        _refuse_unlike(left, right, operand, notes)
    found = []
    for a, comparator, b, operand in zip(sums, comparators, sums[1:], operands[1:], strict=False):
        try:
            found.append(_comparison(a, comparator, b))
        except OverflowError:
            notes.fail("bad-number", _TOO_LARGE, operand)
    if not all(each.left.terms or each.right.terms for each in found):
        message = "No fact and no score makes a difference here, so this is the same for everyone."
        notes.fail("constant-condition", message, node)
    _refuse_decided(node, comparators, sums, scope, notes)
    return tuple(found), names


def _comparison(a: _Sum, comparator: Comparator, b: _Sum) -> Compare:
    """Two sums as they are compared: each name on one side only, and whole factors. Raises OverflowError."""
    left, right = dict(a.factors), dict(b.factors)
    for name in left.keys() & right.keys():
        left[name] -= right.pop(name)
    used = [factor for factor in (*left.values(), *right.values()) if factor]
    if len(used) == 1:
        # One name is compared with a number, as somebody would who does the sum by hand.
        scale, moved = 1 / abs(used[0]), a.constant if any(left.values()) else b.constant
    else:
        # Factors of a tenth are no floats, and ten is: 0.3 * x >= 0.1 * y is 3 * x >= y.
        scale, moved = Fraction(lcm(*(factor.denominator for factor in used))), Fraction(0)
    one = _Sum(left, a.constant - moved).scaled(scale)
    other = _Sum(right, b.constant - moved).scaled(scale)
    return Compare(one.linear, comparator, other.linear)


def _refuse_decided(
    node: ast.Compare, comparators: Sequence[Comparator], sums: Sequence[_Sum], scope: Scope, notes: Notes
) -> None:
    """`share > 25`: a number that the fact never passes, and ends the wrong way round."""
    before = len(notes.faults)
    sides = list(zip([node.left, *node.comparators], sums, strict=True))
    for (left, a), comparator, (right, b) in zip(sides, comparators, sides[1:], strict=False):
        if a.factors and not b.factors:
            _refuse_outside(a, comparator, b.constant, right, scope, notes)
        elif b.factors and not a.factors:
            _refuse_outside(b, _MIRRORED[comparator], a.constant, left, scope, notes)
    if len(notes.faults) > before:
        raise Refusal
    if len(sums) == 3 and not sums[0].factors and not sums[2].factors:
        low, high = sums[0].constant, sums[2].constant
        rising, falling = set(comparators) <= {"<", "<="}, set(comparators) <= {">", ">="}
        if (rising and low > high) or (falling and low < high):
            message = "Nothing lies between these two numbers, so this never holds."
            notes.fail("constant-condition", message, node)


def _refuse_outside(
    side: _Sum, comparator: Comparator, number: Fraction, node: ast.expr, scope: Scope, notes: Notes
) -> None:
    """Refuse a number outside the range of the fact that it is compared with."""
    name = next(iter(side.factors))
    fact = scope.facts.get(name)
    if fact is None or side != evolve(side, factors={name: Fraction(1)}, constant=Fraction(0)):
        return
    low, high = fact.range.low, fact.range.high
    if low <= number <= high:
        return
    holds = comparator in ("!=", "<", "<=") if number > high else comparator in ("!=", ">", ">=")
    span = f"lies from {low:g} to {high:g}"
    if inf in (-low, high):
        span = f"is never {'below' if high == inf else 'above'} {low if high == inf else high:g}"
    message = f"`{name}` {span}, so this {'always' if holds else 'never'} holds."
    better = hundredth(notes.source(node)) if isinstance(node, ast.Constant) and fact.proportion else None
    if better and not low <= Fraction(better) <= high:
        better = None
    notes.note("constant-condition", message, node, suggestion=better, name=name)


def _level(node: ast.expr, scope: Scope) -> Fact | None:
    fact = scope.facts.get(node.id) if isinstance(node, ast.Name) else None
    return fact if fact and fact.type == "level" else None


def _against_label(
    comparator: Comparator,
    left: tuple[ast.expr, Fact | None],
    right: tuple[ast.expr, Fact | None],
    scope: Scope,
    notes: Notes,
) -> Condition:
    """`level < label`, or `label < level`: a test on the label's position. Each side comes with its level, if it is one."""
    left_level, right_level = left[1], right[1]
    level, other = (left_level, right[0]) if left_level else (right_level, left[0])
    if not left_level:
        comparator = _MIRRORED[comparator]
    if level is None or level.scale is None or (left_level and right_level):
        message = "A level is compared with one of its own labels, and not with another level or after another comparison."
        notes.fail("unlike-types", message, right[0])
    labels = level.scale.labels
    if not isinstance(other, ast.Name) or other.id not in labels:
        listed, word = ", ".join(f"`{each}`" for each in labels), notes.source(other)
        if isinstance(other, ast.Name) and not scope.has(word):
            message = f"`{word}` is no label of `{level.id}`, which has {listed}."
            notes.fail("unknown-label", message, other, suggestion=nearest(word, labels), name=level.id)
        code = "label-against-number" if isinstance(other, ast.Constant) else "unlike-types"
        message = f"`{level.id}` is a level: compare it with one of its labels, {listed}."
        notes.fail(code, message, other, name=level.id)
    at, top = labels.index(other.id), len(labels) - 1
    match comparator:
        case "<":
            return Within(level.id, 0, at - 1)
        case "<=":
            return Within(level.id, 0, at)
        case ">":
            return Within(level.id, at + 1, top)
        case ">=":
            return Within(level.id, at, top)
        case "==":
            return Within(level.id, at, at)
        case _:
            return Not(Within(level.id, at, at))


def _refuse_labels(
    operands: Sequence[ast.expr], comparators: Sequence[Comparator], scope: Scope, notes: Notes
) -> None:
    """`talent_turnover >= high`: the word is a band of the other side, which is a number."""
    words = [operand.id if isinstance(operand, ast.Name) else "" for operand in operands]
    for operand, word in zip(operands, words, strict=True):
        for name in words:
            if word and not scope.has(word) and word in scope.labels(name):
                better = _meant(name, words, comparators, scope)
                refuse_labels_of(name, operand, scope, notes, better=better)
                message = f"`{word}` is a label and no number. Labels are asked for with `is` and `in`."
                notes.fail("label-against-number", message, operand, suggestion=better, name=name)


def _meant(name: str, words: Sequence[str], comparators: Sequence[Comparator], scope: Scope) -> str | None:
    """What is asked by comparing a name with its own labels, which stand in order if it has a scale."""
    labels = scope.labels(name)
    left = labels
    for first, comparator, second in zip(words, comparators, words[1:], strict=False):
        label, sign = (second, comparator) if first == name else (first, _MIRRORED[comparator])
        if name not in (first, second) or label not in labels:
            return None
        if len(comparators) == 1 and sign in ("==", "!="):
            return membership(scope, name, (label,), positive=sign == "==")
        if not scope.scale(name):
            return None
        at = labels.index(label)
        left = tuple(each for each in left if _HOLDS[sign](labels.index(each), at))
    return membership(scope, name, left) if len(left) < len(labels) else None


def _sum(node: ast.expr, scope: Scope, notes: Notes) -> _Sum:
    match node:
        case ast.Constant(int() | float() as number):
            if number == inf:
                notes.fail("bad-number", _TOO_LARGE, node)
            return _Sum({}, Fraction(repr(number)))  # as it was written: 0.1 is a tenth
        case ast.Name(name):
            return _name(node, name, scope, notes)
        case ast.UnaryOp(ast.USub(), operand):
            inner = _sum(operand, scope, notes)
            return evolve(inner.scaled(Fraction(-1)), unit=inner.unit)
        case ast.BinOp(left, ast.Add() | ast.Sub() as operator, right):
            refuse_hyphens(node, scope, notes)
            a, b = _sum(left, scope, notes), _sum(right, scope, notes)
            _refuse_unlike(a, b, right, notes)
            return a.plus(b if isinstance(operator, ast.Add) else evolve(b.scaled(Fraction(-1)), unit=b.unit))
        case ast.BinOp(left, ast.Mult(), right):
            a, b = _sum(left, scope, notes), _sum(right, scope, notes)
            if a.factors and b.factors:
                message = "Conditions only multiply by a number. Put a product of facts in the `formula` of a derived fact."
                notes.fail("not-linear", message, node)
            return b.scaled(a.constant) if not a.factors else a.scaled(b.constant)
        case ast.BinOp(left, ast.Div(), right):
            a, b = _sum(left, scope, notes), _sum(right, scope, notes)
            if b.factors:
                bottom = notes.source(right)
                message = f"Conditions don't divide by a fact. Instead of `{notes.source(node)} < 3` write `{notes.source(left)} < 3 * {bottom}`."
                notes.fail("division-by-fact", message, node)
            if b.constant == 0:
                notes.fail("division-by-zero", "This divides by zero.", right)
            return a.scaled(1 / b.constant)
        case ast.Call():
            notes.fail("not-in-grammar", CALL, node)
        case _:
            message = "A comparison needs numbers on both sides: facts, scores, and sums of them."
            notes.fail("not-comparable", message, node)


def refuse_hyphens(node: ast.BinOp, scope: Scope, notes: Notes) -> None:
    """`oven-heat` is a difference for the parser, and a slip for whoever means `oven_heat`."""
    meant = notes.source(node).replace("-", "_")
    if scope.has(meant):
        message = "With a hyphen this is one thing minus another. Names are joined by underscores."
        notes.fail("unknown-fact", message, node, suggestion=meant, name=meant)


def _name(node: ast.expr, name: str, scope: Scope, notes: Notes) -> _Sum:
    fact = scope.facts.get(name)
    if name in scope.scores:
        return _Sum({name: Fraction(1)}, unit="points of a score")
    if fact and fact.type == "number":
        return _Sum({name: Fraction(1)}, unit=fact.unit)
    if not scope.has(name):
        message = f"This condition reads `{name}`, and no fact, score or finding has that name."
        notes.fail("unknown-fact", message, node, suggestion=scope.nearest(name), name=name)
    labels = scope.labels(name) or ("…",)
    match fact.type if fact else "finding":
        case "level":
            advice = f"Compare it with one of its labels, as in `{name} >= {labels[-1]}`."
        case "choice":
            advice = f"Ask for one of its labels, as in `{name} is {labels[0]}`."
        case "set":
            advice = f"Ask what is in it, as in `{labels[0]} in {name}`."
        case _:
            advice = f"Write `{name}` or `not {name}`."
    notes.fail("unlike-types", f"`{name}` is no number. {advice}", node, name=name)


def _refuse_unlike(a: _Sum, b: _Sum, node: ast.expr, notes: Notes) -> None:
    if a.unit and b.unit and a.unit != b.unit:
        message = (
            f"One side is counted in {a.unit}, the other in {b.unit}. "
            f"If that is meant, say so with a factor, as in `1 * {notes.source(node)}`."
        )
        notes.fail("unlike-units", message, node)
