"""Advice for what people write first in a condition and what the language does not have: `20%`, `x = high`, `&&`."""

from __future__ import annotations

import re
from math import isinf

from attrs import frozen

from husaca_rules.language.faults import Fault

# Longer signs first, since some begin like others.
_SIGNS = {
    "&&": "Write `and` instead of `&&`.",
    "||": "Write `or` instead of `||`.",
    "<>": "Write `!=` instead of `<>`.",
    "=>": "Write `>=` instead of `=>`.",
    "=<": "Write `<=` instead of `=<`.",
    ":=": "A condition gives nothing a value. Write `==` instead of `:=` to compare.",
    "**": "Conditions have no powers: they add, subtract, and multiply by a number.",
    "//": "Write `/` instead of `//`.",
    "&": "Write `and` instead of `&`.",
    "|": "Write `or` instead of `|`.",
    "!": "Write `not` instead of `!`.",
    "≥": "Write `>=` instead of `≥`.",
    "≤": "Write `<=` instead of `≤`.",
    "≠": "Write `!=` instead of `≠`.",
    "×": "Write `*` instead of `×`.",
    "÷": "Write `/` instead of `÷`.",
    "–": "Write a plain minus sign, `-`.",
    "\N{MINUS SIGN}": "Write a plain minus sign, `-`.",
}
_LOOKS_LIKE_TOKENS = ("<>", "**", "//")
_QUOTED = re.compile(r"""(['"])([^'"]*)\1?""")
_OPENING = {"[": "]", "{": "}"}
_WORD = re.compile(r"[\w.]+")
_COMMA_NUMBER = re.compile(r"\d+(?:,\d+)+(?![\w.])")
_NAME = re.compile(r"[a-z][a-z0-9_]*")

UNKNOWN_WORDS = ("unknown", "known", "missing", "none", "null", "given")
IS_UNKNOWN = (
    "No condition can ask whether something is known, or a rule would conclude from ignorance. "
    "Make a fact of it that people can answer, such as whether something is measured."
)


@frozen
class Before:
    """The piece of text before the one that is looked at, and the offset at which it ends."""

    kind: str
    text: str
    end: int


def foreign_sign(text: str, offset: int) -> Fault | None:
    """The fault of a sign that would otherwise be taken for two of ours, as `<>` for `<` and `>`."""
    for sign in _LOOKS_LIKE_TOKENS:
        if text.startswith(sign, offset):
            return Fault("foreign-operator", _SIGNS[sign], offset, len(sign))
    return None


def number_fault(text: str, offset: int) -> Fault | None:
    """The fault of a number that looks plain and is not: with a decimal comma, zeros before it, or without end."""
    if (match := _COMMA_NUMBER.match(text, offset)) and text[offset - 1 : offset] != ".":
        number = match[0]
        pointed = number.replace(",", ".")
        # 1,500 may be one and a half or fifteen hundred, depending on who writes it.
        clear = number.count(",") == 1 and (number.startswith("0,") or not re.search(r",\d{3}$", number))
        message = f"Numbers have a point and no comma: `{number}` would be a list."
        return Fault("bad-number", message, offset, len(number), suggestion=pointed if clear else None)
    number = _WORD.match(text, offset)[0]  # type: ignore[index]  # a number begins here
    if re.match(r"0\d", number):
        plain = number.lstrip("0") or "0"
        plain = f"0{plain}" if plain.startswith(".") else plain
        return Fault(
            "bad-number", "A number begins with no needless zero.", offset, len(number), suggestion=plain
        )
    if isinf(float(number)):
        message = "This number is larger than any that can be computed with."
        return Fault("bad-number", message, offset, len(number))
    return None


def stray(text: str, offset: int, last: Before | None) -> Fault:
    """Advice for a piece of text that is no token."""
    for sign, advice in _SIGNS.items():
        if text.startswith(sign, offset):
            return Fault("foreign-operator", advice, offset, len(sign))
    character = text[offset]
    if character == "=" and last is not None:
        return _equals(text, offset, last)
    if character == "%" and last is not None and last.kind == "number":
        begin = last.end - len(last.text)
        share = f"{float(last.text) / 100:.12g}"
        message = "Conditions have no percent sign: a share is written as a part of one."
        return Fault("percent-sign", message, begin, offset + 1 - begin, suggestion=share)
    if quoted := _QUOTED.match(text, offset):
        return _quoted(quoted[2], offset, len(quoted[0]), last)
    if character in _OPENING:
        return _brackets(text, offset, last)
    if character == "#":
        message = "In quotes, `#` begins no comment. Put the comment after the closing quote, or on a line of its own."
        return Fault("bad-character", message, offset, len(text) - offset)
    if word := _WORD.match(text, offset):
        return _word(word[0], offset, last)
    return Fault("bad-character", f"`{character}` has no meaning in a condition.", offset)


def _equals(text: str, offset: int, last: Before) -> Fault:
    right = _WORD.match(text[offset + 1 :].lstrip())
    if right and last.kind == "name" and re.fullmatch(r"\d+(\.\d+)?", right[0]):
        message = "A single `=` compares nothing. Write `==` between a fact and a number."
        return Fault("single-equals", message, offset, suggestion=f"{last.text} == {right[0]}")
    if right and last.kind == "name" and right[0] in ("yes", "no", "true", "false"):
        message = "A single `=` compares nothing, and what is true or false stands by itself."
        better = last.text if right[0] in ("yes", "true") else f"not {last.text}"
        return Fault("single-equals", message, offset, suggestion=better)
    if right and last.kind == "name" and _NAME.fullmatch(right[0]):
        message = "A single `=` compares nothing. Write `is` between a fact and a label."
        return Fault("single-equals", message, offset, suggestion=f"{last.text} is {right[0]}")
    message = "A single `=` compares nothing. Write `is` before a label, `==` before a number."
    return Fault("single-equals", message, offset)


def _quoted(inside: str, offset: int, width: int, last: Before | None) -> Fault:
    if last is not None and last.kind == "name" and last.end == offset:  # the f of f"…"
        offset, width = offset - len(last.text), width + len(last.text)
    near = inside if _NAME.fullmatch(inside) else None
    message = "Conditions hold no text in quotes. A label is written without them, as in `x is high`."
    return Fault("quoted-text", message, offset, width, suggestion=near)


def _brackets(text: str, offset: int, last: Before | None) -> Fault:
    end = text.find(_OPENING[text[offset]], offset)
    end = len(text.rstrip()) if end < 0 else end + 1
    inside = text[offset + 1 : end - 1].strip()
    if last is not None and last.text == "in":
        message = "Labels after `in` stand between round brackets."
        better = f"({inside})" if re.fullmatch(r"[a-z0-9_, ]+", inside) else None
        return Fault("bad-character", message, offset, end - offset, suggestion=better)
    message = f"`{text[offset]}` has no meaning in a condition: it has round brackets only."
    return Fault("bad-character", message, offset, end - offset)


def _word(word: str, offset: int, last: Before | None) -> Fault:
    width = len(word)
    if word.startswith(".") and last is not None and last.end == offset and last.kind == "name":
        whole = f"{last.text}{word}"
        message = f"`{whole}` is no name: names have no points in them, but may have underscores."
        return Fault("bad-name", message, last.end - len(last.text), len(whole))
    if word[0].isdigit() or word[0] == ".":
        message = f"`{word}` is no plain number. Write digits and at most one point, such as 1500 or 0.25."
        return Fault("bad-number", message, offset, width, suggestion=_plain_number(word))
    lower = word.lower()
    if lower in ("none", "null"):
        return Fault("is-unknown", IS_UNKNOWN, offset, width)
    if lower in ("true", "false"):
        message = f"`{word}` is not needed: write a fact by itself where it is true, `not` before it where it is not."
        return Fault("not-in-grammar", message, offset, width)
    if _NAME.fullmatch(lower):
        return Fault(
            "bad-name", f"Write `{lower}`: names, labels and words have no capitals.", offset, width, lower
        )
    message = f"`{word}` is no name: names have small letters a to z, digits and underscores, and begin with a letter."
    return Fault("bad-name", message, offset, width)


def _plain_number(word: str) -> str | None:
    if re.fullmatch(r"\.\d+", word):
        return f"0{word}"
    if re.fullmatch(r"\d+\.", word):
        return word[:-1]
    if re.fullmatch(r"\d{1,3}([._]\d{3}){2,}|\d{1,3}(_\d{3})+", word):
        return re.sub(r"[._]", "", word)
    return None
