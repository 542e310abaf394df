"""Runs the cases of a rule set: what its authors say must follow from facts, against what does follow."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from attrs import field, frozen

from husaca_rules.diagnosis.assemble import Settled, results_of
from husaca_rules.diagnosis.light import possible_archetypes
from husaca_rules.diagnosis.results import Results
from husaca_rules.errors import Place
from husaca_rules.evaluate.engines import Engine, evaluate
from husaca_rules.facts.knowledge import Facts, understand
from husaca_rules.language.rules import Case, RuleSet, State

_STATES = frozenset(state.value for state in State)


@frozen
class Difference:
    """One thing in which a case came out otherwise.

    `about` is a finding, a rule or a remedy whose state or verdict differs, or one of the lists that are compared
    whole (`archetypes`, `root_causes`, `symptoms`, `unexplained`); `expected` and `came` are a state, a verdict, or ids.
    """

    about: str
    expected: tuple[str, ...]
    came: tuple[str, ...]


@frozen
class CaseResult:
    """How a case came out. It passes when there are no differences."""

    id: str
    differences: tuple[Difference, ...]
    place: Place | None = field(default=None, eq=False, repr=False)

    @property
    def passed(self) -> bool:
        """Whether everything came as expected."""
        return not self.differences


def run_cases(rules: RuleSet, engine: Engine = "direct") -> tuple[CaseResult, ...]:
    """Run every case: those next to findings, those next to rules, and the whole organisations, each by id.

    A case may say of findings that they hold, are excluded or are undetermined, and need not name all of them. The
    lists `archetypes`, `root_causes`, `symptoms` and `unexplained` are complete where they are given. Raises what the
    engine raises.
    """
    results: list[CaseResult] = []
    for finding in rules.findings.values():
        results += [_inline(case, finding.id, rules, engine) for case in finding.cases]
    for rule in rules.rules.values():
        results += [_inline(case, f"rule:{rule.id}", rules, engine) for case in rule.cases]
    for case in rules.cases:
        found = results_of(_settle(case, rules, engine))
        results.append(CaseResult(case.id, tuple(_differences(case, found)), case.place))
    return tuple(results)


def _settle(case: Case, rules: RuleSet, engine: Engine) -> Settled:
    knowledge = understand(rules.vocabulary, Facts(case.given))
    evaluation = evaluate(rules, knowledge, engine)
    return Settled(rules, knowledge, evaluation.lo, evaluation.hi)


def _inline(case: Case, key: str, rules: RuleSet, engine: Engine) -> CaseResult:
    """A case that says to what one finding, or one rule, comes."""
    came = _settle(case, rules, engine).state(key).value
    (expected,) = case.expect or (came,)  # it has one heading, unless there was a problem with it
    differences = () if expected == came else (Difference(key, (expected,), (came,)),)
    return CaseResult(case.id, differences, case.place)


def _differences(case: Case, results: Results) -> Iterator[Difference]:
    states = {finding.id: finding.state.value for finding in results.findings}
    verdicts = {judgement.id: judgement.verdict.value for judgement in results.remedies}
    causes = results.causes
    lists = {
        "archetypes": possible_archetypes(results.findings),
        "root_causes": tuple(root.id for root in causes.root_causes),
        "symptoms": tuple(symptom.id for symptom in causes.symptoms),
        "unexplained": tuple(each.id for each in causes.unexplained),
    }
    for heading, expected in case.expect.items():
        if isinstance(expected, Mapping):
            for remedy, verdict in expected.items():
                if verdicts[remedy] != verdict:
                    yield Difference(f"remedy:{remedy}", (verdict,), (verdicts[remedy],))
        elif heading in _STATES:
            for finding in expected:
                if states[finding] != heading:
                    yield Difference(finding, (heading,), (states[finding],))
        elif sorted(expected) != sorted(lists[heading]):
            yield Difference(heading, tuple(sorted(expected)), tuple(sorted(lists[heading])))
