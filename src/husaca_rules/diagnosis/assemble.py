"""Settled values to results: states, scores, light, causes, remedies, advice, and what to find out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

from attrs import frozen

from husaca_rules.diagnosis.advice import order_advice
from husaca_rules.diagnosis.causes import read_causes
from husaca_rules.diagnosis.estimate import scores_of
from husaca_rules.diagnosis.explain import state_of
from husaca_rules.diagnosis.light import light_of
from husaca_rules.diagnosis.open_facts import open_facts
from husaca_rules.diagnosis.remedies import judge
from husaca_rules.diagnosis.results import Finding, Provenance, Results
from husaca_rules.evaluate.compile import program_of
from husaca_rules.facts.knowledge import Knowledge
from husaca_rules.language.rules import RuleSet, State
from husaca_rules.version import __version__

_PLANNED = "planned"


@frozen(eq=False, slots=False)
class Settled:
    """A rule set, what is known, and the lower and upper values of everything once an engine has run."""

    rules: RuleSet
    knowledge: Knowledge
    lo: Sequence[float]
    hi: Sequence[float]

    def state(self, key: str) -> State:
        """The state of a rule, finding, truth or label."""
        slot = self._layout[key]
        return state_of(self.lo[slot], self.hi[slot])

    @cached_property
    def _layout(self) -> Mapping[str, int]:
        return program_of(self.rules).layout


def results_of(settled: Settled) -> Results:
    """Everything that follows from settled values."""
    rules = settled.rules
    findings = tuple(
        Finding(each.id, settled.state(each.id), each.kind, each.area, each.title)
        for each in rules.findings.values()
    )
    states = {finding.id: finding.state for finding in findings}
    kinds = {finding.id: finding.kind for finding in findings}
    causes = read_causes(states, kinds, rules.causes)
    scores = scores_of(rules, settled.lo, settled.hi)
    return Results(
        provenance=Provenance(rules.name, rules.version, rules.digest, __version__),
        facts=settled.knowledge.given,
        organisation=settled.knowledge.organisation,
        scores=scores,
        light=light_of(rules, scores, findings),
        findings=findings,
        causes=causes,
        remedies=judge(rules.remedies, states, kinds, rules.causes, _planned(settled)),
        advice=order_advice(states, kinds, causes),
        open_facts=open_facts(rules, settled.knowledge, settled.lo, settled.hi, findings),
    )


def _planned(settled: Settled) -> dict[str, State]:
    """For each remedy whether some fact of the role planned names it."""
    facts = [fact for fact in settled.rules.facts.values() if fact.role == _PLANNED]
    planned: dict[str, State] = {}
    for remedy in settled.rules.remedies:
        states = {settled.state(f"{fact.id}.{remedy}") for fact in facts if remedy in fact.labels}
        planned[remedy] = (
            State.HOLDS
            if State.HOLDS in states
            else State.UNDETERMINED
            if State.UNDETERMINED in states
            else State.EXCLUDED
        )
    return planned
