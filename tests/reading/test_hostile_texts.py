"""Texts made to exhaust a reader are refused or read, in steps that grow with their length and no faster."""

from __future__ import annotations

import sys

import pytest

from husaca_rules.reading import read_text

# Each makes a text of about n characters.
HOSTILE = {
    "brackets": lambda n: "a: " + "[" * n,
    "braces": lambda n: "a: " + "{a: " * (n // 4),
    "dashes": lambda n: "- " * (n // 2),
    "question marks": lambda n: "? " * (n // 2),
    "indentation": lambda n: "".join(" " * i + "a:\n" for i in range(int((2 * n) ** 0.5))),
    "aliases": lambda n: "a: &a [x]\nb: [" + "*a, " * (n // 4) + "]",
    "keys": lambda n: "".join(f"k{i}: 1\n" for i in range(n // 8)),
    "one key again and again": lambda n: "a: 1\n" * (n // 5),
    "one key": lambda n: "a" * n + ": 1",
    "a long text": lambda n: "a: " + "x " * (n // 2),
    "an open quote": lambda n: 'a: "' + "x\n" * (n // 2),
    "quotes": lambda n: "a: " + '"' * n,
    "backslashes": lambda n: 'a: "' + "\\" * n,
    "comments": lambda n: "#\n" * (n // 2),
    "directives": lambda n: "%a\n" * (n // 3),
    "percent signs": lambda n: "a: 1\n" + "%\n" * (n // 2),
    "tabs": lambda n: "a:\tb\n" * (n // 5),
    "documents": lambda n: "---\n" * (n // 4),
    "tags": lambda n: "a: [" + "!x y, " * (n // 6) + "]",
    "colons": lambda n: ":" * n,
    "spaces": lambda n: " " * n,
    "empty lines": lambda n: "\n" * n,
    "headers": lambda n: "a: " + ">" * n,
    "JSON brackets": lambda n: '{"a": ' + "[" * n,
    "JSON quotes": lambda n: '{"a": "' + '\\"' * (n // 2),
    "JSON digits": lambda n: '{"a": ' + "9" * n + "}",
    "JSON keys": lambda n: "{" + '"a": 1, ' * (n // 8) + '"b": 2}',
    "JSON commas": lambda n: "{" + "," * n,
}


@pytest.mark.parametrize("make", HOSTILE.values(), ids=HOSTILE)
def test_ten_times_the_text_takes_no_more_than_about_ten_times_the_steps(make):
    # Calls of functions, in Python and in C: they are the same on every machine, however busy.
    assert calls(make(50_000)) < 1_000 + 12 * calls(make(5_000))


def calls(text: str) -> int:
    """How many functions are called to read a text."""
    count = 0

    def step(_frame, event, _function):
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(step)
    try:
        read_text(text, "f.yaml")
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize("make", HOSTILE.values(), ids=HOSTILE)
def test_a_text_of_a_million_characters_is_read_or_refused(make):
    # Were there a step in C whose time grows with the square of the text, this would have no end.
    mapping, problems = read_text(make(1_000_000), "f.yaml")
    assert mapping is not None or problems


@pytest.mark.parametrize("make", HOSTILE.values(), ids=HOSTILE)
def test_whatever_is_told_can_be_shown_on_a_few_short_lines(make):
    for problem in read_text(make(20_000), "f.yaml")[1]:
        for line in problem.render().split("\n"):
            assert len(line) <= 300
