"""The parts of a report that have a form of their own: lamps as bars, chains, remedies, and what is not known."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import groupby

from husaca_rules.diagnosis.causes import Seeking
from husaca_rules.diagnosis.chains import Chain
from husaca_rules.diagnosis.layout import wrap
from husaca_rules.diagnosis.phrases import say_count
from husaca_rules.diagnosis.remedies import Judgement, Verdict
from husaca_rules.diagnosis.results import Finding, Results, Score
from husaca_rules.diagnosis.wording import Wording
from husaca_rules.language.rules import Kind

_LONGEST_BAR = 24
_MOST_NAMED = 3
_MOST_QUOTED = 2
_MOST_QUESTIONS = 5
_FEW_QUESTIONS = 3  # where the pattern is known and other things carry the note
_NEAR = 2  # points from an edge that deserve a word
_PAINT = {"r": "\x1b[31m", "g": "\x1b[32m", "b": "\x1b[34m"}
_PLAIN = "\x1b[0m"
_VERDICTS = tuple(Verdict)
_PLANS = ("planned", "possibly_planned", "not_planned")


def lamp_lines(score: Score, words: Wording, width: int, channel: str | None = None) -> list[str]:
    """A score: its title, and a bar with its points, bands and estimate; painted in the colour of `channel`, if any."""
    full = score.full
    low, high = score.points.low, score.points.high
    cells = min(full, _LONGEST_BAR)
    solid, light = (round(end * cells / full) for end in (low, high))
    bar = "█" * solid + "▒" * (light - solid) + "·" * (cells - light)
    told = f"{words.points(score.points, full)}: {words.either([words.label(band) for band in score.bands])}"
    if score.to_edge is not None and score.to_edge <= _NEAR:
        told += f", {_distance(score, score.to_edge, words)}"
    told += "."
    if score.estimate is not None and score.band is None:  # a guess is of use where a band is open
        coverage = words.share(round(score.coverage, 2))
        told += f" {say_count(words.lang, 'estimate', round(score.estimate * full), coverage=coverage)}"
    before = f"    {bar}  "
    first, *rest = wrap(told, width, before, "    ")
    if channel is not None:
        first = first.replace(bar, f"{_PAINT[channel]}{bar}{_PLAIN}", 1)
    return [*wrap(words.text(score.title, score.id), width, "  "), first, *rest]


def _distance(score: Score, points: int, words: Wording) -> str:
    """How near another band is, and which; without rules only how near."""
    if words.rules is None or score.band is None:
        return say_count(words.lang, "to_edge", points)
    scale = words.rules.scores[score.id].scale
    own = scale.labels.index(score.band)
    below = own > 0 and score.points.low - scale.span(score.band).low + 1 == points
    return say_count(
        words.lang, "to_band", points, band=words.label(scale.labels[own - 1 if below else own + 1])
    )


def chain_lines(
    chains: Iterable[Chain], here: str, titles: Callable[[Iterable[str]], str], width: int, indent: str
) -> list[str]:
    """Chains as lines: `→ a → b; c` for one that begins `here`, `d → e` for one that branches off further on.

    `titles` gives those of findings in one text, empty where none may be shown.
    """
    lines: list[str] = []
    for chain in chains:
        begins = chain[0] == (here,)  # then it stands above
        steps = [text for text in (titles(step) if step else "…" for step in chain[begins:]) if text]
        if steps:  # a chain of helpers alone shows none
            lines += wrap(" → ".join(["", *steps] if begins else steps), width, indent, f"{indent}  ")
    return lines


def tackled_by(id_: str, remedies: Iterable[Judgement], words: Wording) -> str:
    """The remedies that go to a cause, with whether they are planned; empty where none does."""
    named = [
        f"{words.remedy(each.id)} ({words.say(each.planned)})" for each in remedies if id_ in each.treats
    ]
    return words.say("tackled_by", what=words.listed(named)) if named else ""


def verdict_phrase(verdict: Verdict) -> str:
    """The name of the phrase for a verdict."""
    return "verdict_undetermined" if verdict is Verdict.UNDETERMINED else verdict.value


def remedy_lines(results: Results, words: Wording, title: Callable[[str], str], width: int) -> list[str]:
    """Remedies with what speaks for them and what does not, those planned first and in the order of verdicts.

    Those of which the same is to be said share an entry. `title` gives that of a finding.
    """
    entries: dict[tuple[str, Verdict, tuple[str, ...]], list[str]] = {}
    for each in sorted(
        results.remedies,
        key=lambda each: (_PLANS.index(each.planned), _VERDICTS.index(each.verdict), each.id),
    ):
        details = _details(each, results, words, title)
        entries.setdefault((each.planned, each.verdict, details), []).append(words.remedy(each.id))
    lines: list[str] = []
    for (planned, verdict, details), named in entries.items():
        said = words.say(verdict_phrase(verdict))
        judged = words.say("judged", remedies=words.listed(named), planned=words.say(planned), verdict=said)
        lines += wrap(judged, width, "  - ", "    ")
        for detail in details:
            lines += wrap(detail, width, "      ")
    return lines


def _details(
    each: Judgement, results: Results, words: Wording, title: Callable[[str], str]
) -> tuple[str, ...]:
    """The reasons of a verdict as a chain; of what nobody plans only what it would do."""

    def named(phrase: str, ids: Sequence[str]) -> str:
        return words.say(phrase, what=words.listed([title(id_) for id_ in ids], _MOST_NAMED))

    if each.planned != "planned":
        # What it treats is told with each cause.
        return (words.say("short_relief"),) if each.verdict is Verdict.SYMPTOM_TREATMENT else ()
    details = [named("treats", each.treats)] if each.treats else []
    if each.verdict is Verdict.UNDETERMINED and words.rules is not None:
        open_ = {finding.id for finding in results.findings if finding.undetermined}
        may_treat = [id_ for id_ in words.rules.remedies[each.id].treats if id_ in open_]
        details += [named("treats_if", may_treat)] if may_treat else []
    if each.relieves:
        # While it may still turn out to tackle a cause, what it leaves is no verdict.
        open_verdict = each.verdict is Verdict.UNDETERMINED
        causes = [] if open_verdict else [id_ for id_ in each.leaves if id_ not in each.relieves]
        lasting = each.treats or not each.leaves
        relief = named("also_relieves" if lasting else "relieves", each.relieves)
        if causes:
            relief += f" {named('leaves_too' if each.treats else 'leaves', causes)}"
        elif each.leaves and not open_verdict:
            relief += f" {words.say('will_not_last_while_cause')}"
        details.append(relief)
    return tuple(details)


def open_lines(
    results: Results, shown: Sequence[Finding], words: Wording, title: Callable[[str], str], width: int
) -> list[str]:
    """The facts that decide most with their questions, and why they matter; those that matter alike together."""
    if not results.open_facts:
        return wrap(words.say("all_known"), width, "  ")
    settled = len([each for each in shown if each.kind is Kind.ARCHETYPE and not each.excluded]) == 1
    most = _FEW_QUESTIONS if settled else _MOST_QUESTIONS
    lines: list[str] = []
    number = 0
    reasons = _Reasons(results, words, title)
    first = sorted(results.open_facts, key=lambda each: reasons.weight(each.findings))[:most]
    for (what, of), group in groupby(first, key=lambda each: reasons.of(each.findings)):
        facts = [*group]
        for each in facts:
            number += 1
            name = words.title(each.id)
            if words.rules is not None and each.id in results.facts:  # a range
                value = words.value(words.rules.facts[each.id], results.facts[each.id])
                name = words.say("known_so_far", title=name, value=value)
            lines += wrap(name, width, f"  {number}. ")
            if words.rules is not None:
                lines += wrap(_question(words.text(words.rules.facts[each.id].ask)), width, "     ")
        why = say_count(words.lang, "decides", len(facts), what=what)
        why += f" {words.say('may_explain', what=of)}" if of else ""
        lines += wrap(why, width, "     " if len(facts) == 1 else "  ")
    if (more := len(results.open_facts) - most) > 0:
        lines += wrap(say_count(words.lang, "more_open", more), width, "  ")
    return lines


def _question(ask: str) -> str:
    """The question itself, without what explains how to answer it."""
    end = ask.find("?")
    return ask[: end + 1] if end >= 0 else ask


class _Reasons:
    """Why open facts matter: the pattern, possible causes of what is unexplained or a root cause so far, and the rest."""

    def __init__(self, results: Results, words: Wording, title: Callable[[str], str]) -> None:
        self._kinds = {finding.id: finding.kind for finding in results.findings}
        self._words, self._title = words, title
        seeking: tuple[Seeking, ...] = (*results.causes.unexplained, *results.causes.root_causes)
        self._open_causes = {each.id: frozenset(each.open_causes) for each in seeking if each.open_causes}
        self._wanted = frozenset().union(*self._open_causes.values())

    def weight(self, findings: Sequence[str]) -> int:
        """0 for what decides the pattern or a cause that is sought, 1 for another cause or complaint, 2 for the rest."""
        kinds = {self._kinds[id_] for id_ in findings}
        if Kind.ARCHETYPE in kinds or not self._wanted.isdisjoint(findings):
            return 0
        return 1 if kinds & {Kind.CAUSE, Kind.COMPLAINT, Kind.PRECONDITION} else 2

    def of(self, findings: Sequence[str]) -> tuple[str, str]:
        """What these undetermined findings are, and what some of them may explain (empty if nothing), in words."""
        named = [id_ for id_ in findings if self._kinds[id_] is not Kind.ARCHETYPE]
        texts = [self._title(id_) for id_ in sorted(named, key=lambda id_: id_ not in self._wanted)]
        if len(named) < len(findings):
            texts.insert(0, self._words.say("the_pattern"))
        explained = [
            self._title(id_) for id_, causes in self._open_causes.items() if not causes.isdisjoint(named)
        ]
        return self._words.listed(texts, _MOST_NAMED), self._words.quoted(explained, _MOST_QUOTED)
