"""What is known of one organisation: every fact narrowed to the values that it may still have.

Facts are given as names with values; `understand` holds them against a vocabulary. It then lets splits and formulas
narrow the rest, forward only: three parts of a hundred points fix each other, and a derived fact follows from the
facts of its formula. All problems are raised together.
"""

from __future__ import annotations

from collections.abc import Mapping

from attrs import evolve, field, frozen

from husaca_rules.errors import FactError, Place, Problem
from husaca_rules.facts import problems
from husaca_rules.facts.formula import formula_interval, formula_text, names_in
from husaca_rules.facts.scale import Interval
from husaca_rules.facts.values import Refused, understand_value
from husaca_rules.facts.vocabulary import Fact, Split, Vocabulary

_TOLERANCE = 0.01
"""The part of a derived value by which a given one may differ: people round what they copy from a report."""
_NEAR_NAMES = 50
"""Unknown names for which a near one is sought; past that the list is no typing error, and searching takes long."""


@frozen
class Facts:
    """What somebody says of an organisation, not yet held against a vocabulary.

    `values` maps names to plain values: texts, numbers, booleans, None, lists, and ranges as `{"from": …, "to": …}`.
    `organisation` may hold `name`, `date` and `note`, which no rule reads. `places` tells where each part stood.
    """

    values: Mapping[object, object]
    organisation: Mapping[str, str] = field(factory=dict)
    places: Mapping[tuple[object, ...], Place] = field(factory=dict, eq=False, repr=False)

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
        return facts
    if not isinstance(facts, Mapping):
        raise FactError([problems.not_facts(facts)])
    values = dict(facts)
    return Facts(values, organisation_of(values.pop("organisation", None), {}))


def organisation_of(raw: object, places: Mapping[tuple[object, ...], Place]) -> dict[str, str]:
    """The three texts under `organisation`. Raises FactError."""
    if raw is None:
        return {}
    if not isinstance(raw, Mapping):
        raise FactError([evolve(problems.bad_organisation(str(raw)), place=places.get(("organisation",)))])
    wrong = [key for key, text in raw.items() if key not in ("name", "date", "note") or not isinstance(text, str)]
    if wrong:
        raise FactError(
            [evolve(problems.bad_organisation(key), place=places.get(("organisation", key))) for key in wrong]
        )
    return dict(raw)


def understand(vocabulary: Vocabulary, facts: Mapping[str, object] | Facts) -> Knowledge:
    """Hold facts against a vocabulary.

    Raises FactError with every problem at once, each naming the fact, the value and what is allowed.
    """
    facts = as_facts(facts)
    known, given, found = _given(vocabulary, facts)
    if not found:
        for split in vocabulary.splits:
            found += _narrow(vocabulary, split, known, facts)
    if not found:
        for fact in vocabulary.derived:
            found += _derive(fact, known, vocabulary, facts)
    if found:
        raise FactError(found)
    low, high = map(list, vocabulary.unknown)
    for key, interval in known.items():
        slot = vocabulary.layout[key]
        low[slot], high[slot] = interval.low, interval.high
    places = {name: place for name in given if (place := facts.places.get((name,)))}
    return Knowledge(tuple(low), tuple(high), given, places, facts.organisation)


def _given(
    vocabulary: Vocabulary, facts: Facts
) -> tuple[dict[str, Interval], dict[str, object], list[Problem]]:
    known: dict[str, Interval] = {}
    given: dict[str, object] = {}
    found: list[Problem] = []
    unknown = 0
    for name, raw in facts.values.items():
        if not isinstance(name, str):
            found.append(problems.not_a_name(name))
            continue
        fact = vocabulary.facts.get(name)
        if fact is None:
            if kind := vocabulary.inferred.get(name):
                problem = problems.inferred_fact(name, kind)
            else:
                unknown += 1
                problem = problems.unknown_fact(name, vocabulary.facts if unknown <= _NEAR_NAMES else ())
            found.append(evolve(problem, place=facts.place(name)))
            continue
        try:
            understood = understand_value(vocabulary, fact, raw)
        except Refused as refused:
            found.append(evolve(refused.problem, place=facts.place(name, *refused.path)))
            continue
        if understood is not None:
            known.update(zip(fact.keys, understood.intervals, strict=True))
            given[name] = understood.value
    return known, {name: given[name] for name in sorted(given)}, found


def _narrow(vocabulary: Vocabulary, split: Split, known: dict[str, Interval], facts: Facts) -> list[Problem]:
    """Let the parts of a split bound each other: each is the total less what the others take."""
    parts = [known.get(name, vocabulary.facts[name].range) for name in split.facts]
    least, most = sum(part.low for part in parts), sum(part.high for part in parts)
    if least > split.total + 1 or most < split.total - 1:
        place = next((facts.place(name) for name in reversed(split.facts) if name in known), None)
        return [
            evolve(problems.impossible_split(split.id, split.facts, split.total, least, most), place=place)
        ]
    if least > split.total or most < split.total:
        return []  # rounded parts, 33 and 33 and 33, are taken as given
    for name, part in zip(split.facts, parts, strict=True):
        low = max(part.low, split.total - (most - part.high))
        high = min(part.high, split.total - (least - part.low))
        known[name] = Interval(low, high)
    return []


def _derive(fact: Fact, known: dict[str, Interval], vocabulary: Vocabulary, facts: Facts) -> list[Problem]:
    """Work out a derived fact; a value given for it wins, as long as its formula could have meant it."""
    assert fact.formula is not None
    read = tuple(dict.fromkeys(names_in(fact.formula)))
    inputs = {name: known.get(name, vocabulary.facts[name].range) for name in read}
    reach = formula_interval(fact.formula, inputs)
    text = formula_text(fact.formula)
    if reach.high < fact.range.low or reach.low > fact.range.high:
        place = next((facts.place(name) for name in reversed(read) if name in known), None)
        return [evolve(problems.formula_out_of_range(fact.id, text, reach.low, reach.high), place=place)]
    reach = Interval(max(reach.low, fact.range.low), min(reach.high, fact.range.high))
    told = known.get(fact.id)
    if told is None:
        known[fact.id] = reach
    elif _beyond(told, reach):
        value = problems.number(told.low) if told.decided else f"{problems.number(told.low)}–{problems.number(told.high)}"
        problem = problems.contradicts_formula(fact.id, text, reach.low, reach.high, value)
        return [evolve(problem, place=facts.place(fact.id))]
    else:
        # What was told, cut to what the formula allows; where they only nearly meet, the told end that is nearest.
        low = min(max(told.low, reach.low), told.high)
        known[fact.id] = Interval(low, max(min(told.high, reach.high), low))
    return []


def _beyond(told: Interval, reach: Interval) -> bool:
    return (
        told.high < reach.low - _TOLERANCE * abs(reach.low)
        or told.low > reach.high + _TOLERANCE * abs(reach.high)
    )
