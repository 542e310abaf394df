"""Problems as values: what is wrong, where, in one plain sentence, with a near name if there is one.

A problem is data first. `Problem.render` makes the text that people read, in English or Dutch. A reading collects
all its problems and raises them once, as one `RuleError` or `FactError`.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

from attrs import frozen

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = [
    "FactError",
    "HusacaError",
    "MissingExtra",
    "Place",
    "Problem",
    "RuleError",
    "RuleFailure",
    "UnknownName",
    "in_order",
    "nearest",
    "quoted",
]

_INDENT: Final = "    "
_EXCERPT_COLUMNS: Final = 96  # with the indent: lines of about 100 columns
_BEFORE_CARET: Final = 40  # columns kept before the caret when a long line is clipped
_LONGEST_NAME: Final = 80  # nobody types a longer name; it also bounds the work of `nearest`

# What may steer a terminal or hide text: control characters, line separators, lone surrogates, direction overrides.
_UNSAFE: Final = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff]")

_WORDS: Final = {
    "en": {"place": "line {line}, column {column}", "suggestion": "Did you mean `{name}`?", "see": "See"},
    "nl": {"place": "regel {line}, kolom {column}", "suggestion": "Bedoelde u `{name}`?", "see": "Zie"},
}


@frozen
class Place:
    """A stretch of one line of a file. Lines and columns count from 1, in characters.

    `file` is "" when the text came from no file. `text` is the whole source line without its line end, and `width`
    the number of characters to underline.
    """

    file: str
    line: int
    column: int
    text: str = ""
    width: int = 1


@frozen
class Problem:
    """Something an author has to mend.

    `code` is a readable name that never changes its meaning; `message` one or two plain English sentences, and
    `message_nl` the same in Dutch ("" where a problem exists in English only). `name`, `value` and `allowed` repeat
    as data what the sentence says in words. `suggestion` is a near name or a corrected text, never a far guess.

    >>> import husaca_rules as hr
    >>> try:
    ...     hr.parse_facts("micro_management: [high", file="form.yaml")
    ... except hr.FactError as error:
    ...     problem = error.problems[0]
    >>> problem.code, problem.place.file, problem.place.line
    ('yaml-syntax', 'form.yaml', 1)
    """

    code: str
    message: str
    place: Place | None = None
    name: str | None = None
    value: object = None
    allowed: str | None = None
    suggestion: str | None = None
    message_nl: str = ""

    def render(self, lang: str = "en") -> str:
        """Give place and code, sentence, excerpt with caret, and advice, as lines of text in `lang` (en or nl).

        Raises UnknownName for another language.

        >>> import husaca_rules as hr
        >>> print(hr.Problem("unknown-fact", "There is no such fact.", suggestion="tooling").render())
        unknown-fact
        There is no such fact.
        Did you mean `tooling`?  See docs/problems.md#unknown-fact
        """
        if lang not in _WORDS:
            raise UnknownName(lang, "language", known=tuple(_WORDS))
        words = _WORDS[lang]
        message = self.message_nl if lang == "nl" and self.message_nl else self.message
        advice = f"{words['see']} docs/problems.md#{self.code}"
        if self.suggestion is not None:
            advice = f"{words['suggestion'].format(name=_safe(self.suggestion))}  {advice}"
        lines = [_heading(self, words["place"]), _safe(message)]
        if self.place is not None and self.place.text.strip():
            lines += _excerpt(self.place)
        return "\n".join([*lines, advice])


def _heading(problem: Problem, place_words: str) -> str:
    place = problem.place
    if place is None:
        return problem.code
    where = f"{_safe(place.file)}:{place.line}:{place.column}"
    if not place.file:
        where = place_words.format(line=place.line, column=place.column)
    return f"{where}  {problem.code}"


def _excerpt(place: Place) -> list[str]:
    """Give the source line and the carets below it, without its indent and clipped around the caret."""
    far = max(
        0, place.column - 1 - _EXCERPT_COLUMNS
    )  # of a very long line only the part around the caret is looked at
    text = place.text[far : far + 3 * _EXCERPT_COLUMNS]
    line = _safe("…" + text[1:] if far else text)
    caret = min(max(place.column - 1 - far, 0), len(line))
    indent = min(len(line) - len(line.lstrip(" ")), caret)
    line, caret = line[indent:].rstrip(), caret - indent
    width = max(1, min(place.width, len(line) - caret))
    if len(line) > _EXCERPT_COLUMNS:
        begin = min(max(0, caret - _BEFORE_CARET), len(line) - _EXCERPT_COLUMNS)
        end = begin + _EXCERPT_COLUMNS
        before, after = "…" if begin else "", "…" if end < len(line) else ""
        line, caret = before + line[begin:end] + after, caret - begin + len(before)
        width = max(1, min(width, len(line) - len(after) - caret))
    carets = " " * _columns(line[:caret]) + "^" * max(1, _columns(line[caret : caret + width]))
    return [_INDENT + line, _INDENT + carets]


def _columns(text: str) -> int:
    """Count the columns that a terminal gives to a text: 2 for wide characters, 0 for combining ones."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.category(c) in ("Mn", "Me", "Cf") else 1 + (unicodedata.east_asian_width(c) in "WF")
        for c in text
    )


def _safe(text: str) -> str:
    """Replace what could steer a terminal, one character for one, so that columns stay right."""
    return _UNSAFE.sub(lambda found: " " if found[0] in "\t\n\r" else "\N{REPLACEMENT CHARACTER}", text)


def quoted(text: object, limit: int = 60) -> str:
    """Give a text between backticks for use in a message, on one line and at most `limit` characters long.

    A text that holds a backtick stands between double quotes instead.
    """
    line = " ".join(str(text)[: 4 * limit].split())
    mark = '"' if "`" in line else "`"
    return f"{mark}{line}{mark}" if len(line) <= limit else f"{mark}{line[:limit]}…{mark}"


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Sort problems by file, line and column; those without a place come first, ties keep their order."""

    def key(problem: Problem) -> tuple[str, int, int]:
        place = problem.place
        return ("", 0, 0) if place is None else (place.file, place.line, place.column)

    return tuple(sorted(problems, key=key))


class HusacaError(Exception):
    """What this library raises on purpose; every other exception out of it is a bug.

    >>> import husaca_rules as hr
    >>> issubclass(hr.FactError, hr.HusacaError), issubclass(hr.UnknownName, hr.HusacaError)
    (True, True)
    """


class _Problems(HusacaError):
    """Several problems, raised once, in order of place."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = in_order(problems)
        super().__init__(self.problems)

    def __str__(self) -> str:
        return self.render()

    def render(self, lang: str = "en") -> str:
        """Give the text of all problems in `lang` (en or nl), with an empty line between two.

        Raises UnknownName for another language.
        """
        return "\n\n".join(problem.render(lang) for problem in self.problems)


class RuleError(_Problems):
    """A rule set cannot be read; `problems` says all that is wrong with it, in order of place.

    >>> import husaca_rules as hr
    >>> try:
    ...     hr.load_rules("no/such/directory")
    ... except hr.RuleError as error:
    ...     print([problem.code for problem in error.problems])
    ['no-such-file']
    """


class FactError(_Problems):
    """Facts cannot be read; `problems` says all that is wrong with them, in order of place.

    >>> import husaca_rules as hr
    >>> try:
    ...     hr.diagnose({"micro_managment": "high"})
    ... except hr.FactError as error:
    ...     print([(problem.code, problem.suggestion) for problem in error.problems])
    [('unknown-fact', 'micro_management')]
    """


class UnknownName(HusacaError, KeyError):
    """An id was asked for that does not exist. `name` is that id, `suggestion` a near one or None.

    `kind` says what was looked for, in words ("finding", "fact"); `known` are the names to choose from, where they are few.

    >>> import husaca_rules as hr
    >>> try:
    ...     hr.diagnose({})["turnover_rsk"]
    ... except hr.UnknownName as error:
    ...     print(error.name, error.kind, error.suggestion)
    turnover_rsk finding turnover_risk
    """

    def __init__(
        self, name: str, kind: str = "thing", suggestion: str | None = None, known: Sequence[str] = ()
    ) -> None:
        super().__init__(name, kind, suggestion, known)
        self.name = name
        self.kind = kind
        self.suggestion = suggestion
        self.known = known

    def __str__(self) -> str:  # KeyError would show the repr of its argument
        advice = "" if self.suggestion is None else f" Did you mean {quoted(self.suggestion)}?"
        if self.known and not advice:
            advice = f" Choose from {', '.join(map(quoted, self.known))}."
        return _safe(f"There is no {self.kind} named {quoted(self.name)}.{advice}")


class MissingExtra(HusacaError, ImportError):
    """A package that this call needs is not installed; the message names the command that installs it.

    `package` is what is missing, `requirement` what pip is to install (`husaca-rules[frames]`).

    >>> import husaca_rules as hr
    >>> print(hr.MissingExtra("polars", "husaca-rules[frames]"))
    This needs polars, which is not installed; run: pip install "husaca-rules[frames]"
    """

    def __init__(self, package: str, requirement: str) -> None:
        super().__init__(package, requirement)
        self.package = package
        self.requirement = requirement

    def __str__(self) -> str:
        return f'This needs {self.package}, which is not installed; run: pip install "{self.requirement}"'


class RuleFailure(HusacaError):
    """An engine failed: a bug or a broken dependency, never a rule that is false."""


def nearest(name: str, known: Iterable[str]) -> str | None:
    """Give the known name that `name` is most likely a slip of, or None if none is near.

    Near is: equal but for case, hyphens and spaces, or one slip away, or two from six characters on. A slip is a
    character too many, too few, wrong, or two that changed places.
    """
    if not name or len(name) > _LONGEST_NAME:
        return None
    folded = _folded(name)
    limit = 0 if len(folded) < 3 else 1 if len(folded) < 6 else 2
    best: tuple[int, str] | None = None
    for other in known:
        distance = _slips(folded, _folded(other), limit)
        if distance is not None and other != name and (best is None or (distance, other) < best):
            best = (distance, other)
    return None if best is None else best[1]


def _folded(name: str) -> str:
    return name.strip().casefold().replace("-", "_").replace(" ", "_")


def _slips(a: str, b: str, limit: int) -> int | None:
    """Count the slips between two names (optimal string alignment), or None above the limit."""
    if abs(len(a) - len(b)) > limit:
        return None
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, left in enumerate(a, 1):
        before, last, row = row, before, [i]
        for j, right in enumerate(b, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (left != right))
            if i > 1 and j > 1 and left == b[j - 2] and a[i - 2] == right:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return None
    return row[-1] if row[-1] <= limit else None
