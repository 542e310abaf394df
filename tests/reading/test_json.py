"""Text that begins with a brace is JSON: typed values, strict syntax, and the same nodes and places as YAML."""

from __future__ import annotations

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from husaca_rules.reading import Mapping, Scalar, plain, read_text

TEXTS = st.text(
    st.characters(
        codec="utf-8", exclude_categories=["Cc"], exclude_characters="\u2028\u2029\ufeff\ufffe\uffff"
    )
)
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**30), 10**30)
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(TEXTS, VALUES), st.booleans(), st.sampled_from([None, 1]))
def test_valid_json_reads_as_the_standard_library_reads_it(value, ascii_only, indent):
    text = json.dumps(value, ensure_ascii=ascii_only, indent=indent)
    root, problems = read_text(text, "f.json")
    assert problems == []
    assert root is not None
    assert repr(value) == repr(plain(root))


@pytest.mark.parametrize(
    ("text", "value"),
    (
        ("true", True),
        ("false", False),
        ("null", None),
        ("12", 12),
        ("-0.5", -0.5),
        ("1e3", 1000.0),
        ('"no"', "no"),
    ),
)
def test_a_json_value_keeps_its_type(text, value):
    root, _ = read_text(f'\n {{"a": {text}}}', "f.json")
    assert root is not None
    scalar = root.entries[0][1]
    assert isinstance(scalar, Scalar)
    assert (value, type(value), "json") == (scalar.raw, type(scalar.raw), scalar.style)
    assert (scalar.place.line, scalar.place.column) == (2, 8)


def test_a_character_in_a_json_text_has_its_place():
    root, _ = read_text('{\n  "when": "a is high"\n}', "f.json")
    assert root is not None
    scalar = root.entries[0][1]
    assert isinstance(scalar, Scalar)
    place = scalar.at(5, 4)
    assert (place.line, place.column, place.width) == (2, 17, 4)


YAML_ADVICE = " This file begins with `{` and is therefore read as JSON; without the outer braces it would be read as YAML."
FAULTS = [
    ("{a: b}", "json-syntax", 2, "A name between double quotes is expected here." + YAML_ADVICE),
    (
        '{"a": b}',
        "json-syntax",
        7,
        "A value is expected here: a text between double quotes, a number, true, false or null."
        + YAML_ADVICE,
    ),
    ('{"a" 1}', "json-syntax", 6, "A `:` is expected here." + YAML_ADVICE),
    (
        '{"a": 1} x',
        "json-syntax",
        10,
        "Something follows here after the closing brace of the file." + YAML_ADVICE,
    ),
    ('{"a": 1,}', "json-syntax", 8, "After this comma another item is expected. Remove the comma."),
    ('{"a": [1, ]}', "json-syntax", 9, "After this comma another item is expected. Remove the comma."),
    ('{"a": 1 "b": 2}', "json-syntax", 9, "A comma or a closing bracket is missing before this."),
    ('{"a": "x', "json-syntax", 7, "The quote that opens here is never closed. Add the closing quote."),
    ('{"a": [1, 2', "json-syntax", 7, "The `[` that opens here is never closed."),
    ('{"a": {"b": 1}', "json-syntax", 1, "The `{` that opens here is never closed."),
    (
        '{"a": "x\ty"}',
        "json-syntax",
        9,
        "A line end, tab or other control character stands inside a text here. Write `\\n` for a line end.",
    ),
    (
        '{"a": "\\q"}',
        "json-syntax",
        8,
        "This backslash begins no escape that JSON knows. Write `\\\\` for a backslash.",
    ),
    (
        '{"a": NaN}',
        "not-a-number",
        7,
        "`NaN` is not a number that can be used in a calculation. Write an ordinary number, or null if it is not known.",
    ),
    (
        '{"a": -Infinity}',
        "not-a-number",
        7,
        "`-Infinity` is not a number that can be used in a calculation. Write an ordinary number, or null if it is not known.",
    ),
    (
        '{"a": 1e999}',
        "not-a-number",
        7,
        "This number is too large or too long to calculate with. Write an ordinary number, or null if it is not known.",
    ),
    (
        '{"a": ' + "9" * 5_000 + "}",
        "not-a-number",
        7,
        "This number is too large or too long to calculate with. Write an ordinary number, or null if it is not known.",
    ),
    (
        '{"a": 1, "a": 2}',
        "duplicate-key",
        10,
        "`a` stands here a second time; the first is earlier in this line. Keep one, or rename one.",
    ),
    (
        '{"a": "\\u001b[2J"}',
        "control-character",
        7,
        "An escape in this text stands for the invisible character U+001B. Leave it out.",
    ),
    (
        '{"a": "\\ud800"}',
        "control-character",
        7,
        "An escape in this text stands for the invisible character U+D800. Leave it out.",
    ),
    (
        '{"a": ' + "[" * 50 + "]" * 50 + "}",
        "too-deep",
        56,
        (
            "Here lists and groups stand inside each other more than 50 deep. A rule or facts file is much flatter: look for "
            "an extra bracket."
        ),
    ),
]


@pytest.mark.parametrize(
    ("text", "code", "column", "sentence"), FAULTS, ids=[fault[0][:20] for fault in FAULTS]
)
def test_a_fault_in_json_is_told_at_its_place(text, code, column, sentence):
    _, problems = read_text(text, "f.json")
    found = [(p.code, p.place.column, p.message) for p in problems if p.place is not None]
    assert [(code, column, sentence)] == found
    assert problems[0].message_nl


def test_all_faults_that_leave_the_syntax_whole_come_at_once():
    root, problems = read_text('{"a": NaN,\n "b": {"c": 1, "c": 2},\n "a": 1}', "f.json")
    assert [problem.code for problem in problems] == ["not-a-number", "duplicate-key", "duplicate-key"]
    assert root is not None
    assert plain(root) == {"a": None, "b": {"c": 1}}


def test_a_number_with_as_many_digits_as_a_float_can_hold_is_read():
    root, problems = read_text('{"a": ' + "9" * 300 + "}", "f.json")
    assert problems == []
    assert isinstance(root, Mapping)
    assert {"a": int("9" * 300)} == plain(root)
    assert math.isfinite(float("9" * 300))
