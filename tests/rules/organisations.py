"""Strategies of organisations in the vocabulary of the shipped rules."""

from __future__ import annotations

from functools import cache
from math import inf, nextafter

from hypothesis import strategies as st

import husaca_rules as hr
from husaca_rules.diagnosis.stretches import stretches
from husaca_rules.facts.knowledge import understand
from husaca_rules.facts.vocabulary import Fact

RULES = hr.load_rules()
GIVEN = tuple(fact.id for fact in RULES.facts.values() if fact.formula is None)
LARGEST = 100_000  # where nothing ends a range; no rule tells larger numbers apart


@cache
def value_of(id_: str) -> st.SearchStrategy[object]:
    """Any value of a fact that is no part of a split, its edges more often than their neighbours."""
    fact = RULES.facts[id_]
    match fact.type:
        case "truth":
            return st.booleans()
        case "choice":
            return st.sampled_from(fact.labels)
        case "set":
            return st.lists(st.sampled_from(fact.labels), unique=True)
        case "level":
            assert fact.scale is not None
            return st.sampled_from(fact.scale.labels)
    ends = ends_within(fact)
    low, high = fact.range.low, min(fact.range.high, LARGEST)
    drawn = st.integers(int(-(-low // 1)), int(high // 1)) if fact.whole else st.floats(low, high, width=64)
    return st.sampled_from(ends) | drawn if ends else drawn


def ends_within(fact: Fact) -> list[float]:
    """The edges at which some rule or band turns, and the values just below them."""
    found, every = stretches(RULES, fact, understand(RULES.vocabulary, {}))
    assert every
    edges = {each.low for each in found} | {*(fact.scale.edges if fact.scale else ())}
    below = {edge - 1 if fact.whole else nextafter(edge, -inf) for edge in edges}
    return sorted(
        edge for edge in edges | below if fact.range.low <= edge <= fact.range.high and abs(edge) < inf
    )


@st.composite
def divisions(draw: st.DrawFn, parts: int, total: int) -> list[int]:
    """A total divided over parts: whole points that add up to it."""
    cuts = sorted(draw(st.lists(st.integers(0, total), min_size=parts - 1, max_size=parts - 1)))
    return [after - before for before, after in zip([0, *cuts], [*cuts, total], strict=True)]


@st.composite
def answers(draw: st.DrawFn, facts: tuple[str, ...] = GIVEN) -> dict[str, object]:
    """An answer to each of these facts; the parts of a split add up."""
    found: dict[str, object] = {}
    for split in RULES.vocabulary.splits:
        if {*split.facts} & {*facts}:
            found |= zip(split.facts, draw(divisions(len(split.facts), split.total)), strict=True)
    for fact in facts:
        if fact not in found:
            found[fact] = draw(value_of(fact))
    return found
