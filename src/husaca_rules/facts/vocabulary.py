"""The vocabulary: what may be known of an organisation.

A fact has a type, a title and a question. Each thing that can be known about it has a *key* with a lower and an upper
value: a number, level or truth has one key, its own id; a choice or set has one key for each label, `id.label`, that
is 0 or 1. `Layout` gives every key its slot in one pair of vectors, which every engine reads.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Literal

from attrs import field, frozen

from husaca_rules.errors import Place
from husaca_rules.facts.formula import Formula, names_in
from husaca_rules.facts.scale import Interval, Scale
from husaca_rules.frozen import FrozenDict

FactType = Literal["number", "level", "choice", "truth", "set"]
Texts = Mapping[str, str]
"""A text in each language of the set, by language code."""


@frozen
class Citation:
    """Where something comes from: a claim or a reference by its id, or our own reason in words.

    `reason` holds an own reason by language, and `text` the first of them.
    """

    kind: Literal["claim", "reference", "own"]
    text: str
    reason: Texts = field(factory=FrozenDict, eq=False)


@frozen
class Fact:
    """One thing that may be known of an organisation.

    `scale` is there for a level, a truth and a number with bands; `labels` for a choice and a set. `range` is that of a
    number in its `unit`; of a level, the positions of its labels. `formula` makes a fact derived. A `fixed` fact cannot
    be changed by anyone (a company's age), so no repair proposes it.
    """

    id: str
    type: FactType
    title: Texts
    ask: Texts
    range: Interval
    scale: Scale | None = None
    labels: tuple[str, ...] = ()
    whole: bool = False
    unit: str | None = None
    area: str | None = None
    formula: Formula | None = None
    role: str | None = None
    fixed: bool = False
    cites: tuple[Citation, ...] = ()
    place: Place | None = field(default=None, eq=False, repr=False)

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys under which this fact is known."""
        return tuple(f"{self.id}.{label}" for label in self.labels) if self.labelled else (self.id,)

    @property
    def labelled(self) -> bool:
        """Whether each label has a truth of its own (a choice, a set)."""
        return self.type in ("choice", "set")

    @property
    def proportion(self) -> bool:
        """Whether a percentage may be written: the unit begins with `share` or `ratio`."""
        return self.unit is not None and self.unit.split(" ")[0] in ("share", "ratio")


@frozen
class Understood:
    """What a given value leaves possible of a fact: a lower and an upper value for each of its keys; its plain form.

    `value` is what the JSON of a diagnosis shows: a number, a label, true or false, the labels of a set, or a range
    `{"from": …, "to": …}` in which an open end is left out.
    """

    low: tuple[float, ...]
    high: tuple[float, ...]
    value: object


@frozen
class Split:
    """Facts whose whole points add up to `total`."""

    id: str
    facts: tuple[str, ...]
    total: int


@frozen(eq=False, slots=False)
class Vocabulary:
    """All facts of a rule set, in the order of their ids, with the words that people use for labels.

    `words` maps a label to its word in each language. `inferred` names the findings and scores, which share the facts'
    namespace and can't be given.
    """

    facts: Mapping[str, Fact]
    splits: tuple[Split, ...]
    words: Mapping[str, Texts]
    inferred: Mapping[str, str]

    @cached_property
    def layout(self) -> Mapping[str, int]:
        """Key to slot, facts in the order of their ids."""
        return {key: slot for slot, (key, _) in enumerate(self._ranges())}

    @cached_property
    def slots(self) -> Mapping[str, slice]:
        """The slots of each fact, which lie together, in the order of its keys."""
        slots: dict[str, slice] = {}
        end = 0
        for fact in self.facts.values():
            begin, end = end, end + len(fact.keys)
            slots[fact.id] = slice(begin, end)
        return slots

    @cached_property
    def unknown(self) -> tuple[tuple[float, ...], tuple[float, ...]]:
        """The lower and the upper values when nothing is known."""
        ranges = [each for _, each in self._ranges()]
        return tuple(each.low for each in ranges), tuple(each.high for each in ranges)

    @cached_property
    def spellings(self) -> Mapping[str, Mapping[str, str]]:
        """For each fact: every accepted spelling of a label, in lower case, to the label."""
        return {fact.id: dict(self._spellings(fact)) for fact in self.facts.values()}

    @cached_property
    def heard(self) -> Mapping[str, dict[str, Understood]]:
        """For each fact the words for its labels that were understood so far, and what they mean."""
        return {name: {} for name in self.facts}

    @cached_property
    def derived(self) -> tuple[Fact, ...]:
        """Facts with a formula, each after those that its formula reads."""
        order: dict[str, Fact] = {}

        def visit(fact: Fact) -> None:
            if fact.formula is None or fact.id in order:
                return
            for name in names_in(fact.formula):
                visit(self.facts[name])
            order[fact.id] = fact

        for fact in self.facts.values():
            visit(fact)
        return tuple(order.values())

    @cached_property
    def inputs(self) -> Mapping[str, tuple[str, ...]]:
        """For each derived fact those that its formula reads, each once."""
        return {
            fact.id: tuple(dict.fromkeys(names_in(fact.formula)))
            for fact in self.facts.values()
            if fact.formula is not None
        }

    def word(self, label: str, lang: str) -> str:
        """A label as people read it in a language."""
        return self.words.get(label, {}).get(lang) or label

    def _ranges(self) -> Iterator[tuple[str, Interval]]:
        for fact in self.facts.values():
            for key in fact.keys:
                yield key, fact.range

    def _spellings(self, fact: Fact) -> Iterator[tuple[str, str]]:
        for label in fact.labels or (fact.scale.labels if fact.scale else ()):
            yield label, label
            for word in self.words.get(label, {}).values():
                yield word.lower(), label
