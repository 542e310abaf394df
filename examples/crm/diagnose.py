"""Turns the sales opportunities of a CRM into facts, and diagnoses what they say.

The data are public and of a made-up company, "MavenTech". Each fact is printed with how it was reckoned, the sales
velocity is checked against a figure known beforehand, and the facts are shown for each part of the company as well.
What a CRM does not record stays unknown.
"""

from __future__ import annotations

import argparse
import csv
import os
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from textwrap import fill
from typing import NamedTuple

try:
    import husaca_rules as hr
except ImportError as missing:
    sys.exit(f"{missing}. Install the library first: python -m pip install .")

DATA = Path(__file__).resolve().parent / "data"
WIDTH = 80
KNOWN_VELOCITY = 60_146.849302
"""Of all open deals, in currency a day; worked out apart from this script. Rounding the parts first gives 60,148.85."""
WHOLE_NAMES = {"GTXPro": "GTX Pro", "technolgy": "technology"}
"""Spellings in the data that hide that two names are one."""
PARTS = {
    "office": "regional_office",
    "manager": "manager",
    "agent": "sales_agent",
    "series": "series",
    "sector": "sector",
}

DECIMALS = {"en": {}, "nl": str.maketrans(",.", ".,")}
TEXTS = {
    "en": {
        "intro": "What do the 8,800 sales opportunities in a CRM say of the company that made them? The data are public "
        "and the company is made up: they show how facts are reckoned, not how real companies sell.",
        "facts": "Facts",
        "opportunities": "counted as “{way}”, see below",
        "win_rate": "{won} won of {closed} closed",
        "deal_value": "{value} over {won} won",
        "cycle_days": "{days} days over {won} won",
        "employees": "agents with deals, managers",
        "hierarchy_layers": "agent, manager",
        "velocity": "{name}, per day: open deals × win rate × value ÷ days. It depends most on what counts as open:",
        "ways": {
            "all": "all that are not closed: the CRM's own count",
            "engaged": "without Prospecting: spoken to",
            "alive": "engaged, no older than the longest won deal",
        },
        "question": "What the rules ask for is nearest to “alive”; “all” is the number that the figure known beforehand "
        "was made with. No rule reads it, so the diagnosis is the same.",
        "agrees": "Checked: {velocity} of all open deals, as known beforehand.",
        "differs": "Not as known beforehand: {velocity} of all open deals, and not {known}. Have the files changed?",
        "unknown": "Not in the data, so unknown: targets and quota, last year's sales or velocity, who left, what is "
        "measured and used, and everything that people would have to tell.",
        "by": {
            "office": "By regional office",
            "manager": "By manager",
            "agent": "By agent; five have no deals, and so no figures",
            "series": "By product series",
            "sector": "By sector of the customer",
        },
        "columns": ("open", "win rate %", "value", "days", "per day"),
        "none": "(no account yet)",
        "parts": "The velocities of parts do not add up to that of the whole.",
        "note": "Made-up company. What its CRM says of the deals closed in March to December 2017.",
    },
    "nl": {
        "intro": "Wat zeggen de 8.800 verkoopkansen in een CRM over het bedrijf dat ze invoerde? De gegevens zijn "
        "openbaar en het bedrijf is verzonnen: ze laten zien hoe feiten worden berekend, niet hoe echte bedrijven "
        "verkopen.",
        "facts": "Feiten",
        "opportunities": "geteld als “{way}”",
        "win_rate": "{won} van de {closed}",
        "deal_value": "{value} ÷ {won}",
        "cycle_days": "{days} ÷ {won}",
        "employees": "verkopers, managers",
        "hierarchy_layers": "verkoper, manager",
        "velocity": "{name}, per dag: open kansen × scoringspercentage × waarde ÷ dagen. Het meest hangt zij af van wat "
        "als open telt:",
        "ways": {
            "all": "alles wat niet is afgesloten, zoals het CRM telt",
            "engaged": "zonder Prospecting: er is contact geweest",
            "alive": "en niet ouder dan het langste gewonnen traject",
        },
        "question": "Wat de regels vragen ligt het dichtst bij “alive”; met “all” is het vooraf bekende cijfer gemaakt. "
        "Geen regel leest het aantal, dus de diagnose is dezelfde.",
        "agrees": "Gecontroleerd: {velocity} over alle open kansen, zoals vooraf bekend.",
        "differs": "Niet zoals vooraf bekend: {velocity} over alle open kansen, en niet {known}. Zijn de bestanden "
        "veranderd?",
        "unknown": "Niet in de gegevens, dus onbekend: doelen en quota, omzet of snelheid van een jaar eerder, wie er "
        "vertrok, wat er wordt gemeten en gebruikt, en alles wat mensen zouden moeten vertellen.",
        "by": {
            "office": "Per regiokantoor",
            "manager": "Per manager",
            "agent": "Per verkoper; vijf hebben geen kansen, en dus geen cijfers",
            "series": "Per productserie",
            "sector": "Per sector van de klant",
        },
        "columns": ("open", "score %", "waarde", "dagen", "per dag"),
        "none": "(nog geen klant)",
        "parts": "De snelheden van de delen tellen niet op tot die van het geheel.",
        "note": "Verzonnen bedrijf. Wat zijn CRM zegt over de kansen die van maart tot en met december 2017 "
        "werden afgesloten.",
    },
}

Row = Mapping[str, str]
Counts = Callable[[Row], bool]
"""Whether a deal counts as open."""


# ------------------------------------------------------------------------------------------- rows to facts


def is_open(row: Row) -> bool:
    """Neither won nor lost yet."""
    return row["deal_stage"] in ("Prospecting", "Engaging")


def is_engaged(row: Row) -> bool:
    """Open, and the customer has been spoken to."""
    return row["deal_stage"] == "Engaging"


def is_alive(rows: Iterable[Row]) -> Counts:
    """Engaged, and no older than the longest won deal of all `rows` took.

    Of 1,589 engaged deals 1,291 are older than that: nobody closed them, and none of that age was ever won. So the
    number of open deals says more of how tidy the CRM is than of what is still to come.
    """
    rows = list(rows)
    # The data end on their last day. Held against the date on the wall, every deal would be years old.
    today = max((day(row[column]) for row in rows for column in DATES if row[column]), default=date.min)
    longest = max((days_between(row) for row in rows if row["deal_stage"] == "Won"), default=0)
    return lambda row: is_engaged(row) and (today - day(row["engage_date"])).days <= longest


DATES = ("engage_date", "close_date")


class Figures(NamedTuple):
    """The sums that the facts are made of: numbers of deals, the value of the won ones, and the days they took."""

    open: int
    won: int
    lost: int
    value: int
    days: float


def figures_of(rows: Iterable[Row], counts: Counts = is_open) -> Figures:
    """The figures of some opportunities."""
    rows = list(rows)
    won = [row for row in rows if row["deal_stage"] == "Won"]
    return Figures(
        open=sum(counts(row) for row in rows),
        won=len(won),
        lost=sum(row["deal_stage"] == "Lost" for row in rows),
        # A lost deal stands in the file with the value 0, an open one with none. Averaged over all closed deals a
        # deal would be worth 1,490.92; the fact is the value of a won one, 2,360.91.
        value=sum(int(row["close_value"]) for row in won),
        # Only won deals: they all have both dates. Prospecting has no date of engagement, so no age either.
        days=sum(days_between(row) for row in won),
    )


def facts_of(rows: Iterable[Row], teams: Iterable[Row] = (), counts: Counts = is_open) -> dict[str, object]:
    """The facts that opportunities give, and what `teams` says of who stands behind them. Others are left out.

    Nothing is made up where there is nothing to reckon with: an agent without deals has no win rate, not one of 0.
    """
    rows = list(rows)
    figures = figures_of(rows, counts)
    facts: dict[str, object] = {}
    if rows:
        facts["opportunities"] = figures.open
    if figures.won + figures.lost:
        # The first deals closed in March 2017, so the first quarter is its last month alone, and in this data the
        # last month of every quarter wins most. 0.82 beside 0.60 to 0.62 later is no fall: the year is taken whole.
        facts["win_rate"] = figures.won / (figures.won + figures.lost)
    if figures.won:
        # Unrounded: rounded to 0.6315, 2360.9 and 51.78 they would move the velocity by 2 a day.
        facts["deal_value"] = figures.value / figures.won
        facts["cycle_days"] = figures.days / figures.won
    # Five people in sales_teams have no deal at all. They may have left or have yet to begin, so they are not counted;
    # and the company has other people. Both numbers are a least.
    active = {row["sales_agent"] for row in rows}
    people = [row for row in teams if row["sales_agent"] in active]
    if people:
        facts["employees"] = {"from": len(people) + len({row["manager"] for row in people})}
        facts["hierarchy_layers"] = {"from": 2}
    return facts


def velocity_of(rows: Iterable[Row], counts: Counts = is_open) -> float | None:
    """The sales velocity, currency a day, by the formula of the rules; None if a part of it is missing."""
    facts = facts_of(rows, counts=counts)
    try:
        return facts["opportunities"] * facts["win_rate"] * facts["deal_value"] / facts["cycle_days"]
    except KeyError:
        return None


def day(text: str) -> date:
    """A date as the files write it, 2017-12-31."""
    return date.fromisoformat(text)


def days_between(row: Row) -> float:
    """From engagement to close. Within one day it is half a day, as the question for this fact says."""
    return max((day(row["close_date"]) - day(row["engage_date"])).days, 0.5)


# ------------------------------------------------------------------------------------------ files to rows


def rows_of(name: str) -> list[dict[str, str]]:
    """The rows of a CSV file in `data`, by column, each name in one spelling."""
    with (DATA / name).open(encoding="utf-8", newline="") as lines:
        # The pipeline says "GTXPro" and the price list "GTX Pro": joined as they stand, 729 won deals worth 3,510,578
        # would find no product and drop out without a word.
        return [
            {column: WHOLE_NAMES.get(value, value) for column, value in row.items()}
            for row in csv.DictReader(lines)
        ]


def joined(pipeline: Iterable[Row], *others: tuple[str, Sequence[Row]]) -> list[dict[str, str]]:
    """The pipeline with the columns of other files: a left join on a column, so that no deal is lost.

    1,425 open deals have no account yet; their columns stay empty. Any other name that is not found ends the script, as
    it would be one more spelling.
    """
    rows = [dict(row) for row in pipeline]
    for column, other in others:
        found = {row[column]: row for row in other}
        nothing = dict.fromkeys(other[0], "")
        for row in rows:
            if row[column] and row[column] not in found:
                sys.exit(f"{row['opportunity_id']}: there is no {column} {row[column]!r}")
            row.update(found.get(row[column], nothing))
    return rows


def parts_of(rows: Iterable[Row], column: str, teams: Iterable[Row]) -> dict[str, list[Row]]:
    """The opportunities by the values of a column, the agents without any among them."""
    parts: dict[str, list[Row]] = {row[column]: [] for row in teams if column in row}
    for row in rows:
        parts.setdefault(row[column], []).append(row)
    return dict(sorted(parts.items()))


# ------------------------------------------------------------------------------------------ facts to text


def number(value: float, lang: str, decimals: int = 0) -> str:
    """A number as it is written in a language."""
    return f"{value:,.{decimals}f}".translate(DECIMALS[lang])


def reckoned(
    figures: Figures, facts: Mapping[str, object], way: str, rules: hr.RuleSet, lang: str
) -> Iterable[str]:
    """One line for each fact: its title, its value, how it was reckoned."""
    texts = TEXTS[lang]
    width = max(len(rules.facts[id_].title[lang]) for id_ in facts)
    sums = {name: number(value, lang) for name, value in figures._asdict().items()}
    sums["closed"] = number(figures.won + figures.lost, lang)
    decimals = {"deal_value": 2, "cycle_days": 2}
    for id_, value in facts.items():
        if id_ == "win_rate":
            shown = number(100 * value, lang, 2) + " %"
        elif isinstance(value, Mapping):
            shown = f"≥ {value['from']}"
        else:
            shown = number(value, lang, decimals.get(id_, 0))
        yield f"  {rules.facts[id_].title[lang]:<{width}}{shown:>11}  {texts[id_].format(way=way, **sums)}"


def variants(rows: Sequence[Row], lang: str) -> Iterable[str]:
    """The velocity by each way to count open deals."""
    for name, counts in ways(rows).items():
        opened = number(sum(counts(row) for row in rows), lang)
        speed = number(velocity_of(rows, counts), lang, 2)
        yield f"  {name:<9}{opened:>6}{speed:>11}  {TEXTS[lang]['ways'][name]}"


def table(parts: Mapping[str, Sequence[Row]], counts: Counts, lang: str) -> Iterable[str]:
    """The facts of each part of the company, in the order of names."""
    texts = TEXTS[lang]
    yield "  {:<20}{:>8}{:>12}{:>11}{:>9}{:>13}".format("", *texts["columns"])
    for name, rows in parts.items():
        facts = facts_of(rows, counts=counts) | {"velocity": velocity_of(rows, counts)}
        cells = [
            number(scale * facts[id_], lang, decimals) if facts.get(id_) is not None else "–"
            for id_, scale, decimals in COLUMNS
        ]
        yield "  {:<20}{:>8}{:>12}{:>11}{:>9}{:>13}".format(name or texts["none"], *cells)


COLUMNS = (
    ("opportunities", 1, 0),
    ("win_rate", 100, 2),
    ("deal_value", 1, 2),
    ("cycle_days", 1, 2),
    ("velocity", 1, 2),
)


def ways(rows: Sequence[Row]) -> dict[str, Counts]:
    """The ways to count open deals, by the names that `--open` takes."""
    return {"all": is_open, "engaged": is_engaged, "alive": is_alive(rows)}


def checked(rows: Sequence[Row], lang: str) -> str:
    """Whether the velocity of all open deals is the known one."""
    velocity = velocity_of(rows)
    agrees = round(velocity, 6) == KNOWN_VELOCITY
    return TEXTS[lang]["agrees" if agrees else "differs"].format(
        velocity=number(velocity, lang, 6), known=number(KNOWN_VELOCITY, lang, 6)
    )


def arguments(given: Sequence[str] | None) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description="Diagnoses a company from the opportunities in its CRM.")
    parser.add_argument("--lang", choices=sorted(TEXTS), default="en", help="of the output (default: en)")
    parser.add_argument(
        "--by", choices=PARTS, default="office", help="the parts of the table (default: office)"
    )
    parser.add_argument(
        "--open",
        choices=("all", "engaged", "alive"),
        default="all",
        help="what counts as an open deal (default: all)",
    )
    return parser.parse_args(given)


def main(given: Sequence[str] | None = None) -> None:
    """Prints the facts, their check, the parts, and the diagnosis."""
    options = arguments(given)
    lang, texts, rules = options.lang, TEXTS[options.lang], hr.load_rules()
    teams = rows_of("sales_teams.csv")
    rows = joined(
        rows_of("sales_pipeline.csv"),
        ("sales_agent", teams),
        ("product", rows_of("products.csv")),
        ("account", rows_of("accounts.csv")),
    )
    counts = ways(rows)[options.open]
    facts = facts_of(rows, teams, counts)

    print(fill(texts["intro"], WIDTH), "\n\n" + texts["facts"], sep="")
    print(*reckoned(figures_of(rows, counts), facts, options.open, rules, lang), sep="\n")
    print("\n" + fill(texts["velocity"].format(name=rules.facts["sales_velocity"].title[lang]), WIDTH))
    print(*variants(rows, lang), sep="\n")
    print(fill(f"{checked(rows, lang)} {texts['question']}", WIDTH))
    print("\n" + fill(texts["unknown"], WIDTH))
    print("\n" + texts["by"][options.by])
    print(*table(parts_of(rows, PARTS[options.by], teams), counts, lang), sep="\n")
    print(fill(texts["parts"], WIDTH))

    organisation = {"name": "MavenTech", "date": "2017-12-31", "note": texts["note"]}
    print("\n" + hr.diagnose(facts | {"organisation": organisation}, rules=rules).render(lang))


if __name__ == "__main__":
    sys.stdout.reconfigure(errors="replace")  # a terminal that lacks ≥ or – shows ? instead of failing
    try:
        main()
        sys.stdout.flush()
    except hr.HusacaError as problem:
        sys.exit(str(problem))
    except BrokenPipeError:  # the reader, as `head`, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
