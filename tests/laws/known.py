"""Strategies of organisations, and of what may be told of one: values, words, ranges, null, or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from math import inf

from hypothesis import assume
from hypothesis import strategies as st

from tests.laws.abstract import Fact, Rules
from tests.laws.generated import compositions
from tests.laws.oracle import Told, Value, values_of, with_derived


@st.composite
def worlds(draw: st.DrawFn, rules: Rules) -> dict[str, Value]:
    """One organisation, everything known."""
    world: dict[str, Value] = {}
    for split in rules.splits:
        world |= zip(split.facts, draw(st.sampled_from(compositions(split, rules.facts))), strict=True)
    for fact in rules.given:
        if fact.id not in world:
            world[fact.id] = draw(st.sampled_from(values_of(fact, None)))
    full = with_derived(rules, world)
    assume(full is not None)
    return full


@st.composite
def tellings(draw: st.DrawFn, rules: Rules, world: Mapping[str, Value], often: int = 7) -> dict[str, Told]:
    """What somebody says of an organisation: all of it true, and of `often` in 10 facts something."""
    told = {}
    for fact in rules.facts.values():
        # What follows by formula is seldom told as well.
        if draw(st.integers(0, 9)) < (2 if fact.formula is not None else often):
            each = draw(_telling(fact, world[fact.id]))
            if each is not None:
                told[fact.id] = each
    return told


@st.composite
def tighter(
    draw: st.DrawFn, rules: Rules, told: Mapping[str, Told], world: Mapping[str, Value]
) -> dict[str, Told]:
    """More of the same organisation: facts that were not told, ranges that shrink."""
    more = dict(told)
    for fact in rules.facts.values():
        now, value = told.get(fact.id), world[fact.id]
        match draw(st.sampled_from(["same", "same", "exact", "shrunk"])):
            case "exact":
                more[fact.id] = exactly(fact, value)
            case "shrunk" if fact.type == "number" and (now is None or not now.below):
                low, high = (now.low, now.high) if now else (-inf, inf)
                lows = [each for each in fact.grid if low <= each <= value]
                highs = [each for each in fact.grid if value <= each <= high]
                more[fact.id] = _range(
                    fact, draw(st.sampled_from([low, *lows])), draw(st.sampled_from([high, *highs]))
                )
    return {name: each for name, each in more.items() if each is not None}


def raw(told: Mapping[str, Told]) -> dict[str, object]:
    """The facts as they are handed over."""
    return {name: each.raw for name, each in told.items()}


def fully(rules: Rules, world: Mapping[str, Value]) -> dict[str, object]:
    """Everything about an organisation but what follows by formula, as it is handed over."""
    return {fact.id: exactly(fact, world[fact.id]).raw for fact in rules.given}


def exactly(fact: Fact, value: Value) -> Told:
    """A fact told in full."""
    match fact.type:
        case "number":
            return Told(value, value, value)
        case "level":
            position = fact.labels.index(value)
            return Told(value, position, position)
        case "set":
            return Told(sorted(value), exact=value)
        case _:
            return Told(value, exact=value)


@st.composite
def _telling(draw: st.DrawFn, fact: Fact, value: Value) -> Told | None:
    whole = exactly(fact, value)
    match fact.type:
        case "number":
            return draw(_number(fact, value))
        case "level":
            labels, at = fact.labels, fact.labels.index(value)
            low, high = draw(st.integers(0, at)), draw(st.integers(at, len(labels) - 1))
            spoken = {"from": labels[low], "to": f"{labels[high]}_nl"}
            return draw(st.sampled_from([whole, whole, Told(spoken, low, high), Told(None)]))
        case "truth":
            spoken = draw(
                st.sampled_from([["no", "Nee", False, "false"], ["yes", "ja", True, "TRUE"]][bool(value)])
            )
            return draw(st.sampled_from([Told(spoken, exact=value), Told(None)]))
        case "choice":
            return draw(st.sampled_from([whole, Told(f" {value}_nl ", exact=value), Told(None)]))
        case _:
            return draw(
                st.sampled_from([whole, Told(tuple(draw(st.permutations(sorted(value)))), exact=value)])
            )


@st.composite
def _number(draw: st.DrawFn, fact: Fact, value: float) -> Told | None:
    lows = [each for each in fact.grid if each <= value] or [value]
    highs = [each for each in fact.grid if each >= value] or [value]
    match draw(st.sampled_from(["exact", "exact", "text", "range", "range", "from", "to", "band", "null"])):
        case "exact":
            return exactly(fact, value)
        case "text":
            text = repr(value)
            if len(text.partition(".")[2]) == 3:  # three decimals may be thousands
                text += "0"
            if "e" not in text:
                text = text.replace(".", draw(st.sampled_from([".", ","])))
            return Told(text, value, value)
        case "range":
            return _range(fact, draw(st.sampled_from(lows)), draw(st.sampled_from(highs)))
        case "from":
            return _range(fact, draw(st.sampled_from(lows)), inf)
        case "to":
            return _range(fact, -inf, draw(st.sampled_from(highs)))
        case "band" if fact.bands:
            edges = [*(edge for _, edge in fact.bands), inf]
            at = sum(edge <= value for edge in edges) - 1 if value < inf else len(edges) - 2
            return Told(fact.bands[at][0], edges[at], edges[at + 1], below=at + 2 < len(edges))
        case "null":
            return Told(None)
    return None


def _range(fact: Fact, low: float, high: float) -> Told | None:
    spoken = {key: end for key, end in (("from", low), ("to", high)) if abs(end) < inf}
    return Told(spoken, low, high) if spoken else None
