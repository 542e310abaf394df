"""The sections that make the vocabulary: `facts`, `splits` and `words`."""

from __future__ import annotations

from collections import abc
from collections.abc import Collection
from math import inf

from attrs import evolve

from husaca_rules.facts.scale import TRUTH, Interval, Scale, level_scale
from husaca_rules.facts.vocabulary import Fact, FactType, Split
from husaca_rules.language.document import Page
from husaca_rules.language.parse import parse_formula
from husaca_rules.reading.nodes import Mapping, Node, Scalar, Sequence

TYPES: tuple[FactType, ...] = ("number", "level", "choice", "truth", "set")
_REQUIRED = ("type", "title", "ask")
_OPTIONAL = ("area", "role", "fixed", "cites")
_OF_TYPE = {
    "number": ("unit", "range", "whole", "bands", "formula"),
    "level": ("levels",),
    "choice": ("labels",),
    "truth": (),
    "set": ("labels",),
}
_LEVELS = ("low", "medium", "high")
ROLES = ("planned", "tried")


def read_fact(
    page: Page,
    name: Scalar,
    node: Node,
    remedies: tuple[str, ...],
    sources: abc.Mapping[str, str],
    areas: Collection[str],
) -> Fact:
    """A fact without its formula, which can only be read once all facts are known."""
    every = tuple(dict.fromkeys(key for keys in _OF_TYPE.values() for key in keys))
    before = len(page.problems)
    fields = page.fields("A fact", name, node, _REQUIRED, (*every, *_OPTIONAL))
    if len(page.problems) > before and "range" not in fields:
        fields.pop(
            "bands", None
        )  # perhaps the range is there under a misspelt name, and bands are judged by it
    stated = page.one_of(fields.get("type"), "The type of a fact", TYPES)
    kind = stated or "truth"
    keys = {key.value: key for key, _ in node.entries} if isinstance(node, Mapping) else {}
    for key in fields:
        if key in every and key not in _OF_TYPE[kind] and stated:
            message = f"`{key}` does not belong to a fact of type {kind}."
            page.note("key-not-for-type", message, keys[key].place, name=key)
    fact = Fact(
        name.value,
        kind,  # type: ignore[arg-type]  # one of TYPES
        page.texts(fields.get("title"), f"The title of `{name.value}`"),
        page.texts(fields.get("ask"), f"The question of `{name.value}`"),
        Interval(0, 1),
        area=read_area(page, fields.get("area"), areas),
        role=page.one_of(fields.get("role"), "The role of a fact", ROLES),
        fixed=page.truth(fields.get("fixed"), "`fixed`"),
        cites=page.cites(fields.get("cites"), sources),
        place=name.place,
    )
    match kind:
        case "number":
            number = _number(page, fact, fields)
            if number.whole and "formula" in fields:
                message = (
                    f"`{fact.id}` is `whole`, and a formula may give fractions. Leave out one of the two."
                )
                page.note("key-not-for-type", message, keys["formula"].place, name=fact.id)
            return number
        case "level":
            labels = _labels(page, fields.get("levels"), 2) or _LEVELS
            return evolve(fact, scale=level_scale(labels), range=Interval(0, len(labels) - 1))
        case "truth":
            return evolve(fact, scale=TRUTH)
        case _:
            return evolve(fact, labels=_choices(page, name, fields, remedies))


def _number(page: Page, fact: Fact, fields: dict[str, Node]) -> Fact:
    whole = page.truth(fields.get("whole"), "`whole`")
    before = len(page.problems)
    range_ = _range(page, fields.get("range"), whole=whole)
    judged = "bands" in fields and len(page.problems) == before  # by the range, if it could be read
    scale = read_bands(page, fields["bands"], range_, whole=whole) if judged else None
    unit = page.text(fields.get("unit"), "A unit")
    return evolve(fact, range=range_, whole=whole, unit=unit, scale=scale)


def _range(page: Page, node: Node | None, *, whole: bool) -> Interval:
    if node is None:
        return Interval(-inf, inf)
    ends = [page.number(item, "An end of a range") for item in page.items(node, "A range")]
    match ends:
        case [float(low), float(high)] if low < high and low < inf and high > -inf:
            if whole and any(end != int(end) for end in (low, high) if abs(end) < inf):
                page.note(
                    "bad-range",
                    "The fact is whole, so its range begins and ends at whole numbers.",
                    node.place,
                )
            return Interval(low, high)
    if None not in ends and isinstance(node, Sequence):
        page.note(
            "bad-range", "A range has a lower and a higher end, as in `[0, 1]` or `[0, inf]`.", node.place
        )
    return Interval(-inf, inf)


def read_bands(page: Page, node: Node | None, range_: Interval, *, whole: bool) -> Scale | None:
    """Bands with their lower edges, rising, the first at the start of the range."""
    before = page.problems[:]
    labels: list[str] = []
    edges: list[float] = []
    for label, value in page.entries(node, "Bands"):
        page.name(label)
        edge = page.number(value, f"The lower edge of `{label.value}`")
        if edge is None:
            continue
        if not edges and edge != range_.low:
            message = f"The lowest band must begin where the range does, at {range_.low:g}."
            if range_.low == -inf:
                message = "There is no `range` with a lower end, so the lowest band must begin at -inf. Give the fact a `range`."
            page.note("band-edge", message, value.place, name=label.value)
        elif edges and edge <= edges[-1]:
            message = f"Bands must rise: `{label.value}` begins at {edge:g}, and `{labels[-1]}` before it at {edges[-1]:g}."
            page.note("band-order", message, value.place, name=label.value)
        elif edge > range_.high:
            message = f"`{label.value}` begins at {edge:g}, past the end of the range, {range_.high:g}."
            page.note("band-edge", message, value.place, name=label.value)
        elif whole and abs(edge) < inf and edge != int(edge):
            message = f"`{label.value}` begins at {edge:g}, where only whole numbers exist."
            page.note("band-edge", message, value.place, name=label.value)
        labels.append(label.value)
        edges.append(edge)
    if page.problems != before or not labels:
        if not labels and page.problems == before and node is not None:
            page.note(
                "band-edge", "There is no band here. Name one or more, or leave `bands` out.", node.place
            )
        return None
    return Scale(tuple(labels), tuple(edges), range_.high, whole)


def _labels(page: Page, node: Node | None, least: int) -> tuple[str, ...]:
    names = page.names(node, "Labels")
    for scalar in names:
        page.name(scalar)
    if isinstance(node, Sequence) and len(names) < least:
        message = (
            "There must be two labels or more, or there is nothing to tell."
            if least > 1
            else "There is no label here."
        )
        page.note("too-few-labels", message, node.place)
    return tuple(scalar.value for scalar in names)


def _choices(page: Page, name: Scalar, fields: dict[str, Node], remedies: tuple[str, ...]) -> tuple[str, ...]:
    node = fields.get("labels")
    if isinstance(node, Scalar) and node.value == "remedies":
        if not remedies:
            message = f"The labels of `{name.value}` are the remedies, and this set has none yet."
            page.note("too-few-labels", message, node.place, name=name.value)
        return remedies
    if node is None:
        page.note(
            "missing-key",
            f"`{name.value}` lacks `labels`, which say what it may be.",
            name.place,
            name="labels",
        )
    return _labels(
        page, node, 1 if isinstance(kind := fields.get("type"), Scalar) and kind.value == "set" else 2
    )


def read_area(page: Page, node: Node | None, areas: Collection[str]) -> str | None:
    """An area of the set, by its id."""
    if isinstance(node, Scalar) and page.reference(node, areas, "unknown-area", "area"):
        return node.value
    if node is not None and not isinstance(node, Scalar):
        page.shape(node, "An area is named by its id.")
    return None


def read_formulas(page: Page, nodes: abc.Mapping[str, Node], facts: dict[str, Fact]) -> None:
    """Give each fact in `nodes` its formula, in place."""
    for name, node in nodes.items():
        if not isinstance(node, Scalar):
            page.shape(node, "A formula must be a text, such as `a * b / c`.")
            page.broken.add(name)
            continue
        formula, problems = parse_formula(node, facts)
        page.add(problems)
        if problems:
            page.broken.add(name)
        if formula is not None and facts[name].type == "number":
            facts[name] = evolve(facts[name], formula=formula)


def read_split(
    page: Page, name: Scalar, node: Node, facts: abc.Mapping[str, Fact], taken: dict[str, str]
) -> Split | None:
    """Parts of a total; each a whole number that is part of no other split."""
    fields = page.fields("A split", name, node, ("facts", "total"))
    total = page.whole(fields.get("total"), "The total of a split", example="100")
    parts = page.names(fields.get("facts"), "The facts of a split")
    before = len(page.problems)
    for part in parts:
        if not page.reference(part, facts, "unknown-fact", "fact"):
            continue
        fact = facts[part.value]
        if fact.id in page.broken:
            continue
        if fact.type != "number" or not fact.whole or fact.formula is not None:
            message = (
                f"`{part.value}` can't be part of a split: parts are given whole numbers (`whole: true`)."
            )
            page.note("bad-split", message, part.place, name=part.value)
        if part.value in taken:
            message = f"`{part.value}` is already part of the split `{taken[part.value]}`."
            page.note("bad-split", message, part.place, name=part.value)
        taken[part.value] = name.value
    if total is None or len(parts) < 2:  # one part is the total itself
        if total is not None and isinstance(fields.get("facts"), Sequence):
            page.note("bad-split", "A split divides its total over two facts or more.", name.place)
        return None
    if len(page.problems) > before or not page.broken.isdisjoint(part.value for part in parts):
        return None  # or cases would be held against a split that cannot be
    ranges = [facts[part.value].range for part in parts]
    least, most = sum(range_.low for range_ in ranges), sum(range_.high for range_ in ranges)
    if not least <= total <= most:
        bound = f"at least {least:g}" if total < least else f"at most {most:g}"
        message = f"The ranges of its facts let this split come to {bound}, so never to its total, {total}."
        page.note("bad-split", message, name.place, name=name.value)
        return None
    return Split(name.value, tuple(part.value for part in parts), total)
