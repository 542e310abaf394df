"""What is known of one organisation: every fact narrowed to the values that it may still have.

Facts are given as names with values; `understand` holds them against a vocabulary. It then lets splits and formulas
narrow the rest, forward only: three parts of a hundred points fix each other, and a derived fact follows from the
facts of its formula. All problems are raised together.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from attrs import Factory, define, evolve, field, frozen

from husaca_rules.errors import FactError, Place, Problem
from husaca_rules.facts import problems
from husaca_rules.facts.formula import formula_interval, formula_text
from husaca_rules.facts.scale import Interval
from husaca_rules.facts.values import Refused, understand_value
from husaca_rules.facts.vocabulary import Fact, Split, Vocabulary
from husaca_rules.frozen import FrozenDict

_TOLERANCE = 0.01
"""The part of a derived value by which a given one may differ: people round what they copy from a report."""
_ORGANISATION = ("name", "date", "note")
_NEAR_NAMES = 50
"""Unknown names for which a near one is sought; past that the list is no typing error, and searching takes long."""


@frozen
class Facts:
    """What somebody says of an organisation, not yet held against a vocabulary.

    `values` maps names to plain values: texts, numbers, booleans, None, lists, and ranges as `{"from": …, "to": …}`.
    `organisation` may hold `name`, `date` and `note`, which no rule reads; None says nothing of it. `places` tells where each part stood: a value under its name,
    a part of it under the name and its key or position, and a name itself under None and its path. `problems` were
    found while reading; they are raised once, with those that the vocabulary finds.

    >>> import husaca_rules as hr
    >>> facts = hr.parse_facts("talent_turnover: 31%", file="form.yaml")
    >>> dict(facts.values), facts.place("talent_turnover").line
    ({'talent_turnover': '31%'}, 1)
    """

    values: Mapping[Any, object]
    organisation: Mapping[str, str] | None = None
    places: Mapping[Any, Place] = field(factory=dict, eq=False, repr=False)
    problems: tuple[Problem, ...] = ()

    def place(self, *path: object) -> Place | None:
        """Where the part at `path` stood, or the nearest part around it."""
        while path and path not in self.places:
            path = path[:-1]
        return self.places.get(path)


@frozen(eq=False)
class Knowledge:
    """What is known: lower and upper values in the slots of the vocabulary's layout, splits and formulas worked out.

    `given` holds the facts as understood, by name in order; `places` tells where each was said.
    """

    low: tuple[float, ...]
    high: tuple[float, ...]
    given: Mapping[str, object]
    places: Mapping[str, Place]
    organisation: Mapping[str, str]


def as_facts(facts: Mapping[str, object] | Facts) -> Facts:
    """A mapping as `Facts`: its `organisation` apart from the facts. Raises FactError when it is no mapping."""
    if isinstance(facts, Facts):
        return with_organisation(facts)
    if not isinstance(facts, Mapping):
        raise FactError([problems.not_facts(facts)])
    return with_organisation(Facts(dict(facts)))


def with_organisation(facts: Facts) -> Facts:
    """The same, with what stands under the name `organisation` taken out of the values and checked."""
    if "organisation" not in facts.values:
        return facts
    values = dict(facts.values)
    raw = values.pop("organisation")
    if raw is None:
        return evolve(facts, values=values, organisation={})
    if not isinstance(raw, Mapping):
        found = [evolve(problems.organisation_without_names(raw), place=facts.place("organisation"))]
        return evolve(facts, values=values, problems=(*facts.problems, *found))
    said = {key: text for key, text in raw.items() if text is not None}
    texts = {key: text for key, text in said.items() if key in _ORGANISATION and isinstance(text, str)}
    found = [
        evolve(problems.bad_organisation(key), place=facts.place(None, "organisation", key))
        for key in said
        if key not in texts
    ]
    return evolve(facts, values=values, organisation=texts, problems=(*facts.problems, *found))


def told_anew(known: Knowledge, *tellings: Facts) -> Facts:
    """What is known, with facts told anew, in order: each replaces what was said of it before; None takes it back."""
    places = {(name,): place for name, place in known.places.items()}
    told = Facts(known.given, known.organisation, places)
    for facts in tellings:
        kept = {path: place for path, place in told.places.items() if facts.values.keys().isdisjoint(path)}
        told = Facts(
            {**told.values, **facts.values},
            told.organisation if facts.organisation is None else facts.organisation,
            {**kept, **facts.places},
            (*told.problems, *facts.problems),
        )
    return told


def understand(vocabulary: Vocabulary, facts: Mapping[str, object] | Facts) -> Knowledge:
    """Hold facts against a vocabulary.

    Raises FactError with every problem at once, each naming the fact, the value and what is allowed.
    """
    facts = as_facts(facts)
    low, high = vocabulary.unknown
    memory = _Memory(vocabulary, facts, [*low], [*high], vocabulary.layout)
    found = [*facts.problems, *memory.take_given()]
    # A fact that was refused is unknown to what follows, so that it causes no second problem.
    found += [problem for split in vocabulary.splits if (problem := memory.narrow(split))]
    found += [problem for fact in vocabulary.derived if (problem := memory.derive(fact))]
    if found:
        raise FactError(found)
    given = FrozenDict(sorted(memory.given.items()))
    places = {name: place for name in given if (place := facts.places.get((name,)))} if facts.places else {}
    organisation = FrozenDict(facts.organisation or {})
    return Knowledge(tuple(memory.low), tuple(memory.high), given, places, organisation)


@define
class _Memory:
    """What is known while it is being worked out: the two vectors, and the facts given so far as understood."""

    vocabulary: Vocabulary
    facts: Facts
    low: list[float]
    high: list[float]
    layout: Mapping[str, int]
    given: dict[str, object] = Factory(dict)

    def interval(self, name: str) -> Interval:
        """What is known of a number."""
        slot = self.layout[name]
        return Interval(self.low[slot], self.high[slot])

    def know(self, name: str, low: float, high: float) -> None:
        """Know a number to lie from `low` to `high`."""
        slot = self.layout[name]
        self.low[slot], self.high[slot] = low, high

    def take_given(self) -> list[Problem]:
        """Take in every given fact."""
        vocabulary, low, high = self.vocabulary, self.low, self.high
        found: list[Problem] = []
        unknown = 0
        for name, raw in self.facts.values.items():
            fact = vocabulary.facts.get(name) if isinstance(name, str) else None
            if fact is not None:
                try:
                    understood = understand_value(vocabulary, fact, raw)
                except Refused as refused:
                    found += [
                        evolve(problem, place=self.facts.place(name, *path))
                        for problem, path in refused.found
                    ]
                    continue
                if understood is not None:
                    slots = vocabulary.slots[name]
                    low[slots], high[slots] = understood.low, understood.high
                    self.given[name] = understood.value
                continue
            unknown += 1
            place = self.facts.place(None, name) or self.facts.place(name)
            found.append(evolve(self._unknown(name, raw, search=unknown <= _NEAR_NAMES), place=place))
        return found

    def _unknown(self, name: object, raw: object, *, search: bool) -> Problem:
        if not isinstance(name, str):
            return problems.not_a_name(name)
        if kind := self.vocabulary.inferred.get(name):
            return problems.inferred_fact(name, kind, raw)
        return problems.unknown_fact(name, self.vocabulary.facts if search else ())

    def narrow(self, split: Split) -> Problem | None:
        """Let the parts of a split bound each other: each is the total less what the others take."""
        parts = [self.interval(name) for name in split.facts]
        least, most = sum(part.low for part in parts), sum(part.high for part in parts)
        if least > split.total + 1 or most < split.total - 1:
            problem = problems.impossible_split(split.facts, split.total, least, most)
            return evolve(problem, place=self._last_given(split.facts))
        if least <= split.total <= most:  # else they are rounded parts, 33 and 33 and 33, and taken as given
            for at, (name, part) in enumerate(zip(split.facts, parts, strict=True)):
                # Summed anew for each part: an open end can't be taken out of a sum again.
                others = parts[:at] + parts[at + 1 :]
                low = max(part.low, split.total - sum(other.high for other in others))
                high = min(part.high, split.total - sum(other.low for other in others))
                self.know(name, low, high)
        return None

    def derive(self, fact: Fact) -> Problem | None:
        """Work out a derived fact; a value given for it wins, as long as its formula could have meant it."""
        formula = fact.formula
        assert formula is not None  # the vocabulary lists as derived what has a formula
        read = self.vocabulary.inputs[fact.id]
        reach = formula_interval(formula, {name: self.interval(name) for name in read})
        if reach.high < fact.range.low or reach.low > fact.range.high:
            problem = problems.formula_out_of_range(fact.id, formula_text(formula), reach, fact.range)
            return evolve(problem, place=self._last_given(read))
        reach = Interval(max(reach.low, fact.range.low), min(reach.high, fact.range.high))
        if fact.id in self.given:
            told = self.interval(fact.id)
            if _beyond(told, reach):
                text, ends = formula_text(formula), (told.low, told.high)
                problem = problems.contradicts_formula(fact.id, text, (reach.low, reach.high), ends)
                return evolve(problem, place=self.facts.place(fact.id))
            # What was told, cut to what the formula allows; where they only nearly meet, the told end that is nearest.
            low = min(max(told.low, reach.low), told.high)
            reach = Interval(low, max(min(told.high, reach.high), low))
        self.know(fact.id, reach.low, reach.high)
        return None

    def _last_given(self, names: Sequence[str]) -> Place | None:
        return next((self.facts.place(name) for name in reversed(names) if name in self.given), None)


def _beyond(told: Interval, reach: Interval) -> bool:
    return told.high < reach.low - _TOLERANCE * abs(reach.low) or told.low > reach.high + _TOLERANCE * abs(
        reach.high
    )
