"""A slip in YAML is told in an author's terms, at the place to mend, in both languages and by both parsers alike."""

from __future__ import annotations

import pytest

from husaca_rules.reading import read_text

SECOND_COLON = "A `: ` stands inside a text here. Put the whole text in quotes."
INDENTATION = "The indentation of this line fits nothing above it. Give it the indentation of the line that it stands beside."
FOLLOWS = "Something follows here after the end of a value. Put the whole text in quotes, or remove what is too much."
NO_COLON = (
    "A `name: value` pair is expected here, and no `: ` was found. If this line continues the text above, indent it "
    "further than the name of that text."
)
OPEN_QUOTE = "The quote that opens here is never closed. Add the closing quote."
COMMA = "A comma or a closing bracket is missing before this."
HARD_SPACE = (
    "What follows this `:` is a no-break space, which looks like a space and is none. Type a space instead."
)
NO_BREAK_SPACE = " This line holds a no-break space, which looks like a space and is none."


def belongs(name: str) -> str:
    return (
        f"`{name}` is indented as if it belonged to the value above, which is complete. Give it the indentation of the "
        "name that it stands beside."
    )


def no_start(sign: str) -> str:
    return f"A text cannot begin with {sign}. Put the text in quotes."


def never_closed(sign: str) -> str:
    return f"The `{sign}` that opens here is never closed."


def stray(sign: str) -> str:
    return f"`{sign}` is not expected here. Remove it, or put the text that it belongs to in quotes."


def next_line(sign: str) -> str:
    return f"After `{sign}` the text begins on the next line. If the sign is part of the text, put the text in quotes."


def no_escape(code: str) -> str:
    return f"`{code}` stands for nothing between double quotes here. Write `\\\\` for a backslash, or use single quotes."


# text, line, column, width, sentence
SLIPS = [
    ("a: b: c", 1, 5, 1, SECOND_COLON),
    ("a:\n  b: c d: e", 2, 9, 1, SECOND_COLON),
    ("- a: b: c", 1, 7, 1, SECOND_COLON),
    ("a: {b: 1, c: d: e}", 1, 15, 1, SECOND_COLON),
    ("a: [x y: z: w]", 1, 11, 1, SECOND_COLON),
    ("a: 'b': c", 1, 7, 1, SECOND_COLON),
    ("a: 1\n  b: 2", 2, 3, 1, belongs("b")),
    ("a: 1\n title: 2\nc: 3", 2, 2, 5, belongs("title")),
    ("a:\n  b: 1\n c: 2", 3, 2, 1, INDENTATION),
    ("a:\n  - 1\n - 2", 3, 2, 1, INDENTATION),
    (" a: 1\nb: 2", 2, 1, 1, INDENTATION),
    ("- a\nb: 1", 2, 1, 1, INDENTATION),
    ("a: 1\n- b", 2, 1, 1, INDENTATION),
    ('a: "x" y', 1, 8, 1, FOLLOWS),
    ("a: 'it's'", 1, 8, 2, FOLLOWS),
    ("a: [x, y]]", 1, 10, 1, FOLLOWS),
    ("title:foo", 1, 6, 1, "A space is missing after this `:`."),
    ("a: 1\ntitle:foo\nb: 2", 2, 6, 1, "A space is missing after this `:`."),
    ("title\nb: 1", 1, 1, 5, NO_COLON),
    ("a: 1\nfoo bar \nb: 2", 2, 1, 7, NO_COLON),
    ("a: 1\nb:\u00a0c\nd: e", 2, 2, 1, HARD_SPACE),
    ("b:\u00a0c", 1, 2, 1, HARD_SPACE),
    ("a: 1\nb\u00a0c\nd: e", 2, 1, 3, NO_COLON + NO_BREAK_SPACE),
    (": b", 1, 1, 1, "A name is missing before this `:`."),
    ('a: "x', 1, 4, 1, OPEN_QUOTE),
    ("a: 'x\nb: 1\n", 1, 4, 1, OPEN_QUOTE),
    ('a: "x\n---\ny"', 1, 4, 1, OPEN_QUOTE),
    ("a: [1, 2\nb: 3", 1, 4, 1, never_closed("[")),
    ("a: {b: 1\nc: 3", 1, 4, 1, never_closed("{")),
    ("a: {b: [1, 2", 1, 8, 1, never_closed("[")),
    ("a: [1,\n\n\n", 1, 4, 1, never_closed("[")),
    ("a: [", 1, 4, 1, never_closed("[")),
    ('a: {"x" y}', 1, 9, 1, COMMA),
    ('a: [a, "b" "c"]', 1, 12, 1, COMMA),
    ("a: {ask: what?, x: y}", 1, 14, 1, "Between brackets or braces a text with `?` must be in quotes."),
    ("a: [,b]", 1, 5, 1, stray(",")),
    ("a: [b}", 1, 6, 1, stray("}")),
    ("a: ]", 1, 4, 1, stray("]")),
    ("a: , b", 1, 4, 1, stray(",")),
    ("a: 1\n}", 2, 1, 1, stray("}")),
    ("a: >= 20", 1, 4, 5, next_line(">")),
    ("a: | b", 1, 4, 3, next_line("|")),
    ("a: >0\n  b", 1, 4, 2, next_line(">")),
    ("a: >-#c\n  b", 1, 4, 4, next_line(">")),
    ("a: @x", 1, 4, 1, no_start("`@`")),
    ("a: %x", 1, 4, 1, no_start("`%`")),
    ("a: `x`", 1, 4, 1, no_start('"`"')),
    ("a: ? b", 1, 4, 1, no_start("`? `")),
    (
        "a: - b",
        1,
        4,
        1,
        "A list cannot begin in the middle of a line. Put each `- ` on a line of its own, or write [one, two].",
    ),
    (r'a: "C:\qux"', 1, 7, 2, no_escape(r"\q")),
    (r'a: "\xzz"', 1, 5, 2, no_escape(r"\x")),
    (r'a: "\U00110000"', 1, 5, 2, no_escape(r"\U")),
]


@pytest.mark.parametrize("c_loader", (True, False), ids=["C", "Python"])
@pytest.mark.parametrize(("text", "line", "column", "width", "sentence"), SLIPS, ids=repr)
def test_a_slip_is_told_in_one_sentence_at_the_place_to_mend(text, line, column, width, sentence, c_loader):
    root, problems = read_text(text, "f.yaml", c_loader=c_loader)
    assert root is None
    assert [(sentence, "yaml-syntax")] == [(problem.message, problem.code) for problem in problems]
    place = problems[0].place
    assert place is not None
    assert (line, column, width) == (place.line, place.column, place.width)


@pytest.mark.parametrize("text", [slip[0] for slip in SLIPS], ids=repr)
def test_each_slip_is_told_in_dutch_too(text):
    problem = read_text(text, "f.yaml")[1][0]
    assert problem.message_nl
    assert problem.message_nl != problem.message


def test_a_slip_is_shown_with_its_line_and_a_caret():
    problem = read_text("findings:\n  x:\n    because: {en: Why: because}\n", "blue.yaml")[1][0]
    assert problem.render() == (
        "blue.yaml:3:22  yaml-syntax\n"
        "A `: ` stands inside a text here. Put the whole text in quotes.\n"
        "    because: {en: Why: because}\n"
        "                     ^\n"
        "See docs/problems.md#yaml-syntax"
    )
    assert problem.render("nl") == (
        "blue.yaml:3:22  yaml-syntax\n"
        "Hier staat een `: ` binnen een tekst. Zet de hele tekst tussen aanhalingstekens.\n"
        "    because: {en: Why: because}\n"
        "                     ^\n"
        "Zie docs/problems.md#yaml-syntax"
    )
