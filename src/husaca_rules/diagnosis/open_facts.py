"""What is still to be found out: the facts that can yet decide something, and what they help to decide.

Of a condition that is open only the open parts are asked about, and of a score only what may still give it points. So
nobody is asked for a fact that a finding reads in a part which is settled.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from husaca_rules.diagnosis.results import Finding, OpenFact
from husaca_rules.diagnosis.stretches import is_known
from husaca_rules.evaluate.compile import program_of
from husaca_rules.evaluate.program import Contribution
from husaca_rules.evaluate.truths import Truths, bounds, truths_of
from husaca_rules.facts.formula import names_in
from husaca_rules.facts.knowledge import Knowledge
from husaca_rules.language.conditions import Compare, Condition, Within, keys_in, parts_of
from husaca_rules.language.rules import Kind, RuleSet


def open_facts(
    rules: RuleSet,
    knowledge: Knowledge,
    lo: Sequence[float],
    hi: Sequence[float],
    findings: Sequence[Finding],
) -> tuple[OpenFact, ...]:
    """The facts not fully known that can still decide undetermined findings, those of most findings first."""
    search = _Search(rules, lo, hi)
    readers: dict[str, list[str]] = {}
    for finding in findings:
        if finding.undetermined and finding.kind is not Kind.HELPER:
            for name in search.behind(finding.id):
                readers.setdefault(name, []).append(finding.id)
    open_ = [
        OpenFact(name, tuple(readers[name]))
        for name, fact in rules.facts.items()
        if name in readers and not is_known(rules, fact, knowledge)
    ]
    return tuple(sorted(open_, key=lambda each: (-len(each.findings), each.id)))


class _Search:
    """Looks behind findings and scores for the facts that leave them open; what was found once is kept."""

    def __init__(self, rules: RuleSet, lo: Sequence[float], hi: Sequence[float]) -> None:
        self._rules, self._lo, self._hi = rules, lo, hi
        self._truths: Truths = truths_of(rules, lo, hi)
        self._program = program_of(rules)
        self._kept: dict[str, frozenset[str]] = {}

    def behind(self, id_: str) -> frozenset[str]:
        """The given facts that leave a finding, a score or a fact open; none where it is settled."""
        if id_ not in self._kept:
            self._kept[id_] = frozenset().union(*self._behind(id_))
        return self._kept[id_]

    def _behind(self, id_: str) -> Iterator[Iterable[str]]:
        rules = self._rules
        if id_ in rules.facts:
            # A derived fact is asked for through those that it follows from, unless it was told itself.
            formula = rules.facts[id_].formula
            if formula is None:
                yield (id_,)
            elif self._open(id_):
                yield from map(self.behind, names_in(formula))
        elif self._open(id_):
            if id_ in rules.findings:
                for rule in rules.rules_for[id_]:
                    yield self._in(rule.when)
            else:
                yield from map(self._source, self._program.contributions[id_])

    def _source(self, each: Contribution) -> frozenset[str]:
        least, most = each.points(self._lo, self._hi)
        if least == most:
            return frozenset()
        if each.source.startswith("rule:"):
            return self._in(self._rules.rules[each.source.removeprefix("rule:")].when)
        return self.behind(each.source)

    def _open(self, id_: str) -> bool:
        slot = self._program.layout[id_]
        return self._lo[slot] != self._hi[slot]

    def _in(self, condition: Condition) -> frozenset[str]:
        must, may = bounds(condition, self._truths)
        if must == may:
            return frozenset()
        if isinstance(condition, Within | Compare):
            # A label of a choice or a set has the key `fact.label`.
            return frozenset().union(*(self.behind(key.partition(".")[0]) for key in keys_in(condition)))
        return frozenset().union(*map(self._in, parts_of(condition)))
