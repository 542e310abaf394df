"""Rule files to a rule set: read, put together, checked, with every problem at once.

All files make one set; neither the order of files nor of keys means anything. A set beside a base is read together
with the base's files, so one check covers both, and nothing of the base can be changed, only added to.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import TypeVar

from attrs import define, evolve, field

from husaca_rules.errors import Problem, RuleError
from husaca_rules.facts.vocabulary import Fact, Split, Texts, Vocabulary
from husaca_rules.language.case_section import read_case, read_inline_cases
from husaca_rules.language.check import check_cycles, check_divisors, check_ways, check_words
from husaca_rules.language.document import Page
from husaca_rules.language.rule_sections import (
    Links,
    read_finding,
    read_links,
    read_remedy,
    read_rule,
    read_score,
    read_signals,
)
from husaca_rules.language.rules import Case, Claim, Reference, Rule, RuleSet
from husaca_rules.language.scope import Scope
from husaca_rules.language.strata import facts_behind, reading_graph, strata_of
from husaca_rules.language.vocabulary_section import read_fact, read_formulas, read_split
from husaca_rules.reading import Source, read_directory, read_text
from husaca_rules.reading.nodes import Mapping, Node, Scalar

T = TypeVar("T")
_SECTIONS = (
    "ruleset",
    "areas",
    "words",
    "facts",
    "splits",
    "scores",
    "findings",
    "rules",
    "remedies",
    "claims",
    "references",
    "cases",
)
_shipping = Lock()


def load_rules(path: str | os.PathLike[str] | None = None, *, base: RuleSet | None = None) -> RuleSet:
    """Read a rule set from a directory or one file; without a path, the rules that ship.

    With a `base`, the files are read beside the base's: they may add to it (facts, findings, further rules, points,
    causes, remedies) and cannot change it. Raises RuleError with every problem of every file, in order of place.
    """
    if path is None:
        if base is not None:
            raise TypeError("load_rules() needs a path when it is given a base")
        with _shipping:
            return _shipped()
    sources, problems = read_directory(path)
    shown = os.fspath(path) if os.path.isdir(path) else os.path.dirname(os.fspath(path))  # noqa: PTH112, PTH120 - any PathLike
    below = base.sources if base else ()
    try:
        if problems:
            _draft(sources, page := Page(problems=problems))
            raise RuleError(page.problems)
        return build(below, sources)
    except RuleError as error:
        own = {source.file for source in sources} | {problem.place.file for problem in problems if problem.place}
        raise RuleError([_shown(problem, shown, own) for problem in error.problems]) from None


@lru_cache(maxsize=1)
def _shipped() -> RuleSet:
    packed = Path(__file__).parents[1] / "rules"
    # In a checkout the rules lie beside src/, where consultants find them; in a wheel they lie in the package.
    return build((), read_directory(packed if packed.is_dir() else Path(__file__).parents[3] / "rules")[0])


def _shown(problem: Problem, directory: str, own: set[str]) -> Problem:
    """A problem with its place as the person who named the directory can open it."""
    if problem.place is None or problem.place.file not in own or directory in ("", "."):
        return problem
    return evolve(problem, place=evolve(problem.place, file=f"{Path(directory).as_posix()}/{problem.place.file}"))


def build(base: Sequence[Source], sources: Sequence[Source]) -> RuleSet:
    """The rule set that these files make together. Raises RuleError."""
    page = Page()
    draft = _draft([*base, *sources], page)
    rules = _assemble(draft, page, (*base, *sources))
    if page.problems:
        raise RuleError(page.problems)
    return rules


@define
class _Draft:
    """What stands in each section, all files together; a name that stands twice is noted and kept once."""

    sections: dict[str, dict[str, tuple[Scalar, Node]]] = field(factory=lambda: {name: {} for name in _SECTIONS})
    ruleset: Mapping | None = None

    def each(self, section: str) -> Iterable[tuple[Scalar, Node]]:
        return self.sections[section].values()


def _draft(sources: Iterable[Source], page: Page) -> _Draft:
    draft = _Draft()
    for source in sources:
        top, problems = read_text(source.data, source.file)
        page.problems += problems
        if top is None:
            continue
        for key, node in top.entries:
            if not page.reference(key, list(_SECTIONS), "unknown-section", "section"):
                continue
            if key.value == "ruleset":
                _take_ruleset(draft, page, key, node)
                continue
            section = draft.sections[key.value]
            for name, definition in page.entries(node, f"`{key.value}`"):
                if name.value in section:
                    first = section[name.value][0].place
                    message = f"`{name.value}` is defined twice; first in {first.file}, line {first.line}."
                    page.note("defined-twice", message, name.place, name=name.value)
                else:
                    section[name.value] = (name, definition)
    return draft


def _take_ruleset(draft: _Draft, page: Page, key: Scalar, node: Node) -> None:
    if draft.ruleset is not None:
        message = "A set has one `ruleset`. In a set that is read beside a base, leave it out."
        page.note("defined-twice", message, key.place, name="ruleset")
    elif isinstance(node, Mapping):
        draft.ruleset = node
    else:
        page.note("wrong-shape", "`ruleset` has a name, a version and languages under it.", node.place)


def _assemble(draft: _Draft, page: Page, sources: tuple[Source, ...]) -> RuleSet:
    name, version = _heading(draft, page)
    areas = {key.value: page.texts(_title(page, key, node), f"The title of `{key.value}`") for key, node in draft.each("areas")}
    words = {key.value: page.texts(node, f"The word for `{key.value}`") for key, node in draft.each("words")}
    claims = {key.value: _claim(page, key, node, areas) for key, node in draft.each("claims")}
    references = {key.value: _reference(page, key, node) for key, node in draft.each("references")}
    cited = dict.fromkeys(references, "reference") | dict.fromkeys(claims, "claim")
    for key in sorted(claims.keys() & references.keys()):
        page.note("defined-twice", f"`{key}` is a claim and a reference.", draft.sections["references"][key][0].place, name=key)
    facts, splits = _vocabulary(draft, page, areas, cited)
    scores, scored = {}, {}
    for key, node in draft.each("scores"):
        if _free(page, key, facts):
            scores[key.value], scored[key.value] = read_score(page, key, node, cited)
    findings, found = {}, {}
    for key, node in draft.each("findings"):
        if _free(page, key, facts, scores):
            findings[key.value], found[key.value] = read_finding(page, key, node, cited, areas)
    for id_, fields in scored.items():
        scores[id_] = read_signals(page, scores[id_], fields.get("signals"), facts, cited)
    scope = Scope(facts, scores, findings)
    rules = _rules(draft, page, found, scope, cited)
    links = Links()
    for id_, fields in found.items():
        read_links(page, draft.sections["findings"][id_][0], fields, findings, links, cited)
    findings = {id_: evolve(each, causes=_sorted(links.causes.get(id_, {}))) for id_, each in findings.items()}
    remedies = {key.value: read_remedy(page, key, node, findings, cited) for key, node in draft.each("remedies")}
    words = {**{remedy.id: remedy.title for remedy in remedies.values()}, **words}
    inferred = dict.fromkeys(findings, "finding") | dict.fromkeys(scores, "score")
    vocabulary = Vocabulary(_sorted(facts), splits, words, inferred)
    check_words(page, vocabulary, scores)
    check_ways(page, findings, rules)
    sound = check_cycles(page, facts, scores, findings, rules, links.places)
    cases: tuple[Case, ...] = ()
    if check_divisors(page, facts) and sound:
        for id_, fields in found.items():
            findings[id_] = evolve(findings[id_], cases=read_inline_cases(page, id_, fields.get("cases"), vocabulary))
        for key, node in draft.each("rules"):
            if isinstance(node, Mapping) and key.value in rules:
                given = {part.value: value for part, value in node.entries}.get("cases")
                stated = read_inline_cases(page, key.value, given, vocabulary)
                rules[key.value] = evolve(rules[key.value], cases=stated)
        cases = tuple(read_case(page, key, node, vocabulary, findings, remedies) for key, node in draft.each("cases"))
    graph = reading_graph(facts, scores, findings, rules)
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
        claims=claims,
        references=_sorted(references),
        cases=tuple(sorted(cases, key=lambda case: case.id)),
        strata=strata_of(graph, facts, findings) if sound else {},
        facts_read=facts_behind(graph, vocabulary) if sound else {},
        sources=sources,
    )


def _heading(draft: _Draft, page: Page) -> tuple[str, str]:
    if draft.ruleset is None:
        if not page.problems:
            message = "No file of this set has a `ruleset` with name, version and languages."
            page.note("no-ruleset", message, None)
        page.languages = ("en",)
        return "", ""
    fields = page.fields("The ruleset", "ruleset", draft.ruleset, ("name", "version", "languages"))
    languages = page.names(fields.get("languages"), "The languages")
    page.languages = tuple(language.value for language in languages) or ("en",)
    return page.text(fields.get("name"), "The name") or "", page.text(fields.get("version"), "The version") or ""


def _title(page: Page, key: Scalar, node: Node) -> Node | None:
    return page.fields("An area", key, node, ("title",)).get("title")


def _claim(page: Page, key: Scalar, node: Node, areas: dict[str, Texts]) -> Claim:
    fields = page.fields("A claim", key, node, ("text", "kind"), ("area",))
    area = fields.get("area")
    if isinstance(area, Scalar):
        page.reference(area, areas, "unknown-area", "area")
    return Claim(
        key.value,
        page.texts(fields.get("text"), f"The text of `{key.value}`"),
        page.text(fields.get("kind"), "The kind of a claim") or "",
        page.text(area, "An area"),
    )


def _reference(page: Page, key: Scalar, node: Node) -> Reference:
    fields = page.fields("A reference", key, node, ("text",), ("figure", "where", "year"))
    return Reference(
        key.value,
        page.text(fields.get("text"), "The text of a reference") or "",
        page.text(fields.get("figure"), "A figure"),
        page.text(fields.get("where"), "Where it was found"),
        page.whole(fields.get("year"), "A year"),
    )


def _vocabulary(
    draft: _Draft, page: Page, areas: dict[str, Texts], cited: dict[str, str]
) -> tuple[dict[str, Fact], tuple[Split, ...]]:
    remedies = tuple(sorted(draft.sections["remedies"]))
    facts: dict[str, Fact] = {}
    formulas: dict[str, tuple[Scalar, Node]] = {}
    for key, node in draft.each("facts"):
        if page.name(key):
            facts[key.value] = read_fact(page, key, node, remedies, cited, areas)
            if isinstance(node, Mapping):
                formulas |= {key.value: (key, value) for part, value in node.entries if part.value == "formula"}
    read_formulas(page, formulas, facts)
    taken: dict[str, str] = {}
    splits = [read_split(page, key, node, facts, taken) for key, node in draft.each("splits")]
    return facts, tuple(sorted((split for split in splits if split), key=lambda split: split.id))


def _free(page: Page, key: Scalar, *taken: dict[str, T]) -> bool:
    """Whether a name is fit, and no fact, score or finding has it yet: they share one namespace."""
    if not page.name(key):
        return False
    if any(key.value in names for names in taken):
        message = f"`{key.value}` is already the name of a fact or score; facts, scores and findings share their names."
        page.note("defined-twice", message, key.place, name=key.value)
        return False
    return True


def _rules(
    draft: _Draft, page: Page, found: dict[str, dict[str, Node]], scope: Scope, cited: dict[str, str]
) -> dict[str, Rule]:
    rules: dict[str, Rule] = {}
    for id_, fields in found.items():
        if "when" in fields:
            rule = read_rule(page, draft.sections["findings"][id_][0], fields, id_, scope, cited)
            if rule is not None:
                rules[id_] = evolve(rule, cites=())  # they stand with the finding
    for key, node in draft.each("rules"):
        fields = page.fields("A rule", key, node, ("when",), ("find", "points", "cites", "cases"))
        if key.value in rules:
            message = f"The finding `{key.value}` has a `when`, which is the rule of this name. Choose another name."
            page.note("defined-twice", message, key.place, name=key.value)
            continue
        page.name(key)
        find = fields.get("find")
        if fields and find is None and "points" not in fields:
            page.note("rule-without-effect", "A rule finds something (`find`), or gives `points`, or both.", key.place, name=key.value)
        known = isinstance(find, Scalar) and page.reference(find, list(scope.findings), "unknown-finding", "finding")
        target = find.value if isinstance(find, Scalar) and known else None
        rule = read_rule(page, key, fields, target, scope, cited)
        if rule is not None:
            rules[key.value] = rule
    return rules


def _digest(sources: Iterable[Source]) -> str:
    digest = hashlib.sha256()
    for source in sorted(sources, key=lambda source: (source.file, source.data)):
        for part in (source.file.encode(), source.data):
            digest.update(len(part).to_bytes(8, "big") + part)  # lengths, so that no two sets read alike
    return digest.hexdigest()


def _sorted(things: dict[str, T]) -> dict[str, T]:
    return dict(sorted(things.items()))
