"""A file reads the same with PyYAML's C parser and without it: the same nodes, places and problems."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from husaca_rules.reading import Node, Scalar, Sequence, read_text

FILE = """\
facts:
  talent_turnover:
    type: number   # comment
    title: {en: "Turnover of sales people", nl: 'Verloop ''onder'' verkopers'}
    range: [0, 1]
    bands: {low: 0, medium: 0.05}
findings:
  x:
    when: >-
      a is high and b
      >= 3
    because: |
      foo
       bar

      baz
    cases:
      - {given: {t: 0.31}, expect: holds}
      - given: {}
        expect: undetermined
    plain: multi
      line text
    n: ~
last: "a \\n b"
"""
PIECES = [
    *[
        "? ",
        "?",
        ":",
        ": ",
        "- ",
        "-",
        "#",
        " #",
        "\n",
        " ",
        "  ",
        "'",
        '"',
        "{",
        "}",
        "[",
        "]",
        ",",
        "|",
        ">",
        "|2",
    ],
    *[
        "|-\n",
        ">+\n",
        "&a",
        "*a",
        "!",
        "!!str ",
        "!<x> ",
        "%",
        "@",
        "`",
        "---",
        "...",
        "\n--- ",
        "\n---\n",
        "\n...\n",
    ],
    *[
        "\\",
        "\\n",
        "\\x41",
        "~",
        "<<: ",
        "a",
        "key: v\n",
        "\n\n",
        "\n  ",
        "\n    ",
        "\u00a0",
        "é",
        "😀",
        "0",
        ":x",
    ],
    *[
        "a:b",
        "? a\n: b\n",
        "- - ",
        "!e!x",
        "#c\n",
        ", ",
        "[]",
        "{}",
        "''",
        '"a":b',
        "{a:",
        "[?",
        "[a,?b]",
        "{a: }",
    ],
    *["|9\n", ">0\n", ">#", "%YAML 1.1\n", "%TAG ! x\n", "\t", "\x85", "\ufeff", '"\\U00110000"'],
]


@st.composite
def mutated(draw):
    text = draw(st.sampled_from([FILE, "k: 1\nz: 1\n", "- a\n- b\n", ""]))
    for _ in range(draw(st.integers(1, 8))):
        at = draw(st.integers(0, len(text)))
        cut = draw(st.integers(0, 3))
        text = text[:at] + draw(st.sampled_from(["", *PIECES])) + text[at + cut :]
    return text


def seen(text: str, *, c_loader: bool) -> object:
    root, problems = read_text(text, "f.yaml", c_loader=c_loader)

    def shown(node: Node) -> object:
        if isinstance(node, Scalar):
            return (
                node.value,
                node.style,
                node.raw,
                node.in_flow,
                node.place,
                node.at(1),
                node.at(len(node.value)),
            )
        if isinstance(node, Sequence):
            return ([shown(item) for item in node.items], node.place)
        return ([(shown(key), shown(value)) for key, value in node.entries], node.place)

    return (None if root is None else shown(root), problems)


@example("a: {ask: what?}\n")  # only the C parser reads a question mark in a text between braces
@example("a: |#c\n  b\n")  # only the C parser reads a comment glued to a header
@example("a: {b: }\n")  # the two place what is left out differently
@example("!a:b!!str ")  # the two divide such a tag differently
@given(mutated())
def test_nodes_places_and_problems_are_the_same(text):
    assert seen(text, c_loader=False) == seen(text, c_loader=True)


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_scraps_of_yaml_are_judged_the_same(text):
    assert seen(text, c_loader=False) == seen(text, c_loader=True)


@given(st.binary() | st.text())
def test_no_text_whatever_raises(data):
    root, problems = read_text(data, "f.yaml")
    assert root is not None or problems


@pytest.mark.parametrize("c_loader", (None, True, False))
def test_an_ordinary_file_reads_without_complaint(c_loader):
    root, problems = read_text(FILE, "f.yaml", c_loader=c_loader)
    assert problems == []
    assert root is not None
    assert [key.value for key, _ in root.entries] == ["facts", "findings", "last"]
