"""Checks of a text before it is parsed: characters that nobody can see, tabs, and directives."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

from husaca_rules.errors import Problem

if TYPE_CHECKING:
    from husaca_rules.reading.nodes import Document, Scalar

__all__ = ["directive", "unsafe_values", "unsafe_yaml"]

# Control characters but tab and LF, the line ends that only some programs know (NEL, LS, PS), lone surrogates, a byte
# order mark inside the text, and the two code points that are no characters.
_UNSAFE: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
_INDENTING_TAB: Final = re.compile(r"^ *\t", re.MULTILINE)
_BEFORE_CONTENT: Final = re.compile(r"(?: *+(?:#[^\n]*+)?\n)*+")
_DIRECTIVES: Final = re.compile(r"(?:%[^\n]*+\n?)++")
_PERCENT: Final = re.compile(r"^%", re.MULTILINE)


def unsafe_yaml(document: Document) -> tuple[list[Problem], str | None]:
    """Give the problems of a YAML text as a text, and the text to parse all the same, or None if that is no use.

    The text to parse has the length of the original, so that places stay right.
    """
    text = document.text
    unsafe = _UNSAFE.search(text)
    if unsafe is not None:
        return [_control_character(document, unsafe.start(), text[unsafe.start()])], None
    problems = []
    if "\t" in text:
        problems.append(_tab(document))
        if _INDENTING_TAB.search(text):  # what belongs to what is anybody's guess
            return problems, None
        text = text.replace("\t", " ")
    before = _BEFORE_CONTENT.match(text)
    directives = None if before is None else _DIRECTIVES.match(text, before.end())
    if directives is not None:
        at = directives.start()
        problems.append(directive(document, at))
        # Read on as if they were comments.
        text = text[:at] + _PERCENT.sub("#", directives[0]) + text[directives.end() :]
    return problems, text


def unsafe_values(scalar: Scalar) -> list[Problem]:
    """Give the problem of a quoted value in which an escape made a character that may not stand in a text."""
    unsafe = _UNSAFE.search(scalar.value)
    if unsafe is None:
        return []
    place = scalar.place
    shown = f"U+{ord(unsafe[0]):04X}"
    return [
        Problem(
            "control-character",
            f"An escape in this text stands for the invisible character {shown}. Leave it out.",
            place,
            value=shown,
            message_nl=f"Deze tekst bevat een code voor het onzichtbare teken {shown}. Laat die weg.",
        )
    ]


def _control_character(document: Document, at: int, character: str) -> Problem:
    name = unicodedata.name(character, "")
    shown = f"U+{ord(character):04X}" + (f" ({name.lower()})" if name else "")
    return Problem(
        "control-character",
        f"An invisible character stands here: {shown}. Remove it; it often comes along when text is pasted.",
        document.place(at),
        value=f"U+{ord(character):04X}",
        message_nl=f"Hier staat een onzichtbaar teken: {shown}. Haal het weg; zo'n teken komt vaak mee bij het plakken.",
    )


def _tab(document: Document) -> Problem:
    """Say once for the whole file that it has tabs, at the first: a file indented with them has them on every line."""
    lines = sum("\t" in line for line in document.text.split("\n"))
    more, more_nl = "", ""
    if lines > 1:
        more = f", and in {lines - 1} more line{'s' if lines > 2 else ''}"
        more_nl = f", en in nog {lines - 1} regel{'s' if lines > 2 else ''}"
    return Problem(
        "tab",
        f"A tab stands here{more}. Type spaces instead: a tab is not as wide in every program.",
        document.place(document.text.index("\t")),
        message_nl=f"Hier staat een tab{more_nl}. Typ spaties: een tab is niet in elk programma even breed.",
    )


def directive(document: Document, at: int) -> Problem:
    """Say that a `%` line is not followed."""
    return Problem(
        "directive",
        "A line that begins with `%` is an instruction to a YAML program, and none is followed here. Remove it.",
        document.place(at, document.end_of_line(at) - at),
        message_nl="Een regel die met `%` begint, is een opdracht aan een YAML-programma. Die geldt hier niet; haal de "
        "regel weg.",
    )
