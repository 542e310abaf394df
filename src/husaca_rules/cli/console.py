"""What a terminal can do and in which language its user reads; and how text gets there whatever it can do."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Mapping
from typing import TextIO

_WIDTH = 80
_WIDEST = 100  # longer lines of prose are hard to read
_NARROWEST = 40
_PLAIN = str.maketrans(
    {
        "█": "#",
        "▒": "=",
        "·": ".",
        "–": "-",
        "…": "...",
        "→": "->",
        "“": '"',
        "”": '"',
        "‘": "'",
        "’": "'",
        "−": "-",
    }
)


def language(environment: Mapping[str, str]) -> str:
    """The language of the locale: nl if it is Dutch, else en. The first variable that is set decides, as everywhere."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := environment.get(name):
            return "nl" if value.lower().startswith("nl") else "en"
    return "en"


def colours(stream: TextIO, environment: Mapping[str, str]) -> bool:
    """Whether to paint: on a terminal, or where FORCE_COLOR is set; never where NO_COLOR is."""
    if environment.get("NO_COLOR"):
        return False
    if environment.get("FORCE_COLOR"):
        return True
    return stream.isatty() and environment.get("TERM") != "dumb"


def width(stream: TextIO) -> int:
    """How wide to write: the terminal's width within reason, and 80 columns where there is none."""
    if not stream.isatty():
        return _WIDTH
    return max(_NARROWEST, min(shutil.get_terminal_size((_WIDTH, 24)).columns, _WIDEST))


def use_utf8() -> None:
    """Write UTF-8 whatever the locale says, unless PYTHONIOENCODING asks for something else."""
    if os.environ.get("PYTHONIOENCODING"):
        return
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(
            stream, "reconfigure", None
        )  # a test or an embedding program may have put another there
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")


def write(text: str, stream: TextIO) -> None:
    """Write a text and a line end; what the encoding of the stream lacks, as plainer characters."""
    encoding = getattr(stream, "encoding", None) or "utf-8"
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        text = text.translate(_PLAIN).encode(encoding, "replace").decode(encoding)
    stream.write(text + "\n")
    stream.flush()
