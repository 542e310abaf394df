"""Faults of one text: what is wrong at which of its characters, collected while it is read."""

from __future__ import annotations

import ast
from typing import NoReturn

from attrs import field, frozen


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

    def bracketed(self, node: ast.expr) -> bool:
        """Whether a node stands in brackets of its own, which the syntax tree does not tell."""
        return self.text[: _extent(node)[0]].rstrip().endswith("(")

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
