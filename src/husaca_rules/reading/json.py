"""JSON to the same located nodes as YAML, judged by the standard library and placed by a walk over its tokens."""

from __future__ import annotations

import json
import math
import re
from typing import TYPE_CHECKING, Final

from husaca_rules.errors import Problem, quoted
from husaca_rules.reading import slips
from husaca_rules.reading.characters import unsafe_values
from husaca_rules.reading.nodes import Document, Mapping, Node, Raw, Scalar, Sequence

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["read_json"]

# Strings, brackets, and everything else that is no separator. Possessive, so that no text makes it step back; a string
# without end runs to the end of the text.
_TOKEN: Final = re.compile(r'"(?:[^"\\]++|\\.)*+(?:"|\\?\Z)|[\[\]{}]|[^\s"\[\]{},:]++', re.DOTALL)
_WORDS: Final[dict[str, Raw]] = {"true": True, "false": False, "null": None}
_NO_NUMBERS: Final = frozenset(["NaN", "Infinity", "-Infinity"])
_LONGEST_NUMBER: Final = 400  # digits; a float ends at about 309, and to read a very long number takes long


def read_json(document: Document) -> tuple[Mapping | None, list[Problem]]:
    """Read a document as JSON: its mapping, or None where it has none that can be trusted, and its problems."""
    deep = _too_deep(document)
    if deep is not None:  # the standard library would exhaust Python's stack
        return None, [deep]
    try:
        # The numbers are made in the walk: here a long one would raise, or take its time.
        json.loads(document.text, parse_int=str, parse_float=str, parse_constant=str)
    except json.JSONDecodeError as error:
        return None, [_syntax(document, error)]
    problems: list[Problem] = []
    root = _compose(document, problems)
    return root if isinstance(root, Mapping) else None, problems


def _tokens(text: str) -> Iterator[tuple[str, int]]:
    return ((found[0], found.start()) for found in _TOKEN.finditer(text))


def _too_deep(document: Document) -> Problem | None:
    depth = 0
    for token, at in _tokens(document.text):
        if token in ("{", "["):
            depth += 1
            if depth > slips.DEEPEST:
                return slips.too_deep(document, at)
        elif token in ("}", "]"):
            depth -= 1
    return None


def _compose(document: Document, problems: list[Problem]) -> Node | None:
    """Build the nodes of a text that is known to be JSON, so that brackets match and keys alternate with values.

    Gives None where there are more problems than will be told.
    """
    stack: list[tuple[str, int, list[Node]]] = []
    node: Node | None = None
    for token, at in _tokens(document.text):
        if len(problems) > slips.MOST_PROBLEMS:
            return None
        if token in ("{", "["):
            stack.append((token, at, []))
            continue
        if token == "]":
            _, start, nodes = stack.pop()
            node = Sequence(tuple(nodes), document, start)
        elif token == "}":
            _, start, nodes = stack.pop()
            node = _mapping(nodes, document, start, problems)
        else:
            node = _scalar(token, at, document, problems)
        if stack:
            stack[-1][2].append(node)
    return node


def _mapping(nodes: list[Node], document: Document, start: int, problems: list[Problem]) -> Mapping:
    kept: dict[str, tuple[Scalar, Node]] = {}
    for key, value in zip(nodes[::2], nodes[1::2], strict=True):
        assert isinstance(key, Scalar), "valid JSON has no other keys"
        if key.value not in kept:
            kept[key.value] = (key, value)
        elif len(problems) <= slips.MOST_PROBLEMS:
            problems.append(slips.duplicate_key(key, kept[key.value][0]))
    return Mapping(tuple(kept.values()), document, start)


def _scalar(token: str, at: int, document: Document, problems: list[Problem]) -> Scalar:
    end = at + len(token)
    if token.startswith('"'):
        text = json.loads(token)
        scalar = Scalar(text, "json", text, True, document, at, end)  # noqa: FBT003 - JSON is all braces
        problems += unsafe_values(scalar)
        return scalar
    raw = _WORDS[token] if token in _WORDS else _number(token)
    if raw is None and token != "null":
        problems.append(_not_a_number(document, at, token))
    return Scalar(token, "json", raw, True, document, at, end)  # noqa: FBT003 - JSON is all braces


def _number(token: str) -> int | float | None:
    """Give the number, or None if it is none or lies beyond what can be reckoned with."""
    if token in _NO_NUMBERS or len(token) > _LONGEST_NUMBER:
        return None
    number = float(token)
    if not math.isfinite(number):
        return None
    return int(token) if token.lstrip("-").isdigit() else number


def _not_a_number(document: Document, at: int, token: str) -> Problem:
    if token in _NO_NUMBERS:
        en, nl = (
            f"{quoted(token)} is not a number that can be used in a calculation.",
            f"{quoted(token)} is geen getal.",
        )
    else:
        en = "This number is too large or too long to calculate with."
        nl = "Dit getal is te groot of te lang om mee te rekenen."
    return Problem(
        "not-a-number",
        f"{en} Write an ordinary number, or null if it is not known.",
        document.place(at, len(token)),
        value=token[:100],
        allowed="a finite number, or null",
        message_nl=f"{nl} Schrijf een gewoon getal, of null als het niet bekend is.",
    )


_ADVICE: Final = (
    " This file begins with `{` and is therefore read as JSON; without the outer braces it would be read as YAML.",
    " Dit bestand begint met `{` en wordt daarom als JSON gelezen; zonder de buitenste accolades zou het YAML zijn.",
)

# By the beginning of the standard library's message: our sentence, and whether the file may have been meant as YAML.
_SENTENCES: Final = (
    (
        "Expecting property name",
        "A name between double quotes is expected here.",
        "Hier hoort een naam tussen dubbele aanhalingstekens.",
        True,
    ),
    ("Expecting ':'", "A `:` is expected here.", "Hier hoort een `:`.", True),
    (
        "Expecting ','",
        "A comma or a closing bracket is missing before this.",
        "Hiervoor ontbreekt een komma of een sluithaakje.",
        False,
    ),
    (
        "Expecting value",
        "A value is expected here: a text between double quotes, a number, true, false or null.",
        "Hier hoort een waarde: een tekst tussen dubbele aanhalingstekens, een getal, true, false of null.",
        True,
    ),
    (
        "Unterminated string",
        "The quote that opens here is never closed. Add the closing quote.",
        "Het aanhalingsteken dat hier opent, wordt nergens gesloten. Voeg het sluitteken toe.",
        False,
    ),
    (
        "Open line",
        "The quote that opens here is not closed in its line. Add the closing quote, or write `\\n` for a line end.",
        "Het aanhalingsteken dat hier opent, wordt op deze regel niet gesloten. Voeg het toe; een regeleinde is `\\n`.",
        False,
    ),
    (
        "Invalid control character",
        "A line end, tab or other control character stands inside a text here. Write `\\n` for a line end.",
        "Hier staat een regeleinde, tab of ander stuurteken binnen een tekst. Schrijf `\\n` voor een regeleinde.",
        False,
    ),
    (
        "Invalid \\",
        "This backslash begins no escape that JSON knows. Write `\\\\` for a backslash.",
        "Met deze backslash begint geen code die JSON kent. Schrijf `\\\\` voor een backslash.",
        False,
    ),
    (
        "Extra data",
        "Something follows here after the closing brace of the file.",
        "Hier staat nog iets na de sluitaccolade van het bestand.",
        True,
    ),
    (
        "Illegal trailing comma",
        "After this comma another item is expected. Remove the comma.",
        "Na deze komma hoort nog iets te volgen. Haal de komma weg.",
        False,
    ),
)


def _syntax(document: Document, error: json.JSONDecodeError) -> Problem:
    text, at, told = document.text, error.pos, error.msg
    before = text[:at].rstrip()
    if text[at : at + 1] in ("}", "]") and before.endswith(","):
        at, told = len(before) - 1, "Illegal trailing comma"  # older versions stumble one step further on
    if told.startswith("Invalid control character") and text[at] == "\n":
        at, told = max(start for _, start in _tokens(text[:at])), "Open line"
    elif not text[at:].strip() and not told.startswith("Unterminated"):
        return _unclosed(document)
    other = ("", "This is no JSON.", "Dit is geen JSON.", True)
    _, en, nl, perhaps_yaml = next((row for row in _SENTENCES if told.startswith(row[0])), other)
    if perhaps_yaml:
        en, nl = en + _ADVICE[0], nl + _ADVICE[1]
    return Problem("json-syntax", en, document.place(at), message_nl=nl)


def _unclosed(document: Document) -> Problem:
    """Point to the innermost bracket that is still open where the text ends."""
    opened: list[int] = []
    for token, at in _tokens(document.text):
        if token in ("{", "["):
            opened.append(at)
        elif token in ("}", "]") and opened:
            opened.pop()
    at = opened[-1] if opened else max(len(document.text.rstrip()) - 1, 0)
    sign = quoted(document.text[at : at + 1])
    return Problem(
        "json-syntax",
        f"The {sign} that opens here is never closed.",
        document.place(at),
        message_nl=f"De {sign} die hier opent, wordt nergens gesloten.",
    )
