"""Texts made to exhaust a reader are refused or read, in a time that grows with their length and no faster."""

from __future__ import annotations

import time

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
def test_ten_times_the_text_takes_not_much_more_than_ten_times_as_long(make):
    def seconds(text: str) -> float:
        begin = time.process_time()
        read_text(text, "f.yaml")
        return time.process_time() - begin

    short, long = make(10_000), make(100_000)
    taken = min(seconds(short) for _ in range(2))
    # A text that is read in no time at all says nothing about growth; the first term also forgives a busy machine.
    assert seconds(long) < 0.5 + 40 * taken


@pytest.mark.parametrize("make", HOSTILE.values(), ids=HOSTILE)
def test_whatever_is_told_can_be_shown_on_a_few_short_lines(make):
    for problem in read_text(make(20_000), "f.yaml")[1]:
        for line in problem.render().split("\n"):
            assert len(line) <= 300
