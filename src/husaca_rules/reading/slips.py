"""What authors write in YAML that is refused here, each told in their own terms."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from husaca_rules.errors import Place, Problem, quoted
from husaca_rules.reading.nodes import Scalar

if TYPE_CHECKING:
    from collections.abc import Iterable

    from husaca_rules.reading.nodes import Document, Node

__all__ = [
    "DEEPEST",
    "GLUED",
    "MOST_PROBLEMS",
    "NO_BREAK_SPACE",
    "after_properties",
    "anchor",
    "complex_key",
    "duplicate_key",
    "empty_file",
    "glued_key",
    "merge_key",
    "missing_key",
    "missing_space",
    "not_a_mapping",
    "properties",
    "several_documents",
    "tag",
    "too_deep",
    "too_many",
]

MOST_PROBLEMS: Final = (
    200  # more than anybody reads; a file of one slip again and again would fill the memory
)
DEEPEST: Final = 50  # collections inside each other; a rule file needs about ten

_PROPERTIES: Final = re.compile(r"(?:[&!][^ \n]*+(?:[ \n]++|#[^\n]*+)*+)++")
NO_BREAK_SPACE: Final = "\N{NO-BREAK SPACE}"
GLUED: Final = re.compile(r"[A-Za-z_][\w.-]*+(:)(?![ \n/]|$)")  # but not the beginning of a web address
_WORD: Final = re.compile(r"[^ \n,\]}]*+")


def after_properties(document: Document, start: int) -> int:
    """Give the index at which a value itself begins, after any anchor and tag."""
    found = _PROPERTIES.match(document.text, start)
    return start if found is None else min(found.end(), len(document.text))


def properties(document: Document, event: Any) -> list[Problem]:
    """Give the problems of a node that carries an anchor, a tag or both."""
    start = event.start_mark.index
    found = []
    if event.anchor is not None:
        found.append(anchor(document, document.text.index("&", start)))
    if event.tag is not None:
        found.append(tag(document, document.text.index("!", start)))
    return found


def anchor(document: Document, at: int) -> Problem:
    """Say that `&name` and `*name` are not read."""
    word = _word(document, at)
    return Problem(
        "anchor",
        f"{quoted(word)} refers to another part of the file, which is not allowed here. Write the value out; "
        "if it is a text that begins with `&` or `*`, put it in quotes.",
        document.place(at, len(word)),
        value=word,
        message_nl=f"{quoted(word)} verwijst naar een ander deel van het bestand. Dat kan hier niet: schrijf de waarde "
        "uit, of zet een tekst die met `&` of `*` begint tussen aanhalingstekens.",
    )


def tag(document: Document, at: int) -> Problem:
    """Say that `!type` is not read."""
    word = _word(document, at)
    return Problem(
        "tag",
        f"{quoted(word)} names a type, which is not allowed here. Leave it out; if it is a text that begins with `!`, "
        "put it in quotes.",
        document.place(at, len(word)),
        value=word,
        message_nl=f"{quoted(word)} noemt een type. Dat kan hier niet: laat het weg, of zet een tekst die met `!` begint "
        "tussen aanhalingstekens.",
    )


def _word(document: Document, at: int) -> str:
    found = _WORD.match(document.text, at)
    return document.text[at : at + 1] if found is None else found[0]


def duplicate_key(key: Scalar, first: Scalar) -> Problem:
    """Say that a key stands twice in one mapping."""
    place, earlier = key.place, first.place
    where, where_nl = f"in line {earlier.line}", f"op regel {earlier.line}"
    if place.line == earlier.line:
        where, where_nl = "earlier in this line", "eerder in deze regel"
    return Problem(
        "duplicate-key",
        f"{quoted(key.value)} stands here a second time; the first is {where}. Keep one, or rename one.",
        place,
        name=key.value,
        message_nl=f"{quoted(key.value)} staat hier voor de tweede keer; de eerste staat {where_nl}. Laat er een weg of "
        "geef die een andere naam.",
    )


def complex_key(key: Node) -> Problem:
    """Say that a key is itself a list or a mapping."""
    return Problem(
        "complex-key",
        "What stands before a `:` must be one name, not a list or a group of names. If it is a text with brackets "
        "or braces, put it in quotes.",
        key.place,
        message_nl="Voor een `:` hoort één naam te staan, geen lijst of groep van namen. Is het een tekst met haken of "
        "accolades, zet die dan tussen aanhalingstekens.",
    )


def missing_key(place: Place) -> Problem:
    """Say that nothing stands before a colon."""
    return Problem(
        "yaml-syntax",
        "A name is missing before this `:`.",
        place,
        message_nl="Voor deze `:` ontbreekt een naam.",
    )


def merge_key(key: Scalar) -> Problem:
    """Say that `<<` is not followed."""
    return Problem(
        "merge-key",
        "`<<` would copy another part of the file to this place, which is not allowed here. Write the keys out.",
        key.place,
        name=key.value,
        message_nl="`<<` zou een ander deel van het bestand hierheen kopiëren. Dat kan hier niet: schrijf het uit.",
    )


def too_deep(document: Document, at: int) -> Problem:
    """Say that lists and mappings stand too deep inside each other."""
    return Problem(
        "too-deep",
        f"Here lists and groups stand inside each other more than {DEEPEST} deep. A rule or facts file is much flatter: "
        "look for an extra bracket.",
        document.place(at),
        allowed=f"at most {DEEPEST} deep",
        message_nl=f"Hier staan lijsten en groepen meer dan {DEEPEST} diep in elkaar. Een bestand met regels of feiten is "
        "veel vlakker: zoek naar een haakje te veel.",
    )


def too_many(last: Problem) -> Problem:
    """Say that problems after this one are not told."""
    return Problem(
        "too-many-problems",
        f"This file has more than {MOST_PROBLEMS} problems, and the others are not shown. Correct these first.",
        last.place,
        message_nl=f"Dit bestand heeft meer dan {MOST_PROBLEMS} problemen, en de andere worden niet getoond. Herstel eerst "
        "deze.",
    )


def several_documents(document: Document, at: int) -> Problem:
    """Say that a second document begins in the same file."""
    return Problem(
        "several-documents",
        "A second document begins here, and a file holds one. Remove this separator, or make two files.",
        document.place(at, 3 if document.text.startswith("---", at) else 1),
        message_nl="Hier begint een tweede document, maar een bestand bevat er maar één. Haal de scheiding weg of maak er twee "
        "bestanden van.",
    )


def empty_file(document: Document) -> Problem:
    """Say that a file has nothing in it but blanks and comments."""
    return Problem(
        "empty-file",
        "This file says nothing: it is empty, or holds comments only.",
        Place(document.file, 1, 1),
        message_nl="Er staat niets in dit bestand: het is leeg, of bevat alleen commentaar.",
    )


def not_a_mapping(root: Node) -> Problem:
    """Say that a file is not made of keys with values; `name:value` without a space is such a text."""
    glued = GLUED.match(root.value) if isinstance(root, Scalar) and root.style == "plain" else None
    if isinstance(root, Scalar) and glued is not None:
        return missing_space(root.at(glued.start(1)))
    return Problem(
        "not-a-mapping",
        "A file consists of `name: value` pairs, and this one begins with something else. Begin it with a name and a `:`.",
        root.place,
        allowed="`name: value` pairs",
        message_nl="Een bestand bestaat uit paren `naam: waarde`, maar dit begint met iets anders. Begin met een naam en "
        "een `:`.",
    )


def glued_key(entries: Iterable[tuple[Node, Node]]) -> Problem | None:
    """Say that between braces a name is glued to its value: `{en:"text"}` is one long name with nothing behind it."""
    for key, value in entries:
        if isinstance(key, Scalar) and key.style == "plain" and isinstance(value, Scalar) and not value.value:
            glued = GLUED.match(key.value)
            if glued is not None and value.style == "plain":
                return missing_space(key.at(glued.start(1)))
    return None


def missing_space(place: Place) -> Problem:
    """Say that a colon has no space behind it, so that YAML does not see a key."""
    en, nl = "A space is missing after this `:`.", "Na deze `:` ontbreekt een spatie."
    if place.text[place.column : place.column + 1] == NO_BREAK_SPACE:
        en = "What follows this `:` is a no-break space, which looks like a space and is none. Type a space instead."
        nl = "Na deze `:` staat een harde spatie, die op een spatie lijkt en er geen is. Typ een gewone spatie."
    return Problem("yaml-syntax", en, place, message_nl=nl)
