"""One given value of one fact, understood: text, number, range or list to what it leaves possible.

The same reading serves a facts file, JSON, a Python mapping and the cases in rule files. A text is read as a YAML
scalar would be; a typed value (from JSON or Python) must be of the right type. Nothing is guessed: what cannot be
understood is a problem that says what can.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from math import inf, isfinite
from numbers import Real

from husaca_rules.errors import Problem, nearest
from husaca_rules.facts import problems
from husaca_rules.facts.scale import Interval, Scale
from husaca_rules.facts.vocabulary import Fact, Understood, Vocabulary
from husaca_rules.frozen import FrozenDict

_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_COMMA = re.compile(r"[+-]?\d+,\d+", re.ASCII)
_GROUPED = re.compile(r"([+-]?[1-9]\d{0,2}([ .,'])\d{3}(?:\2\d{3})*)(?:(?!\2)[.,](\d+))?", re.ASCII)
_PERCENT = re.compile(r"([+-]?\d+([.,]\d+)?) ?%", re.ASCII)
_ONE_NUMBER = (str, float, int)
_NOT_FINITE = {"nan", "inf", "infinity"}
_TRUTHS = {"yes": "yes", "true": "yes", "ja": "yes", "no": "no", "false": "no", "nee": "no"}
_LONGEST_NUMBER = 400  # digits of the largest float, and some; longer texts are no numbers that anybody means


class Refused(Exception):
    """A value that can't be understood; carries the problem, and the part of a structure at which it lies."""

    def __init__(self, problem: Problem, *path: str | int) -> None:
        super().__init__(problem)
        self.problem = problem
        self.path = path


def understand_value(vocabulary: Vocabulary, fact: Fact, raw: object) -> Understood | None:
    """What `raw` says of `fact`, or None when it says nothing (null). Raises Refused."""
    if raw is None:
        return None
    if isinstance(raw, str):
        # Words come again with every organisation, and there are only so many: each is understood once.
        heard = vocabulary.heard[fact.id]
        if raw in heard:
            return heard[raw]
        if not raw.strip():
            raise Refused(problems.empty_value(fact.id))
        if raw in vocabulary.spellings[fact.id] and fact.type != "set":
            return heard.setdefault(raw, _understand(vocabulary, fact, raw))
    if fact.type == "number" and isinstance(raw, _ONE_NUMBER):  # the commonest case, by the shortest way
        return _point_or_band(vocabulary, fact, raw)
    understood = _understand(vocabulary, fact, raw)
    # A range without ends, of a fact that has none either, says nothing.
    return understood if understood.value != {} else None


def _understand(vocabulary: Vocabulary, fact: Fact, raw: object) -> Understood:
    match fact.type:
        case "set":
            return _set(vocabulary, fact, raw)
        case "choice":
            return _choice(vocabulary, fact, raw)
        case _:
            return _on_a_line(vocabulary, fact, raw)


def _set(vocabulary: Vocabulary, fact: Fact, raw: object) -> Understood:
    if not isinstance(raw, list | tuple | set | frozenset):
        label = raw if isinstance(raw, str) and raw in fact.labels else None
        better = None if label is None else f"[{label}]"
        wanted = (
            "a list, as in `[a, b]`, empty if there is none",
            "een lijst, zoals `[a, b]`, leeg als er geen zijn",
        )
        raise Refused(problems.wrong_type(fact.id, raw, *wanted, suggestion=better))
    chosen: set[str] = set()
    for position, item in enumerate(raw):
        try:
            label = _label(vocabulary, fact, item, fact.labels)
        except Refused as refused:
            raise Refused(refused.problem, position) from None
        if label in chosen:
            raise Refused(problems.duplicate_label(fact.id, label), position)
        chosen.add(label)
    return _truths(fact, chosen, tuple(label for label in fact.labels if label in chosen))


def _choice(vocabulary: Vocabulary, fact: Fact, raw: object) -> Understood:
    label = _label(vocabulary, fact, raw, fact.labels)
    return _truths(fact, {label}, label)


def _truths(fact: Fact, chosen: set[str], value: object) -> Understood:
    truths = tuple([1 if label in chosen else 0 for label in fact.labels])
    return Understood(truths, truths, value)


def _on_a_line(vocabulary: Vocabulary, fact: Fact, raw: object) -> Understood:
    """A number, a level or a truth: one interval."""
    if not isinstance(raw, Mapping):
        return _point_or_band(vocabulary, fact, raw)
    if fact.type == "truth":
        raise Refused(problems.wrong_type(fact.id, raw, *_TRUTH_WANTED))
    if not raw or not set(raw) <= {"from", "to"}:
        raise Refused(problems.bad_range(fact.id, raw))
    low, high = fact.range.low, fact.range.high
    for end in ("from", "to"):
        if raw.get(end) is None:
            continue
        try:
            part = _point_or_band(vocabulary, fact, raw[end])
        except Refused as refused:
            raise Refused(refused.problem, end) from None
        low, high = (part.low[0], high) if end == "from" else (low, part.high[0])
    if low > high:
        raise Refused(problems.reversed_range(fact.id, _end(fact, low), _end(fact, high)), "from")
    return Understood((low,), (high,), _plain(fact, Interval(low, high)))


def _point_or_band(vocabulary: Vocabulary, fact: Fact, raw: object) -> Understood:
    if fact.type == "truth":
        label = _truth(vocabulary, fact, raw)
    else:
        if fact.type == "number" and (value := _number(fact, raw)) is not None:
            return _point(fact, value, raw)
        label = _label(vocabulary, fact, raw, _scale(fact).labels)
    span = _scale(fact).span(label)
    return Understood((span.low,), (span.high,), _plain(fact, span))


def _point(fact: Fact, value: float, raw: object) -> Understood:
    """One number, if the fact can have it."""
    if not isfinite(value):
        raise Refused(problems.not_finite(fact.id, raw))
    if _can_have(fact, value):
        return Understood((value,), (value,), int(value) if fact.whole else value)
    meant = _ungrouped(raw.strip()) if isinstance(raw, str) else None
    better = meant if meant is not None and _can_have(fact, float(meant)) else None
    if _in_range(fact, value):
        raise Refused(problems.not_whole(fact.id, value, better))
    percent = fact.proportion and not (isinstance(raw, str) and raw.strip().endswith("%"))
    shown = problems.number(value) if percent or not isinstance(raw, str) else raw.strip()
    raise Refused(
        problems.out_of_range(fact.id, value, shown, fact.range, percent=percent, suggestion=better)
    )


def _can_have(fact: Fact, value: float) -> bool:
    return _in_range(fact, value) and not (fact.whole and value != int(value))


def _in_range(fact: Fact, value: float) -> bool:
    return fact.range.low <= value <= fact.range.high


def _number(fact: Fact, raw: object) -> float | None:
    """A number, or None when the text is a word that may name a band. Raises Refused."""
    if isinstance(raw, float):
        return raw
    if not isinstance(raw, str):
        if isinstance(raw, bool) or not isinstance(raw, _NUMBERS):
            raise Refused(problems.wrong_type(fact.id, raw, *_NUMBER_WANTED))
        try:
            return float(raw)
        except (OverflowError, ValueError):  # an endless int, a signalling NaN
            raise Refused(problems.not_finite(fact.id, raw)) from None
    text = raw.strip()
    if len(text) > _LONGEST_NUMBER:
        raise Refused(problems.wrong_type(fact.id, raw, *_NUMBER_WANTED))
    if _NUMBER.fullmatch(text) or _COMMA.fullmatch(text):
        return _one_reading(fact, text, text, float(text.replace(",", ".")))
    if fact.proportion and (percent := _PERCENT.fullmatch(text)):
        # Decimal, so that 31% is the float 0.31 and not its neighbour.
        return _one_reading(fact, text, percent[1], float(Decimal(percent[1].replace(",", ".")) / 100), 100)
    if meant := _ungrouped(text):
        raise Refused(problems.wrong_type(fact.id, raw, *_NUMBER_WANTED, suggestion=meant))
    if text.lower().lstrip("+-.") in _NOT_FINITE:
        return inf
    if fact.scale is None or text.lower() in _TRUTHS or _PERCENT.fullmatch(text):
        raise Refused(problems.wrong_type(fact.id, raw, *_NUMBER_WANTED))
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


_NUMBERS = (int, Real, Decimal)
_NUMBER_WANTED = ("a number", "een getal")
_TRUTH_WANTED = ("yes or no", "ja of nee")


def _truth(vocabulary: Vocabulary, fact: Fact, raw: object) -> str:
    if isinstance(raw, bool):
        return "yes" if raw else "no"
    if isinstance(raw, str):
        text = raw.strip().lower()
        if label := _TRUTHS.get(text) or vocabulary.spellings[fact.id].get(text):
            return label
    raise Refused(problems.wrong_type(fact.id, raw, *_TRUTH_WANTED))


def _label(vocabulary: Vocabulary, fact: Fact, raw: object, labels: tuple[str, ...]) -> str:
    spellings = vocabulary.spellings[fact.id]
    if isinstance(raw, str) and (label := spellings.get(raw) or spellings.get(raw.strip().lower())):
        return label
    labels_nl = [vocabulary.word(label, "nl") for label in labels]
    wanted, wanted_nl = problems.listed(labels, "or"), problems.listed(labels_nl, "of")
    if fact.type == "number":
        wanted, wanted_nl = f"a number, {wanted}", f"een getal, {wanted_nl}"
    if isinstance(raw, str):
        near = nearest(raw.strip().lower(), spellings)
        raise Refused(problems.unknown_label(fact.id, raw, wanted, wanted_nl, near))
    raise Refused(problems.wrong_type(fact.id, raw, wanted, wanted_nl))


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
