"""The stretches of a number between the edges at which some rule turns.

Within a stretch every value gives the same answer to every comparison, so trying one stretch tries all its values. An
edge comes from a band, from a comparison (the other facts in it staying as they are), or from the edge of another fact:
a derived one, carried back through its formula, or another part of a split.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice, product
from math import inf, nextafter

from husaca_rules.facts.formula import Formula, Operation, formula_interval, names_in
from husaca_rules.facts.knowledge import Knowledge
from husaca_rules.facts.scale import Interval
from husaca_rules.facts.values import understand_value
from husaca_rules.facts.vocabulary import Fact
from husaca_rules.language.conditions import Compare, Condition, parts_of
from husaca_rules.language.rules import RuleSet

MOST_EDGES = 500
"""Edges sought of one number: along a chain of formulas each edge makes several, and these again."""
_ROUNDING = 1e-9  # what carrying an edge back through a formula may be off by, as a part of it


def is_known(rules: RuleSet, fact: Fact, knowledge: Knowledge) -> bool:
    """Whether a fact is fully known: one value is left for each of its keys."""
    slots = rules.vocabulary.slots[fact.id]
    return knowledge.low[slots] == knowledge.high[slots]


def stretches(rules: RuleSet, fact: Fact, knowledge: Knowledge) -> tuple[tuple[Interval, ...], bool]:
    """The range of a number cut at every edge, each edge a stretch of its own, rising; and whether all were found."""
    sought = _edges_of(rules, fact, knowledge)
    edges = {*islice(sought, MOST_EDGES)}
    every = next(sought, None) is None
    slot = rules.vocabulary.layout[fact.id]
    return tuple(_cut(fact, edges | {knowledge.low[slot], knowledge.high[slot]})), every


def _cut(fact: Fact, edges: Iterable[float]) -> Iterator[Interval]:
    inside = sorted(edge for edge in edges if fact.range.low <= edge <= fact.range.high and abs(edge) < inf)
    start = fact.range.low
    for edge in inside:
        if start < edge:
            yield from _stretch(start, nextafter(edge, -inf), fact)
        yield from _stretch(edge, edge, fact)
        start = nextafter(edge, inf)
    if start < fact.range.high:
        yield from _stretch(start, fact.range.high, fact)


def meet(rules: RuleSet, names: Collection[str]) -> bool:
    """Whether two of these facts meet in one comparison, formula or split."""
    splits = [{*split.facts} for split in rules.vocabulary.splits]
    return any(len(together & {*names}) > 1 for together in (*_together(rules), *splits))


def meet_twice(rules: RuleSet, names: Collection[str]) -> bool:
    """Whether two of these facts are parts of one split and meet in a comparison or formula as well."""
    splits = [{*split.facts} & {*names} for split in rules.vocabulary.splits]
    return any(len(parts & together) > 1 for parts in splits for together in _together(rules))


def _together(rules: RuleSet) -> Iterator[set[str]]:
    """The facts of each comparison and each formula."""
    for each in _comparisons(rules):
        yield {key for side in (each.left, each.right) for key, _ in side.terms}
    for fact in rules.vocabulary.derived:
        if fact.formula is not None:
            yield {*names_in(fact.formula)}


def _stretch(low: float, high: float, fact: Fact) -> Iterator[Interval]:
    if fact.whole:
        low = low if abs(low) == inf else float(-(-low // 1))
        high = high if abs(high) == inf else float(high // 1)
    if low <= high:
        yield Interval(low, high)


def _edges_of(rules: RuleSet, fact: Fact, knowledge: Knowledge) -> Iterator[float]:
    yield from _own_edges(rules, fact, knowledge)
    for split in rules.vocabulary.splits:
        if fact.id not in split.facts:
            continue
        # Where the parts add up to the total; a point beyond it they count as rounded, and leave each other as they were.
        for rest in _sums(_told(rules, knowledge, each) for each in split.facts if each != fact.id):
            yield from (split.total - rest - 1, split.total - rest, split.total - rest + 1)
        for name in split.facts:
            others = [each for each in split.facts if each not in (name, fact.id)]
            for rest in _sums(_told(rules, knowledge, each) for each in others) if name != fact.id else ():
                # The rest of the total is what this fact leaves to the other.
                for edge in _own_edges(rules, rules.facts[name], knowledge):
                    yield split.total - rest - edge


def _own_edges(rules: RuleSet, fact: Fact, knowledge: Knowledge) -> Iterator[float]:
    yield from fact.scale.edges if fact.scale else ()
    for comparison in _comparisons(rules):
        yield from _turns(comparison, fact.id, rules, knowledge)
    for derived in rules.vocabulary.derived:
        formula = derived.formula
        if formula is None or [*names_in(formula)].count(fact.id) != 1:
            continue
        others = [name for name in dict.fromkeys(names_in(formula)) if name != fact.id]
        for ends in product(*(_ends(rules, knowledge, name) for name in others)):
            for target in chain(
                _own_edges(rules, derived, knowledge), (derived.range.low, derived.range.high)
            ):
                known = {name: Interval(end, end) for name, end in zip(others, ends, strict=True)}
                edge = _carried_back(formula, fact.id, target, known)
                yield from (edge * (1 - _ROUNDING), edge, edge * (1 + _ROUNDING))


def _turns(comparison: Compare, name: str, rules: RuleSet, knowledge: Knowledge) -> Iterator[float]:
    """The values of a fact at which a comparison may turn while the other facts stay as they are."""
    factors: dict[str, float] = dict(comparison.right.terms)
    for key, factor in comparison.left.terms:
        factors[key] = factors.get(key, 0.0) - factor
    mine = factors.pop(name, 0.0)
    layout = rules.vocabulary.layout
    if mine == 0 or any(
        key not in layout for key in factors
    ):  # a score stays as it is for no fact that it reads
        return
    constants = (comparison.left.constant, comparison.right.constant)
    reaches = [[factor * end for end in _ends(rules, knowledge, key)] for key, factor in factors.items()]
    # A comparison turns where it becomes true for all that the others may be, or for none: at the ends of their sum.
    for rest in {sum(map(min, reaches)), sum(map(max, reaches))}:
        edge = (constants[0] - constants[1] - rest) / mine
        yield edge
        if abs(mine) != 1 or rest or all(constants):
            # The sums are rounded, so the comparison turns at the edge or a little beside it: 3 * x > 2.
            beside = _ROUNDING * max(abs(edge), *(abs(each / mine) for each in (rest, *constants)))
            yield from (edge - beside, edge + beside)


def _ends(rules: RuleSet, knowledge: Knowledge, name: str) -> Sequence[float]:
    slot = rules.vocabulary.layout[name]
    return tuple({knowledge.low[slot], knowledge.high[slot]})


def _sums(parts: Iterable[Sequence[float]]) -> set[float]:
    """What one of each part may come to together."""
    sums = {0.0}
    for ends in parts:
        sums = {rest + end for rest in sums for end in ends}
    return sums


def _told(rules: RuleSet, knowledge: Knowledge, name: str) -> Sequence[float]:
    """The ends of a part of a split: as it is known, and as it was told, before the other parts narrowed it."""
    fact = rules.facts[name]
    told = understand_value(rules.vocabulary, fact, knowledge.given.get(name))
    ends = (fact.range.low, fact.range.high) if told is None else (told.low[0], told.high[0])
    return tuple({*_ends(rules, knowledge, name), *ends})


def _carried_back(formula: Formula, name: str, target: float, known: Mapping[str, Interval]) -> float:
    """The value of one fact at which a formula comes to `target`; NaN where there is none."""
    if formula == name:
        return target
    assert isinstance(formula, Operation)  # the fact stands somewhere in it
    on_left = name in names_in(formula.left)
    other = formula_interval(formula.right if on_left else formula.left, known).low
    match formula.operator, on_left:
        case "+", _:
            inner = target - other
        case "-", True:
            inner = target + other
        case "-", False:
            inner = other - target
        case "*", _:
            inner = target / other if other else inf
        case "/", True:
            inner = target * other
        case _:
            inner = other / target if target else inf
    return _carried_back(formula.left if on_left else formula.right, name, inner, known)


def _comparisons(rules: RuleSet) -> Iterator[Compare]:
    for rule in rules.rules.values():
        yield from _compared(rule.when)


def _compared(condition: Condition) -> Iterator[Compare]:
    if isinstance(condition, Compare):
        yield condition
    for part in parts_of(condition):
        yield from _compared(part)
