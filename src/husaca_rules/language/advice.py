"""Advice for what people write first in a condition and what the language does not have: `20%`, `x = high`, `&&`."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import cached_property
from math import isinf

from attrs import frozen

from husaca_rules.errors import nearest
from husaca_rules.language.faults import Fault
from husaca_rules.language.scope import Scope
from husaca_rules.language.suggest import hundredth, is_set, is_truth, membership, words_of

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
_DUTCH = {"en": "and", "of": "or", "niet": "not"}
_QUOTES = "'\"`´‘’‚‛“”„‟«»‹›"
_QUOTED = re.compile(f"[{_QUOTES}]([^{_QUOTES}]*)[{_QUOTES}]?")
_OPENING = {"[": "]", "{": "}"}
_WORD = re.compile(r"[\w.]+")
_COMMA_NUMBER = re.compile(r"\d+(?:,\d+)+(?![\w.])")
_NAMED = re.compile(":?=")
_COMPARED = re.compile(r"=\s*([\w.]+)(\s*(?:$|[),]|(?:and|or)\b))?")
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


@frozen(eq=False, slots=False)
class Text:
    """A text that is looked at, and what it may name; `formula` says that it is no condition."""

    text: str
    scope: Scope
    formula: bool = False

    @cached_property
    def words(self) -> Collection[str]:
        """The words that may stand in it."""
        return words_of(self.text, self.scope)


def foreign(whole: Text, offset: int) -> Fault | None:
    """The fault of a sign or word that would otherwise be taken for ours, as `<>` for `<` and `>`."""
    for sign in _LOOKS_LIKE_TOKENS:
        if whole.text.startswith(sign, offset):
            return Fault("foreign-operator", _SIGNS[sign], offset, len(sign))
    word = _WORD.match(whole.text, offset)
    return _dutch(whole, word[0], offset) if word else None


def _dutch(whole: Text, word: str, offset: int) -> Fault | None:
    better = _DUTCH.get(word.lower())
    if better is None or whole.formula or word.lower() in whole.words:
        return None
    message = f"Write `{better}` instead of `{word}`."
    return Fault("foreign-operator", message, offset, len(word), suggestion=better)


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


def stray(whole: Text, offset: int, last: Before | None) -> Fault:
    """Advice for a piece of text that is no token."""
    text = whole.text
    if whole.formula and (named := _NAMED.match(text, offset)):
        return _named(text, offset, len(named[0]), last)
    for sign, advice in _SIGNS.items():
        if text.startswith(sign, offset):
            return Fault("foreign-operator", advice, offset, len(sign))
    character = text[offset]
    if character == "=" and last is not None:
        return _equals(whole, offset, last)
    if character == "%" and last is not None and last.kind == "number":
        begin = last.end - len(last.text)
        message = "Conditions have no percent sign: a share is written as a part of one."
        return Fault("percent-sign", message, begin, offset + 1 - begin, suggestion=hundredth(last.text))
    if quoted := _QUOTED.match(text, offset):
        return _quoted(whole, quoted[1], offset, len(quoted[0]), last)
    if character in _OPENING:
        return _brackets(text, offset, last)
    if character == "#":
        message = "In quotes, `#` begins no comment. Put the comment after the closing quote, or on a line of its own."
        return Fault("bad-character", message, offset, len(text) - offset)
    if word := _WORD.match(text, offset):
        return _word(whole, word[0], offset, last)
    return Fault("bad-character", f"`{character}` has no meaning in a condition.", offset)


def _named(text: str, offset: int, width: int, last: Before | None) -> Fault:
    """`share = part / whole`, where `part / whole` is the formula."""
    message = "A formula is only what is worked out. Leave out the `=` and what stands before it."
    rest = text[offset + width :].strip()
    alone = text[:offset].strip() == ("" if last is None or last.kind != "name" else last.text)
    return Fault(
        "single-equals", message, offset, width, rest if alone and rest and "=" not in rest else None
    )


def _equals(whole: Text, offset: int, last: Before) -> Fault:
    text, scope = whole.text, whole.scope
    right = _COMPARED.match(text, offset)
    word, ended = (right[1], right[2] is not None) if right else ("", False)
    name = last.text if last.kind == "name" and not text[last.end : offset].strip() else ""
    better = membership(scope, name, (word,)) if ended else None
    if name and re.fullmatch(r"\d+(\.\d+)?", word):
        fact = scope.facts.get(name)
        if ended and (name in scope.scores or (fact and fact.type == "number")):
            better = f"{name} == {word}"
        advice = "Write `==` between a fact and a number."
    elif is_truth(scope, name):
        advice = f"Write `{name}` or `not {name}`: it is true or false by itself."
    elif is_set(scope, name):
        advice = f"Ask whether a label is `in` the set `{name}`."
    elif name and _NAME.fullmatch(word):
        advice = "Write `is` between a fact and a label."
    else:
        advice = "Write `is` before a label, `==` before a number."
    return Fault("single-equals", f"A single `=` compares nothing. {advice}", offset, suggestion=better)


def _quoted(whole: Text, inside: str, offset: int, width: int, last: Before | None) -> Fault:
    if last is not None and last.kind == "name" and last.end == offset:  # the f of f"…"
        offset, width = offset - len(last.text), width + len(last.text)
    near = inside.strip().lower() if inside.strip().lower() in whole.words else None
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


def _word(whole: Text, word: str, offset: int, last: Before | None) -> Fault:
    width = len(word)
    if word.startswith(".") and last is not None and last.end == offset and last.kind == "name":
        dotted = f"{last.text}{word}"
        message = f"`{dotted}` is no name: names have no points in them, but may have underscores."
        return Fault("bad-name", message, last.end - len(last.text), len(dotted))
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
        better = lower if lower in whole.words else nearest(lower, whole.words)
        advice = f"Write `{lower}`" if lower == better else f"`{word}` is no name"
        message = f"{advice}: names, labels and words have no capitals."
        return Fault("bad-name", message, offset, width, suggestion=better)
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
