"""The CRM example: its data are what its README says, its figures are exact, and its script runs."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
from collections import Counter
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

import pytest

import husaca_rules as hr
from examples.crm import diagnose as example

FOLDER = Path(example.__file__).parent
README = (FOLDER / "README.md").read_text(encoding="utf-8")
PIPELINE = example.rows_of("sales_pipeline.csv")
TEAMS = example.rows_of("sales_teams.csv")


def joined():
    return example.joined(
        PIPELINE,
        ("sales_agent", TEAMS),
        ("product", example.rows_of("products.csv")),
        ("account", example.rows_of("accounts.csv")),
    )


def run(*arguments, **environment):
    return subprocess.run(
        [sys.executable, FOLDER / "diagnose.py", *arguments],
        capture_output=True,
        check=False,
        encoding="utf-8",
        env={**os.environ, "PYTHONIOENCODING": "utf-8", **environment},
        timeout=120,
    )


def deal(stage, engaged="", closed="", value="", agent="Ann"):
    return {
        "deal_stage": stage,
        "engage_date": engaged,
        "close_date": closed,
        "close_value": value,
        "sales_agent": agent,
    }


# -------------------------------------------------------------------------------------- from rows to facts


def test_the_facts_of_a_handful_of_deals():
    rows = [
        deal("Won", "2017-01-01", "2017-01-11", "100"),
        deal("Won", "2017-01-01", "2017-01-31", "300"),
        deal("Lost", "2017-01-01", "2017-01-02", "0"),
        deal("Engaging", "2017-01-01"),
        deal("Prospecting"),
    ]
    assert example.facts_of(rows) == {
        "opportunities": 2,
        "win_rate": 2 / 3,
        "deal_value": 200,
        "cycle_days": 20,
    }
    assert example.velocity_of(rows) == pytest.approx(2 * (2 / 3) * 200 / 20)


def test_without_rows_nothing_is_said():
    assert example.facts_of([]) == {}
    assert example.facts_of([], TEAMS) == {}
    assert example.velocity_of([]) is None


def test_what_cannot_be_reckoned_is_left_out_and_not_nought():
    assert example.facts_of([deal("Prospecting")]) == {"opportunities": 1}
    lost = deal("Lost", "2017-01-01", "2017-01-02", "0")
    assert example.facts_of([lost]) == {"opportunities": 0, "win_rate": 0}
    assert example.velocity_of([lost]) is None


def test_a_deal_within_a_day_took_half_a_day():
    facts = example.facts_of([deal("Won", "2017-01-01", "2017-01-01", "5")])
    assert facts["cycle_days"] == 0.5
    hr.diagnose(facts)


def test_rows_are_only_read_and_may_come_once():
    rows = [deal("Won", "2017-01-01", "2017-01-11", "100"), deal("Prospecting")]
    before = [dict(row) for row in rows]
    assert example.facts_of(iter(rows)) == example.facts_of(rows)
    assert rows == before


def test_a_deal_is_alive_up_to_the_age_of_the_longest_won_one():
    won, edge = deal("Won", "2017-01-01", "2017-01-11", "100"), deal("Engaging", "2017-01-21")
    old, last = deal("Engaging", "2017-01-20"), deal("Lost", "2017-01-30", "2017-01-31", "0")
    alive = example.is_alive([won, edge, old, last, deal("Prospecting")])
    assert [alive(row) for row in (won, edge, old, last, deal("Prospecting"))] == [
        False,
        True,
        False,
        False,
        False,
    ]


def test_only_people_with_deals_are_counted_and_their_managers_once():
    teams = [
        {"sales_agent": "Ann", "manager": "Max"},
        {"sales_agent": "Bea", "manager": "Max"},
        {"sales_agent": "Cas", "manager": "Mia"},
    ]
    rows = [deal("Prospecting"), deal("Prospecting", agent="Bea")]
    facts = example.facts_of(rows, teams)
    assert (facts["employees"], facts["hierarchy_layers"]) == ({"from": 3}, {"from": 2})


def test_a_name_that_is_not_found_ends_the_script():
    row = {"opportunity_id": "X1", "product": "GTX Prro"}
    with pytest.raises(SystemExit, match="X1: there is no product 'GTX Prro'"):
        example.joined([row], ("product", example.rows_of("products.csv")))


# -------------------------------------------------------------------------------------- the known figures


def test_the_velocity_is_the_known_one():
    won = [row for row in PIPELINE if row["deal_stage"] == "Won"]
    closed = len(won) + sum(row["deal_stage"] == "Lost" for row in PIPELINE)
    value = sum(int(row["close_value"]) for row in won)
    days = sum(
        (date.fromisoformat(row["close_date"]) - date.fromisoformat(row["engage_date"])) // timedelta(1)
        for row in won
    )
    opened = sum(row["deal_stage"] in ("Prospecting", "Engaging") for row in PIPELINE)
    assert (opened, len(won), closed, value, days) == (2_089, 4_238, 6_711, 10_005_534, 219_452)
    exact = opened * Fraction(len(won), closed) * Fraction(value, len(won)) / Fraction(days, len(won))
    assert f"{float(exact):.6f}" == "60146.849302"
    assert example.velocity_of(PIPELINE) == pytest.approx(float(exact), rel=1e-14)
    assert example.checked(PIPELINE, "en").startswith("Checked: 60,146.849302 ")


@pytest.mark.parametrize(
    ("way", "deals", "velocity"),
    (("all", 2_089, 60_146.849302), ("engaged", 1_589, 45_750.762825), ("alive", 298, 8_580.067540)),
)
def test_the_rules_derive_the_velocity_from_the_facts(way, deals, velocity, tmp_path):
    facts = example.facts_of(PIPELINE, TEAMS, example.ways(PIPELINE)[way])
    assert facts["opportunities"] == deals
    around = f"findings: {{near: {{kind: helper, when: {velocity - 1e-6:.7f} < sales_velocity < {velocity + 1e-6:.7f}}}}}"
    (tmp_path / "near.yaml").write_text(around, encoding="utf-8")
    rules = hr.load_rules(tmp_path, base=hr.load_rules())
    assert hr.diagnose(facts, rules=rules)["near"].holds
    assert f"| {deals:,} | {velocity:,.6f} |" in README


def test_the_other_ways_to_reckon_give_what_the_readme_says():
    figures = example.figures_of(PIPELINE)
    closed = figures.won + figures.lost
    all_days = figures.days + sum(
        example.days_between(row) for row in PIPELINE if row["deal_stage"] == "Lost"
    )
    assert f"{all_days / closed:.3f}" == "47.985"
    speed = figures.open * (figures.won / closed) * (figures.value / figures.won) / (all_days / closed)
    assert f"{speed:,.2f}" == "64,905.63"
    assert f"{2_089 * 0.6315 * 2_360.9 / 51.78:,.2f}" == "60,148.85"
    assert f"{figures.value / closed:,.2f}" == "1,490.92"
    assert all(number in README for number in ("47.985", "64,905.63", "60,148.85", "1,490.92"))


def test_what_counts_as_open_changes_no_finding():
    def states(counts):
        diagnosis = hr.diagnose(example.facts_of(PIPELINE, TEAMS, counts))
        return {finding.id: finding.state for finding in diagnosis.findings}

    everything, *others = (states(counts) for counts in example.ways(PIPELINE).values())
    assert all(other == everything for other in others)


def test_the_facts_are_those_of_the_readme():
    facts = example.facts_of(PIPELINE, TEAMS)
    shown = dict(re.findall(r"^\| `(\w+)` \| [^|]+ \| (?:from )?([\d.,]+)[^|]*\|$", README, re.MULTILINE))
    assert shown.pop("sales_velocity") == f"{example.KNOWN_VELOCITY:,.6f}"
    assert shown.keys() == facts.keys()
    for id_, text in shown.items():
        value = facts[id_]["from"] if isinstance(facts[id_], dict) else facts[id_]
        assert round(value, 6) == float(text.replace(",", "")), id_


def test_other_files_are_noticed():
    assert example.checked(PIPELINE[:100], "nl").endswith("Zijn de bestanden veranderd?")


@pytest.mark.parametrize(
    ("column", "rates"),
    (
        ("regional_office", {"West": 0.6394, "East": 0.6302, "Central": 0.6256}),
        (
            "manager",
            {
                "Cara Losch": 0.6443,
                "Summer Sewald": 0.6434,
                "Celia Rouche": 0.6341,
                "Dustin Brinkmann": 0.6298,
                "Melvin Marxen": 0.6220,
                "Rocco Neubert": 0.6208,
            },
        ),
    ),
)
def test_the_win_rates_of_the_parts(column, rates):
    parts = example.parts_of(joined(), column, TEAMS)
    assert {name: round(example.facts_of(rows)["win_rate"], 4) for name, rows in parts.items()} == rates


# ------------------------------------------------------------------------------------------------ the traps


def test_no_deal_drops_out_of_the_joins():
    rows = joined()
    assert len(rows) == 8_800
    assert sum(int(row["close_value"] or 0) for row in rows) == 10_005_534
    for column in example.PARTS.values():
        parts = example.parts_of(rows, column, TEAMS)
        assert sum(map(len, parts.values())) == 8_800, column


def test_one_product_is_spelt_in_two_ways():
    text = (FOLDER / "data/sales_pipeline.csv").read_text(encoding="utf-8")
    assert text.count(",GTXPro,") == 1_480
    won = [row for row in PIPELINE if row["product"] == "GTX Pro" and row["deal_stage"] == "Won"]
    assert (len(won), sum(int(row["close_value"]) for row in won)) == (729, 3_510_578)
    assert "technolgy" not in {row["sector"] for row in example.rows_of("accounts.csv")}


def test_open_deals_alone_lack_an_account_and_prospecting_a_date():
    blank = Counter(row["deal_stage"] for row in PIPELINE if not row["account"])
    assert blank == {"Engaging": 1_088, "Prospecting": 337}
    assert len(example.parts_of(joined(), "sector", TEAMS)[""]) == 1_425
    assert Counter(row["deal_stage"] for row in PIPELINE if not row["engage_date"]) == {"Prospecting": 500}


def test_agents_without_deals_have_no_figures():
    parts = example.parts_of(joined(), "sales_agent", TEAMS)
    assert [name for name, rows in parts.items() if not example.facts_of(rows)] == [
        "Carl Lin",
        "Carol Thompson",
        "Elizabeth Anderson",
        "Mei-Mei Johns",
        "Natalya Ivanova",
    ]


def test_lost_deals_carry_nought_and_open_ones_nothing():
    values = {stage: set() for stage in ("Won", "Lost", "Engaging", "Prospecting")}
    for row in PIPELINE:
        values[row["deal_stage"]].add(row["close_value"])
    assert (values["Lost"], values["Engaging"], values["Prospecting"]) == ({"0"}, {""}, {""})
    assert "" not in values["Won"]
    assert "0" not in values["Won"]


def test_the_first_quarter_is_its_last_month_and_that_month_wins_most():
    closed = [row for row in PIPELINE if row["close_date"]]
    months = {}
    for row in closed:
        months.setdefault(int(row["close_date"][5:7]), []).append(row["deal_stage"] == "Won")
    rates = {month: sum(won) / len(won) for month, won in months.items()}
    assert min(rates) == 3
    assert all(0.78 < rates[month] < 0.83 for month in (3, 6, 9, 12))
    assert all(0.48 < rates[month] < 0.57 for month in rates if month % 3)


# ------------------------------------------------------------------------------------------------- the data


def test_the_files_are_those_that_were_published():
    stated = re.findall(
        r"^\| `(data/\w+\.csv)` \| (\d+) \| [^|]+ \| `([0-9a-f]{64})` \|$", README, re.MULTILINE
    )
    for name, rows, digest in stated:
        data = (FOLDER / name).read_bytes()
        assert hashlib.sha256(data).hexdigest() == digest, (
            f"{name} has other bytes: were its line ends changed?"
        )
        assert data.count(b"\r\n") == int(rows) + 1
    assert sorted(name for name, *_ in stated) == sorted(
        f"data/{path.name}" for path in FOLDER.glob("data/*.csv")
    )


def test_the_licence_is_given_as_far_as_it_is_known():
    plain = " ".join(README.split())
    assert "published by Maven Analytics" in plain
    assert "**fictitious**" in plain
    assert "public domain, as several independent repositories quote" in plain


# ----------------------------------------------------------------------------------------------- the script


@pytest.mark.parametrize("lang", ("en", "nl"))
@pytest.mark.parametrize("by", example.PARTS)
def test_the_script_shows_facts_parts_and_diagnosis(lang, by):
    shown = run("--lang", lang, "--by", by)
    assert (shown.returncode, shown.stderr) == (0, "")
    known = {"en": "60,146.849302", "nl": "60.146,849302"}[lang]
    title = {"en": "Diagnosis of MavenTech", "nl": "Diagnose van MavenTech"}[lang]
    assert known in shown.stdout
    assert title in shown.stdout
    assert max(len(line) for line in shown.stdout.splitlines()) <= 80


def test_what_counts_as_open_is_chosen():
    assert re.search(r"Open sales opportunities +298 +counted as “alive”", run("--open", "alive").stdout)


def test_both_languages_say_the_same_things():
    english, dutch = (example.TEXTS[lang] for lang in ("en", "nl"))
    assert english.keys() == dutch.keys()
    for key, text in english.items():
        assert type(text) is type(dutch[key])
        assert not isinstance(text, dict) or text.keys() == dutch[key].keys()


@pytest.mark.parametrize("arguments", (["--by", "moon"], ["--lang", "fr"], ["--open", "closed"]))
def test_wrong_use_is_answered_in_one_sentence(arguments):
    shown = run(*arguments)
    assert (shown.returncode, shown.stdout) == (2, "")
    assert f"invalid choice: '{arguments[1]}'" in shown.stderr


def test_a_terminal_without_the_signs_is_no_failure():
    shown = run(PYTHONIOENCODING="ascii")
    assert (shown.returncode, shown.stderr) == (0, "")
