"""Cases: facts with what must follow from them, next to a rule or for a whole organisation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from attrs import evolve

from husaca_rules.errors import FactError, Place, Problem
from husaca_rules.facts.files import facts_of
from husaca_rules.facts.knowledge import Facts, understand
from husaca_rules.facts.vocabulary import Vocabulary
from husaca_rules.frozen import FrozenDict, freeze
from husaca_rules.language.document import Page
from husaca_rules.language.rules import Case, FindingRule, Kind, Remedy, State
from husaca_rules.reading import nodes
from husaca_rules.reading.nodes import Node, Scalar

VERDICTS = ("fits", "fits_so_far", "symptom_treatment", "beside_the_point", "undetermined")
_STATES = tuple(state.value for state in State)
_LISTS = (*_STATES, "archetypes", "root_causes", "symptoms", "unexplained")


def read_inline_cases(page: Page, owner: str, node: Node | None, vocabulary: Vocabulary) -> tuple[Case, ...]:
    """The cases next to a rule or finding: what it comes to with the given facts."""
    cases: list[Case] = []
    for number, item in enumerate(page.items(node, "Cases"), start=1):
        fields = page.fields("A case", f"{owner}, case {number}", item, ("given", "expect"))
        state = page.one_of(fields.get("expect"), "What a case expects", _STATES)
        case = _case(page, f"{owner}, case {number}", fields.get("given"), vocabulary, item.place)
        if state is not None:
            cases.append(evolve(case, expect=FrozenDict({state: (owner,)})))
    return tuple(cases)


def read_case(
    page: Page,
    name: Scalar,
    node: Node,
    vocabulary: Vocabulary,
    findings: Mapping[str, FindingRule],
    remedies: Mapping[str, Remedy],
) -> Case:
    """A whole organisation: its facts, and lists of the findings that must follow."""
    fields = page.fields("A case", name, node, ("given", "expect"))
    case = _case(page, name.value, fields.get("given"), vocabulary, name.place)
    expect: dict[str, tuple[str, ...] | Mapping[str, str]] = {}
    if "expect" not in fields:
        return case
    if isinstance(fields["expect"], nodes.Mapping) and not fields["expect"].entries:
        message = (
            "This case expects nothing, so it can't fail. Say what must follow, as in `{holds: [a_finding]}`."
        )
        page.note("wrong-shape", message, fields["expect"].place)
    known = (*_LISTS, "remedies")
    for key, value in page.fields("What a case expects", name, fields["expect"], (), known).items():
        if key == "remedies":
            verdicts: dict[str, str] = {}
            for remedy, verdict in page.entries(value, "Verdicts"):
                if page.reference(remedy, remedies, "unknown-remedy", "remedy"):
                    verdicts[remedy.value] = page.one_of(verdict, "A verdict", VERDICTS) or ""
            expect[key] = FrozenDict(verdicts)
        else:
            expect[key] = tuple(_findings(page, key, value, findings))
    return evolve(case, expect=FrozenDict(expect))


def _findings(page: Page, key: str, node: Node, findings: Mapping[str, FindingRule]) -> Iterator[str]:
    for scalar in page.names(node, f"What a case expects under `{key}`"):
        if not page.reference(scalar, findings, "unknown-finding", "finding"):
            continue
        if key == "archetypes" and findings[scalar.value].kind is not Kind.ARCHETYPE:
            page.note("not-one-of", f"`{scalar.value}` is no archetype.", scalar.place, name=scalar.value)
        yield scalar.value


def _case(page: Page, id_: str, node: Node | None, vocabulary: Vocabulary, place: Place) -> Case:
    given: Mapping[object, object] = FrozenDict()
    if isinstance(node, nodes.Mapping):
        given = freeze(nodes.plain(node))
        if _wrong(vocabulary, Facts(given)):  # where each fact stands is worked out only for what is wrong
            page.add(_wrong(vocabulary, facts_of(node)))
    elif node is not None:
        page.shape(node, "What is given must be facts with values, as in `{fact: value}`.")
    return Case(id_, given, FrozenDict(), place)


def _wrong(vocabulary: Vocabulary, facts: Facts) -> Sequence[Problem]:
    try:
        understand(vocabulary, facts)
    except FactError as error:
        return error.problems
    return ()
