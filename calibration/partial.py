"""What is decided of an organisation once some of its facts are answered.

A *step* is one question of a questionnaire: a fact, or a split whose parts are asked together. Knowledge is cut out of
the vectors of the whole organisation, which is quicker than understanding every part of it anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from attrs import frozen

from husaca_rules import Kind, RuleSet
from husaca_rules.evaluate import direct
from husaca_rules.evaluate.compile import program_of
from husaca_rules.facts.knowledge import understand

Step = tuple[str, ...]


@frozen
class Decided:
    """How much is decided: shares from 0 to 1 of all findings, of the lamps' bands, of the archetype, of all points.

    `findings` leaves helpers out, and `complaints` is the share of those of this kind alone. `points` is the settled part
    of what the lamps can come to.
    """

    findings: float
    complaints: float
    lamps: float
    archetype: float
    points: float

    @property
    def worth(self) -> float:
        """What the order of questions is chosen by.

        Findings and the points of the lamps count alike, and complaints a quarter as much beside them: they are what
        an organisation comes with, and without one there is nothing to find the cause of.
        """
        return (4 * self.findings + 4 * self.points + self.complaints) / 9


class Measure:
    """Measures for one rule set what is decided, given whole organisations."""

    def __init__(self, rules: RuleSet) -> None:
        self.rules = rules
        self.program = program_of(rules)
        layout = self.program.layout
        shown = [each for each in rules.findings.values() if each.kind is not Kind.HELPER]
        self.findings = [layout[each.id] for each in shown]
        self.archetypes = [layout[each.id] for each in shown if each.kind is Kind.ARCHETYPE]
        self.complaints = [layout[each.id] for each in shown if each.kind is Kind.COMPLAINT]
        self.lamps = [(layout[each.id], each.full, each.scale) for each in rules.scores.values()]

    def whole(self, facts: dict[str, object]) -> tuple[float, ...]:
        """The vector of an organisation of which everything is known."""
        knowledge = understand(self.rules.vocabulary, facts)
        assert knowledge.low == knowledge.high
        return knowledge.low

    def decided(self, whole: Sequence[float], known: Iterable[str]) -> Decided:
        """What the answers to these facts decide of a whole organisation."""
        low, high = (list(ends) for ends in self.rules.vocabulary.unknown)
        for name in known:
            slots = self.rules.vocabulary.slots[name]
            low[slots] = high[slots] = whole[slots]
        found = direct.evaluate(self.program, *self.program.start(low, high))
        lo, hi = found.lo, found.hi
        return Decided(
            sum(lo[at] == hi[at] for at in self.findings) / len(self.findings),
            sum(lo[at] == hi[at] for at in self.complaints) / len(self.complaints),
            sum(len(scale.between(lo[at], hi[at])) == 1 for at, _, scale in self.lamps) / len(self.lamps),
            float(any(lo[at] == 1 for at in self.archetypes)),
            sum(1 - (hi[at] - lo[at]) / full for at, full, _ in self.lamps) / len(self.lamps),
        )


def steps_of(rules: RuleSet, facts: Iterable[str]) -> list[Step]:
    """The questions that ask these facts, in their order; the parts of a split make one, where the first of them stands."""
    parts = {part: split.facts for split in rules.vocabulary.splits for part in split.facts}
    return list(dict.fromkeys(parts.get(fact, (fact,)) for fact in facts))
