"""Checks that need the whole set: cycles, findings that nothing finds, words for labels, and divisors."""

from __future__ import annotations

from collections.abc import Mapping

from husaca_rules.facts.formula import Formula, Operation, formula_interval, names_in
from husaca_rules.facts.scale import Interval
from husaca_rules.facts.vocabulary import Fact, Vocabulary
from husaca_rules.language.document import Page
from husaca_rules.language.rules import FindingRule, Rule, ScoreRule
from husaca_rules.language.strata import cycle_in, reading_graph
from husaca_rules.reading.nodes import Scalar


def check_cycles(
    page: Page,
    facts: Mapping[str, Fact],
    scores: Mapping[str, ScoreRule],
    findings: Mapping[str, FindingRule],
    rules: Mapping[str, Rule],
    links: Mapping[tuple[str, str], Scalar],
) -> bool:
    """Whether nothing reads itself and nothing causes itself, on whatever way round."""
    formulas = {fact.id: tuple(names_in(fact.formula)) for fact in facts.values() if fact.formula is not None}
    causes: dict[str, tuple[str, ...]] = {}
    for effect, cause in sorted(links):
        causes[effect] = (*causes.get(effect, ()), cause)
    readings = reading_graph(facts, scores, findings, rules)
    things: dict[str, Fact | ScoreRule | FindingRule] = {**facts, **scores, **findings}
    sound = True
    for graph, code, verb in (
        (formulas, "cycle", "reads"),
        (readings, "cycle", "reads"),
        (causes, "cause-cycle", "is explained by"),
    ):
        path = cycle_in(graph)
        if path is None:
            continue
        sound = False
        names = [name for name in path if not name.startswith("rule:")] or [
            name.removeprefix("rule:") for name in path
        ]
        if names[0] != names[-1]:
            names.append(names[0])
        message = f"This goes round in a circle, where each {verb} the next: {' → '.join(f'`{name}`' for name in names)}."
        page.note(code, message, things[names[0]].place, name=names[0])
    return sound


def check_ways(page: Page, findings: Mapping[str, FindingRule], rules: Mapping[str, Rule]) -> None:
    """Every finding has a rule that may find it; else it would always be excluded, for no reason."""
    found = {rule.find for rule in rules.values()}
    for finding in findings.values():
        if finding.id not in found:
            message = f"No rule finds `{finding.id}`. Give it a `when`, or a rule with `find: {finding.id}`."
            page.note("no-rule", message, finding.place, name=finding.id)


def check_words(page: Page, vocabulary: Vocabulary, scores: Mapping[str, ScoreRule]) -> None:
    """Every label has a word in each language, and no word of a fact means two of its labels."""
    things: tuple[Fact | ScoreRule, ...] = (*vocabulary.facts.values(), *scores.values())
    for thing in things:
        if isinstance(thing, Fact) and thing.type == "truth":
            continue
        labels = thing.scale.labels if thing.scale else thing.labels if isinstance(thing, Fact) else ()
        for label in labels:
            if label not in vocabulary.words:
                message = f"`{thing.id}` has the label `{label}`, and `words` has no word for it that people can read."
                page.note("missing-word", message, thing.place, name=label)
        meanings: dict[str, str] = {}
        for label in labels:
            for word in {label, *(word.lower() for word in vocabulary.words.get(label, {}).values())}:
                if meanings.setdefault(word, label) != label:
                    message = f"`{word}` would mean both `{meanings[word]}` and `{label}` of `{thing.id}`."
                    page.note("ambiguous-word", message, thing.place, name=thing.id)


def check_divisors(page: Page, facts: Mapping[str, Fact]) -> bool:
    """Whether every divisor lies above zero over the full ranges."""
    ranges = {fact.id: fact.range for fact in facts.values()}
    sound = True
    for fact in facts.values():
        if fact.formula is not None and not _divides_safely(fact.formula, ranges):
            message = f"The formula of `{fact.id}` divides by something that may be zero. Let the range of what it divides by begin above 0."
            page.note("divisor-may-be-zero", message, fact.place, name=fact.id)
            sound = False
    return sound


def _divides_safely(formula: Formula, ranges: Mapping[str, Interval]) -> bool:
    if not isinstance(formula, Operation):
        return True
    if not (_divides_safely(formula.left, ranges) and _divides_safely(formula.right, ranges)):
        return False
    return formula.operator != "/" or formula_interval(formula.right, ranges).low > 0
