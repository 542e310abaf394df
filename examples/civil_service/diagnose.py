"""Diagnoses UK government departments from published survey results.

Each department's answers are compared with the median of all organisations of that year. `mapping.csv` says which answer
says what of which fact; whatever no question speaks of stays unknown. What follows from so little knowledge is printed:
a few lines for each department and year, and one department in full.
"""

from __future__ import annotations

import argparse
import csv
import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from textwrap import fill
from typing import Any

try:
    from attrs import frozen

    import husaca_rules as hr
except ImportError as missing:
    sys.exit(f"{missing}. Install the library first: python -m pip install .")

HERE = Path(__file__).resolve().parent
LEVELS = ("low", "medium", "high")
SAYINGS = {
    "low": (0, 0),
    "low to medium": (0, 1),
    "medium": (1, 1),
    "medium to high": (1, 2),
    "high": (2, 2),
    "unknown": (0, 2),
}
"""What an answer may say of a level: the lowest and the highest position in LEVELS that it leaves possible."""

WIDTH = 80
SHOWN = "MINDEF"  # in full, unless another is asked for: in the last year most is decided about it
TEXTS = {
    "en": {
        "intro": "What do published survey answers say about {departments}? The Civil Service People Survey covers "
        "{mapped} of the {facts} facts that the rules can use; all others stay unknown. A department has no sales: "
        "read “sales” as its work for the public. Low, medium and high compare it with the other organisations of the "
        "same year. A lamp shows the fewest and the most points it can have, out of {full}; it is lit from {lit} "
        "points.",
        "one": "one UK government department",
        "many": "{count} UK government departments",
        "r": "red",
        "b": "blue",
        "g": "green",
        "known": "{known} facts",
        "any": "Any pattern is possible.",
        "but": "Any pattern is possible except {names}.",
        "pattern": "Pattern: {names}.",
        "or": "or",
        "and": "and",
        "holds": "Holds: {names}. Ruled out: {excluded}. Open: {open}.",
        "nothing": "nothing yet",
        "source": "Contains public sector information licensed under the Open Government Licence v3.0.",
    },
    "nl": {
        "intro": "Wat zeggen gepubliceerde enquêteantwoorden over {departments}? De Civil Service People Survey gaat "
        "over {mapped} van de {facts} feiten die de regels kunnen gebruiken; alle andere blijven onbekend. Een "
        "ministerie heeft geen verkoop: lees “verkoop” als zijn werk voor het publiek. Laag, gemiddeld en hoog gelden "
        "in vergelijking met de andere organisaties in hetzelfde jaar. Een lamp toont hoeveel punten hij minstens en "
        "hoogstens kan hebben, van {full}; hij is aan vanaf {lit} punten.",
        "one": "één Brits ministerie",
        "many": "{count} Britse ministeries",
        "r": "rood",
        "b": "blauw",
        "g": "groen",
        "known": "{known} feiten",
        "any": "Elk patroon is mogelijk.",
        "but": "Elk patroon is mogelijk behalve {names}.",
        "pattern": "Patroon: {names}.",
        "or": "of",
        "and": "en",
        "holds": "Aan de orde: {names}. Niet aan de orde: {excluded}. Nog niet te zeggen: {open}.",
        "nothing": "nog niets",
        "source": "Bevat Britse overheidsinformatie onder de Open Government Licence v3.0.",
    },
}


@frozen
class Reading:
    """What the answer to one question says of a fact.

    An answer is *near* the year's median if it lies within `points` percentage points of it. `below`, `near` and `above`
    are keys of SAYINGS.
    """

    code: str
    points: float
    below: str
    near: str
    above: str

    def span(self, answer: str, median: float | None) -> tuple[int, int]:
        """The lowest and the highest level that a percentage leaves possible; an empty answer rules out nothing."""
        if not answer or median is None:
            return SAYINGS["unknown"]
        difference = float(answer) - median
        if abs(difference) <= self.points:
            return SAYINGS[self.near]
        return SAYINGS[self.below if difference < 0 else self.above]


Mapped = Mapping[str, Sequence[Reading]]
"""For each fact, the readings of its questions."""
Medians = Mapping[tuple[str, str], float]
"""The median percentage by year and question."""


def facts_of(row: Mapping[str, str], medians: Medians, mapping: Mapped) -> dict[str, object]:
    """The facts that a department's answers give: a level, or a range where less is said. Unknown facts are left out.

    A fact with several questions spans all that any of them says, so questions that disagree leave it a range.
    """
    facts: dict[str, object] = {}
    for fact, readings in mapping.items():
        spans = [each.span(row[each.code], medians.get((row["year"], each.code))) for each in readings]
        low, high = min(low for low, _ in spans), max(high for _, high in spans)
        if low == high:
            facts[fact] = LEVELS[low]
        elif (low, high) != SAYINGS["unknown"]:
            facts[fact] = {"from": LEVELS[low], "to": LEVELS[high]}
    return facts


def rows_of(name: str) -> list[dict[str, str]]:
    """The rows of a CSV file beside this one, by column."""
    with (HERE / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def read_medians() -> Medians:
    """The year's medians over all organisations."""
    return {(row["year"], row["code"]): float(row["median"]) for row in rows_of("medians.csv")}


def read_mapping() -> Mapped:
    """The mapping, with the points that each question's spread calls for."""
    points = {row["code"]: float(row["points"]) for row in rows_of("questions.csv")}
    mapping: dict[str, list[Reading]] = {}
    for line, row in enumerate(rows_of("mapping.csv"), start=2):
        says = [row["below"], row["near"], row["above"]]
        if row["code"] not in points or not SAYINGS.keys() >= set(says):
            sys.exit(
                f"mapping.csv, line {line}: needs a code of questions.csv, and three of {', '.join(SAYINGS)}"
            )
        mapping.setdefault(row["fact"], []).append(Reading(row["code"], points[row["code"]], *says))
    return mapping


def matching(departments: Iterable[Mapping[str, str]], wanted: str) -> set[str]:
    """The ids of the departments that somebody may mean: those whose id or name it is, else those that contain it."""
    wanted = wanted.strip().casefold()
    exact, near = set(), set()
    for row in departments:
        names = [row[column].casefold() for column in ("org_uid", "department", "organisation")]
        if wanted in names:
            exact.add(row["org_uid"])
        elif wanted and any(wanted in name for name in names):
            near.add(row["org_uid"])
    return exact or near


def arguments(departments: Sequence[Mapping[str, str]], given: Sequence[str] | None) -> argparse.Namespace:
    """The command line: `lang`, the `rows` of the overview, and the one row to show in `full`."""
    years = sorted({row["year"] for row in departments})
    parser = argparse.ArgumentParser(
        description="Diagnoses UK government departments from published survey results."
    )
    parser.add_argument("--year", choices=[*years, "all"], help=f"of the survey (default: {years[-1]})")
    parser.add_argument(
        "--department", help="only this one: its id or a part of its name (all years unless one is given)"
    )
    parser.add_argument(
        "--lang", choices=sorted(TEXTS), default="en", help="language of the output (default: en)"
    )
    options = parser.parse_args(given)

    chosen = matching(departments, SHOWN if options.department is None else options.department)
    if len(chosen) != 1:
        names = sorted({row["department"] for row in departments if not chosen or row["org_uid"] in chosen})
        fits = "fits several departments" if chosen else "is no department here"
        parser.error(f"argument --department: {options.department!r} {fits}; choose from {', '.join(names)}")

    year = options.year or (years[-1] if options.department is None else "all")
    in_year = [row for row in departments if year in ("all", row["year"])]
    of_chosen = [row for row in in_year if row["org_uid"] in chosen]
    options.rows = in_year if options.department is None else of_chosen
    options.full = max(of_chosen, key=lambda row: row["year"])
    return options


def block(row: Mapping[str, str], diagnosis: hr.Diagnosis, rules: hr.RuleSet, lang: str) -> str:
    """A department in one year: its lamps, the patterns still possible, and the findings that hold."""
    texts = TEXTS[lang]
    points = {score.id: score.points for score in diagnosis.scores}
    lights = [
        f"{texts[lamp.channel]} {points[lamp.id].low:g}–{points[lamp.id].high:g}".ljust(11)
        for lamp in lamps(rules)
    ]
    known = texts["known"].format(known=len(diagnosis.facts))
    shown = [each for each in diagnosis.findings if each.kind != "helper"]
    names = [each.title[lang] for each in shown if each.holds and each.kind != "archetype"]
    holds = texts["holds"].format(
        names="; ".join(names) or texts["nothing"],
        excluded=sum(each.excluded for each in shown),
        open=sum(each.undetermined for each in shown),
    )
    lines = [f"{row['year']}  {row['department']:<26} {' '.join(lights)} {known}"]
    return "\n".join([*lines, indented(pattern(diagnosis, lang)), indented(holds)])


def lamps(rules: hr.RuleSet) -> list[Any]:
    """The scores that are lamps, in the order of red, blue, green."""
    return [score for channel in "rbg" for score in rules.scores.values() if score.channel == channel]


def pattern(diagnosis: hr.Diagnosis, lang: str) -> str:
    """The archetypes still possible, in the fewer words: those that are, or those that are not."""
    texts = TEXTS[lang]
    # A title says the name first and then what it stands for: "Red: strategy and management lead".
    names = {
        each.id: each.title[lang].partition(":")[0] for each in diagnosis.findings if each.kind == "archetype"
    }
    excluded = [name for id_, name in names.items() if id_ not in diagnosis.archetypes]
    if not excluded:
        return texts["any"]
    if len(excluded) < len(diagnosis.archetypes):
        return texts["but"].format(names=listed(excluded, texts["and"]))
    return texts["pattern"].format(names=listed([names[id_] for id_ in diagnosis.archetypes], texts["or"]))


def listed(names: Sequence[str], word: str) -> str:
    """The names as a sentence lists them."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} {word} {names[-1]}"


def indented(text: str) -> str:
    """A text under its heading, within the width."""
    return fill(text, WIDTH, initial_indent=" " * 6, subsequent_indent=" " * 6)


def in_full(diagnosis: hr.Diagnosis, lang: str) -> str:
    """The library's own report of one diagnosis."""
    return diagnosis.render(lang)


def intro(count: int, mapped: int, rules: hr.RuleSet, lang: str) -> str:
    """What the reader is about to see."""
    texts = TEXTS[lang]
    lamp = lamps(rules)[0]
    return texts["intro"].format(
        departments=texts["one" if count == 1 else "many"].format(count=count),
        mapped=mapped,
        facts=len(rules.facts),
        full=lamp.full,
        lit=f"{lamp.scale.span('lit').low:g}",
    )


def main(given: Sequence[str] | None = None) -> None:
    """Prints the overview, and one department in full."""
    options = arguments(rows_of("departments.csv"), given)
    lang = options.lang
    medians, mapping, rules = read_medians(), read_mapping(), hr.load_rules()

    print(fill(intro(len({row["org_uid"] for row in options.rows}), len(mapping), rules, lang), WIDTH))
    for row in options.rows:
        diagnosis = hr.diagnose(facts_of(row, medians, mapping), rules=rules)
        print("\n" + block(row, diagnosis, rules, lang))

    name, year = options.full["organisation"], options.full["year"]
    facts = facts_of(options.full, medians, mapping) | {"organisation": {"name": name, "date": year}}
    print("\n" + in_full(hr.diagnose(facts, rules=rules), lang))
    print("\n" + fill(TEXTS[lang]["source"], WIDTH))


if __name__ == "__main__":
    sys.stdout.reconfigure(errors="replace")  # a terminal that lacks “ or – shows ? instead of failing
    try:
        main()
        sys.stdout.flush()
    except hr.HusacaError as problem:
        sys.exit(str(problem))
    except BrokenPipeError:  # the reader, as `head`, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
