"""Rule files written from plain structures, in any of the ways in which their authors might.

One number decides how: how many files, what stands in which, in what order, and in which style of YAML.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import inf
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import husaca_rules as hr
from tests.laws.abstract import Fact, Finding, Rule, Rules, Score, condition_text, plain, term_text

HEADING = 'ruleset: {name: generated, version: "1", languages: [en, nl]}\n'
Entry = tuple[str, list[str]]


def loaded(rules: Rules, manner: int = 0) -> hr.RuleSet:
    """The rule set as the library reads it from the files."""
    with TemporaryDirectory() as directory:
        for name, text in written(rules, manner).items():
            path = Path(directory, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return hr.load_rules(directory)


def written(rules: Rules, manner: int = 0) -> dict[str, str]:
    """The files by relative path. Other manners of the same rules mean the same."""
    chance = Random(manner)  # noqa: S311 - a way of writing is no secret
    sections = _sections(rules, chance)
    names = ["a.yaml", "b/c.yml", "d/e/f.yaml"][: chance.randint(1, 3)]
    parts: dict[str, dict[str, list[str]]] = {name: {} for name in names}
    for section, entries in sections.items():
        for entry in entries:
            parts[chance.choice(names)].setdefault(section, []).append(entry)
    files = {}
    heading = chance.choice(names)
    for name, part in parts.items():
        blocks = [f"{section}:\n{''.join(_mixed(entries, chance))}" for section, entries in part.items()]
        files[name] = (
            "\n".join(_mixed([*blocks, *([HEADING] if name == heading else [])], chance)) or "# nothing\n"
        )
    return {name: text for name, text in files.items() if not text.startswith("#")}


def _sections(rules: Rules, chance: Random) -> dict[str, list[str]]:
    labels = {word for fact in rules.facts.values() if not fact.of_remedies for word in fact.words}
    labels |= {label for score in rules.scores.values() for label, _ in score.bands}
    own = {rule.id: rule for rule in rules.rules.values() if rule.own}
    style = _Style(chance)
    return {
        "words": [f"  {label}: {{en: {label}, nl: {label}_nl}}\n" for label in sorted(labels)],
        "facts": [style.entry(fact.id, _fact(fact, style)) for fact in rules.facts.values()],
        "splits": [f"  {s.id}: {{facts: [{', '.join(s.facts)}], total: {s.total}}}\n" for s in rules.splits],
        "scores": [style.entry(score.id, _score(score)) for score in rules.scores.values()],
        "findings": [style.entry(each.id, _finding(each, own, style)) for each in rules.findings.values()],
        "rules": [style.entry(r.id, _rule(r, style)) for r in rules.rules.values() if not r.own],
        "remedies": [
            style.entry(
                remedy.id,
                [
                    _title(remedy.id),
                    f"treats: [{', '.join(remedy.treats)}]",
                    f"relieves: [{', '.join(remedy.relieves)}]",
                ],
            )
            for remedy in rules.remedies.values()
        ],
    }


class _Style:
    def __init__(self, chance: Random) -> None:
        self.chance = chance

    def entry(self, name: str, lines: Iterable[str]) -> str:
        """A definition, its keys in any order."""
        mixed = _mixed([f"    {line}\n" for line in lines], self.chance)
        return f"  {name}:\n{''.join(mixed)}"

    def condition(self, text: str) -> str:
        match self.chance.randint(0, 2):
            case 0:
                return text
            case 1:
                return f'"{text}"'
            case _:
                # Folded after a blank, as an author breaks a long condition.
                words = text.split(" ")
                at = self.chance.randint(1, len(words))
                lines = [" ".join(words[:at]), " ".join(words[at:])]
                return ">-\n" + "\n".join(f"        {line}" for line in lines if line)


def _mixed(items: Iterable[str], chance: Random) -> list[str]:
    mixed = list(items)
    chance.shuffle(mixed)
    return mixed


def _title(name: str) -> str:
    return f'title: {{en: "The {name}", nl: "De {name}"}}'


def _fact(fact: Fact, style: _Style) -> Iterable[str]:
    yield f"type: {fact.type}"
    yield _title(fact.id)
    yield 'ask: {en: "Which?", nl: "Welke?"}'
    if fact.fixed:
        yield "fixed: true"
    if fact.of_remedies:
        yield "labels: remedies"
        yield "role: planned"
    elif fact.labels:
        yield f"{'levels' if fact.type == 'level' else 'labels'}: [{', '.join(fact.labels)}]"
    if fact.range != (-inf, inf):
        yield f"range: [{plain(fact.range[0])}, {plain(fact.range[1])}]"
    if fact.whole:
        yield "whole: true"
    if fact.bands:
        yield f"bands: {{{', '.join(f'{label}: {plain(edge)}' for label, edge in fact.bands)}}}"
    if fact.unit:
        yield f"unit: {fact.unit}"
    if fact.formula is not None:
        yield f"formula: {style.condition(term_text(fact.formula))}"


def _score(score: Score) -> Iterable[str]:
    yield _title(score.id)
    yield f"full: {score.full}"
    yield f"bands: {{{', '.join(f'{label}: {edge}' for label, edge in score.bands)}}}"
    if score.channel:
        yield f"channel: {score.channel}"
    if score.signals:
        signals = (f"      {fact}: {{points: {_points(points)}}}" for fact, points in score.signals.items())
        yield "signals:\n" + "\n".join(signals)


def _finding(finding: Finding, own: Mapping[str, Rule], style: _Style) -> Iterable[str]:
    yield f"kind: {finding.kind}"
    yield _title(finding.id)
    yield 'because: {en: "It is.", nl: "Het is."}'
    if finding.causes:
        yield f"explained_by: {{{', '.join(f'{cause}: []' for cause in finding.causes)}}}"
    if rule := own.get(finding.id):
        yield f"when: {style.condition(condition_text(rule.when))}"
        if rule.points:
            yield f"points: {_points(rule.points)}"


def _rule(rule: Rule, style: _Style) -> Iterable[str]:
    yield f"when: {style.condition(condition_text(rule.when))}"
    if rule.find:
        yield f"find: {rule.find}"
    if rule.points:
        yield f"points: {_points(rule.points)}"


def _points(points: Mapping[str, int]) -> str:
    return f"{{{', '.join(f'{name}: {number}' for name, number in points.items())}}}"
