"""YAML as syntax only: the parser's events become located nodes, and nothing is ever constructed from them.

PyYAML has two parsers, one in C and one in Python, which differ in what they refuse and in how they say it. The C
parser's result is used only where it read the whole file to its end; in every other case the Python parser has the
last word. What only one of the two accepts is refused by checks of our own, so that a file reads the same everywhere.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

import yaml
from attrs import define, field

from husaca_rules.reading import slips
from husaca_rules.reading.characters import unsafe_values, unsafe_yaml
from husaca_rules.reading.nodes import Document, Mapping, Node, Scalar, Sequence, Style
from husaca_rules.reading.syntax import syntax_problem

if TYPE_CHECKING:
    from collections.abc import Callable

    from husaca_rules.errors import Problem

_C_PARSER: Final = getattr(yaml, "CSafeLoader", None)  # missing where PyYAML was built without libyaml

__all__ = ["read_yaml"]

_STYLES: Final[dict[str | None, Style]] = {
    None: "plain",
    "": "plain",
    "'": "single",
    '"': "double",
    ">": "folded",
    "|": "literal",
}
# What the C parser reads and the Python parser does not: a comment glued to the header of a folded or literal text.
_DOUBTFUL: Final = re.compile(r"[>|][-+0-9]*+#")
_NULLS: Final = frozenset(["", "~", "null", "Null", "NULL"])
_FAULTY_KEYS: Final = frozenset(["", "<<"])


def read_yaml(document: Document, *, c_loader: bool) -> tuple[Mapping | None, list[Problem]]:
    """Read a document as YAML: its mapping, or None where it has none that can be trusted, and its problems."""
    problems, text = unsafe_yaml(document)
    if text is None:
        return None, problems
    composer = None
    if c_loader and _C_PARSER is not None and not _DOUBTFUL.search(text):
        composer = _compose(_C_PARSER, text, document)
    if composer is None or composer.doubtful:
        composer = _compose(yaml.SafeLoader, text, document)
    problems += composer.problems
    root = composer.root if composer.trusted else None
    if root is None or isinstance(root, Mapping):
        return root, problems
    return None, [*problems, slips.not_a_mapping(root)]


def _compose(parser: Callable[[str], Any], text: str, document: Document) -> _Composer:
    """Let a parser read a text, and build nodes from its events."""
    composer = _Composer(document)
    source = None
    try:
        source = parser(text)
        while composer.take(source.get_event()):
            pass
    except Exception as error:  # noqa: BLE001 - the Python parser lets a ValueError out on some escapes
        composer.problems.append(syntax_problem(document, error, source, composer.open_bracket))
        composer.trusted, composer.doubtful = False, True
    composer.finish()
    return composer


@define(eq=False)
class _Open:
    """A sequence or mapping whose end has not been read; a mapping's keys and values alternate in `nodes`."""

    is_mapping: bool
    in_flow: bool
    start: int
    nodes: list[Node] = field(factory=list)


@define(eq=False)
class _Composer:
    """Builds nodes from events, with a stack of its own: no nesting, however deep, can exhaust Python's.

    `trusted` says whether the nodes hold all that the author wrote, `doubtful` whether the two parsers may differ.
    """

    document: Document
    root: Node | None = None
    problems: list[Problem] = field(factory=list)
    trusted: bool = True
    doubtful: bool = False
    _stack: list[_Open] = field(factory=list)
    _in_flow: bool = False
    _documents: int = 0

    def take(self, event: Any) -> bool:
        """Take one event; False means that no further one is wanted."""
        kind = type(event)
        if kind is yaml.ScalarEvent:
            self._add(self._scalar(event))
        elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
            return self._open(event, is_mapping=kind is yaml.MappingStartEvent)
        elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
            self._add(self._close())
        elif kind is yaml.AliasEvent:
            start = event.start_mark.index
            self.problems.append(slips.anchor(self.document, start))
            self.trusted, self.doubtful = False, True
            self._add(Scalar("", "plain", None, self._in_flow, self.document, start, event.end_mark.index))
        elif kind is yaml.DocumentStartEvent:
            self._documents += 1
            if self._documents > 1:
                self.problems.append(slips.several_documents(self.document, event.start_mark.index))
                self.doubtful = True  # what follows is not read, and so not judged
                return False
        return kind is not yaml.StreamEndEvent and not (self.doubtful and self._is_enough)

    @property
    def _is_enough(self) -> bool:
        return len(self.problems) > slips.MOST_PROBLEMS

    def finish(self) -> None:
        """Check what can be checked only at the end, also after a reading that stopped on the way."""
        for opened in self._stack:
            if opened.is_mapping and not self._is_enough:
                self.problems += _faulty_keys(opened.nodes[::2])
        if self.root is None and not self.problems:
            self.problems.append(slips.empty_file(self.document))

    @property
    def open_bracket(self) -> int | None:
        """The index of the innermost bracket or brace that is still open."""
        return next((opened.start for opened in reversed(self._stack) if opened.in_flow), None)

    def _scalar(self, event: Any) -> Scalar:
        style, value, start = _STYLES[event.style], event.value, event.start_mark.index
        if event.tag is not None or event.anchor is not None:
            self._refuse_properties(event)
            start = slips.after_properties(self.document, start)
            # A value that is all tag or anchor is not what the author wrote.
            self.trusted = self.trusted and bool(value)
        raw = value
        if style == "plain":
            if value in _NULLS:
                raw = None
            if self._in_flow and ("?" in value or not value):
                # Only one parser reads on at a `?`, and they place a value that is left out differently.
                self.doubtful = True
        scalar = Scalar(value, style, raw, self._in_flow, self.document, start, event.end_mark.index)
        if style == "double" and not self._is_enough:
            self.problems += unsafe_values(scalar)
        return scalar

    def _refuse_properties(self, event: Any) -> None:
        self.problems += slips.properties(self.document, event)
        self.doubtful = True  # the two parsers divide some tags differently

    def _open(self, event: Any, *, is_mapping: bool) -> bool:
        if event.tag is not None or event.anchor is not None:
            self._refuse_properties(event)
        start = event.start_mark.index
        if len(self._stack) == slips.DEEPEST:
            self.problems.append(slips.too_deep(self.document, start))
            self.trusted, self.doubtful = False, True
            return False
        self._in_flow = bool(event.flow_style)
        self._stack.append(_Open(is_mapping, self._in_flow, start))
        return True

    def _close(self) -> Node:
        closed = self._stack.pop()
        self._in_flow = bool(self._stack) and self._stack[-1].in_flow
        nodes = closed.nodes
        if not closed.is_mapping:
            return Sequence(tuple(nodes), self.document, closed.start)
        keys = [key for key in nodes[::2] if isinstance(key, Scalar)]
        if closed.in_flow and not self._is_enough:
            glued = slips.glued_key(zip(nodes[::2], nodes[1::2], strict=True))
            if glued is not None:
                self.problems.append(glued)
                self.trusted = False
        texts = {key.value for key in keys}
        if 2 * len(texts) == len(nodes) and texts.isdisjoint(_FAULTY_KEYS):
            return Mapping(tuple(zip(keys, nodes[1::2], strict=True)), self.document, closed.start)
        if not self._is_enough:
            self.problems += _faulty_keys(nodes[::2])
        kept: dict[str, tuple[Scalar, Node]] = {}  # of a key that stands twice, the first
        for key, value in zip(nodes[::2], nodes[1::2], strict=True):
            if not isinstance(key, Scalar) or _is_merge(key):
                self.trusted = False
            else:
                kept.setdefault(key.value, (key, value))
        return Mapping(tuple(kept.values()), self.document, closed.start)

    def _add(self, node: Node) -> None:
        if self._stack:
            self._stack[-1].nodes.append(node)
        elif not (isinstance(node, Scalar) and node.style == "plain" and not node.value):
            self.root = node  # a document of nothing, as after a lone `---`, counts as none


def _is_merge(key: Scalar) -> bool:
    return key.value == "<<" and key.style == "plain"


def _faulty_keys(keys: list[Node]) -> list[Problem]:
    problems: list[Problem] = []
    first: dict[str, Scalar] = {}
    for key in keys:
        if len(problems) > slips.MOST_PROBLEMS:
            break
        if not isinstance(key, Scalar):
            problems.append(slips.complex_key(key))
        elif not key.value:
            problems.append(slips.missing_key(key.place))
        elif _is_merge(key):
            problems.append(slips.merge_key(key))
        elif key.value in first:
            problems.append(slips.duplicate_key(key, first[key.value]))
        else:
            first[key.value] = key
    return problems
