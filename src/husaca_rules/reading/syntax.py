"""Errors of the YAML parser, told in the terms of somebody who writes rules or facts, at the place to mend.

Only the Python parser's errors come here. Its wording is matched, never shown: people who write rules do not know
what a block mapping or a token is.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from attrs import evolve, frozen
from yaml import MarkedYAMLError

from husaca_rules.errors import Problem, quoted
from husaca_rules.reading.characters import directive
from husaca_rules.reading.slips import (
    GLUED,
    NO_BREAK_SPACE,
    anchor,
    missing_key,
    missing_space,
    several_documents,
    tag,
)

if TYPE_CHECKING:
    from husaca_rules.reading.nodes import Document

__all__ = ["syntax_problem"]


@frozen
class _Slip:
    """An error as it was met: what the parser did, what it stumbled over, and where (indices into the text)."""

    document: Document
    context: str
    problem: str
    began: int
    at: int
    opened: int | None

    @property
    def text(self) -> str:
        return self.document.text

    @property
    def line_start(self) -> int:
        return self.text.rfind("\n", 0, self.at) + 1

    @property
    def before(self) -> str:
        """What stands before the stumbling block in its line."""
        return self.text[self.line_start : self.at]


def syntax_problem(document: Document, error: Exception, source: Any, opened: int | None) -> Problem:
    """Give the problem behind an error of the parser `source`; `opened` is where the innermost open bracket stands."""
    at = _solid(document.text, _index(getattr(error, "problem_mark", None), source))
    context_mark = getattr(error, "context_mark", None)
    slip = _Slip(
        document,
        str(getattr(error, "context", None) or ""),
        str(getattr(error, "problem", None) or error) if isinstance(error, MarkedYAMLError) else "",
        at if context_mark is None else min(context_mark.index, len(document.text)),
        at,
        opened,
    )
    for pattern, tell in _TELLERS:
        if pattern.search(f"{slip.context} / {slip.problem}"):
            return tell(slip)
    return _other(slip)


def _index(mark: Any, source: Any) -> int:
    if mark is None:  # an error without a place: the parser stands just behind its cause
        mark = source
    return int(getattr(mark, "index", 0))


def _solid(text: str, index: int) -> int:
    """Move an index at the end of the text, or on an empty line there, back behind the last character that shows."""
    index = min(index, len(text))
    return index if text[index:].strip() else min(index, len(text.rstrip()))


def _problem(slip: _Slip, at: int, width: int, en: str, nl: str) -> Problem:
    place = slip.document.place(at, width)
    if NO_BREAK_SPACE in place.text:
        en += " This line holds a no-break space, which looks like a space and is none."
        nl += " In deze regel staat een harde spatie, die op een spatie lijkt en er geen is."
    return Problem("yaml-syntax", en, place, message_nl=nl)


def _no_start(slip: _Slip) -> Problem:
    sign = slip.text[slip.at : slip.at + 1]
    return _problem(
        slip,
        slip.at,
        1,
        f"A text cannot begin with {quoted(sign)}. Put the text in quotes.",
        f"Een tekst kan niet met {quoted(sign)} beginnen. Zet de tekst tussen aanhalingstekens.",
    )


def _no_colon(slip: _Slip) -> Problem:
    """Tell about a line that should be a key: a colon without a space after it, or no colon at all."""
    at = slip.began
    end = slip.document.end_of_line(at)
    line = slip.text[at:end]
    glued = GLUED.match(line)
    if glued is not None:
        return missing_space(slip.document.place(at + glued.start(1)))
    return _problem(
        slip,
        at,
        len(line.rstrip()),
        "A `name: value` pair is expected here, and no `: ` was found. If this line continues the text above, indent it "
        "further than the name of that text.",
        "Hier hoort een paar `naam: waarde`, maar er is geen `: ` gevonden. Hoort deze regel nog bij de tekst erboven, laat "
        "hem dan verder inspringen dan de naam van die tekst.",
    )


def _second_colon(slip: _Slip) -> Problem:
    """Tell about a `: ` inside a value, or about a line indented as if it continued the value above."""
    if re.search(r":(?:\s|$)", slip.before) or slip.before.lstrip().startswith(("- ", '"', "'")):
        return _problem(
            slip,
            slip.at,
            1,
            "A `: ` stands inside a text here. Put the whole text in quotes.",
            "Hier staat een `: ` binnen een tekst. Zet de hele tekst tussen aanhalingstekens.",
        )
    name = slip.before.strip()
    line = slip.document.place(max(slip.line_start - 1, 0)).text
    if slip.line_start and _indent(line) == _indent(slip.before):
        return _no_colon(evolve(slip, began=slip.line_start - 1 - len(line.lstrip())))
    return _problem(
        slip,
        slip.at - len(slip.before.lstrip()),
        len(name),
        f"{quoted(name)} is indented as if it belonged to the value above, which is complete. Give it the indentation of "
        "the name that it stands beside.",
        f"{quoted(name)} springt in alsof het bij de waarde erboven hoort, maar die is al af. Geef het dezelfde "
        "inspringing als de naam waar het naast hoort.",
    )


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _dash(slip: _Slip) -> Problem:
    return _problem(
        slip,
        slip.at,
        1,
        "A list cannot begin in the middle of a line. Put each `- ` on a line of its own, or write [one, two].",
        "Een lijst kan niet midden in een regel beginnen. Zet elke `- ` op een eigen regel, of schrijf [een, twee].",
    )


def _question(slip: _Slip) -> Problem:
    return _problem(
        slip,
        slip.at,
        1,
        "A text cannot begin with `? `. Put the text in quotes.",
        "Een tekst kan niet met `? ` beginnen. Zet de tekst tussen aanhalingstekens.",
    )


def _header(slip: _Slip) -> Problem:
    at = slip.began
    sign = slip.text[at : at + 1]
    return _problem(
        slip,
        at,
        slip.document.end_of_line(at) - at,
        f"After {quoted(sign)} the text begins on the next line. If the sign is part of the text, put the text in quotes.",
        f"Na {quoted(sign)} begint de tekst op de volgende regel. Hoort het teken bij de tekst, zet de tekst dan tussen "
        "aanhalingstekens.",
    )


def _open_quote(slip: _Slip) -> Problem:
    return _problem(
        slip,
        slip.began,
        1,
        "The quote that opens here is never closed. Add the closing quote.",
        "Het aanhalingsteken dat hier opent, wordt nergens gesloten. Voeg het sluitteken toe.",
    )


def _escape(slip: _Slip) -> Problem:
    at = max(slip.text.rfind("\\", 0, slip.at + 1), 0)
    code = slip.text[at : at + 2]
    return _problem(
        slip,
        at,
        max(2, slip.at - at),
        f"{quoted(code)} stands for nothing between double quotes here. Write `\\\\` for a backslash, or use single quotes.",
        f"{quoted(code)} betekent niets tussen dubbele aanhalingstekens. Schrijf `\\\\` voor een backslash, of gebruik "
        "enkele aanhalingstekens.",
    )


def _anchor(slip: _Slip) -> Problem:
    return anchor(slip.document, slip.began)


def _tag(slip: _Slip) -> Problem:
    found = slip.text.find("!", slip.began)
    return tag(slip.document, slip.began if found < 0 else found)


def _not_in_line(slip: _Slip) -> Problem:
    """Tell about something that follows a complete value, in its line or on a line of a wrong indentation."""
    sign = slip.text[slip.at : slip.at + 1]
    if slip.before.strip(" -"):
        return _problem(
            slip,
            slip.at,
            slip.document.end_of_line(slip.at) - slip.at,
            "Something follows here after the end of a value. Put the whole text in quotes, or remove what is too much.",
            "Hier staat nog iets na het eind van een waarde. Zet de hele tekst tussen aanhalingstekens, of haal weg wat te "
            "veel is.",
        )
    if sign == ":":
        return missing_key(slip.document.place(slip.at))
    if sign in ("]", "}", ","):
        return _stray(slip)
    return _problem(
        slip,
        slip.at,
        1,
        "The indentation of this line fits nothing above it. Give it the indentation of the line that it stands beside.",
        "De inspringing van deze regel past nergens bij. Geef de regel dezelfde inspringing als de regel waar hij naast "
        "hoort.",
    )


def _second_document(slip: _Slip) -> Problem:
    """Tell about what follows a whole document: more text after `...`, a late directive, or a wrong indentation."""
    before = slip.text[: slip.at]
    late = before.rfind("\n%") + 1
    if late and _says_nothing(before[late:].partition("\n")[2]):
        return directive(slip.document, late)
    end = before.rfind("\n...") + 1
    if end and _says_nothing(before[end:].partition("\n")[2]):
        return several_documents(slip.document, slip.at)
    return _not_in_line(slip)


def _says_nothing(text: str) -> bool:
    """Say whether a text consists of blank lines, comments and directives."""
    return all(not line.strip() or line.lstrip().startswith(("#", "%")) for line in text.split("\n"))


def _stray(slip: _Slip) -> Problem:
    sign = slip.text[slip.at : slip.at + 1] or "the end"
    return _problem(
        slip,
        slip.at,
        1,
        f"{quoted(sign)} is not expected here. Remove it, or put the text that it belongs to in quotes.",
        f"{quoted(sign)} wordt hier niet verwacht. Haal het weg, of zet de tekst waar het bij hoort tussen "
        "aanhalingstekens.",
    )


def _in_brackets(slip: _Slip) -> Problem:
    """Tell about something inside brackets that is neither a comma nor the closing bracket."""
    opening = slip.began if slip.text[slip.began : slip.began + 1] in ("[", "{") else slip.opened
    at_end = not slip.text[slip.at :].strip()
    elsewhere = opening is not None and "\n" in slip.text[opening : slip.at]
    if opening is not None and (at_end or (elsewhere and slip.before.strip() == slip.before)):
        sign = slip.text[opening]
        return _problem(
            slip,
            opening,
            1,
            f"The {quoted(sign)} that opens here is never closed.",
            f"De {quoted(sign)} die hier opent, wordt nergens gesloten.",
        )
    sign = slip.text[slip.at : slip.at + 1]
    if sign == ":":
        return _second_colon(slip)
    if sign in ("]", "}", ","):
        return _stray(slip)
    if sign == "?":
        return _problem(
            slip,
            slip.at,
            1,
            "Between brackets or braces a text with `?` must be in quotes.",
            "Tussen haken of accolades moet een tekst met `?` tussen aanhalingstekens.",
        )
    return _problem(
        slip,
        slip.at,
        1,
        "A comma or a closing bracket is missing before this.",
        "Hiervoor ontbreekt een komma of een sluithaakje.",
    )


def _no_value(slip: _Slip) -> Problem:
    return _in_brackets(slip) if slip.opened is not None else _stray(slip)


def _other(slip: _Slip) -> Problem:
    return _problem(
        slip,
        slip.at,
        1,
        "The file cannot be understood from here on. Look at the quotes, brackets and indentation of this line and of "
        "the one above.",
        "Het bestand is vanaf hier niet te begrijpen. Kijk naar de aanhalingstekens, haken en inspringing van deze regel "
        "en van die erboven.",
    )


# Against "context / problem" of the parser; the first that fits tells. A newer parser may say things differently:
# what fits none is told in general terms, at the parser's own place.
_TELLERS: Final = tuple(
    (re.compile(pattern), tell)
    for pattern, tell in (
        (r"^while scanning an (?:anchor|alias)", _anchor),
        (r"found duplicate anchor|found undefined alias", _anchor),
        (r"^while (?:scanning|parsing) a tag|tag handle", _tag),
        (r"cannot start any token", _no_start),
        (r"could not find expected ':'", _no_colon),
        (r"sequence entries are not allowed", _dash),
        (r"mapping keys are not allowed", _question),
        (r"mapping values are not allowed", _second_colon),
        (r"^while scanning a block scalar", _header),
        (r"^while scanning a quoted scalar", _open_quote),
        (r"escape|^ / $", _escape),
        (r"^while parsing a flow (?:sequence|mapping)", _in_brackets),
        (r"expected the node content|did not find expected node content", _no_value),
        (r"expected <block end>", _not_in_line),
        (r"expected '<document start>'", _second_document),
    )
)
