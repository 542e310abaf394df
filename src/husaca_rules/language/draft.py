"""All files of a set put together: what stands in each section, before anybody says what it means.

Any file may hold any section. A name that stands twice in a section, in whatever files, is a problem; it is kept once.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from attrs import Factory, define

from husaca_rules.errors import nearest
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
    """Whether every file and section could be read; if not, what seems to be missing may stand in one that could not."""
    base: frozenset[tuple[str, str]] = frozenset()
    """What the base defines: sections with names."""

    def each(self, section: str) -> Collection[tuple[Scalar, Node]]:
        """The names of a section with their definitions."""
        return self.sections[section].values()

    def name(self, section: str, id_: str) -> Scalar:
        """Where a name of a section stands."""
        return self.sections[section][id_][0]


def draft_of(sources: Iterable[Source], page: Page, inherited: int = 0) -> Draft:
    """Read all files into one draft; what is wrong with their form is noted. The first `inherited` are the base's."""
    draft = Draft()
    for number, source in enumerate(sources):
        if number == inherited:
            draft.base = frozenset((name, id_) for name, ids in draft.sections.items() for id_ in ids)
        top, problems = read_text(source.data, source.file)
        page.problems += problems
        draft.whole = draft.whole and top is not None
        unknown = [entry for entry in top.entries if entry[0].value not in SECTIONS] if top else []
        if unknown:
            draft.whole = False
            _refuse(page, unknown, alone=top is not None and len(unknown) == len(top.entries))
        for key, node in top.entries if top else ():
            if key.value == "ruleset":
                _take_ruleset(draft, page, key, node)
            elif key.value in SECTIONS:
                _take_section(draft, page, key, node)
    return draft


def _refuse(page: Page, unknown: Sequence[tuple[Scalar, Node]], *, alone: bool) -> None:
    """Note what is no section; a file with nothing else holds something else, and is told of once."""
    near = {
        key.value: nearest(key.value, SECTIONS)
        for key, node in unknown
        if not (alone and isinstance(node, Scalar) and node.value)  # a value, as only facts have
    }
    if alone and not any(near.values()):
        message = (
            "No name at the top of this file is a section of a rule file, such as `facts` or `findings`. "
            "The facts of an organisation are kept apart from the rules."
        )
        key = unknown[0][0]
        page.note("unknown-section", message, key.place, name=key.value)
        return
    for key, _ in unknown:
        suggestion = near.get(key.value)
        rest = "" if suggestion else f"; a set has {', '.join(f'`{each}`' for each in SECTIONS)}"
        message = f"There is no section `{key.value}`{rest}."
        page.note("unknown-section", message, key.place, name=key.value, suggestion=suggestion)


def _take_ruleset(draft: Draft, page: Page, key: Scalar, node: Node) -> None:
    if draft.ruleset is not None:
        message = "A set has one `ruleset`. In a set that is read beside a base, leave it out."
        page.note("defined-twice", message, key.place, name="ruleset")
    elif isinstance(node, Mapping):
        draft.ruleset = node
    else:
        draft.whole = False
        page.note("wrong-shape", "`ruleset` has a name, a version and languages under it.", node.place)


def _take_section(draft: Draft, page: Page, key: Scalar, node: Node) -> None:
    section = draft.sections[key.value]
    draft.whole = draft.whole and isinstance(node, Mapping)
    for name, definition in page.entries(node, f"`{key.value}`"):
        if name.value in section:
            first = section[name.value][0].place
            where = f"{first.file}, line {first.line}"
            message = f"`{name.value}` is defined twice; first in {where}."
            if (key.value, name.value) in draft.base:
                message = f"The base set has `{name.value}` already ({where}), and is only added to. Leave it out, or rename it."
            page.note("defined-twice", message, name.place, name=name.value)
        else:
            section[name.value] = (name, definition)
