"""Repairs: what stopped a finding, and the smallest sets of facts to learn or to change that would make it hold.

A repair is found by trying: each fact that the finding reads is given, in turn, every label or stretch between two
edges that the rules know, and the whole is evaluated anew. First one fact, then two. Derived facts are left alone, as
they follow from others, and so are fixed ones, as nobody can change a company's age.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, product, takewhile
from math import inf
from typing import Literal

from attrs import frozen

from husaca_rules.diagnosis.explain import Reason
from husaca_rules.diagnosis.stretches import is_known, meet, meet_twice, stretches
from husaca_rules.errors import FactError
from husaca_rules.evaluate import direct
from husaca_rules.evaluate.compile import program_of
from husaca_rules.facts.knowledge import Facts, Knowledge, understand
from husaca_rules.facts.scale import Interval
from husaca_rules.facts.vocabulary import Fact
from husaca_rules.language.rules import RuleSet

MOST_FACTS = 2
MOST_EVALUATIONS = 20_000

Option = str | bool | Interval | tuple[str, ...]
"""A value to learn or change to: a label, a truth, a stretch of numbers, or the labels of a set."""


@frozen
class Step:
    """One fact of a repair, and the values that all do: `learn` if it is not fully known, `change` if it is."""

    fact: str
    kind: Literal["learn", "change"]
    options: tuple[Option, ...]


@frozen
class Repair:
    """A smallest set of facts that would make a finding hold, whichever of their options is taken."""

    steps: tuple[Step, ...]


def blockers(reason: Reason) -> tuple[Reason, ...]:
    """The conditions, at the end of every branch, that brought a reason to its state."""
    found: list[Reason] = []  # no set: a reason holds values that cannot be hashed, as ranges and lists

    seen: set[int] = set()

    def visit(each: Reason) -> None:
        # A finding that several others read is one object; points without an id are what nothing is known of.
        if id(each) in seen or (each.what == "points" and not each.id):
            return
        seen.add(id(each))
        inner = (
            [part for part in each.parts if part.what in ("finding", "score")]
            if each.what == "condition"
            else each.parts
        )
        if each.what == "condition" and not any(part.what == "finding" for part in inner):
            if each not in found:
                found.append(each)
            return
        for part in inner:
            visit(part)

    visit(reason)
    return tuple(found)


def repairs(
    rules: RuleSet, knowledge: Knowledge, id_: str, within: Interval
) -> tuple[tuple[Repair, ...], bool]:
    """The smallest repairs after which `id_` surely lies within an interval, and whether every one was tried."""
    search = _Search(rules, knowledge, id_, within)
    choices: dict[str, tuple[Option, ...]] = {}
    every = True
    for name in sorted(rules.facts_read[id_]):
        options, all_found = _options(rules, rules.facts[name], knowledge)
        every = every and all_found
        if options:
            choices[name] = options
    for size in range(1, MOST_FACTS + 1):
        found = []
        for names in combinations(choices, size):
            tried = takewhile(lambda _: search.left > 0, product(*(choices[name] for name in names)))
            working = [each for each in tried if search.works(names, each)]
            found += [
                _repair(rules, knowledge, names, group)
                for group in _grouped(working, [choices[name] for name in names])
            ]
            if search.left <= 0:
                return tuple(found), False
        if found or size == MOST_FACTS:
            # Where two facts meet in one sum or formula, the edges of one move with the other: not every pair was tried.
            # Of a set one label is changed at a time: not every combination was.
            sets = any(rules.facts[name].type == "set" for name in choices)
            moving = meet_twice(rules, choices) if size == 1 else meet(rules, choices)
            return tuple(found), every and not sets and not moving
    raise AssertionError("the last size returns")


class _Search:
    """Tries values, as often as is allowed."""

    def __init__(self, rules: RuleSet, knowledge: Knowledge, id_: str, within: Interval) -> None:
        self.rules, self.knowledge, self.within = rules, knowledge, within
        self.program = program_of(rules)
        self.slot = self.program.layout[id_]
        self.left = MOST_EVALUATIONS

    def works(self, names: Sequence[str], options: Sequence[Option]) -> bool:
        self.left -= 1
        values = {
            **self.knowledge.given,
            **{name: as_given(each) for name, each in zip(names, options, strict=True)},
        }
        try:
            known = understand(self.rules.vocabulary, Facts(values))
        except FactError:
            return False  # no organisation is like that: the parts of a split do not add up, or a formula forbids it
        done = direct.evaluate(self.program, *self.program.start(known.low, known.high))
        return self.within.low <= done.lo[self.slot] and done.hi[self.slot] <= self.within.high


def as_given(option: Option) -> object:
    """An option as a value that a facts file could give."""
    match option:
        case Interval(low, high) if low == high:
            return low
        case Interval(low, high):
            return {key: end for key, end in (("from", low), ("to", high)) if abs(end) < inf}
        case tuple():
            return list(option)
        case _:
            return option


def _options(rules: RuleSet, fact: Fact, knowledge: Knowledge) -> tuple[tuple[Option, ...], bool]:
    """What a fact may be learned or changed to, and whether that is all."""
    if fact.formula is not None or fact.fixed:
        return (), True
    if fact.type != "number":
        return tuple(_labels(rules, fact, knowledge)), True
    slot = rules.vocabulary.layout[fact.id]
    low, high = knowledge.low[slot], knowledge.high[slot]
    known = is_known(rules, fact, knowledge)
    found, every = stretches(rules, fact, knowledge)
    return tuple(each for each in found if known or (low <= each.low and each.high <= high)), every


def _labels(rules: RuleSet, fact: Fact, knowledge: Knowledge) -> Iterator[Option]:
    slot = rules.vocabulary.layout[fact.keys[0]]
    low, high = knowledge.low[slot], knowledge.high[slot]
    known = is_known(rules, fact, knowledge)
    now = knowledge.given.get(fact.id)
    match fact.type:
        case "truth":
            yield from (value for value in (True, False) if not known or value != now)
        case "level":
            assert fact.scale is not None
            for position, label in enumerate(fact.scale.labels):
                if label != now and (known or low <= position <= high):
                    yield label
        case "choice":
            yield from (label for label in fact.labels if label != now)
        case "set":
            chosen = set(now) if isinstance(now, tuple) else set()
            for label in fact.labels:
                yield tuple(each for each in fact.labels if (each in chosen) != (each == label))
            if now is None:
                yield ()


def _grouped(
    working: Sequence[tuple[Option, ...]], choices: Sequence[Sequence[Option]]
) -> Iterator[tuple[tuple[Option, ...], ...]]:
    """Working combinations as products: per fact the options that all work together, neighbouring stretches joined."""
    if not working:
        return
    if len(choices) == 1:
        yield (_joined([each[0] for each in working], choices[0]),)
        return
    seconds: dict[Option, list[Option]] = {}
    for first, second in working:
        seconds.setdefault(first, []).append(second)
    alike: dict[tuple[Option, ...], list[Option]] = {}
    for first, group in seconds.items():
        alike.setdefault(_joined(group, choices[1]), []).append(first)
    for together, firsts in alike.items():
        yield _joined(firsts, choices[0]), together


def _joined(options: Sequence[Option], choices: Sequence[Option]) -> tuple[Option, ...]:
    """Options in the order of the choices, with stretches joined that no other choice lies between."""
    positions = {option: at for at, option in enumerate(choices)}
    joined: list[Option] = []
    before = -2
    for option in options:
        at = positions[option]
        last = joined[-1] if joined else None
        if isinstance(option, Interval) and isinstance(last, Interval) and at == before + 1:
            joined[-1] = Interval(last.low, option.high)
        else:
            joined.append(option)
        before = at
    return tuple(joined)


def _repair(
    rules: RuleSet, knowledge: Knowledge, names: Sequence[str], group: Sequence[tuple[Option, ...]]
) -> Repair:
    steps = []
    for name, options in zip(names, group, strict=True):
        known = is_known(rules, rules.facts[name], knowledge)
        steps.append(Step(name, "change" if known else "learn", options))
    return Repair(tuple(steps))
