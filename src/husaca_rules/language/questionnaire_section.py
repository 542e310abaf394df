"""The section `questionnaires`: facts to ask for, in the order in which to ask."""

from __future__ import annotations

from collections.abc import Mapping

from husaca_rules.facts.formula import names_in
from husaca_rules.facts.vocabulary import Fact
from husaca_rules.language.document import Page
from husaca_rules.language.rules import Questionnaire
from husaca_rules.reading.nodes import Node, Scalar, Sequence


def read_questionnaire(page: Page, name: Scalar, node: Node, facts: Mapping[str, Fact]) -> Questionnaire:
    """A questionnaire: each fact that it asks for is in the vocabulary, stands once, and can be answered."""
    fields = page.fields("A questionnaire", name, node, ("title", "facts"))
    asked: list[str] = []
    for each in page.names(fields.get("facts"), "The facts of a questionnaire"):
        if not page.reference(each, facts, "unknown-fact", "fact") or each.value in page.broken:
            continue
        formula = facts[each.value].formula
        if formula is None:
            asked.append(each.value)
            continue
        inputs = ", ".join(f"`{read}`" for read in dict.fromkeys(names_in(formula)))
        message = f"`{each.value}` is worked out from {inputs}. Ask for those instead."
        page.note("asks-derived-fact", message, each.place, name=each.value)
    listed = fields.get("facts")
    if isinstance(listed, Sequence) and not listed.items:
        page.note("wrong-shape", "A questionnaire asks for one fact or more.", listed.place)
    title = page.texts(fields.get("title"), f"The title of `{name.value}`")
    return Questionnaire(name.value, title, tuple(asked), place=name.place)
