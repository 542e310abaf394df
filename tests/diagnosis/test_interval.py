"""Reading what is known of a number."""

from __future__ import annotations

from math import inf

import pytest

import husaca_rules as hr


def test_a_given_a_derived_and_a_left_over_number_can_be_read():
    sales = {
        "opportunities": 40,
        "win_rate": "25%",
        "deal_value": {"from": 1000, "to": 2000},
        "cycle_days": 50,
    }
    diagnosis = hr.diagnose({**sales, "attention_red": 20, "attention_blue": 50})
    assert diagnosis.interval("win_rate") == hr.Interval(0.25, 0.25)
    assert diagnosis.interval("sales_velocity") == hr.Interval(200, 400)
    assert diagnosis.interval("attention_green") == hr.Interval(30, 30)
    assert "sales_velocity" not in diagnosis.facts


def test_what_is_not_known_is_the_whole_range():
    assert hr.diagnose({}).interval("talent_turnover") == hr.Interval(0, 1)
    assert hr.diagnose({}).interval("sales_velocity").high == inf


@pytest.mark.parametrize("name", ("micro_management", "remedies_planned", "blue", "turnover_risk", "nothing"))
def test_only_numbers_have_an_interval(name):
    with pytest.raises(hr.UnknownName, match="There is no fact of type number"):
        hr.diagnose({}).interval(name)


def test_a_name_that_is_near_is_suggested():
    with pytest.raises(hr.UnknownName, match=r"Did you mean `talent_turnover`\?"):
        hr.diagnose({}).interval("talent_turnovr")


def test_a_diagnosis_without_rules_has_none():
    with pytest.raises(hr.HusacaError, match="restored without its rules"):
        hr.Diagnosis.from_dict(hr.diagnose({}).to_dict()).interval("win_rate")
