"""Lines of text for people: wrapped to a width, with a hanging indent, and safe to show on a terminal."""

from __future__ import annotations

import re
import unicodedata

# What may steer a terminal or hide text: control characters, line separators, lone surrogates, direction overrides.
_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff]")
_LEAST_WIDTH = 24  # narrower than this no sentence can be read, so an indent gives way first


def safe(text: str) -> str:
    """A text on one line, without what could steer a terminal."""
    line = _UNSAFE.sub(lambda found: " " if found[0] in "\t\n\r" else "\ufffd", text)
    return " ".join(word for word in line.split(" ") if word)


def columns(text: str) -> int:
    """How many columns a terminal gives to a text: two for a wide character, none for a combining one."""
    if text.isascii():
        return len(text)
    return sum(
        0
        if unicodedata.category(each) in ("Mn", "Me", "Cf")
        else 1 + (unicodedata.east_asian_width(each) in "WF")
        for each in text
    )


def wrap(text: str, width: int, first: str = "", rest: str | None = None) -> list[str]:
    """A text as lines of at most `width` columns: `first` before the first line, `rest` before the others.

    Words stay whole unless one is longer than a line, and stay together around a no-break space. An indent that leaves too little room is cut.
    """
    rest = " " * columns(first) if rest is None else rest
    rest = rest[: max(0, width - _LEAST_WIDTH)]
    lines: list[str] = []
    line, empty = first, True
    for word in _words(safe(text), max(1, width - max(columns(first), columns(rest)))):
        if not empty and columns(line) + 1 + columns(word) > width:
            lines.append(line)
            line, empty = rest, True
        line, empty = line + word if empty else f"{line} {word}", False
    return [each.replace("\xa0", " ").rstrip() for each in (*lines, line)]


def _words(text: str, width: int) -> list[str]:
    """The words of a text, those wider than a line in pieces."""
    words: list[str] = []
    for word in text.split(" "):
        piece = ""
        for each in word:
            if columns(piece) + columns(each) > width and piece:
                words.append(piece)
                piece = ""
            piece += each
        words.append(piece)
    return words
