"""One given value of one fact, understood: text, number, range or list to what it leaves possible.

The same reading serves a facts file, JSON, a Python mapping and the cases in rule files. A text is read as a YAML
scalar would be, so that `null` says nothing; a typed value (from JSON or Python) must be of the right type, and an
`Interval` is a range. Nothing is guessed: what cannot be understood is a problem that says what can.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from math import inf, isfinite
from numbers import Real
from typing import Any, TypeVar

from husaca_rules.errors import Problem, nearest
from husaca_rules.facts import problems
from husaca_rules.facts.scale import Interval, Scale
from husaca_rules.facts.vocabulary import Fact, Understood, Vocabulary
from husaca_rules.frozen import FrozenDict

_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_COMMA = re.compile(r"[+-]?\d+,\d+", re.ASCII)
_GROUPED = re.compile(r"([+-]?[1-9]\d{0,2}([ .,'])\d{3}(?:\2\d{3})*)(?:(?!\2)[.,](\d+))?", re.ASCII)
_PERCENT = re.compile(r"([+-]?\d+([.,]\d+)?) ?%", re.ASCII)
_FROM_TO = re.compile(
    r"([+-]?\d+(?:[.,]\d+)?) ?%? ?(?:[-–—]|\.{2,3}|to|tot|t/m) ?([+-]?\d+(?:[.,]\d+)?) ?%?",
    re.ASCII | re.IGNORECASE,
)
_BLANKS = str.maketrans(dict.fromkeys("\u00a0\u2007\u2009\u202f", " "))
"""Blanks that an editor or a spreadsheet sets inside a number, where people type a space."""
_NULLS = {"null", "Null", "NULL", "~"}
_NOT_KNOWN = {
    "?",
    "unknown",
    "not known",
    "n/a",
    "onbekend",
    "niet bekend",
    "weet niet",
    "weet ik niet",
    "n.v.t.",
    "nvt",
}
_NOT_FINITE = {"nan", "inf", "infinity"}
_TRUTHS = {"yes": "yes", "true": "yes", "ja": "yes", "no": "no", "false": "no", "nee": "no"}
_LONGEST_NUMBER = 400  # digits of the largest float, and some; longer texts are no numbers that anybody means
_MOST_HEARD = 256
"""Texts remembered for each fact: the same come again with every organisation, and others are free to go on for ever."""
_MOST_TOLD = 50
"""Problems told of one list: past that it is another list, and searching for near labels takes long."""

At = TypeVar("At", bound=str | int)
T = TypeVar("T")
_Found = list[tuple[Problem, tuple[str | int, ...]]]


class Refused(Exception):
    """A value that can't be understood; `found` holds each problem with the path to the part at which it lies."""

    def __init__(self, found: Problem | _Found) -> None:
        super().__init__(found)
        self.found: _Found = [(found, ())] if isinstance(found, Problem) else found


def understand_value(vocabulary: Vocabulary, fact: Fact, raw: object) -> Understood | None:
    """What `raw` says of `fact`, or None when it says nothing (null). Raises Refused."""
    if not isinstance(raw, str):
        if fact.type == "number" and isinstance(raw, float):  # by the shortest way, as it comes so often
            return _point(fact, raw, raw)
        return None if raw is None else _understand(vocabulary, fact, raw)
    heard = vocabulary.heard[fact.id]
    if raw in heard:
        return heard[raw]
    understood = None if _says_nothing(vocabulary, fact, raw) else _understand(vocabulary, fact, raw)
    if understood is not None and len(heard) < _MOST_HEARD and len(raw) <= _LONGEST_NUMBER:
        heard[raw] = understood
    return understood


def _says_nothing(vocabulary: Vocabulary, fact: Fact, raw: str) -> bool:
    """Whether a text is null. Raises Refused when it says in other ways that it is not known."""
    text = _trimmed(raw)
    word = text.lower()
    if word in vocabulary.spellings[fact.id]:
        return False
    if not text:
        raise Refused(problems.empty_value(fact.id, _wanted(vocabulary, fact)[0]))
    if word in _NOT_KNOWN:
        raise Refused(problems.not_known(fact.id, raw, _wanted(vocabulary, fact)[0]))
    return text in _NULLS


def _understand(vocabulary: Vocabulary, fact: Fact, raw: object) -> Understood | None:
    if isinstance(raw, Interval):
        raw = {"from": None if raw.low == -inf else raw.low, "to": None if raw.high == inf else raw.high}
    match fact.type:
        case "set":
            return _set(vocabulary, fact, raw)
        case "choice":
            label = _label(vocabulary, fact, raw)
            return _truths(fact, {label}, label)
        case _:
            understood = _on_a_line(vocabulary, fact, raw)
            # A range without ends, of a fact that has none either, says nothing.
            return understood if understood.value != {} else None


def _set(vocabulary: Vocabulary, fact: Fact, raw: object) -> Understood:
    if not isinstance(raw, list | tuple | set | frozenset):
        label = raw if isinstance(raw, str) and raw in fact.labels else None
        better = None if label is None else f"[{label}]"
        raise _wrong_type(vocabulary, fact, raw, better)
    chosen: set[str] = set()

    def choose(_: int, item: object) -> None:
        label = _label(vocabulary, fact, item)
        if label in chosen:
            raise Refused(problems.duplicate_label(fact.id, problems.shown(item)))
        chosen.add(label)

    # The order of a Python set is another in every process.
    items = sorted(raw, key=problems.shown) if isinstance(raw, set | frozenset) else raw
    _each(enumerate(items), choose)
    return _truths(fact, chosen, tuple(label for label in fact.labels if label in chosen))


def _truths(fact: Fact, chosen: set[str], value: object) -> Understood:
    truths = tuple([1 if label in chosen else 0 for label in fact.labels])
    return Understood(truths, truths, value)


def _each(parts: Iterable[tuple[At, object]], understand: Callable[[At, object], T]) -> list[T]:
    """What every part says. Raises Refused with the problems of all."""
    understood: list[T] = []
    found: _Found = []
    for at, part in parts:
        try:
            understood.append(understand(at, part))
        except Refused as refused:
            found.extend((problem, (at, *path)) for problem, path in refused.found)
        if len(found) >= _MOST_TOLD:
            break
    if found:
        raise Refused(found)
    return understood


def _on_a_line(vocabulary: Vocabulary, fact: Fact, raw: object) -> Understood:
    """A number, a level or a truth: one interval."""
    if isinstance(raw, _ONE_VALUE) or not isinstance(raw, Mapping):  # the commonest case, by the shortest way
        return _point_or_band(vocabulary, fact, raw)
    if fact.type == "truth":
        raise _wrong_type(vocabulary, fact, raw)
    if not raw or not set(raw) <= {"from", "to"}:
        raise Refused(problems.bad_range(fact.id, raw))

    def reach(end: str, part: object) -> float:
        one = (
            _point_or_band if isinstance(part, Mapping | Interval) else understand_value
        )  # no range in a range
        understood = one(vocabulary, fact, part)
        if understood is None:
            return fact.range.low if end == "from" else fact.range.high
        return understood.low[0] if end == "from" else understood.high[0]

    ends = [(end, raw.get(end)) for end in ("from", "to")]
    low, high = _each(ends, reach)
    if low > high:
        problem = problems.reversed_range(fact.id, *(_typed(vocabulary, fact, part) for _, part in ends))
        raise Refused([(problem, ("from",))])
    return Understood((low,), (high,), _plain(fact, Interval(low, high)))


def _typed(vocabulary: Vocabulary, fact: Fact, raw: object) -> tuple[str, str]:
    """A number or label as it was written, in English and in Dutch."""
    text = _written(raw)
    label = vocabulary.spellings[fact.id].get(text.lower())
    return (text, text) if label is None else (f"`{label}`", f"`{vocabulary.word(label, 'nl')}`")


def _point_or_band(vocabulary: Vocabulary, fact: Fact, raw: object) -> Understood:
    if fact.type == "truth":
        label = _truth(vocabulary, fact, raw)
    else:
        if fact.type == "number" and (value := _number(vocabulary, fact, raw)) is not None:
            return _point(fact, value, raw)
        label = _label(vocabulary, fact, raw)
    span = _scale(fact).span(label)
    return Understood((span.low,), (span.high,), _plain(fact, span))


def _point(fact: Fact, value: float, raw: object) -> Understood:
    """One number, if the fact can have it."""
    if not isfinite(value):
        raise Refused(problems.not_finite(fact.id, raw))
    if _can_have(fact, value):
        return Understood((value,), (value,), int(value) if fact.whole else value)
    text = _written(raw)
    better = _meant(fact, text) if isinstance(raw, str) else None
    if _in_range(fact, value):
        # Of 1.500, it has to be said how it was read.
        said = text if better is None else problems.number(value)
        raise Refused(problems.not_whole(fact.id, value, said, better))
    percent = fact.proportion and not text.endswith("%")
    raise Refused(problems.out_of_range(fact.id, value, text, fact.range, percent=percent, suggestion=better))


def _can_have(fact: Fact, value: float) -> bool:
    return _in_range(fact, value) and not (fact.whole and value != int(value))


def _in_range(fact: Fact, value: float) -> bool:
    return fact.range.low <= value <= fact.range.high


def _number(vocabulary: Vocabulary, fact: Fact, raw: object) -> float | None:
    """A number, or None when the text is a word that may name a band. Raises Refused."""
    if isinstance(raw, float):
        return raw
    if not isinstance(raw, str):
        if isinstance(raw, bool) or not isinstance(raw, _NUMBERS):
            raise _wrong_type(vocabulary, fact, raw)
        try:
            return float(raw)
        except (OverflowError, ValueError):  # an endless int, a signalling NaN
            raise Refused(problems.not_finite(fact.id, raw)) from None
    text = _trimmed(raw)
    if len(text) > _LONGEST_NUMBER:
        raise _wrong_type(vocabulary, fact, raw)
    if _NUMBER.fullmatch(text) or _COMMA.fullmatch(text):
        return _one_reading(fact, text, text, float(text.replace(",", ".")))
    if fact.proportion and (percent := _PERCENT.fullmatch(text)):
        # Decimal, so that 31% is the float 0.31 and not its neighbour.
        return _one_reading(fact, text, percent[1], float(Decimal(percent[1].replace(",", ".")) / 100), 100)
    if _ungrouped(text):
        raise _wrong_type(vocabulary, fact, raw, _meant(fact, text))
    if meant := _from_to(vocabulary, fact, text):
        raise _wrong_type(vocabulary, fact, raw, meant)
    if text.lower().lstrip("+-.") in _NOT_FINITE:
        return inf
    if fact.scale is None or text.lower() in _TRUTHS or _PERCENT.fullmatch(text):
        raise _wrong_type(vocabulary, fact, raw)
    return None


def _one_reading(fact: Fact, text: str, digits: str, value: float, part: int = 1) -> float:
    """The value of a text, unless its point or comma may as well stand between thousands. Raises Refused."""
    # 18.500 and 18,500 are eighteen and a half or eighteen thousand five hundred, depending on who writes them.
    meant = _ungrouped(digits)
    if meant is not None and _can_have(fact, value) and _can_have(fact, float(meant) / part):
        raise Refused(problems.ambiguous_number(fact.id, text, value, float(meant) / part))
    return value


def _ungrouped(text: str) -> str | None:
    """The digits of a number of which the thousands are set apart, as in 1.500,75; None for any other text."""
    found = _GROUPED.fullmatch(text)
    if found is None:
        return None
    return found[1].replace(found[2], "") + (f".{found[3]}" if found[3] else "")


def _meant(fact: Fact, text: str) -> str | None:
    """The digits of a number with thousands set apart, if the fact can have it."""
    digits = _ungrouped(text)
    return digits if digits is not None and _can_have(fact, float(digits)) else None


def _from_to(vocabulary: Vocabulary, fact: Fact, text: str) -> str | None:
    """The range that 5-10 or 20 tot 30% means, as it is to be written; None where the fact has no such range."""
    found = _FROM_TO.fullmatch(text)
    if found is None:
        return None
    low, high = (end.replace(",", ".") + "%" * ("%" in text) for end in found.groups())
    try:
        _on_a_line(vocabulary, fact, {"from": low, "to": high})
    except Refused:
        return None
    return f"{{from: {low}, to: {high}}}"


def _written(raw: Any) -> str:
    """A number or label that was understood, as it was written."""
    return problems.shown(_trimmed(raw)) if isinstance(raw, str) else problems.number(float(raw))


def _trimmed(text: str) -> str:
    return text.translate(_BLANKS).strip()


_ONE_VALUE = (str, float, int)
_NUMBERS = (int, Real, Decimal)
_LIST_WANTED = (
    "a list, as in `[a, b]`, empty if there is none",
    "een lijst, zoals `[a, b]`, leeg als er geen zijn",
)
_TRUTH_WANTED = ("yes or no", "ja of nee")


def _truth(vocabulary: Vocabulary, fact: Fact, raw: object) -> str:
    if isinstance(raw, bool):
        return "yes" if raw else "no"
    if isinstance(raw, str):
        text = _trimmed(raw).lower()
        if label := _TRUTHS.get(text) or vocabulary.spellings[fact.id].get(text):
            return label
    raise _wrong_type(vocabulary, fact, raw)


def _label(vocabulary: Vocabulary, fact: Fact, raw: object) -> str:
    if not isinstance(raw, str):
        raise Refused(problems.wrong_type(fact.id, raw, *_words_wanted(vocabulary, fact)))
    spellings = vocabulary.spellings[fact.id]
    word = _trimmed(raw).lower()
    if label := spellings.get(raw) or spellings.get(word):
        return label
    near = nearest(word, spellings)
    raise Refused(problems.unknown_label(fact.id, raw, *_words_wanted(vocabulary, fact), near))


def _wrong_type(vocabulary: Vocabulary, fact: Fact, raw: object, better: str | None = None) -> Refused:
    return Refused(problems.wrong_type(fact.id, raw, *_wanted(vocabulary, fact), suggestion=better))


def _wanted(vocabulary: Vocabulary, fact: Fact) -> tuple[str, str]:
    """What a fact takes, in English and in Dutch."""
    match fact.type:
        case "set":
            return _LIST_WANTED
        case "truth":
            return _TRUTH_WANTED
        case _:
            return _words_wanted(vocabulary, fact)


def _words_wanted(vocabulary: Vocabulary, fact: Fact) -> tuple[str, str]:
    """The labels of a fact, in English and in Dutch; a number may have none."""
    labels = fact.scale.labels if fact.scale else fact.labels
    words = [vocabulary.word(label, "nl") for label in labels]
    listed = problems.listed(labels, "or"), problems.listed(words, "of")
    if fact.type != "number":
        return listed
    return (f"a number, {listed[0]}", f"een getal, {listed[1]}") if labels else ("a number", "een getal")


def _plain(fact: Fact, interval: Interval) -> object:
    if fact.type == "truth":
        return interval.low == 1
    if interval.decided:
        return _end(fact, interval.low)
    plain: dict[str, object] = {}
    if interval.low > -inf:
        plain["from"] = _end(fact, interval.low)
    if interval.high < inf:
        plain["to"] = _end(fact, interval.high)
    return FrozenDict(plain)


def _end(fact: Fact, value: float) -> object:
    if fact.type == "level":
        return _scale(fact).labels[int(value)]
    return int(value) if fact.whole else value


def _scale(fact: Fact) -> Scale:
    # A level and a truth have one, and words for a number are only looked up when it has bands.
    assert fact.scale is not None
    return fact.scale
