"""A near name helps; a far guess misleads."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from husaca_rules.errors import nearest

KNOWN = ["micro_management", "talent_turnover", "motivation", "red", "blue", "sales_trend", "low", "hoog"]
NAMES = st.text("abc_", min_size=6, max_size=12)


@pytest.mark.parametrize(
    ("name", "found"),
    (
        ("micro_managment", "micro_management"),  # one too few
        ("micro_managementt", "micro_management"),  # one too many
        ("micro_managenent", "micro_management"),  # one wrong
        ("micro_mangaement", "micro_management"),  # two that changed places
        ("mirco_managment", "micro_management"),  # two slips
        ("talent-turnover", "talent_turnover"),
        ("Talent Turnover", "talent_turnover"),
        ("rde", "red"),
        ("bleu", "blue"),
        ("LOW", "low"),
    ),
)
def test_a_slip_or_two_leads_to_the_name_that_was_meant(name, found):
    assert found == nearest(name, KNOWN)


@pytest.mark.parametrize(
    "name", ("", "x", "rd", "grey", "hgih", "management", "talent", "slaes_rtedn", "mikromanajment")
)
def test_a_name_that_is_not_near_leads_nowhere(name):
    assert nearest(name, KNOWN) is None


def test_of_two_near_names_the_nearer_wins_and_then_the_first_in_the_alphabet():
    assert nearest("abcdeg", ["abcdxy", "abcdef"]) == "abcdef"
    assert nearest("abcdeg", ["abcdey", "abcdex"]) == "abcdex"
    assert nearest("abcdeg", ["abcdex", "abcdey"]) == nearest("abcdeg", ["abcdey", "abcdex"])


def test_a_name_is_no_slip_of_itself():
    assert nearest("red", ["red"]) is None


def test_a_very_long_name_leads_nowhere_and_takes_no_time():
    assert nearest("a" * 1_000_000, ["a" * 999_999] * 10) is None


@given(NAMES, st.integers(0, 11), st.sampled_from("abc"))
def test_one_wrong_character_is_always_found_out(name, at, character):
    at %= len(name)
    slip = name[:at] + character + name[at + 1 :]
    assert (None if slip == name else name) == nearest(slip, [name, "z" * 12])


@given(NAMES, st.lists(NAMES))
def test_a_near_name_is_one_of_the_known(name, known):
    assert nearest(name, known) in {None, *known}
