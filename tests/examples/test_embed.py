"""The example of a diagnosis inside another tool."""

from __future__ import annotations

import json
import runpy

import pytest

import husaca_rules as hr
from examples import embed

ANSWERS = {"micro_management": "high", "recognition": "low", "talent_turnover": "31%"}


def test_causes_what_they_explain_and_what_to_ask_next():
    rules, shown = hr.load_rules(), embed.advice_on(ANSWERS)
    causes = {each["cause"]: each for each in shown["causes"]}
    habit = rules.findings["micro_management_habit"].title["en"]
    assert list(causes) == [habit, rules.findings["recognition_deficit"].title["en"]]
    assert rules.findings["talent_turnover_high"].title["en"] in causes[habit]["explains"]
    assert causes[habit]["advice"] == rules.findings["micro_management_habit"].advice["en"]
    asked = {fact.ask["en"]: id_ for id_, fact in rules.facts.items()}
    assert len(shown["ask_next"]) == 3
    assert not {asked[question] for question in shown["ask_next"]} & ANSWERS.keys()


def test_in_dutch():
    shown = embed.advice_on(ANSWERS, "nl", questions=1)
    assert shown["causes"][0]["cause"] == hr.load_rules().findings["micro_management_habit"].title["nl"]
    assert len(shown["ask_next"]) == 1


def test_no_answers_are_no_failure():
    shown = embed.advice_on({})
    assert (shown["causes"], shown["unexplained"]) == ([], [])
    assert shown["ask_next"]


def test_a_complaint_without_a_cause_is_shown_as_such():
    title = hr.load_rules().findings["talent_turnover_high"].title["en"]
    assert embed.advice_on({"talent_turnover": 0.31})["unexplained"] == [title]


def test_all_of_it_is_json_and_comes_back():
    stored = json.loads(json.dumps(embed.advice_on(ANSWERS), allow_nan=False))
    assert hr.Diagnosis.from_dict(stored["diagnosis"]) == hr.diagnose(ANSWERS)


@pytest.mark.parametrize(("lang", "words"), (("en", " no fact "), ("nl", " geen feit ")))
def test_problems_stand_beside_their_fields(lang, words):
    with pytest.raises(hr.FactError) as raised:
        embed.advice_on({"micro_managment": "high", "talent_turnover": 31})
    fields = embed.problems_of(raised.value, lang)
    assert list(fields) == ["micro_managment", "talent_turnover"]
    assert fields["micro_managment"][0].count(words) == 1


def test_it_runs_as_a_script(capsys):
    runpy.run_path(embed.__file__, run_name="__main__")
    shown = capsys.readouterr().out
    assert '"causes"' in shown
    assert "<Diagnosis husaca: " in shown
    assert '"micro_managment"' in shown
