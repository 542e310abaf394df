"""What a rule set calls things, and values as people read them, in one language."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from math import inf, nextafter

from attrs import frozen

from husaca_rules.diagnosis.layout import safe
from husaca_rules.diagnosis.phrases import say
from husaca_rules.errors import Place, UnknownName
from husaca_rules.facts.scale import Interval
from husaca_rules.facts.vocabulary import Fact, Texts
from husaca_rules.language.placeholders import fill
from husaca_rules.language.rules import RuleSet

_SEPARATED_FROM = 10_000  # below it, a separator would turn years into something else
_SHORTER = 3  # digits by which a number must be shorter than its neighbour to be what somebody wrote


@frozen
class Wording:
    """Titles, labels and values in `lang`; with no rule set (a restored diagnosis), ids stand for what it would call."""

    rules: RuleSet | None
    lang: str

    def say(self, phrase: str, /, **parts: object) -> str:
        """One of the library's own phrases."""
        return say(self.lang, phrase, **parts)

    def text(self, texts: Texts, otherwise: str = "") -> str:
        """A text in the language; where it is missing in another, or `otherwise`."""
        return safe(texts.get(self.lang) or texts.get("en") or next(iter(texts.values()), "") or otherwise)

    def filled(self, texts: Texts, value: Callable[[str], object]) -> str:
        """A text with its placeholders filled: `value` gives what is known of a fact, None for nothing."""
        rules = self.rules
        assert rules is not None  # a text with placeholders comes from rules
        return fill(self.text(texts), lambda fact: self.value(rules.facts[fact], value(fact)))

    def title(self, id_: str) -> str:
        """The title of a fact, score or finding, which share their names; its id where there is none."""
        if self.rules is not None:
            for section in (self.rules.findings, self.rules.scores, self.rules.facts):
                if id_ in section:
                    return self.text(section[id_].title, id_)
        return safe(id_)

    def remedy(self, id_: str) -> str:
        """The title of a remedy, which may have the name of a fact; its id where there is none."""
        known = self.rules is not None and self.rules.remedies.get(id_)
        return self.text(known.title, id_) if known else safe(id_)

    def listed(self, texts: Sequence[str], most: int | None = None) -> str:
        """Texts after one another; of more than `most`, how many more there are."""
        if most is None or len(texts) <= most:
            return "; ".join(texts)
        return f"{'; '.join(texts[:most])}; {self.say('and_more', count=len(texts) - most)}"

    def either(self, texts: Sequence[str]) -> str:
        """`a, b or c`."""
        if len(texts) < 2:
            return "".join(texts)
        return f"{', '.join(texts[:-1])} {self.say('or')} {texts[-1]}"

    def quoted(self, texts: Sequence[str], most: int | None = None) -> str:
        """`“a”, “b” and “c”`; of more than `most`, how many more there are."""
        named = [f"“{text}”" for text in texts]
        if most is not None and len(named) > most:
            named = [*named[:most], self.say("more", count=len(named) - most)]
        if len(named) < 2:
            return "".join(named)
        return f"{', '.join(named[:-1])} {self.say('and')} {named[-1]}"

    def label(self, label: str) -> str:
        """A label or band as people read it."""
        word = self.rules.vocabulary.word(label, self.lang) if self.rules is not None else label
        if word == label and label in ("yes", "no") and self.lang in ("nl", "en"):
            return self.say(label)
        return safe(word)

    def place(self, place: Place | None) -> str:
        """`file:line`, or the line alone when the text came from no file; empty without a place."""
        if place is None:
            return ""
        return f"{safe(place.file)}:{place.line}" if place.file else self.say("line", line=place.line)

    def number(self, value: float) -> str:
        """A number in the way of the language: `0.5` or `0,5`, `12,000` or `12.000`."""
        comma = "," if abs(value) >= _SEPARATED_FROM else ""
        whole = abs(value) < 1e15 and (value == round(value) or abs(value) >= 1e6)
        text = f"{value:{comma}.0f}" if whole else f"{value:{comma}.6g}"
        return text.translate(str.maketrans(",.", ".,")) if self.lang == "nl" else text

    def share(self, value: float) -> str:
        """A part of one as a percentage."""
        # By way of decimals, so that 0.07 is 7 and not 7.000000000000001.
        return self.say("percent", number=self.number(float(Decimal(repr(float(value))) * 100)))

    def points(self, points: Interval, full: int) -> str:
        """Points of a score: `3–7 of 12 points`."""
        text = f"{points.low:.0f}" if points.decided else f"{points.low:.0f}–{points.high:.0f}"
        return self.say("points_of", points=text, full=full)

    def gain(self, points: Interval) -> str:
        """Points that something gives: `+2`, `0 to +2`."""
        low, high = (f"{end:+.0f}" if end else "0" for end in (points.low, points.high))
        return low if low == high else self.say("range", low=low, high=high)

    def value(self, fact: Fact, value: object) -> str:
        """A value of a fact as it was understood, or as an option of a repair; None is not known."""
        match value:
            case None:
                return self.say("not_known")
            case bool():
                return self.label("yes" if value else "no")
            case str():
                return self.label(value)
            case tuple():
                return ", ".join(self.label(label) for label in value) or self.say(
                    "none"
                )  # a label may hold an "and"
            case Interval(low, high):
                return self._interval(fact, low, high)
            case Mapping():
                ends = [value.get("from", fact.range.low), value.get("to", fact.range.high)]
                low, high = (self._position(fact, end) for end in ends)
                return self._interval(fact, low, high)
            case int() | float():
                return self._number_of(fact, value)
            case _:
                return safe(str(value))

    def options(self, fact: Fact, options: Sequence[object]) -> str:
        """What a fact may be changed to: `high`, `below 20 % or 35 % or more`, `exactly tooling and training`."""
        return self.either([self._option(fact, option) for option in options])

    def _option(self, fact: Fact, option: object) -> str:
        if isinstance(option, tuple):
            chosen = self.value(fact, option)
            return self.say("exactly", what=chosen) if option else chosen
        if isinstance(option, Interval) and option.decided:
            return self.say("exactly", what=self._number_of(fact, option.low))
        return self.value(fact, option)

    @staticmethod
    def _position(fact: Fact, end: object) -> float:
        if isinstance(end, str):
            assert fact.scale is not None  # only labels of a scale can be the end of a range
            return fact.scale.labels.index(end)
        return float(end) if isinstance(end, int | float) else fact.range.low

    def _number_of(self, fact: Fact, value: float) -> str:
        if fact.type != "number":
            return self._interval(fact, value, value)
        return self.share(value) if fact.proportion else self.number(value)

    def _interval(self, fact: Fact, low: float, high: float) -> str:
        if fact.scale is not None and fact.type != "number":
            labels = fact.scale.labels[int(low) : int(high) + 1]
            whole = len(labels) == len(fact.scale.labels)
            return self.say("not_known") if whole else self.either([self.label(label) for label in labels])
        if low <= fact.range.low and high >= fact.range.high and low != high:
            return self.say("not_known")
        stretch = self._stretch(fact, low, high)
        if fact.scale is not None and low != high:
            for label in fact.scale.labels:
                if fact.scale.span(label) == Interval(low, high):
                    return f"{self.label(label)} ({stretch})"
        return stretch

    def _stretch(self, fact: Fact, low: float, high: float) -> str:
        if low == high:
            return self._number_of(fact, low)
        above, below = _beside(low, -inf), _beside(high, inf)
        parts = {"low": self._number_of(fact, low if above is None else above)}
        parts["high"] = self._number_of(fact, high if below is None else below)
        if low <= fact.range.low:
            return self.say("at_most" if below is None else "below", **parts)
        if high >= fact.range.high:
            return self.say("or_more" if above is None else "more_than", **parts)
        if above is None:
            return self.say("range" if below is None else "range_below", **parts)
        return self.say("above_range" if below is None else "above_below", **parts)


def wording(rules: RuleSet | None, lang: str) -> Wording:
    """The wording of a rule set in a language. Raises UnknownName if the set does not have that language."""
    if rules is not None and lang not in rules.languages:
        raise UnknownName(lang, "language", known=rules.languages)
    return Wording(rules, lang)


def _beside(value: float, towards: float) -> float | None:
    """The number that somebody wrote, if `value` is the float beside it, as the end of a stretch up to an edge is."""
    neighbour = nextafter(value, towards)
    return neighbour if len(repr(neighbour)) + _SHORTER < len(repr(value)) else None
