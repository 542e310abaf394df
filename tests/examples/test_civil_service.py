"""The civil service example: its data are what its README says, its mapping is sound, and its script runs."""

from __future__ import annotations

import os
import re
import statistics
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import pytest

import husaca_rules as hr
from examples.civil_service import diagnose as example

FOLDER = Path(example.__file__).parent
README = (FOLDER / "README.md").read_text(encoding="utf-8")
CLEAR = ("low", "medium", "high")
ROWS = example.rows_of("departments.csv")
CODES = [column for column in ROWS[0] if re.fullmatch(r"B\d\d", column)]


def run(*arguments, **environment):
    return subprocess.run(
        [sys.executable, FOLDER / "diagnose.py", *arguments],
        capture_output=True,
        check=False,
        encoding="utf-8",
        env={**os.environ, "PYTHONIOENCODING": "utf-8", **environment},
        timeout=120,
    )


# ---------------------------------------------------------------------------------- from answers to facts


@pytest.mark.parametrize(
    ("answer", "level"),
    (
        ("44", "low"),
        ("45", "medium"),
        ("50", "medium"),
        ("55", "medium"),
        ("56", "high"),
        ("0", "low"),
        ("100", "high"),
    ),
)
def test_an_answer_is_near_the_median_up_to_its_points(answer, level):
    mapping = {"tooling": [example.Reading("B32", 5, *CLEAR)]}
    assert example.facts_of({"year": "2018", "B32": answer}, {("2018", "B32"): 50}, mapping) == {
        "tooling": level
    }


def test_the_median_is_that_of_the_year():
    mapping = {"tooling": [example.Reading("B32", 5, *CLEAR)]}
    medians = {("2009", "B32"): 40.5, ("2018", "B32"): 60}
    assert example.facts_of({"year": "2009", "B32": "50"}, medians, mapping) == {"tooling": "high"}
    assert example.facts_of({"year": "2018", "B32": "50"}, medians, mapping) == {"tooling": "low"}


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    (
        ("60", "60", {"recognition": "high"}),
        ("60", "50", {"recognition": {"from": "medium", "to": "high"}}),
        ("50", "40", {"recognition": {"from": "low", "to": "medium"}}),
        ("60", "40", {}),
        ("60", "", {}),
    ),
)
def test_questions_that_disagree_leave_a_range_and_a_missing_one_leaves_all_open(first, second, expected):
    mapping = {"recognition": [example.Reading("B13", 3, *CLEAR), example.Reading("B27", 5, *CLEAR)]}
    row = {"year": "2018", "B13": first, "B27": second}
    assert example.facts_of(row, {("2018", "B13"): 50, ("2018", "B27"): 50}, mapping) == expected


def test_a_question_that_limits_a_fact_says_nothing_where_it_is_met():
    mapping = {"data_use": [example.Reading("B29", 5, "low to medium", "unknown", "unknown")]}
    medians = {("2018", "B29"): 50}
    assert example.facts_of({"year": "2018", "B29": "40"}, medians, mapping) == {
        "data_use": {"from": "low", "to": "medium"}
    }
    assert example.facts_of({"year": "2018", "B29": "60"}, medians, mapping) == {}


def test_a_question_without_a_median_says_nothing():
    mapping = {"tooling": [example.Reading("B32", 5, *CLEAR)]}
    assert example.facts_of({"year": "2018", "B32": "50"}, {}, mapping) == {}


def test_the_worked_example_of_the_readme():
    row = next(row for row in ROWS if (row["year"], row["org_uid"]) == ("2018", "HMRC"))
    assert (row["B13"], row["B27"]) == ("77", "57")
    facts = example.facts_of(row, example.read_medians(), example.read_mapping())
    assert facts["recognition"] == {"from": "low", "to": "medium"}


# ---------------------------------------------------------------------------------------------- the mapping


def test_the_mapping_names_levels_of_the_vocabulary_only():
    facts = hr.load_rules().facts
    assert {fact: facts[fact].type for fact in example.read_mapping() if fact in facts} == dict.fromkeys(
        example.read_mapping(), "level"
    )


def test_the_mapping_uses_every_question_once():
    used = [row["code"] for row in example.rows_of("mapping.csv")]
    assert sorted(used) == CODES == [row["code"] for row in example.rows_of("questions.csv")]


def test_what_an_answer_says_follows_the_kind_that_its_reason_names():
    kinds = {
        "Says it": CLEAR,
        "Opposite": CLEAR[::-1],
        "Limits it": ("low to medium", "unknown", "unknown"),
        "Leans": ("low to medium", "unknown", "medium to high"),
    }
    for row in example.rows_of("mapping.csv"):
        kind = next(kind for kind in kinds if row["why"].startswith(kind))
        assert (row["below"], row["near"], row["above"]) == kinds[kind], row["code"]


def test_the_readme_shows_the_mapping_as_it_is():
    questions = {row["code"]: row for row in example.rows_of("questions.csv")}
    for row in example.rows_of("mapping.csv"):
        question = questions[row["code"]]
        cells = [row["fact"], row["code"], question["wording"], question["points"]]
        cells += [row["below"], row["near"], row["above"], row["why"]]
        assert f"\n| {' | '.join(cells)} |\n" in README


def test_a_mistake_in_the_mapping_is_named(monkeypatch):
    tables = {
        "questions.csv": [{"code": "B32", "points": "5"}],
        "mapping.csv": [
            {"fact": "tooling", "code": "B32", "below": "low", "near": "medium", "above": "hihg"}
        ],
    }
    monkeypatch.setattr(example, "rows_of", tables.__getitem__)
    with pytest.raises(
        SystemExit, match=r"mapping.csv, line 2: needs a code of questions.csv, and three of low, "
    ):
        example.read_mapping()


# ------------------------------------------------------------------------------------------------- the data


def test_the_files_have_the_rows_that_the_readme_states():
    stated = dict(re.findall(r"^\| `(\w+\.csv)` \| (\d+) \|", README, re.MULTILINE))
    assert {name: len(example.rows_of(name)) for name in stated} == {
        name: int(rows) for name, rows in stated.items()
    }
    assert sorted(stated) == sorted(path.name for path in FOLDER.glob("*.csv"))


def test_the_percentages_add_up_to_the_totals_of_the_readme():
    cells = [(row["year"], int(row[code])) for row in ROWS for code in CODES if row[code]]
    by_year = defaultdict(int)
    for year, cell in cells:
        by_year[year] += cell
    assert f"{len(cells)} percentages that add up to {sum(by_year.values()):,}:" in README
    assert by_year == {"2009": 12_707, "2012": 13_679, "2015": 14_584, "2018": 15_148}
    assert all(f"{total:,}" in README for total in by_year.values())
    assert all(0 <= cell <= 100 for _, cell in cells)


def test_only_what_was_not_asked_is_empty():
    empty = {(row["year"], code) for row in ROWS for code in CODES if not row[code]}
    assert empty == {("2009", "B53"), ("2009", "B54")}


def test_each_department_stands_once_in_each_year():
    keys = [(row["year"], row["org_uid"]) for row in ROWS]
    assert len(set(keys)) == len(keys) == 40
    assert {sum(key[0] == year for key in keys) for year in ("2009", "2012", "2015", "2018")} == {10}


def test_each_question_that_was_asked_has_a_median():
    medians = example.read_medians()
    assert medians.keys() == {(row["year"], code) for row in ROWS for code in CODES if row[code]}
    # Ten departments are not the civil service, yet their median can't lie far from that of all.
    for (year, code), median in medians.items():
        some = statistics.median(int(row[code]) for row in ROWS if row["year"] == year)
        assert abs(some - median) < 15, (year, code)


def test_points_are_half_the_spread_and_at_least_three():
    for row in example.rows_of("questions.csv"):
        assert int(row["points"]) == max(3, int(float(row["spread"]) / 2 + 0.5)), row["code"]


def test_the_licence_and_the_credits_are_given():
    plain = " ".join(README.split())
    assert "Contains public sector information licensed under the [Open Government Licence v3.0]" in plain
    assert "© Matt Kerlogue, [CC BY 4.0]" in plain


# ----------------------------------------------------------------------------------------------- the script


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['org_uid']}-{row['year']}")
def test_the_rules_take_every_department(row):
    facts = example.facts_of(row, example.read_medians(), example.read_mapping())
    diagnosis = hr.diagnose(facts, engine="direct")
    assert diagnosis.archetypes


@pytest.mark.parametrize("lang", ("en", "nl"))
def test_the_script_shows_the_departments_of_the_last_year_and_one_in_full(lang):
    shown = run("--lang", lang)
    assert (shown.returncode, shown.stderr) == (0, "")
    for row in ROWS:
        assert (f"{row['year']}  {row['department']}" in shown.stdout) == (row["year"] == "2018")
    assert "Ministry of Defence, 2018" in shown.stdout
    assert max(len(line) for line in shown.stdout.splitlines()) <= 80


def test_a_part_of_a_name_shows_one_department_in_all_its_years():
    shown = run("--department", "treas")
    assert re.findall(r"^(\d{4})  (\w+)", shown.stdout, re.MULTILINE) == [
        (year, "Treasury") for year in ("2009", "2012", "2015", "2018")
    ]
    assert "HM Treasury, 2018" in shown.stdout


def test_an_earlier_year_of_one_department():
    shown = run("--department", "HEALTH", "--year", "2009")
    assert re.findall(r"^(\d{4})  (\w+)", shown.stdout, re.MULTILINE) == [("2009", "Health")]
    assert "Department of Health, 2009" in shown.stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    (
        (["--department", "Magic"], "'Magic' is no department here; choose from Cabinet Office, Defence, "),
        (["--department", "department for"], "'department for' fits several departments; choose from "),
        (["--department", ""], "'' is no department here; choose from "),
        (["--year", "2010"], "invalid choice: '2010'"),
        (["--lang", "fr"], "invalid choice: 'fr'"),
    ),
)
def test_wrong_use_is_answered_in_one_sentence(arguments, message):
    shown = run(*arguments)
    assert (shown.returncode, shown.stdout) == (2, "")
    assert message in shown.stderr
    assert "Traceback" not in shown.stderr


def test_a_terminal_without_the_signs_is_no_failure():
    shown = run(PYTHONIOENCODING="ascii")
    assert (shown.returncode, shown.stderr) == (0, "")
