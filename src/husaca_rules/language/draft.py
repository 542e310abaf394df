"""All files of a set put together: what stands in each section, before anybody says what it means.

Any file may hold any section. A name that stands twice in a section, in whatever files, is a problem; it is kept once.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from attrs import Factory, define

from husaca_rules.language.document import Page
from husaca_rules.reading import Source, read_text
from husaca_rules.reading.nodes import Mapping, Node, Scalar

SECTIONS = (
    "ruleset",
    "areas",
    "words",
    "facts",
    "splits",
    "questionnaires",
    "scores",
    "findings",
    "rules",
    "remedies",
    "claims",
    "references",
    "cases",
)


@define
class Draft:
    """The definitions of each section by name, and the one `ruleset`."""

    sections: dict[str, dict[str, tuple[Scalar, Node]]] = Factory(lambda: {name: {} for name in SECTIONS})
    ruleset: Mapping | None = None
    whole: bool = True
    """Whether every file could be read; if not, what seems to be missing may stand in one that could not."""

    def each(self, section: str) -> Collection[tuple[Scalar, Node]]:
        """The names of a section with their definitions."""
        return self.sections[section].values()

    def name(self, section: str, id_: str) -> Scalar:
        """Where a name of a section stands."""
        return self.sections[section][id_][0]


def draft_of(sources: Iterable[Source], page: Page) -> Draft:
    """Read all files into one draft; what is wrong with their form is noted."""
    draft = Draft()
    for source in sources:
        top, problems = read_text(source.data, source.file)
        page.problems += problems
        draft.whole = draft.whole and top is not None
        for key, node in top.entries if top else ():
            if key.value == "ruleset":
                _take_ruleset(draft, page, key, node)
            elif page.reference(key, SECTIONS, "unknown-section", "section"):
                _take_section(draft, page, key, node)
    return draft


def _take_ruleset(draft: Draft, page: Page, key: Scalar, node: Node) -> None:
    if draft.ruleset is not None:
        message = "A set has one `ruleset`. In a set that is read beside a base, leave it out."
        page.note("defined-twice", message, key.place, name="ruleset")
    elif isinstance(node, Mapping):
        draft.ruleset = node
    else:
        page.note("wrong-shape", "`ruleset` has a name, a version and languages under it.", node.place)


def _take_section(draft: Draft, page: Page, key: Scalar, node: Node) -> None:
    section = draft.sections[key.value]
    for name, definition in page.entries(node, f"`{key.value}`"):
        if name.value in section:
            first = section[name.value][0].place
            message = f"`{name.value}` is defined twice; first in {first.file}, line {first.line}."
            page.note("defined-twice", message, name.place, name=name.value)
        else:
            section[name.value] = (name, definition)
