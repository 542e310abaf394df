"""The lower and upper truth of every part of a rule set's conditions, for explanations and for what is still open.

An engine needs only whole conditions. Here each bare test is read by itself, all of them in one compiled function, and
what is built of them follows from theirs, as the definition has it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import cast
from weakref import WeakKeyDictionary

from husaca_rules.evaluate.compile import program_of
from husaca_rules.evaluate.meaning import Meaning, compiled
from husaca_rules.language.conditions import All, AtLeast, Condition, Leaf, Not, Some, tests_in
from husaca_rules.language.rules import RuleSet

Truths = Mapping[Condition, tuple[bool, bool]]
"""Whether a bare test (Within, Compare) is surely true, and whether it is possibly true."""
_Reading = Callable[[Sequence[float], Sequence[float]], Truths]
_Read = Callable[[Sequence[float], Sequence[float]], Sequence[tuple[bool, bool]]]

_readings: WeakKeyDictionary[RuleSet, _Reading] = WeakKeyDictionary()


def truths_of(rules: RuleSet, lo: Sequence[float], hi: Sequence[float]) -> Truths:
    """The truths of all bare tests of a rule set."""
    reading = _readings.get(rules)
    if reading is None:
        reading = _readings.setdefault(rules, _compile(rules))
    return reading(lo, hi)


def _compile(rules: RuleSet) -> _Reading:
    program = program_of(rules)
    meaning = Meaning(program.layout, program.ranges_lo, program.ranges_hi)
    found = tuple(dict.fromkeys(test for rule in rules.rules.values() for test in tests_in(rule.when)))
    pairs = [f"({meaning.must(test)}, {meaning.may(test)})" for test in found]
    read = cast("_Read", compiled(f"({', '.join([*pairs, ''])})", None))
    return lambda lo, hi: dict(zip(found, read(lo, hi), strict=True))


def bounds(condition: Condition, truths: Truths) -> tuple[bool, bool]:
    """Whether a condition of the rule set is surely true, and whether it is possibly true."""
    match condition:
        case Leaf():
            return bounds(condition.meaning, truths)
        case Not(part):
            must, may = bounds(part, truths)
            return not may, not must
        case All(parts) | Some(parts) | AtLeast(_, parts):
            count = len(parts) if isinstance(condition, All) else 1
            count = condition.count if isinstance(condition, AtLeast) else count
            read = [bounds(part, truths) for part in parts]
            return sum(must for must, _ in read) >= count, sum(may for _, may in read) >= count
        case _:
            return truths[condition]
