"""All departments of a public survey, 2009 to 2018, through the rules, beside a shuffled control.

Answers become facts by the mapping of `examples/civil_service`, compared with the year's medians. In the control the
answers to each question are dealt out anew among the organisations of the year, one question apart from the others:
each question keeps its answers, and what made the answers of one organisation go together is gone.
"""

from __future__ import annotations

import csv
import random
import statistics
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from attrs import field, frozen

import husaca_rules as hr
from calibration.organisations import Prior
from examples.civil_service.diagnose import Mapped, Medians, facts_of, read_mapping
from husaca_rules import RuleSet

DATA = Path(__file__).with_name("data") / "answers.csv"
LEVELS = ("low", "medium", "high")
Row = Mapping[str, str]
Facts = dict[str, object]


@frozen
class Seen:
    """What the rules say of one organisation in one year: findings by state, the lamps' points, the archetype."""

    year: int
    organisation: str
    known: int
    states: Mapping[str, str] = field(repr=False)
    points: Mapping[str, tuple[float, float]] = field(repr=False)
    possible: tuple[str, ...]
    archetype: str | None


def read_rows() -> list[Row]:
    """One row for each organisation in each year, the percentages by question."""
    with DATA.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def codes_of(rows: Sequence[Row]) -> list[str]:
    """The questions."""
    return [column for column in rows[0] if column not in ("year", "org_uid")]


def medians_of(rows: Sequence[Row]) -> Medians:
    """The median of each question in each year in which it was asked."""
    answers: dict[tuple[str, str], list[float]] = defaultdict(list)
    for row in rows:
        for code in codes_of(rows):
            if row[code]:
                answers[row["year"], code].append(float(row[code]))
    return {key: statistics.median(values) for key, values in answers.items()}


def shuffled(rows: Sequence[Row], seed: int) -> list[Row]:
    """The control: each question dealt out anew among the organisations of its year."""
    dealer = random.Random(seed)
    dealt = [dict(row) for row in rows]
    for year in sorted({row["year"] for row in rows}):
        of_year = [row for row in dealt if row["year"] == year]
        for code in codes_of(rows):
            answers = [row[code] for row in of_year]
            dealer.shuffle(answers)
            for row, answer in zip(of_year, answers, strict=True):
                row[code] = answer
    return dealt  # type: ignore[return-value]  # a dict of texts is a mapping of texts


def see(rules: RuleSet, rows: Iterable[Row], medians: Medians, mapping: Mapped) -> list[Seen]:
    """What the rules say of each row, from the facts of the survey alone."""
    return [_seen(rules, row, facts_of(row, medians, mapping)) for row in rows]


def see_completed(
    rules: RuleSet, rows: Iterable[Row], medians: Medians, mapping: Mapped, seed: int
) -> list[Seen]:
    """The same when all that the survey is silent on is drawn, evenly and once for each organisation.

    What an organisation draws it keeps over the years, so that only the survey's answers move it.
    """
    drawn: dict[str, Facts] = {}
    prior = Prior(rules, seed, moody=False)
    found: list[Seen] = []
    for row in rows:
        if row["org_uid"] not in drawn:
            drawn[row["org_uid"]] = prior.draw()
        rest = drawn[row["org_uid"]]
        told = {fact: _within(value, rest[fact]) for fact, value in facts_of(row, medians, mapping).items()}
        found.append(_seen(rules, row, rest | told))
    return found


def _within(told: object, drawn: object) -> object:
    """A level where the survey leaves a range: the drawn one, moved into it."""
    if not isinstance(told, Mapping):
        return told
    low, high = (LEVELS.index(told[end]) for end in ("from", "to"))
    return LEVELS[min(max(LEVELS.index(str(drawn)), low), high)]


def _seen(rules: RuleSet, row: Row, facts: Facts) -> Seen:
    diagnosis = hr.diagnose(facts, rules=rules, engine="direct")
    return Seen(
        int(row["year"]),
        row["org_uid"],
        len(diagnosis.facts),
        {each.id: str(each.state) for each in diagnosis.findings if each.kind is not hr.Kind.HELPER},
        {score.id: (score.points.low, score.points.high) for score in diagnosis.scores},
        diagnosis.archetypes,
        diagnosis.archetype,
    )


def share_of(seen: Sequence[Seen], finding: str, state: str) -> float:
    """The share of rows in which a finding is in a state."""
    return sum(each.states[finding] == state for each in seen) / len(seen)


def decided(seen: Sequence[Seen]) -> float:
    """The share of all findings that are decided, over all rows."""
    return statistics.mean(
        sum(s != "undetermined" for s in each.states.values()) / len(each.states) for each in seen
    )


def archetypes(seen: Sequence[Seen]) -> Counter[str | None]:
    """How many rows have each archetype; None where it is not decided."""
    return Counter(each.archetype for each in seen)


@frozen
class Stability:
    """Pairs of years of one organisation, and of what was decided in both how much came out the same.

    `pairs` counts the pairs of years, `compared` the decided findings over all of them, `same` the share of these that
    stayed, `archetype` the share of pairs with one archetype, where it is decided in both years.
    """

    pairs: int
    compared: int
    same: float
    archetype: float | None


def stability(seen: Sequence[Seen], seed: int | None = None) -> Stability:
    """An organisation against itself one year later; with a seed, against any other organisation of that year."""
    by_year: dict[int, dict[str, Seen]] = defaultdict(dict)
    for each in seen:
        by_year[each.year][each.organisation] = each
    pairs: list[tuple[Seen, Seen]] = []
    chance = None if seed is None else random.Random(seed)
    for each in seen:
        later = by_year.get(each.year + 1, {})
        if each.organisation in later:
            others = sorted(later.keys() - {each.organisation})
            pairs.append((each, later[chance.choice(others) if chance else each.organisation]))
    compared = same = 0
    for before, after in pairs:
        for finding, state in before.states.items():
            if "undetermined" not in (state, after.states[finding]):
                compared += 1
                same += state == after.states[finding]
    patterns = [(a.archetype, b.archetype) for a, b in pairs if a.archetype and b.archetype]
    kept = sum(a == b for a, b in patterns) / len(patterns) if patterns else None
    return Stability(len(pairs), compared, same / compared if compared else 0.0, kept)


def prepared() -> tuple[list[Row], Medians, Mapped]:
    """The rows, the year's medians and the mapping."""
    rows = read_rows()
    return rows, medians_of(rows), read_mapping()
