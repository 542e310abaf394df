"""Located nodes: what stands in a file, before anybody says what it means.

A document is a tree of scalars, sequences and mappings. Each node knows where it stands, and a scalar also where
each of its characters stands, so that a caret can point into a condition. Places are worked out when asked for.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property
from itertools import islice
from typing import Final, Literal, TypeAlias

from attrs import field, frozen

from husaca_rules.errors import Place

__all__ = ["Document", "Mapping", "Node", "Raw", "Scalar", "Sequence", "Style", "plain"]

Style: TypeAlias = Literal["plain", "single", "double", "folded", "literal", "json"]
Raw: TypeAlias = bool | int | float | str | None

_SOLID: Final = re.compile(r"[^ \t\n]")
_BLOCK_HEADER: Final = re.compile(r"[>|][-+0-9]*")


@frozen(eq=False)
class Document:
    """The text of one file, with line ends as LF."""

    file: str
    text: str

    @cached_property
    def lines(self) -> list[str]:
        """The lines, without line ends; places share them, however many there are in one long line."""
        return self.text.split("\n")

    @cached_property
    def starts(self) -> list[int]:
        """The index at which each line begins."""
        return [0, *(found.end() for found in re.finditer("\n", self.text))]

    def end_of_line(self, index: int) -> int:
        """Give the index of the line end at or after `index`."""
        line = bisect_right(self.starts, index) - 1
        return self.starts[line] + len(self.lines[line])

    def place(self, index: int, width: int = 1) -> Place:
        """Give the place of `width` characters from `index` on, cut at the end of the line."""
        line = bisect_right(self.starts, index) - 1
        text, offset = self.lines[line], index - self.starts[line]
        return Place(self.file, line + 1, offset + 1, text, max(1, min(width, len(text) - offset)))


@frozen(eq=False)
class Scalar:
    """A single value: its text as YAML understands it, how it was written, and where.

    `raw` is the typed value where the notation has types: in JSON; in YAML it is None for an empty value, `~` and
    `null` written without quotes, and the text itself for everything else. `in_flow` says whether the scalar stands
    inside `{ }` or `[ ]`, where a comma ends a text.
    """

    value: str
    style: Style
    raw: Raw
    in_flow: bool
    _document: Document = field(repr=False)
    _start: int = field(repr=False)
    _end: int = field(repr=False)

    @property
    def place(self) -> Place:
        """Where the scalar begins, as wide as its first line; for a folded or literal text that is its header."""
        header = _BLOCK_HEADER.match(self._document.text, self._start) if self._is_block else None
        end = self._end if header is None else header.end()
        return self._document.place(self._start, end - self._start)

    def at(self, offset: int, width: int = 1) -> Place:
        """Give the place of `value[offset : offset + width]` in the file; the offset may be the length of the value.

        The n-th character of the value that is no blank is the n-th of the source. That is exact for every style up
        to the first escape (a backslash in double quotes or JSON, a doubled quote in single quotes). A stretch that
        goes on in the next line is cut at the end of its first line.
        """
        offset = min(max(offset, 0), len(self.value))
        stop = len(self.value[: offset + max(width, 1)].rstrip(" \t\n"))
        first = self._index(offset)
        last = self._index(stop - 1) if stop > offset else first
        return self._document.place(first, last - first + 1)

    @property
    def _is_block(self) -> bool:
        return self.style in ("folded", "literal")

    def _index(self, offset: int) -> int:
        """Give the index in the source of the character at `offset`, which may be a blank or the end."""
        value, text = self.value, self._document.text
        solid = offset < len(value) and value[offset] not in " \t\n"
        before = len(value[:offset].rstrip(" \t\n"))
        wanted = offset if solid else before - 1  # a blank is found from the character before it
        body = self._body
        if wanted < 0:
            return body
        rank = wanted - sum(value.count(blank, 0, wanted) for blank in " \t\n")
        found = next(islice(_SOLID.finditer(text, body), rank, None), None)
        last = max(self._start, self._end - 1)  # past an escape the count may run out of the scalar
        index = last if found is None or (found.start() > last and not self._is_block) else found.start()
        return index if solid else min(index + offset - wanted, self._document.end_of_line(index))

    @property
    def _body(self) -> int:
        """The index at which the text itself begins: behind a quote, or on the line after a block header."""
        text, start = self._document.text, self._start
        if self._is_block:
            return min(self._document.end_of_line(start) + 1, len(text))
        return start + (self.style in ("single", "double") or (self.style == "json" and text[start] == '"'))


@frozen(eq=False)
class Sequence:
    """Items in order."""

    items: tuple[Node, ...]
    _document: Document = field(repr=False)
    _start: int = field(repr=False)

    @property
    def place(self) -> Place:
        """Where the sequence begins: its bracket, or the `-` of its first item."""
        return self._document.place(self._start)


@frozen(eq=False)
class Mapping:
    """Keys with their values, in the order of the file; no key stands twice."""

    entries: tuple[tuple[Scalar, Node], ...]
    _document: Document = field(repr=False)
    _start: int = field(repr=False)

    @property
    def place(self) -> Place:
        """Where the mapping begins: its brace, or the whole of its first key."""
        first = self.entries[0][0] if self.entries else None
        if first is not None and first._start == self._start:  # noqa: SLF001 - a node beside this one
            return first.place
        return self._document.place(self._start)


Node: TypeAlias = Scalar | Sequence | Mapping


def plain(node: Node) -> object:
    """Give a node as nested dicts, lists and raw values, without places; keys are their texts."""
    if isinstance(node, Scalar):
        return node.raw
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    return {key.value: plain(value) for key, value in node.entries}
