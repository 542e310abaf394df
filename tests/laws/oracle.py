"""What must follow, worked out the slow way: an evaluator for organisations of which everything is known.

It walks the generated trees over plain values, in exact fractions, and enumerates the organisations that partial facts
leave possible. It is written from the meaning of the language and shares no code with the library: no parser, no
intervals, no strata.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from itertools import product
from math import gcd, isfinite

from attrs import field, frozen

from tests.laws import abstract
from tests.laws.abstract import Arithmetic, Fact, Name, Negative, Number, Rules, Term

Value = float | str | bool | frozenset[str]
World = Mapping[str, Value]
"""One organisation: a number, a label, a truth or a set of labels for each fact."""

COMPARISONS: Mapping[str, Callable[[Fraction, Fraction], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    "==": operator.eq,
    "!=": operator.ne,
    ">=": operator.ge,
    ">": operator.gt,
}
OPERATIONS: Mapping[str, Callable[[float, float], float]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
}


@frozen
class Told:
    """What is said of one fact: `raw` as it is handed over, and which values it leaves.

    A number or level lies in `low` to `high` (`high` left out when `below`); a choice, truth or set is `exact`.
    """

    raw: object
    low: float = -float("inf")
    high: float = float("inf")
    below: bool = False
    exact: Value | None = None

    def allows(self, fact: Fact, value: Value) -> bool:
        if fact.type not in ("number", "level"):
            return self.exact is None or value == self.exact
        at = fact.labels.index(str(value)) if fact.type == "level" else value
        assert isinstance(at, int | float)
        return self.low <= at < self.high if self.below else self.low <= at <= self.high


@frozen
class Outcome:
    """Everything that follows for one organisation."""

    findings: dict[str, bool] = field(factory=dict)
    rules: dict[str, bool] = field(factory=dict)
    scores: dict[str, int] = field(factory=dict)


def outcome(rules: Rules, world: World) -> Outcome:
    """What follows for an organisation of which everything is known."""
    done = Outcome()

    def finding(id_: str) -> bool:
        if id_ not in done.findings:
            done.findings[id_] = any(rule(each.id) for each in rules.rules.values() if each.find == id_)
        return done.findings[id_]

    def rule(id_: str) -> bool:
        if id_ not in done.rules:
            done.rules[id_] = true(rules.rules[id_].when)
        return done.rules[id_]

    def score(id_: str) -> int:
        if id_ not in done.scores:
            whole = rules.scores[id_]
            points = sum(by_label[label_of(fact)] for fact, by_label in whole.signals.items())
            points += sum(
                each.points[id_] for each in rules.rules.values() if id_ in each.points and rule(each.id)
            )
            done.scores[id_] = max(0, min(points, whole.full))
        return done.scores[id_]

    def label_of(name: str) -> str:
        if name in rules.scores:
            return banded(rules.scores[name].bands, score(name))
        value = world[name]
        if isinstance(value, bool):
            return "yes" if value else "no"
        return value if isinstance(value, str) else banded(rules.facts[name].bands, value)

    def number(term: Term) -> Fraction:
        match term:
            case Name(id_):
                return Fraction(score(id_) if id_ in rules.scores else world[id_])
            case Number(value):
                return Fraction(value)
            case Negative(inner):
                return -number(inner)
            case Arithmetic(left, sign, right):
                return Fraction(OPERATIONS[sign](number(left), number(right)))

    def true(condition: abstract.Condition) -> bool:
        match condition:
            case abstract.Is(name, labels, form):
                return (label_of(name) in labels) != ("not" in form)
            case abstract.Has(label, name, negated):
                return (label in world[name]) != negated
            case abstract.Holds(name):
                return bool(world[name]) if name in rules.facts else finding(name)
            case abstract.Chain(terms, comparators):
                return chained([number(term) for term in terms], comparators)
            case abstract.Ordered(level, words, comparators):
                labels = rules.facts[level].labels
                return chained([labels.index(world[level] if w == level else w) for w in words], comparators)
            case abstract.Not(part):
                return not true(part)
            case abstract.Junction("and", parts):
                return all(true(part) for part in parts)
            case abstract.Junction(_, parts):
                return any(true(part) for part in parts)
            case abstract.AtLeast(count, parts):
                return sum(true(part) for part in parts) >= count
            case abstract.Bracketed(part):
                return true(part)

    for id_ in rules.rules:
        rule(id_)
    for id_ in rules.findings:
        finding(id_)
    for id_ in rules.scores:
        score(id_)
    return done


def banded(bands: tuple[tuple[str, float], ...], value: float) -> str:
    """The band of a value: the last that begins no later."""
    return [label for label, edge in bands if edge <= value][-1]


def chained(values: list[Fraction], comparators: tuple[str, ...]) -> bool:
    pairs = zip(values, comparators, values[1:], strict=False)
    return all(COMPARISONS[sign](left, right) for left, sign, right in pairs)


def with_derived(rules: Rules, world: World) -> dict[str, Value] | None:
    """The organisation with its derived facts; None when one falls outside its range, so there is none like it."""
    full = dict(world)

    def number(term: Term) -> float:
        match term:
            case Name(id_):
                return full[id_]
            case Number(value):
                return float(value)
            case Negative(inner):
                return 0.0 - number(inner)
            case Arithmetic(left, sign, right):
                return OPERATIONS[sign](number(left), number(right))

    for fact in rules.derived:
        value = number(fact.formula)
        if not isfinite(value) or not fact.range[0] <= value <= fact.range[1]:
            return None
        full[fact.id] = value
    return full


def values_of(fact: Fact, told: Told | None) -> list[Value]:
    """The values of a fact that a telling leaves possible; of a number without end, those of its grid."""
    match fact.type:
        case "number":
            every: list[Value] = [*fact.grid, *((told.low, told.high) if told else ())]
            low, high = fact.range
            every = sorted({v for v in every if isfinite(v) and low <= v <= high})
        case "level" | "choice":
            every = list(fact.labels)
        case "truth":
            every = [False, True]
        case _:
            picks = product((False, True), repeat=len(fact.labels))
            every = [frozenset(x for x, on in zip(fact.labels, pick, strict=True) if on) for pick in picks]
    return [value for value in every if told is None or told.allows(fact, value)]


def completions(rules: Rules, told: Mapping[str, Told], *, most: int) -> Iterator[dict[str, Value]]:
    """Organisations that the tellings leave possible: all of them, or about `most`, spread over all."""
    parts = {name for split in rules.splits for name in split.facts}
    # Parts of a split are enumerated together; single out what adds up before anything is left out for its number.
    groups: list[list[dict[str, Value]]] = []
    for split in rules.splits:
        spaces = [values_of(rules.facts[name], told.get(name)) for name in split.facts]
        fits = [each for each in product(*spaces) if sum(each) == split.total]
        groups.append([dict(zip(split.facts, each, strict=True)) for each in fits])
    alone = [fact for fact in rules.given if fact.id not in parts]
    groups += [[{fact.id: value} for value in values_of(fact, told.get(fact.id))] for fact in alone]
    size = 1
    for group in groups:
        size *= len(group)
    for index in _spread(size, most):
        world: dict[str, Value] = {}
        for group in groups:
            index, at = divmod(index, len(group))  # noqa: PLW2901 - the digits of a number
            world |= group[at]
        full = with_derived(rules, world)
        if full and all(told[f.id].allows(f, full[f.id]) for f in rules.derived if f.id in told):
            yield full


def _spread(size: int, most: int) -> Iterator[int]:
    if size <= most:
        yield from range(size)
        return
    stride = size // most * 2 + 1
    while gcd(stride, size) != 1:
        stride += 1
    for step in range(most):
        yield step * stride % size
