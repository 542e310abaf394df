"""YAML is syntax only: what it says is kept as text, and what reaches beyond syntax is refused."""

from __future__ import annotations

import pytest

from husaca_rules.reading import Mapping, Node, Scalar, Sequence, plain, read_text

LOADERS = pytest.mark.parametrize("c_loader", (True, False), ids=["C", "Python"])


def scalar_of(text: str) -> Scalar:
    root, problems = read_text(text, "f.yaml")
    assert problems == []
    assert root is not None
    node = root.entries[0][1]
    assert isinstance(node, Scalar)
    return node


@pytest.mark.parametrize(
    "text", ("no", "on", "yes", "1_000", "0x10", "1.0", "2024-01-01", "01", "1e3", ".inf")
)
def test_a_value_without_quotes_stays_the_text_that_its_author_wrote(text):
    assert text == scalar_of(f"a: {text}\n").raw


@pytest.mark.parametrize("text", ("", "~", "null", "Null", "NULL"))
def test_nothing_and_null_without_quotes_are_no_value(text):
    assert scalar_of(f"a: {text}\n").raw is None


@pytest.mark.parametrize("text", ("''", '""', "'~'", '"null"', "nULL", ">\n  null\n"))
def test_null_in_quotes_or_otherwise_spelt_is_text(text):
    scalar = scalar_of(f"a: {text}\n")
    assert scalar.value == scalar.raw


@pytest.mark.parametrize(
    ("text", "style", "value"),
    (
        ("b c", "plain", "b c"),
        ("'b ''c'''", "single", "b 'c'"),
        ('"b\\tc"', "double", "b\tc"),
        (">-\n  b\n  c\n", "folded", "b c"),
        ("|\n  b\n  c\n", "literal", "b\nc\n"),
    ),
)
def test_a_scalar_knows_how_it_was_written(text, style, value):
    scalar = scalar_of(f"a: {text}\n")
    assert (style, value) == (scalar.style, scalar.value)


def test_a_file_becomes_mappings_lists_and_texts_in_the_order_of_the_file():
    text = "b: {x: 1, y: [2, ~, {z: w}]}\na:\n  - c\n  -\n    - d\n"
    root, problems = read_text(text, "f.yaml")
    assert problems == []
    assert root is not None
    assert plain(root) == {"b": {"x": "1", "y": ["2", None, {"z": "w"}]}, "a": ["c", ["d"]]}
    assert [key.value for key, _ in root.entries] == ["b", "a"]


def test_keys_are_texts_whatever_they_look_like():
    root, _ = read_text("null: a\n1: b\ntrue: c\n", "f.yaml")
    assert root is not None
    assert plain(root) == {"null": "a", "1": "b", "true": "c"}


def test_a_scalar_knows_whether_it_stands_between_braces_or_brackets():
    root, _ = read_text("a: {b: [c]}\nd:\n  - e\n  - {f: g}\nh: i\n", "f.yaml")
    assert root is not None
    found: dict[str, bool] = {}

    def walk(node: Node) -> None:
        if isinstance(node, Scalar):
            found[node.value] = node.in_flow
        elif isinstance(node, Sequence):
            for item in node.items:
                walk(item)
        elif isinstance(node, Mapping):
            for key, value in node.entries:
                walk(key)
                walk(value)

    walk(root)
    assert set("bcfg") == {name for name, in_flow in found.items() if in_flow}


REFUSED = [
    ("a: 1\na: 2\n", [("duplicate-key", 2, 1)]),
    ("a: {b: 1, c: 2, 'b': 3}\n", [("duplicate-key", 1, 17)]),
    ("a: &x 1\n", [("anchor", 1, 4)]),
    ("a: &x {b: 1}\nc: &y [d]\n", [("anchor", 1, 4), ("anchor", 2, 4)]),
    ("a: &x 1\nb: *x\n", [("anchor", 1, 4), ("anchor", 2, 4)]),
    ("a: *\n", [("anchor", 1, 4)]),
    ("a: !!str 1\n", [("tag", 1, 4)]),
    ("a: !x {b: 1}\n", [("tag", 1, 4)]),
    ("a: !<tag:x> 1\n", [("tag", 1, 4)]),
    ("a: !x!y 1\n", [("tag", 1, 4)]),
    ("a: &b !c 1\n", [("anchor", 1, 4), ("tag", 1, 7)]),
    ("a: !!python/object/apply:os.system [x]\n", [("tag", 1, 4)]),
    ("<<: {a: 1}\n", [("merge-key", 1, 1)]),
    ("? [a]\n: 1\n", [("complex-key", 1, 3)]),
    ("{a: b}: 1\nc: 2\n", [("json-syntax", 1, 2)]),
    ("b: 2\n{a: b}: 1\n", [("complex-key", 2, 1)]),
    ("'': 1\n", [("yaml-syntax", 1, 1)]),
    ("a:\tb\n", [("tab", 1, 3)]),
    ("\ta: b\n", [("tab", 1, 1)]),
    ("a: b # c\td\n", [("tab", 1, 9)]),
    ("a: 1\n---\nb: 2\n", [("several-documents", 2, 1)]),
    ("---\n---\na: 1\n", [("several-documents", 2, 1)]),
    ("a: 1\n...\nb: 2\n", [("several-documents", 3, 1)]),
    ("%YAML 1.1\n%FOO\n---\na: 1\n", [("directive", 1, 1)]),
    ("# c\n\n%YAML 1.1\n---\na: 1\n", [("directive", 3, 1)]),
    ("a: 1\n%FOO\n", [("directive", 2, 1)]),
    ("", [("empty-file", 1, 1)]),
    ("\n# only this\n", [("empty-file", 1, 1)]),
    ("---\n", [("empty-file", 1, 1)]),
    ("\ufeff", [("empty-file", 1, 1)]),
    ("- a\n", [("not-a-mapping", 1, 1)]),
    ("~\n", [("not-a-mapping", 1, 1)]),
    ("'a: b'\n", [("not-a-mapping", 1, 1)]),
    ("a: b\x00\n", [("control-character", 1, 5)]),
    ("a: b\u0085c: d\n", [("control-character", 1, 5)]),
    ("a: b\u2028c: d\n", [("control-character", 1, 5)]),
    ("a: \ufeffb\n", [("control-character", 1, 4)]),
    ("a: \ud800\n", [("control-character", 1, 4)]),
    ('a: "\\e[2J"\n', [("control-character", 1, 4)]),
    ('a: "\\ud83d\\ude00"\n', [("control-character", 1, 4)]),
    ("a: " + "[" * 50 + "]" * 50 + "\n", [("too-deep", 1, 53)]),
]


@LOADERS
@pytest.mark.parametrize(("text", "expected"), REFUSED, ids=repr)
def test_what_reaches_beyond_plain_syntax_is_refused_where_it_stands(text, expected, c_loader):
    _, problems = read_text(text, "f.yaml", c_loader=c_loader)
    found = [(p.code, p.place.line, p.place.column) for p in problems if p.place is not None]
    assert expected == found


@LOADERS
def test_all_problems_of_a_file_come_at_once_and_in_order_of_place(c_loader):
    text = "a: 1\na:\t2\nb: &x !!str y\nc:\n  d: 1\n  d: 2\ne: 'open\n"
    root, problems = read_text(text, "f.yaml", c_loader=c_loader)
    assert root is None
    codes = ["duplicate-key", "tab", "anchor", "tag", "duplicate-key", "yaml-syntax"]
    assert codes == [problem.code for problem in problems]
    places = [(p.place.line, p.place.column) for p in problems if p.place is not None]
    assert sorted(places) == places


def test_of_a_key_that_stands_twice_the_first_is_kept_and_the_second_is_told():
    root, problems = read_text("a: 1\nb: 2\na: 3\n", "f.yaml")
    assert root is not None
    assert plain(root) == {"a": "1", "b": "2"}
    assert problems[0].render() == (
        "f.yaml:3:1  duplicate-key\n"
        "`a` stands here a second time; the first is in line 1. Keep one, or rename one.\n"
        "    a: 3\n"
        "    ^\n"
        "See docs/problems.md#duplicate-key"
    )


@pytest.mark.parametrize("text", ("a: &x 1\nb: *x\n", "<<: {a: 1}\n", "? [a]\n: 1\nb: 2\n", "a: 'b\n"))
def test_a_file_that_lacks_what_its_author_wrote_gives_no_nodes(text):
    assert read_text(text, "f.yaml")[0] is None


def test_one_document_may_begin_with_a_line_of_dashes_and_end_with_dots():
    root, problems = read_text("---\na: 1\n...\n", "f.yaml")
    assert problems == []
    assert root is not None
    assert plain(root) == {"a": "1"}


def test_merge_sign_and_depth_are_fine_where_they_are_harmless():
    deep = "a: " + "[" * 49 + "]" * 49 + "\n'<<': 1\n"
    assert read_text(deep, "f.yaml")[1] == []


def test_tabs_are_told_once_with_the_number_of_lines_that_have_them():
    told = [read_text("a:\tb\n" + "c: d\te\n" * more, "f.yaml")[1][0].message for more in (0, 1, 2)]
    assert told == [
        "A tab stands here. Type spaces instead: a tab is not as wide in every program.",
        "A tab stands here, and in 1 more line. Type spaces instead: a tab is not as wide in every program.",
        "A tab stands here, and in 2 more lines. Type spaces instead: a tab is not as wide in every program.",
    ]


def test_bytes_that_are_no_utf8_are_told_with_line_and_column():
    problems = read_text(b"a: 1\r\nb: caf\xe9 x\r\nc: 2\n", "f.yaml")[1]
    assert "\n\n".join(problem.render() for problem in problems) == (
        "f.yaml:2:7  not-utf8\n"
        "This file is not saved as UTF-8 text: the byte 0xe9 here is not part of it. Save it again with the encoding "
        "UTF-8.\n"
        "    b: caf\ufffd x\n"
        "          ^\n"
        "See docs/problems.md#not-utf8"
    )


@pytest.mark.parametrize("encoding", ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "latin-1", "cp1252"))
def test_other_encodings_are_refused(encoding):
    root, problems = read_text("a: é\n".encode(encoding), "f.yaml")
    assert root is None
    assert problems[0].code in ("not-utf8", "control-character")


def test_a_file_of_more_than_five_megabytes_is_not_read():
    root, problems = read_text(b"#" * 5_000_001, "f.yaml")
    assert root is None
    assert [problem.code for problem in problems] == ["too-large"]
    assert [problem.code for problem in read_text(b"#" * 5_000_000, "f.yaml")[1]] == ["empty-file"]


@pytest.mark.parametrize(
    "text", ("a: 1\n" * 300, "a: [" + "!x 1, " * 300 + "]", "{" + '"a": 1, ' * 300 + '"b": NaN}')
)
def test_after_two_hundred_problems_the_others_are_not_told(text):
    root, problems = read_text(text, "f.yaml")
    assert root is None
    assert len(problems) == 201
    assert problems[-1].code == "too-many-problems"
