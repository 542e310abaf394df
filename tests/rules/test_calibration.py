"""The calibration: its tables stand on the page as reckoned, its data are what their README says, noise stays noise."""

from __future__ import annotations

import random
import re
import statistics
from collections import Counter
from pathlib import Path

import pytest

import husaca_rules as hr
from calibration import calibrate, order, survey, tables
from calibration.organisations import Prior, human_split, organisations, rounded
from calibration.partial import Measure, steps_of
from examples.civil_service import diagnose as example
from tests.laws.depth import DEEP

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "calibration.md").read_text(encoding="utf-8")
RULES = hr.load_rules()
ROWS, MEDIANS, MAPPING = survey.prepared()
BALANCE = [f"{what}_{colour}" for what in ("dominance", "missing") for colour in ("red", "green", "blue")]
BALANCE += ["single_dominance", "dual_dominance", "imbalance"]


# The page.


@pytest.mark.parametrize("name", tables.TABLES)
def test_the_page_has_the_tables_that_the_script_reckons(name: str) -> None:
    if name not in tables.QUICK and not DEEP:
        pytest.skip("takes long; HUSACA_DEPTH=deep reckons it")
    assert calibrate.between(PAGE, name) == tables.TABLES[name](), "`make calibrate` fills the page"


def test_the_script_prints_and_fills_a_table(capsys, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    page = tmp_path / "calibration.md"
    page.write_text("Before.\n<!-- table: known -->\nold\n<!-- end -->\nAfter.\n", encoding="utf-8")
    monkeypatch.setattr(calibrate, "PAGE", page)
    calibrate.main(["known"])
    assert "old" in page.read_text(encoding="utf-8")
    calibrate.main(["known", "--write"])
    text = page.read_text(encoding="utf-8")
    assert calibrate.between(text, "known") == tables.known()
    assert text.startswith("Before.\n<!-- table: known -->\n|")
    assert text.endswith(" |\n<!-- end -->\nAfter.\n")
    assert capsys.readouterr().out.count("known\n\n| ") == 2


# The questionnaire's order.


def test_the_order_is_the_one_that_the_script_finds() -> None:
    if not DEEP:
        found = order.best_order(RULES, 6, 20, seed=1)
        assert found[0] == ("attention_red", "attention_blue", "attention_green")
        assert {fact for step in found for fact in step} <= {*RULES.questionnaires["short"].facts}
        return
    steps = order.best_order(RULES, order.QUESTIONS, order.ORGANISATIONS, seed=1)
    assert tuple(fact for step in steps for fact in step) == RULES.questionnaires["short"].facts


def test_after_twenty_answers_most_lamps_are_decided_and_in_random_order_few() -> None:
    measure, chance = Measure(RULES), random.Random(9)  # noqa: S311 - of organisations, no secret
    wholes = [measure.whole(each) for each in organisations(RULES, 100, seed=9)]
    short = RULES.questionnaires["short"].facts
    steps = steps_of(RULES, short)
    in_order = statistics.mean(measure.decided(whole, short[:20]).lamps for whole in wholes)
    found = []
    for whole in wholes:
        chance.shuffle(steps)
        found.append(measure.decided(whole, [fact for step in steps for fact in step][:20]).lamps)
    assert in_order > 0.5
    assert statistics.mean(found) < 0.35


def test_what_is_measured_from_vectors_is_what_a_diagnosis_says() -> None:
    measure = Measure(RULES)
    for facts in organisations(RULES, 20, seed=4):
        known = list(facts)[::2]
        known = [*known, *(part for split in RULES.vocabulary.splits for part in split.facts)]
        diagnosis = hr.diagnose({fact: facts[fact] for fact in known}, engine="direct")
        shown = [each for each in diagnosis.findings if each.kind is not hr.Kind.HELPER]
        decided = measure.decided(measure.whole(facts), known)
        assert decided.findings == sum(not each.undetermined for each in shown) / len(shown)
        assert decided.lamps == sum(len(score.bands) == 1 for score in diagnosis.scores) / 3
        assert decided.archetype == (diagnosis.archetype is not None)


# Noise.


def test_no_dominance_is_cried_on_the_survey_or_its_shuffled_control() -> None:
    for seen in tables.told().values():
        for finding in BALANCE:
            assert survey.share_of(seen, finding, "holds") == 0


def test_of_shuffled_organisations_with_the_rest_drawn_under_a_tenth_is_out_of_balance() -> None:
    for seed in (1, 2):
        seen = survey.see_completed(RULES, survey.shuffled(ROWS, seed), MEDIANS, MAPPING, seed)
        assert survey.share_of(seen, "imbalance", "holds") < 0.1


def test_areas_of_equal_strength_are_out_of_balance_in_under_a_tenth() -> None:
    prior = Prior(RULES, seed=12, between=1.0)
    drawn = [hr.diagnose(prior.draw(), engine="direct")["imbalance"].holds for _ in range(500)]
    assert sum(drawn) / len(drawn) < 0.1


def test_somebody_to_whom_all_is_alike_gets_dominance_in_under_a_tenth_if_good_to_eight_points() -> None:
    drawn = [tables._dominant(tuple(each)) for each in tables._misjudged((1, 1, 1), 8)]
    assert sum(map(bool, drawn)) / len(drawn) < 0.1


# The data.


def test_the_data_are_what_their_readme_says() -> None:
    readme = (survey.DATA.parent / "README.md").read_text(encoding="utf-8")
    codes = survey.codes_of(ROWS)
    cells = [row[code] for row in ROWS for code in codes]
    assert f"{len(ROWS)} rows" in readme
    assert f"{len(codes)} questions" in readme
    assert (
        f"add up to {sum(int(cell) for cell in cells if cell):,}; {cells.count('')} cells are empty" in readme
    )
    organisations_ = Counter(row["org_uid"] for row in ROWS)
    everywhere = sum(count == 10 for count in organisations_.values())
    assert f"{len(organisations_)} ids, {everywhere} of them in" in readme
    assert all(0 <= int(cell) <= 100 for cell in cells if cell)
    assert re.findall(r"Open Government Licence v3.0|CC BY 4.0", readme) == [
        "Open Government Licence v3.0",
        "CC BY 4.0",
    ]


def test_the_data_agree_with_those_of_the_example() -> None:
    ours = {(row["year"], row["org_uid"]): row for row in ROWS}
    for row in example.rows_of("departments.csv"):
        for code in survey.codes_of(ROWS):
            assert ours[row["year"], row["org_uid"]][code] == row[code]
    theirs = example.read_medians()
    assert {key: MEDIANS[key] for key in theirs} == theirs


def test_the_control_keeps_the_answers_to_each_question_of_each_year() -> None:
    control = survey.shuffled(ROWS, 3)
    assert control != ROWS
    assert [row["org_uid"] for row in control] == [row["org_uid"] for row in ROWS]
    for code in survey.codes_of(ROWS):
        assert Counter((row["year"], row[code]) for row in control) == Counter(
            (row["year"], row[code]) for row in ROWS
        )


# What is drawn.


def test_a_drawn_organisation_leaves_nothing_open_and_the_same_seed_draws_it_again() -> None:
    first, again, other = (list(organisations(RULES, 5, seed)) for seed in (1, 1, 2))
    assert first == again != other
    for facts in first:
        assert hr.diagnose(facts, engine="direct").open_facts == ()


def test_what_is_drawn_for_a_department_is_kept_over_the_years() -> None:
    rows = [row for row in ROWS if row["org_uid"] == "ACAS"]
    told = survey.see(RULES, rows, MEDIANS, MAPPING)
    whole = survey.see_completed(RULES, rows, MEDIANS, MAPPING, seed=1)
    for part, all_ in zip(told, whole, strict=True):
        for finding, state in part.states.items():
            assert state in ("undetermined", all_.states[finding])
        assert all_.archetype in part.possible
    untouched = ("talent_turnover_high", "deep_hierarchy", "no_owner", "dual_dominance")
    assert all(len({each.states[finding] for each in whole}) == 1 for finding in untouched)


@pytest.mark.parametrize("evenness", (0.2, 1, 4, 50))
def test_a_division_is_in_steps_of_five_and_adds_up(evenness: float) -> None:
    chance = random.Random(1)  # noqa: S311 - the same
    for _ in range(200):
        split = human_split(chance, 3, evenness)
        assert sum(split) == 100
        assert all(part >= 0 and part % 5 == 0 for part in split)
    assert rounded([1 / 3, 1 / 3, 1 / 3]) == [35, 35, 30]
    assert human_split(chance, 2, evenness, total=7)[0] <= 7
