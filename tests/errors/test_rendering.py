"""A problem reads as place and code, one plain sentence, the line with a caret, and advice."""

from __future__ import annotations

import pytest

from husaca_rules.errors import FactError, Place, Problem, RuleError, UnknownName, in_order, quoted

LINE = "    when: micro_managment is high and reporting_hours >= 6"
UNKNOWN = Problem(
    "unknown-fact",
    "This condition reads `micro_managment`, and the vocabulary has no fact with that name.",
    Place("rules/blue.yaml", 41, 11, LINE, 15),
    name="micro_managment",
    suggestion="micro_management",
    message_nl="Deze voorwaarde leest `micro_managment`, en de woordenlijst kent geen feit met die naam.",
)


def test_a_problem_is_told_in_english():
    assert UNKNOWN.render() == (
        "rules/blue.yaml:41:11  unknown-fact\n"
        "This condition reads `micro_managment`, and the vocabulary has no fact with that name.\n"
        "    when: micro_managment is high and reporting_hours >= 6\n"
        "          ^^^^^^^^^^^^^^^\n"
        "Did you mean `micro_management`?  See docs/problems.md#unknown-fact"
    )


def test_a_problem_is_told_in_dutch():
    assert UNKNOWN.render("nl") == (
        "rules/blue.yaml:41:11  unknown-fact\n"
        "Deze voorwaarde leest `micro_managment`, en de woordenlijst kent geen feit met die naam.\n"
        "    when: micro_managment is high and reporting_hours >= 6\n"
        "          ^^^^^^^^^^^^^^^\n"
        "Bedoelde u `micro_management`?  Zie docs/problems.md#unknown-fact"
    )


def test_a_problem_that_exists_in_english_only_is_told_in_english():
    assert Problem("x", "A sentence.").render("nl") == "x\nA sentence.\nZie docs/problems.md#x"


def test_another_language_is_refused():
    with pytest.raises(UnknownName, match=r"^There is no language named `de`\. Choose from `en`, `nl`\.$"):
        UNKNOWN.render("de")


def test_a_text_without_a_file_is_placed_by_line_and_column():
    problem = Problem("x", "A sentence.", Place("", 3, 5, "abcdefg", 2))
    assert (
        problem.render()
        == "line 3, column 5  x\nA sentence.\n    abcdefg\n        ^^\nSee docs/problems.md#x"
    )
    assert problem.render("nl").startswith("regel 3, kolom 5  x\n")


@pytest.mark.parametrize("column", (1, 2, 30, 60, 100, 250, 399, 400, 401))
def test_a_long_line_is_clipped_around_its_caret(column):
    line = "".join(chr(ord("a") + i % 26) for i in range(400))
    shown, carets = Problem("x", "A sentence.", Place("f", 1, column, line)).render().split("\n")[2:4]
    assert len(shown) <= 102
    assert carets.count("^") == 1
    if column <= 400:
        assert line[column - 1] == shown[carets.index("^")]
    assert (column > 41) == shown.startswith("    …")
    assert (column < 340) == shown.endswith("…")


def test_of_an_extremely_long_line_only_the_part_around_the_caret_is_shown():
    shown, carets = (
        Problem("x", "A sentence.", Place("f", 1, 900_001, "a" * 900_000 + "b" * 900_000))
        .render()
        .split("\n")[2:4]
    )
    assert shown == "    …" + "a" * 40 + "b" * 56 + "…"
    assert carets == "    " + " " * 41 + "^"


def test_carets_stay_within_a_clipped_line():
    shown, carets = Problem("x", "A sentence.", Place("f", 1, 3, "a" * 300, 298)).render().split("\n")[2:4]
    assert shown == "    " + "a" * 96 + "…"
    assert carets == "    " + "  " + "^" * 94


def test_carets_allow_for_wide_and_combining_characters():
    problem = Problem("x", "A sentence.", Place("f", 1, 5, "漢e\u0301 字 b", 1))
    assert problem.render().split("\n")[3][1:] == "       ^^"


def test_a_caret_may_stand_behind_the_last_character():
    assert Problem("x", "S.", Place("f", 1, 3, "a:")).render().split("\n")[2:4] == ["    a:", "      ^"]


def test_a_caret_may_stand_in_the_indent():
    assert Problem("x", "S.", Place("f", 1, 3, "    a: 1")).render().split("\n")[2:4] == [
        "      a: 1",
        "    ^",
    ]


def test_a_place_without_a_line_of_text_has_no_excerpt():
    assert Problem("x", "S.", Place("f", 1, 1, "  ")).render() == "f:1:1  x\nS.\nSee docs/problems.md#x"


def test_nothing_that_a_file_holds_can_steer_a_terminal():
    evil = "\x1b[2J\x00\x9b\u202e\ud800"
    problem = Problem("x", f"S {evil}.", Place(f"f{evil}", 1, 2, f"a{evil}\tb"), suggestion=f"s{evil}")
    shown = problem.render()
    shown.encode()
    assert not set(evil) & set(shown) - set("[2J")
    assert len(shown.split("\n")) == 5


def test_a_quoted_text_stands_on_one_line_and_is_clipped():
    assert [quoted("a\n  b"), quoted(1234567, 5), quoted("`")] == ["`a b`", "`12345…`", '"`"']


@pytest.mark.parametrize("error", (RuleError, FactError))
def test_an_error_holds_all_problems_in_order_of_place_and_shows_them(error):
    late, early = Problem("b", "Late.", Place("f", 2, 1)), Problem("a", "Early.", Place("f", 1, 9))
    nowhere = Problem("c", "Nowhere.", message_nl="Nergens.")
    raised = error([late, early, nowhere])
    assert (nowhere, early, late) == raised.problems == in_order([late, early, nowhere])
    assert str(raised) == (
        "c\nNowhere.\nSee docs/problems.md#c\n\n"
        "f:1:9  a\nEarly.\nSee docs/problems.md#a\n\n"
        "f:2:1  b\nLate.\nSee docs/problems.md#b"
    )
    assert raised.render("nl").startswith("c\nNergens.\nZie docs/problems.md#c\n\n")
