"""A caret must stand under the right character, however the text was written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from husaca_rules.reading import Mapping, Scalar, Sequence, read_text

# No quotes and backslashes, which need escapes; nothing that would end a plain text or make it something else.
WORDS = st.text("abcxyz0189_<>=+*/()%.é😀漢\u00a0\u0301", min_size=1, max_size=8).map(lambda word: f"w{word}")
BLANKS = st.sampled_from([" ", "  ", "\n", "\n\n", " \n", "\n  "])
HEADERS = st.sampled_from(["", "-", "+", "2", "-2", "2+"])
COMMENTS = st.sampled_from(["", " # a comment", "   #"])


@st.composite
def written(draw, style):
    """A text as an author may write it as the value of `when`, between other lines of a file."""
    words = draw(st.lists(WORDS, min_size=1, max_size=8))
    body = words[0]
    for word in words[1:]:
        body += draw(BLANKS) + word
    if style in ("|", ">"):
        header = style + draw(HEADERS) + draw(COMMENTS)
        value = header + "\n" + "\n".join(f"  {line}" for line in body.split("\n"))
    else:
        quote = style if style in ("'", '"') else ""
        space = draw(BLANKS) if quote else ""
        value = quote + space + body.replace("\n", "\n    ") + space.replace("\n", "\n    ") + quote
    before = draw(st.sampled_from(["", "# first\n", "a: 1\n\n", "漢: {b: [c]}\n"]))
    return f"{before}when: {value}\nafter: 1\n"


def value_of(text: str, key: str = "when") -> Scalar:
    root, problems = read_text(text, "f.yaml")
    assert problems == []
    assert isinstance(root, Mapping)
    found = {name.value: node for name, node in root.entries}[key]
    assert isinstance(found, Scalar)
    return found


@pytest.mark.parametrize("style", ("plain", "'", '"', "|", ">"))
@given(data=st.data())
def test_every_character_that_is_no_blank_stands_where_its_place_says(style, data):
    text = data.draw(written(style))
    scalar = value_of(text)
    lines = text.split("\n")
    for offset, character in enumerate(scalar.value):
        place = scalar.at(offset)
        assert lines[place.line - 1] == place.text
        if character not in " \n":
            assert character == place.text[place.column - 1]


@pytest.mark.parametrize("style", ("plain", "'", '"', "|", ">"))
@given(data=st.data())
def test_a_word_is_underlined_as_a_whole(style, data):
    text = data.draw(written(style))
    scalar = value_of(text)
    offset = 0
    for word in scalar.value.replace("\n", " ").split(" "):
        place = scalar.at(offset, max(1, len(word)))
        if word:
            assert word == place.text[place.column - 1 : place.column - 1 + place.width]
        offset += len(word) + 1


@given(st.text(), st.integers(-5, 50), st.integers(-5, 50))
def test_any_offset_into_any_text_has_a_place_inside_the_file(value, offset, width):
    text = '{"a": ' + "".join(f"\\u{unit:04x}" for unit in _utf16(value)).join('""') + "}"
    root, _ = read_text(text, "f.json")
    assert isinstance(root, Mapping)
    scalar = root.entries[0][1]
    assert isinstance(scalar, Scalar)
    place = scalar.at(offset, width)
    assert place.line == 1
    assert 1 <= place.column <= len(text) + 1
    assert 1 <= place.width <= len(text)


def _utf16(value: str) -> list[int]:
    data = value.encode("utf-16-be", "surrogatepass")
    return [int.from_bytes(data[at : at + 2], "big") for at in range(0, len(data), 2)]


def test_a_blank_is_found_between_its_neighbours():
    place = value_of("when: a is   high\n").at(6, 2)
    assert (place.line, place.column) == (1, 13)


def test_the_end_of_a_text_is_the_place_behind_its_last_character():
    scalar = value_of("when: >-\n  a is\n  high\nafter: 1\n")
    place = scalar.at(len(scalar.value))
    assert (place.line, place.column) == (3, 7)


def test_a_stretch_over_two_lines_is_underlined_to_the_end_of_its_first_line():
    scalar = value_of("when: >-\n  a is high\n  and b\n")
    place = scalar.at(5, len("high and"))
    assert (place.line, place.column, place.width) == (2, 8, 4)


def test_places_are_exact_up_to_the_first_escape():
    assert value_of('when: "a is\\n high"\n').at(2).column == 10
    assert value_of("when: 'a ''is'' b'\n").at(0).column == 8


def test_past_an_escape_a_place_stays_inside_its_scalar():
    scalar = value_of('when: "\\u0061\\u0062"\nafter: "bbbbbbbbbbbbbbbb"\n')
    assert scalar.at(1).line == 1
    scalar = value_of("when: ''''''''\nafter: 1\n")
    assert scalar.at(2).line == 1


def test_an_empty_value_stands_behind_its_colon():
    place = value_of("when:   # nothing\nafter: 1\n").place
    assert (place.line, place.column, place.width) == (1, 6, 1)
    assert (value_of("when:\n").at(0).line, value_of("when:\n").at(0).column) == (1, 6)


@pytest.mark.parametrize(
    ("text", "column", "width"),
    (
        ("when: a is high # note\n", 7, 9),
        ("when: a is\n  high\n", 7, 4),
        ("when: 'a is'\n", 7, 6),
        ("when: >-2 # note\n    a\n", 7, 3),
        ("when: |\n  a\n", 7, 1),
        ('{"when": "a"}', 10, 3),
        ('{"when": -12.5}', 10, 5),
        ('{"when": null}', 10, 4),
    ),
)
def test_a_scalar_is_underlined_as_far_as_its_first_line_goes(text, column, width):
    place = value_of(text).place
    assert (column, width) == (place.column, place.width)


def test_a_mapping_is_pointed_at_by_its_first_key_or_brace_and_a_list_by_its_bracket_or_dash():
    root, _ = read_text("# c\na: {b: 1}\nc:\n  - d: [2]\n  - {}\n", "f.yaml")
    assert isinstance(root, Mapping)
    assert (root.place.line, root.place.column, root.place.width) == (2, 1, 1)
    braces, dashes = root.entries[0][1], root.entries[1][1]
    assert isinstance(dashes, Sequence)
    assert (braces.place.line, braces.place.column, braces.place.width) == (2, 4, 1)
    assert (dashes.place.line, dashes.place.column) == (4, 3)
    assert (dashes.items[0].place.line, dashes.items[0].place.column) == (4, 5)
    assert (dashes.items[1].place.line, dashes.items[1].place.column) == (5, 5)


def test_line_ends_of_other_systems_leave_places_as_they_are():
    for end in ("\n", "\r\n", "\r"):
        scalar = value_of(f"# c{end}when: >-{end}  a is{end}  high{end}")
        assert scalar.value == "a is high"
        assert (scalar.at(5).line, scalar.at(5).column, scalar.at(5).text) == (4, 3, "  high")


def test_a_byte_order_mark_is_no_column():
    root, problems = read_text("\ufeffwhen: 1\n".encode(), "f.yaml")
    assert problems == []
    assert root is not None
    assert (root.place.line, root.place.column, root.place.text) == (1, 1, "when: 1")
