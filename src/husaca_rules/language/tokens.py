"""The first look at a condition's text: is it made of what conditions are made of?

Python's own parser accepts far more than the language has, and some of it silently (`0x10`, `1_000`, a trailing
comment). So the text is first cut into names, plain numbers and operators, and whatever else people write first
(`20%`, `x = high`, `&&`) gets its own advice. After this the parser only ever sees harmless text.
"""

from __future__ import annotations

import ast
import keyword
import re
from collections.abc import Iterator
from typing import NoReturn

from attrs import field, frozen

LONGEST = 2_000
DEEPEST = 50

_TOKEN = re.compile(
    r"(?P<space>\s+)"
    r"|(?P<number>\d+(?:\.\d+)?(?![\w.]))"
    r"|(?P<name>[a-z][a-z0-9_]*(?!\w))"
    r"|(?P<operator><=|>=|==|!=|[-<>+*/(),])",
    re.ASCII,
)
_WORD = re.compile(r"[\w.]+")
_WORDS = {"and", "or", "not", "in", "is"}
_SIGNS = {
    "&&": "Write `and` instead of `&&`.",
    "||": "Write `or` instead of `||`.",
    "&": "Write `and` instead of `&`.",
    "|": "Write `or` instead of `|`.",
    "!": "Write `not` instead of `!`.",
    "<>": "Write `!=` instead of `<>`.",
    "≥": "Write `>=` instead of `≥`.",
    "≤": "Write `<=` instead of `≤`.",
    "≠": "Write `!=` instead of `≠`.",
    "=>": "Write `>=` instead of `=>`.",
    "=<": "Write `<=` instead of `=<`.",
    "\u2013": "Write a plain minus sign, `-`.",
    "\u2212": "Write a plain minus sign, `-`.",
}


@frozen
class Fault:
    """Something wrong in a text, at an offset of its value."""

    code: str
    message: str
    offset: int
    width: int = 1
    suggestion: str | None = None
    name: str | None = None


class Refusal(Exception):
    """Raised to give up one leaf of a text; what is wrong with it is already noted."""


@frozen
class Notes:
    """The faults found so far in one text, and its source, for a reader of its syntax tree."""

    text: str
    faults: list[Fault] = field(factory=list)

    def source(self, node: ast.expr) -> str:
        """What the author wrote for a node, on one line."""
        start, end = _extent(node)
        return " ".join(self.text[start:end].split())

    def note(
        self, code: str, message: str, node: ast.expr, suggestion: str | None = None, name: str | None = None
    ) -> None:
        """Add a fault at a node."""
        start, end = _extent(node)
        self.faults.append(Fault(code, message, start, end - start, suggestion, name))

    def fail(
        self, code: str, message: str, node: ast.expr, suggestion: str | None = None, name: str | None = None
    ) -> NoReturn:
        """Add a fault at a node, and give up the leaf that it is in."""
        self.note(code, message, node, suggestion, name)
        raise Refusal


def _extent(node: ast.expr) -> tuple[int, int]:
    # The parser saw the text in brackets of its own, hence one less.
    return node.col_offset - 1, (node.end_col_offset or node.col_offset) - 1


@frozen
class Token:
    """A name, number or operator, at its offset."""

    kind: str
    text: str
    offset: int


def faults_of(text: str, *, in_flow: bool = False) -> list[Fault]:
    """What keeps a text from being a condition or formula before its meaning is looked at; empty when nothing does.

    `in_flow` says that the text stood unquoted inside `{ }` or `[ ]`, where YAML ends it at the first comma.
    """
    if not text.strip():
        return [Fault("empty-condition", "There is nothing to decide here: this condition is empty.", 0)]
    if len(text) > LONGEST:
        message = f"This text has {len(text)} characters, and {LONGEST} is the most. Name a part of it as a helper finding."
        return [Fault("condition-too-long", message, 0)]
    tokens, faults = _tokens(text)
    return faults or list(_brackets(tokens, in_flow)) or list(_depth(tokens))


def _tokens(text: str) -> tuple[list[Token], list[Fault]]:
    tokens: list[Token] = []
    faults: list[Fault] = []
    offset = 0
    while offset < len(text):
        if match := _TOKEN.match(text, offset):
            kind = str(match.lastgroup)
            if kind == "name" and keyword.iskeyword(match[0]) and match[0] not in _WORDS:
                faults.append(
                    Fault("not-in-grammar", f"`{match[0]}` has no meaning in a condition.", offset, len(match[0]))
                )
            elif kind != "space":
                tokens.append(Token(kind, match[0], offset))
            offset = match.end()
        else:
            fault = _stray(text, offset, tokens)
            faults.append(fault)
            offset += fault.width
    return tokens, faults


def _stray(text: str, offset: int, before: list[Token]) -> Fault:
    """Advice for a piece of text that is no token."""
    rest = text[offset:]
    for sign in sorted(_SIGNS, key=len, reverse=True):
        if rest.startswith(sign):
            return Fault("foreign-operator", _SIGNS[sign], offset, len(sign))
    last = before[-1] if before else None
    if rest[0] == "=" and last is not None:
        message = f"A single `=` compares nothing. Write `{last.text} is …` for a label, `{last.text} == …` for a number."
        return Fault("single-equals", message, offset)
    if rest[0] == "%" and last is not None and last.kind == "number":
        share = f"{float(last.text) / 100:.12g}"
        message = f"Conditions have no percent sign. Write {share} instead of {last.text}%."
        return Fault("percent-sign", message, last.offset, offset + 1 - last.offset, suggestion=share)
    if rest[0] in "'\"":
        return Fault("quoted-text", "Labels are written without quotes in a condition.", offset)
    if word := _WORD.match(rest):
        return _stray_word(word[0], offset)
    return Fault("bad-character", f"`{rest[0]}` has no meaning in a condition.", offset)


def _stray_word(word: str, offset: int) -> Fault:
    if word.lower() in _WORDS:
        return Fault("bad-name", f"Write `{word.lower()}` in small letters.", offset, len(word), suggestion=word.lower())
    if word[0].isdigit() or word[0] == ".":
        message = f"`{word}` is no plain number. Write digits with a decimal point, such as 1500 or 0.25."
        return Fault("bad-number", message, offset, len(word))
    message = f"`{word}` is no name: names have small letters a to z, digits and underscores, and begin with a letter."
    return Fault("bad-name", message, offset, len(word))


def _brackets(tokens: list[Token], in_flow: bool) -> Iterator[Fault]:
    # Checked apart from the parser, which would see `a) or (b` as balanced once it is put in brackets of its own.
    opened: list[Token] = []
    for token in tokens:
        if token.text == "(":
            opened.append(token)
        elif token.text == ")" and not opened:
            yield Fault("unbalanced-brackets", "This bracket closes nothing.", token.offset)
            return
        elif token.text == ")":
            opened.pop()
    if opened and in_flow:
        message = "YAML ends an unquoted text at the comma here. Put the whole condition in double quotes."
        yield Fault("unquoted-comma", message, opened[-1].offset)
    elif opened:
        yield Fault("unbalanced-brackets", "This bracket is never closed.", opened[-1].offset)


def _depth(tokens: list[Token]) -> Iterator[Fault]:
    depth = run = 0
    for token in tokens:
        depth += {"(": 1, ")": -1}.get(token.text, 0)
        run = run + 1 if token.text in ("not", "-", "+") else 0
        if depth + run > DEEPEST:
            yield too_deep(token.offset)
            return


def too_deep(offset: int = 0) -> Fault:
    """The fault of a text that nests more than `DEEPEST` levels."""
    message = f"This text nests more than {DEEPEST} levels. Name a part of it as a helper finding, and read that."
    return Fault("condition-too-deep", message, offset)
