"""The parts of a report that have a form of their own: a lamp as a bar, and remedies with their verdicts."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from husaca_rules.diagnosis.layout import wrap
from husaca_rules.diagnosis.phrases import say_count
from husaca_rules.diagnosis.remedies import Judgement, Verdict
from husaca_rules.diagnosis.results import Score
from husaca_rules.diagnosis.wording import Wording

_LONGEST_BAR = 24
_MOST_NAMED = 3
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
    if score.estimate is not None and not score.points.decided:
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


def remedy_lines(
    remedies: Sequence[Judgement], words: Wording, title: Callable[[str], str], width: int
) -> list[str]:
    """Remedies with what speaks for them and what does not, those planned first and in the order of verdicts.

    Those of which the same is to be said share an entry. `title` gives that of a finding.
    """
    entries: dict[tuple[str, Verdict, tuple[str, ...]], list[str]] = {}
    for each in sorted(
        remedies, key=lambda each: (_PLANS.index(each.planned), _VERDICTS.index(each.verdict), each.id)
    ):
        entries.setdefault((each.planned, each.verdict, _details(each, words, title)), []).append(
            words.remedy(each.id)
        )
    lines: list[str] = []
    for (planned, verdict, details), named in entries.items():
        name = "verdict_undetermined" if verdict is Verdict.UNDETERMINED else verdict.value
        judged = words.say(
            "judged", remedies=words.listed(named), planned=words.say(planned), verdict=words.say(name)
        )
        lines += wrap(judged, width, "  - ", "    ")
        for detail in details:
            lines += wrap(detail, width, "      ")
    return lines


def _details(each: Judgement, words: Wording, title: Callable[[str], str]) -> tuple[str, ...]:
    def named(phrase: str, ids: Sequence[str]) -> str:
        return words.say(phrase, what=words.listed([title(id_) for id_ in ids], _MOST_NAMED))

    if each.verdict is Verdict.SYMPTOM_TREATMENT and each.planned != "planned":
        return (words.say("short_relief"),)  # what nobody plans needs no more than that
    details = [named("treats", each.treats)] if each.treats else []
    if each.relieves:
        relief = named("relieves" if each.leaves else "also_relieves", each.relieves)
        causes = [id_ for id_ in each.leaves if id_ not in each.relieves]
        if causes:
            relief += f" {named('will_not_last', causes)}"
        elif each.leaves:
            relief += f" {words.say('will_not_last_while_cause')}"
        details.append(relief)
    return tuple(details)
