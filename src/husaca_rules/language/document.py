"""Typed reading of located nodes: what stands at a place is taken as what should stand there, or noted as a problem.

A `Page` holds what every section reader shares: the languages of the set and the list of problems. Its methods take a
node and give the value, or None when the node is not that; they never raise, so that one reading finds everything.
"""

from __future__ import annotations

import keyword
import re
from collections import abc
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from math import inf

from attrs import Factory, define

from husaca_rules.errors import Place, Problem, nearest, quoted
from husaca_rules.facts.vocabulary import Citation, Texts
from husaca_rules.frozen import FrozenDict
from husaca_rules.language.placeholders import placeholder_faults
from husaca_rules.language.suggest import hundredth
from husaca_rules.reading.nodes import Mapping, Node, Scalar
from husaca_rules.reading.nodes import Sequence as Items

_NAME = re.compile(r"[a-z][a-z0-9_]*")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?")
_WHOLE = re.compile(r"[+-]?\d+")
_INFINITE = {"inf": inf, "-inf": -inf}
_LONGEST_WHOLE = 9
_PERCENTAGE = re.compile(r"([+-]?\d+(?:\.\d+)?) ?%")
_RESERVED = ("at_least",)
_MEANT = {"if": "when", "then": "find"}
"""Keys that other rule languages have, with ours."""
_HARMLESS = ("missing-text", "unknown-area", "unknown-citation", "unknown-placeholder", "bad-placeholder")
"""What may be wrong with a definition without any effect on those who use its name."""


def _opened(text: str) -> int:
    """How many more brackets a text opens than it closes."""
    return text.count("(") - text.count(")")


@define
class Page:
    """The problems found so far, and typed reading of nodes."""

    languages: tuple[str, ...] = ()
    problems: list[Problem] = Factory(list)
    broken: set[str] = Factory(set)
    files: dict[str, int] = Factory(dict)

    @contextmanager
    def defining(self, name: str) -> Iterator[None]:
        """Read the definition of a name; if it is at fault, what others make of that name is not held against them."""
        before = len(self.problems)
        yield
        if any(each.code not in _HARMLESS for each in self.problems[before:]):
            self.broken.add(name)

    def add(self, problems: Iterable[Problem]) -> None:
        """Add problems, but for those that follow from a broken definition."""
        self.problems += [each for each in problems if each.name not in self.broken]

    def latest(self, places: Iterable[Place | None]) -> Place | None:
        """The place in the file that was read last; beside a base, that is the one that the author can change."""
        found = [place for place in places if place is not None]
        return max(found, key=lambda place: (self.files.get(place.file, -1), place.line), default=None)

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
            message = (
                f"`{word}` is defined by keys and values under it, such as `{(*required, *optional)[0]}: …`."
            )
            self.note("wrong-shape", message, node.place, name=word)
            return {}
        known = (*required, *optional)
        before = len(self.problems)
        fields: dict[str, Node] = {}
        torn = 0
        for key, value in node.entries:
            if torn > 0 and isinstance(value, Scalar) and not value.value:
                torn += _opened(
                    key.value
                )  # the rest of a text that YAML ended at a comma; its reader complains
            elif key.value not in known:
                near = self._meant(key.value, known, node)
                rest = "" if near else f"; it has {', '.join(f'`{each}`' for each in known)}"
                message = f"{what} has no key `{key.value}`{rest}."
                self.note("unknown-key", message, key.place, name=key.value, suggestion=near)
            else:
                fields[key.value] = value
                flat = isinstance(value, Scalar) and value.in_flow and value.style == "plain"
                torn = _opened(value.value) if isinstance(value, Scalar) and flat else 0
        near_misses = {each.suggestion for each in self.problems[before:]}
        missing = [key for key in required if key not in fields and key not in near_misses]
        if missing:
            listed = " and ".join(f"`{key}`" for key in missing)
            message = f"`{word}` lacks {listed}, which {what.lower()} must have."
            self.note("missing-key", message, place, name=missing[0])
        return fields

    def _meant(self, key: str, known: Collection[str], node: Mapping) -> str | None:
        """The known key that an unknown one is nearly; one that stands there already was not meant."""
        stated = {each.value for each, _ in node.entries}
        free = [each for each in known if each not in stated]
        return _MEANT[key] if _MEANT.get(key) in free else nearest(key, free)

    def entries(self, node: Node | None, what: str) -> Iterator[tuple[Scalar, Node]]:
        """The names and values of a mapping."""
        if isinstance(node, Mapping):
            yield from node.entries
        elif node is not None:
            self.shape(node, f"{what} must be names with values, as in `name: value`.")

    def items(self, node: Node | None, what: str) -> tuple[Node, ...]:
        """The items of a list."""
        if isinstance(node, Items):
            return node.items
        if node is not None:
            self.shape(node, f"{what} must be a list, as in `[a, b]`.")
        return ()

    def shape(self, node: Node, message: str) -> None:
        """Note that something else should stand at a node."""
        if isinstance(node, Scalar) and node.raw is None and not node.value:
            message = f"Nothing stands here. {message}"
        self.note("wrong-shape", message, node.place)

    def text(self, node: Node | None, what: str) -> str | None:
        """A text that is not empty."""
        if node is None:
            return None
        if isinstance(node, Scalar) and node.raw is not None and node.value.strip():
            return node.value.strip()
        empty = isinstance(node, Scalar) and not node.value.strip()
        self.note(
            "wrong-shape", f"{what} must be a text{', and this is empty' if empty else ''}.", node.place
        )
        return None

    def texts(self, node: Node | None, what: str, shows: Collection[str] | None = None) -> Texts:
        """A text in every language of the set; `shows` are the facts that it may show by placeholders, if any."""
        found: dict[str, str] = {}
        if node is None:
            return FrozenDict()
        if not isinstance(node, Mapping):
            example = ", ".join(f'{language}: "…"' for language in self.languages or ("en",))
            self.shape(node, f"{what} must be given in each language: {{{example}}}.")
            return FrozenDict()
        for key, value in node.entries:
            if key.value in self.languages or not self.languages:
                found[key.value] = self.text(value, f"{what} ({key.value})") or ""
                if isinstance(value, Scalar):
                    self.placeholders(value, what, shows)
            else:
                message = f"`{key.value}` is no language of this set, which has {', '.join(self.languages)}."
                self.note("unknown-key", message, key.place, name=key.value)
        for language in self.languages:
            if language not in found:
                self.note("missing-text", f"{what} is missing in `{language}`.", node.place, name=language)
        return FrozenDict(found)

    def texts_or_text(self, node: Node | None, what: str) -> Texts:
        """A text in every language of the set, or one that serves all of them."""
        if isinstance(node, Mapping):
            return self.texts(node, what)
        text = self.text(node, what)
        if text is None or not isinstance(node, Scalar):
            return FrozenDict()
        self.placeholders(node, what, None)
        return FrozenDict(dict.fromkeys(self.languages, text))

    def placeholders(self, scalar: Scalar, what: str, shows: Collection[str] | None) -> None:
        """Note what is wrong with the placeholders of a text."""
        for fault in placeholder_faults(scalar.value, what, shows):
            if fault.name not in self.broken:
                place = scalar.at(fault.offset, fault.width)
                self.note(fault.code, fault.message, place, name=fault.name, suggestion=fault.suggestion)

    def number(self, node: Node | None, what: str) -> float | None:
        """A number, `inf` or `-inf`."""
        if node is None:
            return None
        if isinstance(node, Scalar):
            if node.value in _INFINITE:
                return _INFINITE[node.value]
            if _NUMBER.fullmatch(node.value):
                return float(node.value)
        percentage = _PERCENTAGE.fullmatch(node.value) if isinstance(node, Scalar) else None
        near = hundredth(percentage[1]) if percentage else None
        message = f"{what} must be a number, with a point and no comma."
        if near:
            message = f"{what} must be a number, and a percentage is written as a part of one."
        self.note("number-expected", message, node.place, suggestion=near)
        return None

    def whole(
        self, node: Node | None, what: str, code: str = "whole-expected", *, example: str = "2 or -1"
    ) -> int | None:
        """A whole number of an ordinary size."""
        if node is None:
            return None
        if isinstance(node, Scalar) and _WHOLE.fullmatch(node.value) and len(node.value) <= _LONGEST_WHOLE:
            return int(node.value)
        self.note(code, f"{what} must be a whole number, such as {example}.", node.place)
        return None

    def truth(self, node: Node | None, what: str) -> bool:
        """`true` or `yes`, `false` or `no`; false when nothing stands there."""
        if node is None:
            return False
        if isinstance(node, Scalar) and node.value in ("true", "yes", "false", "no"):
            return node.value in ("true", "yes")
        self.note("not-one-of", f"{what} must be true or false.", node.place)
        return False

    def one_of(self, node: Node | None, what: str, allowed: Sequence[str]) -> str | None:
        """One of a few words."""
        if node is None:
            return None
        if isinstance(node, Scalar) and node.value in allowed:
            return node.value
        word = node.value if isinstance(node, Scalar) else ""
        message = f"{what} must be one of {', '.join(allowed)}."
        self.note("not-one-of", message, node.place, name=word or None, suggestion=nearest(word, allowed))
        return None

    def names(self, node: Node | None, what: str) -> tuple[Scalar, ...]:
        """A list of names, each once."""
        found: dict[str, Scalar] = {}
        for item in self.items(node, what):
            if not isinstance(item, Scalar):
                self.note("wrong-shape", f"{what} must be a list of names.", item.place)
            elif item.value in found:
                self.note(
                    "listed-twice", f"`{item.value}` stands twice in this list.", item.place, name=item.value
                )
            else:
                found[item.value] = item
        return tuple(found.values())

    def name(self, scalar: Scalar) -> bool:
        """Whether a scalar is fit to be the name of something that conditions read."""
        reserved = keyword.iskeyword(scalar.value) or scalar.value in _RESERVED
        if _NAME.fullmatch(scalar.value) and not reserved:
            return True
        message = f"`{scalar.value}` is no name: names have small letters a to z, digits and underscores, and begin with a letter."
        if reserved:
            message = (
                f"`{scalar.value}` is a word of the condition language (or of Python), so it can't be a name."
            )
        meant = "_".join(re.split(r"[\s-]+", scalar.value.strip().lower()))
        near = meant if _NAME.fullmatch(meant) and not reserved else None
        self.note("bad-name", message, scalar.place, name=scalar.value, suggestion=near)
        self.broken.add(scalar.value)
        return False

    def reference(self, scalar: Scalar, known: Collection[str], code: str, what: str) -> bool:
        """Whether a name is known; noted if not, with the nearest."""
        if scalar.value in known:
            return True
        message = f"There is no {what} `{scalar.value}`."
        self.note(code, message, scalar.place, name=scalar.value, suggestion=nearest(scalar.value, known))
        return False

    def cites(self, node: Node | None, sources: abc.Mapping[str, str]) -> tuple[Citation, ...]:
        """Citations: claims and references by id (`sources` says which is which), or `{own: reason}`.

        A reason is one text, or a text in each language.
        """
        if not isinstance(node, Items):
            if node is not None:
                form = '`[a_claim]`, or `[{own: "our reason"}]`'
                self.shape(node, f"What is cited must be a list: {form}.")
            return ()
        found: list[Citation] = []
        for item in node.items:
            match item:
                case Scalar(value) if value in sources:
                    found.append(Citation("claim" if sources[value] == "claim" else "reference", value))
                case Scalar(value):
                    near = nearest(value, sources)
                    message = f"No claim or reference is called {quoted(value)}."
                    if near is None:
                        message += ' Define it under `references` and cite it by its name, or give a reason of your own: `{own: "…"}`.'
                    self.note("unknown-citation", message, item.place, name=value, suggestion=near)
                case Mapping(((Scalar("own"), (Scalar() | Mapping()) as reason),)):
                    texts = self.texts_or_text(reason, "Your own reason")
                    found.append(Citation("own", next(iter(texts.values()), ""), texts))
                case _:
                    message = 'A citation is the id of a claim or reference, or `{own: "our reason"}`.'
                    self.note("wrong-shape", message, item.place)
        return tuple(found)
