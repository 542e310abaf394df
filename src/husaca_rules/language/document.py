"""Typed reading of located nodes: what stands at a place is taken as what should stand there, or noted as a problem.

A `Page` holds what every section reader shares: the languages of the set and the list of problems. Its methods take a
node and give the value, or None when the node is not that; they never raise, so that one reading finds everything.
"""

from __future__ import annotations

import keyword
import re
from collections import abc
from collections.abc import Collection, Iterator, Sequence
from math import inf

from attrs import Factory, define

from husaca_rules.errors import Place, Problem, nearest
from husaca_rules.facts.vocabulary import Citation
from husaca_rules.reading.nodes import Mapping, Node, Scalar
from husaca_rules.reading.nodes import Sequence as Items

_NAME = re.compile(r"[a-z][a-z0-9_]*")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?")
_WHOLE = re.compile(r"[+-]?\d+")
_INFINITE = {"inf": inf, "-inf": -inf}
_LONGEST_WHOLE = 9


@define
class Page:
    """The problems found so far, and typed reading of nodes."""

    languages: tuple[str, ...] = ()
    problems: list[Problem] = Factory(list)

    def note(
        self,
        code: str,
        message: str,
        place: Place | None,
        *,
        name: str | None = None,
        suggestion: str | None = None,
    ) -> None:
        """Add a problem."""
        self.problems.append(Problem(code, message, place, name=name, suggestion=suggestion))

    def fields(
        self, what: str, name: Scalar | str, node: Node, required: Sequence[str], optional: Sequence[str] = ()
    ) -> dict[str, Node]:
        """The parts of a definition by key; unknown keys and missing ones are noted."""
        word, place = (name, node.place) if isinstance(name, str) else (name.value, name.place)
        if not isinstance(node, Mapping):
            message = f"`{word}` is defined by keys and values under it, such as `{required[0]}: …`."
            self.note("wrong-shape", message, node.place, name=word)
            return {}
        known = (*required, *optional)
        fields: dict[str, Node] = {}
        for key, value in node.entries:
            if key.value not in known:
                message = (
                    f"{what} has no key `{key.value}`; it has {', '.join(f'`{each}`' for each in known)}."
                )
                self.note(
                    "unknown-key", message, key.place, name=key.value, suggestion=nearest(key.value, known)
                )
            else:
                fields[key.value] = value
        for key_name in required:
            if key_name not in fields:
                message = f"`{word}` lacks `{key_name}`, which {what.lower()} must have."
                self.note("missing-key", message, place, name=key_name)
        return fields

    def entries(self, node: Node | None, what: str) -> Iterator[tuple[Scalar, Node]]:
        """The names and values of a mapping."""
        if isinstance(node, Mapping):
            yield from node.entries
        elif node is not None:
            self.note("wrong-shape", f"{what} stands here as names with values, `name: value`.", node.place)

    def items(self, node: Node | None, what: str) -> tuple[Node, ...]:
        """The items of a list."""
        if isinstance(node, Items):
            return node.items
        if node is not None:
            self.note("wrong-shape", f"{what} stands here as a list, `[a, b]`.", node.place)
        return ()

    def text(self, node: Node | None, what: str) -> str | None:
        """A text that is not empty."""
        if node is None:
            return None
        if isinstance(node, Scalar) and node.raw is not None and node.value.strip():
            return node.value.strip()
        self.note("wrong-shape", f"{what} is a text.", node.place)
        return None

    def texts(self, node: Node | None, what: str) -> dict[str, str]:
        """A text in every language of the set."""
        found: dict[str, str] = {}
        if node is None:
            return found
        if not isinstance(node, Mapping):
            example = ", ".join(f'{language}: "…"' for language in self.languages)
            self.note("wrong-shape", f"{what} stands here in each language: {{{example}}}.", node.place)
            return found
        for key, value in node.entries:
            if key.value in self.languages:
                found[key.value] = self.text(value, f"{what} ({key.value})") or ""
            else:
                message = f"`{key.value}` is no language of this set, which has {', '.join(self.languages)}."
                self.note("unknown-key", message, key.place, name=key.value)
        for language in self.languages:
            if language not in found:
                self.note("missing-text", f"{what} is missing in `{language}`.", node.place, name=language)
        return found

    def number(self, node: Node | None, what: str) -> float | None:
        """A number, `inf` or `-inf`."""
        if node is None:
            return None
        if isinstance(node, Scalar):
            if node.value in _INFINITE:
                return _INFINITE[node.value]
            if _NUMBER.fullmatch(node.value):
                return float(node.value)
        self.note("number-expected", f"{what} is a number, written with a point.", node.place)
        return None

    def whole(self, node: Node | None, what: str, code: str = "whole-expected") -> int | None:
        """A whole number of an ordinary size."""
        if node is None:
            return None
        if isinstance(node, Scalar) and _WHOLE.fullmatch(node.value) and len(node.value) <= _LONGEST_WHOLE:
            return int(node.value)
        self.note(code, f"{what} is a whole number, such as 2 or -1.", node.place)
        return None

    def truth(self, node: Node | None, what: str) -> bool:
        """`true` or `yes`, `false` or `no`; false when nothing stands there."""
        if node is None:
            return False
        if isinstance(node, Scalar) and node.value in ("true", "yes", "false", "no"):
            return node.value in ("true", "yes")
        self.note("not-one-of", f"{what} is true or false.", node.place)
        return False

    def one_of(self, node: Node | None, what: str, allowed: Sequence[str]) -> str | None:
        """One of a few words."""
        if node is None:
            return None
        if isinstance(node, Scalar) and node.value in allowed:
            return node.value
        word = node.value if isinstance(node, Scalar) else ""
        message = f"{what} is one of {', '.join(allowed)}."
        self.note("not-one-of", message, node.place, name=word or None, suggestion=nearest(word, allowed))
        return None

    def names(self, node: Node | None, what: str) -> tuple[Scalar, ...]:
        """A list of names, each once."""
        found: dict[str, Scalar] = {}
        for item in self.items(node, what):
            if not isinstance(item, Scalar):
                self.note("wrong-shape", f"{what} is a list of names.", item.place)
            elif item.value in found:
                self.note(
                    "listed-twice", f"`{item.value}` stands twice in this list.", item.place, name=item.value
                )
            else:
                found[item.value] = item
        return tuple(found.values())

    def name(self, scalar: Scalar) -> bool:
        """Whether a scalar is fit to be the name of something that conditions read."""
        if _NAME.fullmatch(scalar.value) and not keyword.iskeyword(scalar.value):
            return True
        message = f"`{scalar.value}` is no name: names have small letters a to z, digits and underscores, and begin with a letter."
        if keyword.iskeyword(scalar.value):
            message = (
                f"`{scalar.value}` is a word of the condition language (or of Python), so it can't be a name."
            )
        self.note("bad-name", message, scalar.place, name=scalar.value)
        return False

    def reference(self, scalar: Scalar, known: Collection[str], code: str, what: str) -> bool:
        """Whether a name is known; noted if not, with the nearest."""
        if scalar.value in known:
            return True
        message = f"There is no {what} `{scalar.value}`."
        self.note(code, message, scalar.place, name=scalar.value, suggestion=nearest(scalar.value, known))
        return False

    def cites(self, node: Node | None, sources: abc.Mapping[str, str]) -> tuple[Citation, ...]:
        """Citations: claims and references by id (`sources` says which is which), or `{own: reason}`."""
        found: list[Citation] = []
        for item in self.items(node, "What is cited"):
            match item:
                case Scalar(value) if value in sources:
                    found.append(Citation("claim" if sources[value] == "claim" else "reference", value))
                case Scalar(value):
                    message = f"No claim or reference is called `{value}`."
                    near = nearest(value, sources)
                    self.note("unknown-citation", message, item.place, name=value, suggestion=near)
                case Mapping(((Scalar("own"), Scalar(value)),)) if value.strip():
                    found.append(Citation("own", value.strip()))
                case _:
                    message = 'A citation is the id of a claim or reference, or `{own: "our reason"}`.'
                    self.note("wrong-shape", message, item.place)
        return tuple(found)
