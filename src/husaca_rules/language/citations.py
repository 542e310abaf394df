"""Where each claim and reference is cited, and what rests on it: from a source to findings and cases, and back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Literal

from attrs import frozen

from husaca_rules.facts.vocabulary import Citation
from husaca_rules.language.rules import FindingRule, RuleSet, State

CitedBy = Literal["fact", "score", "signal", "finding", "link", "rule", "remedy"]


@frozen
class Cited:
    """One place that cites something.

    `id` is that of the fact, score, finding, rule or remedy. Of a signal it is the fact, and `of` the score; of a link
    it is the effect, and `of` the cause. `findings` are the findings that rest on it there, none for a fact, score or
    signal.
    """

    by: CitedBy
    id: str
    of: str = ""
    findings: tuple[str, ...] = ()


@frozen
class CaseOf:
    """A case that speaks of a finding: its id, and the state or heading under which it expects the finding."""

    id: str
    expects: str


def citations(rules: RuleSet) -> dict[str, tuple[Cited, ...]]:
    """For every claim and reference of a rule set, claims first, where it is cited; nowhere is an empty tuple."""
    found: dict[str, list[Cited]] = {id_: [] for id_ in (*rules.claims, *rules.references)}
    for place, cites in _places(rules):
        for cite in dict.fromkeys(cites):
            if cite.kind != "own":
                found[cite.text].append(place)
    return {id_: tuple(places) for id_, places in found.items()}


def cites_of(rules: RuleSet, finding: str) -> tuple[Citation, ...]:
    """What a finding and its rules cite, each once; what its links cite stands with them, in `causes`."""
    own = rules.findings[finding].cites
    return tuple(dict.fromkeys((*own, *(cite for rule in rules.rules_for[finding] for cite in rule.cites))))


def cases_of(rules: RuleSet, finding: str) -> tuple[CaseOf, ...]:
    """The cases that speak of a finding: those beside it and its rules, then whole organisations."""
    return (*_beside(rules, rules.findings[finding]), *_whole(rules, finding))


def _places(rules: RuleSet) -> Iterator[tuple[Cited, Iterable[Citation]]]:
    for fact in rules.facts.values():
        yield Cited("fact", fact.id), fact.cites
    for score in rules.scores.values():
        yield Cited("score", score.id), score.cites
        for signal in score.signals:
            yield Cited("signal", signal.fact, score.id), signal.cites
    for finding in rules.findings.values():
        yield Cited("finding", finding.id, findings=(finding.id,)), finding.cites
        for cause, cites in finding.causes.items():
            yield Cited("link", finding.id, cause, (finding.id, cause)), cites
    for rule in rules.rules.values():
        yield Cited("rule", rule.id, findings=(rule.find,) if rule.find else ()), rule.cites
    for remedy in rules.remedies.values():
        aims = tuple(dict.fromkeys((*remedy.treats, *remedy.relieves)))
        yield Cited("remedy", remedy.id, findings=aims), remedy.cites


def _beside(rules: RuleSet, finding: FindingRule) -> Iterator[CaseOf]:
    for case in (*finding.cases, *(case for rule in rules.rules_for[finding.id] for case in rule.cases)):
        for expects in case.expect:
            yield CaseOf(case.id, expects)


def _whole(rules: RuleSet, finding: str) -> Iterator[CaseOf]:
    states = {state.value for state in State}
    for case in rules.cases:
        headings = [
            heading
            for heading, named in case.expect.items()
            if not isinstance(named, Mapping) and finding in named
        ]
        # That a root cause holds need not be said twice.
        further = [heading for heading in headings if heading not in states]
        for heading in further or headings:
            yield CaseOf(case.id, heading)
