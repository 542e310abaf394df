"""Explanations as text: trees of reasons, and what would make a finding hold, in a language of the rule set."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from attrs import define, field

from husaca_rules.diagnosis.explain import Reason
from husaca_rules.diagnosis.layout import safe, wrap
from husaca_rules.diagnosis.phrases import say_count
from husaca_rules.diagnosis.repair import Repair, Step
from husaca_rules.diagnosis.wording import Wording, wording
from husaca_rules.facts.scale import Interval
from husaca_rules.language.rules import Kind, RuleSet, State

_WIDTH = 80
_STEP = "  "
_DEEPEST_INDENT = 32  # deeper lines stay at this indent, so that there is always room for words
_MOST_REPAIRS = 10
_MOST_IN_LINE = 4


class _Stopped(Protocol):
    """What `why_not` tells: a `WhyNot`, whose module renders it with this one."""

    @property
    def id(self) -> str: ...
    @property
    def state(self) -> State: ...
    @property
    def band(self) -> str | None: ...
    @property
    def blockers(self) -> tuple[Reason, ...]: ...
    @property
    def repairs(self) -> tuple[Repair, ...]: ...
    @property
    def complete(self) -> bool: ...


def why(tree: Reason, rules: RuleSet, lang: str) -> str:
    """The tree as indented lines; a finding, score or derived fact is expanded once. Raises UnknownName for a language."""
    page = _Page(wording(rules, lang))
    page.reason(tree, 0)
    return "\n".join(page.lines)


def why_not(whynot: _Stopped, rules: RuleSet, lang: str) -> str:
    """What stopped a finding or a band, and the smallest repairs. Raises UnknownName for a language."""
    page = _Page(wording(rules, lang))
    words = page.words
    band = None if whynot.band is None else words.label(whynot.band)
    state = words.say(whynot.state.value)
    if band is None:
        page.line(f"{words.title(whynot.id)} [{whynot.id}]: {state}", 0)
    else:
        page.line(f"{words.title(whynot.id)} [{whynot.id}], “{band}”: {state}", 0)
    if whynot.state is State.HOLDS:
        page.line(words.say("holds_already" if band is None else "band_already", band=band), 0)
        return "\n".join(page.lines)
    if band is None and whynot.blockers:
        page.line(words.say(f"{whynot.state.value}_by"), 0)
        for blocker in whynot.blockers:
            page.reason(blocker, 1)
    if whynot.repairs:
        page.line(words.say("would_hold" if band is None else "would_reach", band=band), 0)
    for repair in whynot.repairs[:_MOST_REPAIRS]:
        page.line(f"- {_repair(repair, whynot, words)}", 1, hang="  ")
    if (more := len(whynot.repairs) - _MOST_REPAIRS) > 0:
        page.line(f"- {say_count(lang, 'more_ways', more)}", 1)
    if not whynot.repairs and whynot.complete:
        page.line(words.say("no_repair" if band is None else "no_repair_band", band=band), 0)
    elif not whynot.complete:
        page.line(words.say("incomplete" if whynot.repairs else "no_repair_found"), 0)
    return "\n".join(page.lines)


def one_line(tree: Reason, rules: RuleSet, lang: str, most: int = _MOST_IN_LINE) -> str:
    """What a finding rests on, in one line: the facts, scores and findings that decided it, the first `most` of them."""
    words = wording(rules, lang)
    found: dict[str, str] = {}
    ahead = list(reversed(tree.parts))
    while ahead:
        each = ahead.pop()
        if each.id in found:
            continue
        match each.what:
            case "fact" if each.value is not None:
                found[each.id] = f"{words.title(each.id)} ({words.value(rules.facts[each.id], each.value)})"
            case "score":
                found[each.id] = f"{words.title(each.id)} ({_bands(each, words)})"
            case "finding" if rules.findings[each.id].kind is not Kind.HELPER and each.state is not None:
                held = "" if each.state is State.HOLDS else f" ({words.say(each.state.value)})"
                found[each.id] = f"{words.title(each.id)}{held}"
            case _:
                ahead += reversed(each.parts)
    return words.listed(list(found.values()), most)


def _bands(reason: Reason, words: Wording) -> str:
    assert words.rules is not None
    assert isinstance(reason.value, Interval)  # the points of a score
    bands = words.rules.scores[reason.id].scale.between(reason.value.low, reason.value.high)
    return words.either([words.label(band) for band in bands])


def _repair(repair: Repair, whynot: _Stopped, words: Wording) -> str:
    now: dict[str, object] = {}
    ahead = list(whynot.blockers)
    while ahead:
        each = ahead.pop()
        if each.what == "fact":
            now[each.id] = each.value
        ahead += each.parts
    first, *others = [_step(step, now, words) for step in repair.steps]
    for second in others:
        first = words.say("steps", first=first, second=second)
    return first


def _step(step: Step, now: Mapping[str, object], words: Wording) -> str:
    assert words.rules is not None
    fact = words.rules.facts[step.fact]
    title, what = words.title(step.fact), words.options(fact, step.options)
    if step.kind == "learn":
        return words.say("learn", title=title, what=what)
    if now.get(step.fact) is None or fact.type == "set":
        return words.say("change", title=title, what=what)
    return words.say("change_from", title=title, now=words.value(fact, now[step.fact]), what=what)


@define
class _Page:
    """Lines of text, and what was expanded on them already."""

    words: Wording
    lines: list[str] = field(factory=list)
    expanded: set[str] = field(factory=set)

    def line(self, text: str, depth: int, place: str = "", hang: str = _STEP) -> None:
        """A line at a depth, with the place of what it tells at its end."""
        indent = (_STEP * depth)[:_DEEPEST_INDENT]
        self.lines += wrap(f"{text} ({place})" if place else text, _WIDTH, indent, indent + hang)

    def reason(self, each: Reason, depth: int) -> None:
        """A reason with its parts below it."""
        match each.what:
            case "finding":
                self.finding(each, depth)
            case "score":
                self.score(each, depth)
            case "fact":
                self.fact(each, depth)
            case "rule":
                self.rule(each, depth)
            case "condition":
                self.condition(each, depth)
            case "at_least":
                self.line(self.words.say("at_least", count=each.count), depth)
                self.parts(each, depth + 1)
            case _:  # the rule's condition is above, and each leaf says whether it is true
                self.parts(each, depth)

    def parts(self, each: Reason, depth: int) -> None:
        """The parts of a reason, one after the other."""
        for part in each.parts:
            self.reason(part, depth)

    def again(self, each: Reason) -> str:
        """`, see above` for what was expanded already, and from now on is."""
        if each.id in self.expanded and each.parts:
            return f", {self.words.say('see_above')}"
        self.expanded.add(each.id)
        return ""

    def finding(self, each: Reason, depth: int) -> None:
        """A finding with its state, and the rules that decided it."""
        state = self.words.say(each.state.value) if each.state else ""
        title = self.words.title(each.id)
        again = self.again(each)
        named = f"{title} [{each.id}]" if title != each.id else f"[{each.id}]"
        self.line(f"{named}: {state}{again}", depth)
        if not again:
            self.parts(each, depth + 1)

    def rule(self, each: Reason, depth: int) -> None:
        """A rule with its condition as the author wrote it and where; below it what decided the condition."""
        self.line(self.words.say("when", text=safe(each.text)), depth, self.words.place(each.place))
        parts = each.parts
        if len(parts) == 1 and parts[0].what == "condition":  # its text is that of the rule
            self.parts(parts[0], depth + 1)
        else:
            self.parts(each, depth + 1)

    def condition(self, each: Reason, depth: int) -> None:
        """What the author wrote in one place, whether it is true, and what it reads."""
        if len(each.parts) == 1 and each.parts[0].what == "finding":
            self.finding(each.parts[0], depth)
            return
        state = self.words.say(f"condition_{each.state.value}") if each.state else ""
        self.line(f"{safe(each.text)}: {state}", depth)
        self.parts(each, depth + 1)

    def fact(self, each: Reason, depth: int) -> None:
        """A fact with its value and where it was given; a derived one with what it follows from."""
        assert self.words.rules is not None
        value = self.words.value(self.words.rules.facts[each.id], each.value)
        again = self.again(each)
        more = f"; {self.words.say('worked_out')}" if each.parts and not again else again
        self.line(f"{self.words.title(each.id)}: {value}{more}", depth, self.words.place(each.place))
        if not again:
            self.parts(each, depth + 1)

    def score(self, each: Reason, depth: int) -> None:
        """A score with its points and bands, and what gave it points."""
        assert self.words.rules is not None
        assert isinstance(each.value, Interval)
        again = self.again(each)
        points = self.words.points(each.value, self.words.rules.scores[each.id].full)
        bands = _bands(each, self.words)
        self.line(f"{self.words.title(each.id)} [{each.id}]: {points}, {bands}{again}", depth)
        if again:
            return
        if not any(part.id for part in each.parts):
            self.line(self.words.say("no_points_known"), depth + 1)
            return
        for part in each.parts:
            self.points(part, depth + 1)

    def sources(self, each: Reason) -> list[str]:
        """What may yet give points: facts, and rules by what they find."""
        rules = self.words.rules
        assert rules is not None
        return [
            self.words.title((rules.rules[part.id].find or part.id) if part.what == "rule" else part.id)
            for part in each.parts
        ]

    def points(self, each: Reason, depth: int) -> None:
        """Points, before the fact or the rule that gives them."""
        assert isinstance(each.value, Interval)
        before = len(self.lines)
        if each.id:
            self.parts(each, depth)
        else:
            self.line(self.words.say("points_open", what=self.words.listed(self.sources(each))), depth)
        indent = (_STEP * depth)[:_DEEPEST_INDENT]
        gain = f"{self.words.gain(each.value):>2}  "
        own = self.lines[before].removeprefix(indent)
        # The first line of what gives them is told again, with the points before it.
        self.lines[before : before + 1] = wrap(own, _WIDTH, indent + gain, indent + " " * len(gain))
