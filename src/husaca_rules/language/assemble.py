"""A draft to a rule set: every section read, every name resolved, the whole checked.

Sections are read in the order in which they need each other: what can be cited, the vocabulary, scores, findings,
then the conditions, links, remedies and cases that name all of these.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import TypeVar

from attrs import evolve

from husaca_rules.errors import quoted
from husaca_rules.facts.vocabulary import Fact, Split, Texts, Vocabulary
from husaca_rules.frozen import FrozenDict
from husaca_rules.language.case_section import read_case, read_inline_cases
from husaca_rules.language.check import (
    check_cycles,
    check_depth,
    check_divisors,
    check_formulas,
    check_ways,
    check_words,
)
from husaca_rules.language.document import Page
from husaca_rules.language.draft import Draft
from husaca_rules.language.questionnaire_section import read_questionnaire
from husaca_rules.language.rule_sections import (
    Links,
    read_finding,
    read_links,
    read_remedy,
    read_rule,
    read_score,
    read_signals,
)
from husaca_rules.language.rules import Case, Claim, FindingRule, Reference, Rule, RuleSet, ScoreRule
from husaca_rules.language.scope import Scope
from husaca_rules.language.strata import facts_behind, reading_graph, strata_of
from husaca_rules.language.vocabulary_section import read_area, read_fact, read_formulas, read_split
from husaca_rules.reading import Source, nodes
from husaca_rules.reading.nodes import Node, Scalar

T = TypeVar("T")
Fields = Mapping[str, Node]
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z]{2})?")


def assemble(draft: Draft, page: Page, sources: tuple[Source, ...]) -> RuleSet:
    """The rule set of a draft; it can only be used when no problem was noted on the page."""
    name, version = _heading(draft, page)
    areas = {key.value: _area(page, key, node) for key, node in draft.each("areas")}
    claims = {key.value: _claim(page, key, node, areas) for key, node in draft.each("claims")}
    references = {key.value: _reference(page, key, node) for key, node in draft.each("references")}
    cited = _citable(draft, page, claims, references)
    facts, splits = _vocabulary(draft, page, areas, cited)
    scores = _scores(draft, page, facts, cited)
    findings, found = _findings(draft, page, (facts, scores), areas, cited)
    rules = _rules(draft, page, found, Scope(facts, scores, findings), cited)
    links = Links()
    for id_, fields in found.items():
        read_links(page, draft.name("findings", id_), fields, findings, links, cited)
    findings = {
        id_: evolve(each, causes=_sorted(links.causes.get(id_, {}))) for id_, each in findings.items()
    }
    remedies = {
        key.value: read_remedy(page, key, node, facts, findings, cited)
        for key, node in draft.each("remedies")
    }
    questionnaires = {
        key.value: read_questionnaire(page, key, node, facts) for key, node in draft.each("questionnaires")
    }
    words: dict[str, Texts] = {id_: remedy.title for id_, remedy in remedies.items()}
    words |= {key.value: page.texts(node, f"The word for `{key.value}`") for key, node in draft.each("words")}
    inferred = dict.fromkeys(findings, "finding") | dict.fromkeys(scores, "score")
    vocabulary = Vocabulary(_sorted(facts), splits, FrozenDict(words), FrozenDict(inferred))
    check_words(page, facts, scores, words)
    check_ways(page, findings, rules)
    sound = all(
        (check_cycles(page, facts, scores, findings, rules, links.places), check_divisors(page, facts))
    )
    sound = sound and check_depth(page, facts, scores, findings, rules, links.places)
    sound = sound and check_formulas(page, vocabulary, dict(_parts(draft.each("facts"), "formula")))
    cases: list[Case] = []
    if sound:
        findings, rules = _with_cases(draft, page, findings, found, rules, vocabulary)
        cases = [
            read_case(page, key, node, vocabulary, findings, remedies) for key, node in draft.each("cases")
        ]
    graph = reading_graph(facts, scores, findings, rules) if sound else {}
    return RuleSet(
        name=name,
        version=version,
        languages=page.languages,
        digest=_digest(sources),
        vocabulary=vocabulary,
        areas=_sorted(areas),
        scores=_sorted(scores),
        findings=_sorted(findings),
        rules=_sorted(rules),
        remedies=_sorted(remedies),
        questionnaires=_sorted(questionnaires),
        claims=FrozenDict(claims),
        references=_sorted(references),
        cases=tuple(sorted(cases, key=lambda case: case.id)),
        strata=FrozenDict(strata_of(graph, facts, findings)),
        facts_read=FrozenDict(facts_behind(graph, vocabulary) if sound else {}),
        sources=sources,
    )


def _heading(draft: Draft, page: Page) -> tuple[str, str]:
    if draft.ruleset is None:
        if not page.problems:
            page.note(
                "no-ruleset", "No file of this set has a `ruleset` with name, version and languages.", None
            )
        return "", ""
    fields = page.fields("The ruleset", "ruleset", draft.ruleset, ("name", "version", "languages"))
    page.languages = _languages(page, fields.get("languages"))
    return page.text(fields.get("name"), "The name") or "", page.text(
        fields.get("version"), "The version"
    ) or ""


def _languages(page: Page, node: Node | None) -> tuple[str, ...]:
    """The languages of the set; none where one of them can't be read, so that no text is held against the others."""
    before = len(page.problems)
    stated = page.names(node, "The languages")
    for each in stated:
        if not _LANGUAGE.fullmatch(each.value):
            language, _, region = each.value.replace(" ", "-").replace("_", "-").partition("-")
            near = "-".join(part for part in (language.lower(), region.upper()) if part)
            suggestion = near if _LANGUAGE.fullmatch(near) else None
            message = f"{quoted(each.value)} is no code of a language, such as en, nl or en-GB."
            page.note("bad-language", message, each.place, name=each.value, suggestion=suggestion)
    if isinstance(node, nodes.Sequence) and not node.items:
        page.note("bad-language", "A set has one language or more, as in `[en, nl]`.", node.place)
    return tuple(each.value for each in stated) if len(page.problems) == before else ()


def _area(page: Page, key: Scalar, node: Node) -> Texts:
    return page.texts(
        page.fields("An area", key, node, ("title",)).get("title"), f"The title of `{key.value}`"
    )


def _claim(page: Page, key: Scalar, node: Node, areas: Collection[str]) -> Claim:
    fields = page.fields("A claim", key, node, ("text", "kind"), ("area",))
    return Claim(
        key.value,
        page.texts(fields.get("text"), f"The text of `{key.value}`"),
        page.text(fields.get("kind"), "The kind of a claim") or "",
        read_area(page, fields.get("area"), areas),
    )


def _reference(page: Page, key: Scalar, node: Node) -> Reference:
    fields = page.fields("A reference", key, node, ("text",), ("figure", "where", "year"))
    return Reference(
        key.value,
        page.texts_or_text(fields.get("text"), "The text of a reference"),
        page.texts_or_text(fields.get("figure"), "A figure"),
        page.text(fields.get("where"), "Where it was found"),
        page.whole(fields.get("year"), "A year", example="2019"),
    )


def _citable(
    draft: Draft, page: Page, claims: Collection[str], references: Collection[str]
) -> dict[str, str]:
    """What can be cited, and whether it is a claim or a reference."""
    for id_ in references:
        if id_ in claims:
            page.note(
                "defined-twice",
                f"`{id_}` is both a claim and a reference. Give one of them another name.",
                draft.name("references", id_).place,
                name=id_,
            )
    return dict.fromkeys(references, "reference") | dict.fromkeys(claims, "claim")


def _vocabulary(
    draft: Draft, page: Page, areas: Collection[str], cited: Mapping[str, str]
) -> tuple[dict[str, Fact], tuple[Split, ...]]:
    remedies = tuple(sorted(draft.sections["remedies"]))
    facts: dict[str, Fact] = {}
    for key, node in draft.each("facts"):
        if page.name(key):
            with page.defining(key.value):
                facts[key.value] = read_fact(page, key, node, remedies, cited, areas)
    formulas = _parts(draft.each("facts"), "formula")
    read_formulas(page, {name: node for name, node in formulas if name in facts}, facts)
    taken: dict[str, str] = {}
    splits = [read_split(page, key, node, facts, taken) for key, node in draft.each("splits")]
    return facts, tuple(sorted((split for split in splits if split), key=lambda split: split.id))


def _scores(
    draft: Draft, page: Page, facts: Mapping[str, Fact], cited: Mapping[str, str]
) -> dict[str, ScoreRule]:
    scores: dict[str, ScoreRule] = {}
    lamps: dict[str, str] = {}
    for key, node in draft.each("scores"):
        if _free(page, key, facts):
            with page.defining(key.value):
                score, fields = read_score(page, key, node, cited, lamps)
            scores[key.value] = read_signals(page, score, fields.get("signals"), facts, cited)
    return scores


def _findings(
    draft: Draft,
    page: Page,
    taken: tuple[Collection[str], Collection[str]],
    areas: Collection[str],
    cited: Mapping[str, str],
) -> tuple[dict[str, FindingRule], dict[str, Fields]]:
    findings: dict[str, FindingRule] = {}
    found: dict[str, Fields] = {}
    for key, node in draft.each("findings"):
        if _free(page, key, *taken):
            with page.defining(key.value):
                findings[key.value], found[key.value] = read_finding(page, key, node, taken[0], cited, areas)
    return findings, found


def _free(page: Page, key: Scalar, *taken: Collection[str]) -> bool:
    """Whether a name is fit, and no fact, score or finding has it yet: they share one namespace."""
    if not page.name(key):
        return False
    if any(key.value in names for names in taken):
        message = f"`{key.value}` is already the name of a fact or score; facts, scores and findings share their names."
        page.note("defined-twice", message, key.place, name=key.value)
        return False
    return True


def _rules(
    draft: Draft, page: Page, found: Mapping[str, Fields], scope: Scope, cited: Mapping[str, str]
) -> dict[str, Rule]:
    rules: dict[str, Rule] = {}
    for id_, fields in found.items():
        rule = read_rule(page, draft.name("findings", id_), fields, id_, scope)
        if rule is not None:
            rules[id_] = rule
    for key, node in draft.each("rules"):
        if key.value in rules:
            message = f"The finding `{key.value}` has a `when`, which is the rule of this name. Choose another name."
            page.note("defined-twice", message, key.place, name=key.value)
            continue
        page.name(key)
        with page.defining(f"rule:{key.value}"):
            fields = page.fields("A rule", key, node, ("when",), ("find", "points", "cites", "cases"))
        find = _target(page, key, fields, scope)
        rule = read_rule(page, key, fields, find, scope)
        if rule is not None:
            rules[key.value] = evolve(rule, cites=page.cites(fields.get("cites"), cited))
    return rules


def _target(page: Page, key: Scalar, fields: Fields, scope: Scope) -> str | None:
    """The finding that a rule finds."""
    find = fields.get("find")
    if fields and find is None and "points" not in fields and f"rule:{key.value}" not in page.broken:
        message = "A rule finds something (`find`), or gives `points`, or both."
        page.note("rule-without-effect", message, key.place, name=key.value)
    if isinstance(find, Scalar):
        return find.value if page.reference(find, scope.findings, "unknown-finding", "finding") else None
    if find is not None:
        page.shape(find, "A rule finds one finding, named by its id.")
    return None


def _with_cases(
    draft: Draft,
    page: Page,
    findings: dict[str, FindingRule],
    found: Mapping[str, Fields],
    rules: dict[str, Rule],
    vocabulary: Vocabulary,
) -> tuple[dict[str, FindingRule], dict[str, Rule]]:
    """The findings and the rules with the cases that stand next to them."""
    findings = {
        id_: evolve(each, cases=read_inline_cases(page, id_, found[id_].get("cases"), vocabulary))
        for id_, each in findings.items()
    }
    stated = dict(_parts(draft.each("rules"), "cases"))
    rules = {
        id_: evolve(rule, cases=read_inline_cases(page, id_, stated[id_], vocabulary))
        if id_ in stated
        else rule
        for id_, rule in rules.items()
    }
    return findings, rules


def _parts(entries: Iterable[tuple[Scalar, Node]], key: str) -> Iterator[tuple[str, Node]]:
    """What stands under a key of each definition that has it, by name."""
    for name, node in entries:
        for each, value in node.entries if isinstance(node, nodes.Mapping) else ():
            if each.value == key:
                yield name.value, value


def _digest(sources: Iterable[Source]) -> str:
    digest = hashlib.sha256()
    for source in sorted(sources, key=lambda source: (source.file, source.data)):
        for part in (source.file.encode(), source.data):
            digest.update(len(part).to_bytes(8, "big") + part)  # lengths, so that no two sets read alike
    return digest.hexdigest()


def _sorted(things: Mapping[str, T]) -> Mapping[str, T]:
    return FrozenDict(sorted(things.items()))
