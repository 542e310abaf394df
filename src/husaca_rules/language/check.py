"""Checks that need the whole set: cycles and depth, findings that nothing finds, words for labels, and formulas."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from attrs import evolve

from husaca_rules.errors import FactError
from husaca_rules.facts.formula import Formula, Operation, formula_interval, formula_text, names_in
from husaca_rules.facts.knowledge import understand
from husaca_rules.facts.scale import Interval
from husaca_rules.facts.vocabulary import Fact, Texts, Vocabulary
from husaca_rules.language.document import Page
from husaca_rules.language.rules import FindingRule, Rule, ScoreRule
from husaca_rules.language.strata import cycle_in, reading_graph, strata_of
from husaca_rules.reading.nodes import Node, Scalar

DEEPEST = 50  # an explanation follows a chain to its end, and nobody reads a longer one
LONGEST = 100  # causes of causes: a note tells a chain of them in one piece


def check_cycles(
    page: Page,
    facts: Mapping[str, Fact],
    scores: Mapping[str, ScoreRule],
    findings: Mapping[str, FindingRule],
    rules: Mapping[str, Rule],
    links: Mapping[tuple[str, str], Scalar],
) -> bool:
    """Whether nothing reads itself and nothing causes itself, on whatever way round."""
    formulas = _formulas(facts)
    causes = _causes(links)
    readings = reading_graph(facts, scores, findings, rules)
    sound = True
    for graph in (formulas, readings):
        if path := cycle_in(graph):
            sound = False
            places = [rules[name[5:]].place for name in path if name.startswith("rule:")]
            place = page.latest(places or [facts[name].place for name in path if name in facts])
            message = f"This can't be worked out, since {_way(path, 'it reads itself', 'reads')}."
            page.note("cycle", message, place, name=path[0].removeprefix("rule:"))
    if path := cycle_in(causes):
        sound = False
        place = page.latest(links[pair].place for pair in pairwise(path))
        message = f"This has no first cause, since {_way(path, 'it explains itself', 'is explained by')}."
        page.note("cause-cycle", message, place, name=path[0])
    return sound


def _way(path: Sequence[str], told: str, verb: str) -> str:
    """A cycle as it is read; a rule is left out where its finding of the same name stands beside it."""
    bare = [name.removeprefix("rule:") for name in path]
    names = [name for name, after in zip(bare, [*bare[1:], ""], strict=True) if name != after]
    if names[0] != names[-1]:
        names.append(names[0])
    if len(names) == 1:
        return f"`{names[0]}` {verb} itself"
    return f"{told}: {' → '.join(f'`{name}`' for name in names)}, where each {verb} the next"


def check_ways(page: Page, findings: Mapping[str, FindingRule], rules: Mapping[str, Rule]) -> None:
    """Every finding has a rule that may find it; else it would always be excluded, for no reason."""
    found = {rule.find for rule in rules.values()}
    for finding in findings.values():
        if finding.id not in found and finding.id not in page.broken:
            message = f"No rule finds `{finding.id}`. Give it a `when`, or a rule with `find: {finding.id}`."
            page.note("no-rule", message, finding.place, name=finding.id)


def check_words(
    page: Page, facts: Mapping[str, Fact], scores: Mapping[str, ScoreRule], words: Mapping[str, Texts]
) -> None:
    """Every label has a word in each language, and no word of a fact means two of its labels."""
    things: tuple[Fact | ScoreRule, ...] = (*facts.values(), *scores.values())
    lacking: set[str] = set()
    for thing in things:
        if thing.id in page.broken or (isinstance(thing, Fact) and thing.type == "truth"):
            continue
        labels = thing.scale.labels if thing.scale else thing.labels if isinstance(thing, Fact) else ()
        for label in labels:
            if label not in words and label not in lacking:
                message = f"`{thing.id}` has the label `{label}`, and `words` has no word for it that people can read."
                page.note("missing-word", message, thing.place, name=label)
                lacking.add(label)
        meanings: dict[str, str] = {}
        for label in labels:
            for word in dict.fromkeys((label, *map(str.lower, words.get(label, {}).values()))):
                if meanings.setdefault(word, label) != label:
                    message = f"`{word}` would mean both `{meanings[word]}` and `{label}` of `{thing.id}`."
                    page.note("ambiguous-word", message, thing.place, name=thing.id)


def check_divisors(page: Page, facts: Mapping[str, Fact]) -> bool:
    """Whether every divisor lies above zero over the full ranges."""
    ranges = {fact.id: fact.range for fact in facts.values()}
    sound = True
    for fact in facts.values():
        divisor = None if fact.formula is None else _unsafe_divisor(fact.formula, ranges)
        if divisor is None:
            continue
        sound = False
        if page.broken.isdisjoint((fact.id, *names_in(divisor))):
            low = formula_interval(divisor, ranges).low
            message = (
                f"The formula of `{fact.id}` divides by `{formula_text(divisor)}`, which may be as low as {low:g}. "
                "Let the ranges of its facts keep it above 0."
            )
            page.note("divisor-may-be-zero", message, fact.place, name=fact.id)
    return sound


def check_depth(
    page: Page,
    facts: Mapping[str, Fact],
    scores: Mapping[str, ScoreRule],
    findings: Mapping[str, FindingRule],
    rules: Mapping[str, Rule],
    links: Iterable[tuple[str, str]],
) -> bool:
    """Whether no chain of facts, scores and findings that read or explain each other is too long. There is no cycle."""
    derived = _formulas(facts)
    things: Mapping[str, Fact | ScoreRule | FindingRule] = {**facts, **scores, **findings}
    graph = {**reading_graph(facts, scores, findings, rules), **derived}
    depths = strata_of(graph, facts.keys() - derived, findings)
    beyond = [(depth, name) for name, depth in depths.items() if depth > DEEPEST and name in things]
    if beyond:
        _, name = min(beyond)
        message = (
            f"`{name}` stands on a chain of others that read each other, more than {DEEPEST} long. "
            "Let it read facts, or fewer steps."
        )
        page.note("chain-too-long", message, things[name].place, name=name)
    late = [(step, name) for name, step in strata_of(_causes(links), (), ()).items() if step > LONGEST]
    if late:
        _, name = min(late)
        message = (
            f"`{name}` stands behind more than {LONGEST} causes of causes. Name the causes that matter most."
        )
        page.note("chain-too-long", message, findings[name].place, name=name)
    return not beyond and not late


def _formulas(facts: Mapping[str, Fact]) -> dict[str, tuple[str, ...]]:
    """The facts that each derived fact reads."""
    return {fact.id: tuple(names_in(fact.formula)) for fact in facts.values() if fact.formula is not None}


def _causes(links: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    """The causes of each finding that has or is one."""
    causes: dict[str, tuple[str, ...]] = {}
    for effect, cause in sorted(links):
        causes[effect] = (*causes.get(effect, ()), cause)
        causes.setdefault(cause, ())
    return causes


def check_formulas(page: Page, vocabulary: Vocabulary, formulas: Mapping[str, Node]) -> bool:
    """Whether every formula may come to a value that its fact may have, as long as nothing is known."""
    try:
        understand(vocabulary, {})
    except FactError as error:
        for problem in error.problems:
            fact = vocabulary.facts[problem.name or ""]
            message = (
                f"The formula of `{fact.id}` never comes to a value in its range, {fact.range.low:g} to "
                f"{fact.range.high:g}, whatever its facts are. Mend the formula, or one of the ranges."
            )
            page.add([evolve(problem, message=message, message_nl="", place=formulas[fact.id].place)])
        return False
    return True


def _unsafe_divisor(formula: Formula, ranges: Mapping[str, Interval]) -> Formula | None:
    """The first part of a formula that it divides by and that may be zero or less."""
    if not isinstance(formula, Operation):
        return None
    for part in (formula.left, formula.right):
        if (found := _unsafe_divisor(part, ranges)) is not None:
            return found
    safe = formula.operator != "/" or formula_interval(formula.right, ranges).low > 0
    return None if safe else formula.right
