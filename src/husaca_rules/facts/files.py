"""Facts from a file or a text, YAML or JSON, with the place of each.

A facts file is one mapping of fact names to values; `organisation` may stand beside them with a name, a date and a
note, which no rule reads.
"""

from __future__ import annotations

import os

from attrs import evolve

from husaca_rules.errors import FactError, Place
from husaca_rules.facts.knowledge import Facts, with_organisation
from husaca_rules.facts.problems import a_directory
from husaca_rules.reading import nodes, read_directory, read_text
from husaca_rules.reading.nodes import Scalar


def read_facts(path: str | os.PathLike[str]) -> Facts:
    """Read a facts file, YAML or JSON.

    Raises FactError when it can't be read as facts. A name that stands twice, or an `organisation` of another shape,
    is kept in `problems`, and raised once with all that a diagnosis finds wrong in the facts themselves.

    >>> import husaca_rules as hr
    >>> hr.read_facts("examples/sparse.yaml").organisation["name"]
    'Duinrand Techniek'
    """
    if os.path.isdir(path):  # noqa: PTH112 - any PathLike
        raise FactError([a_directory(os.fsdecode(path))])
    sources, problems = read_directory(path)
    if problems:
        raise FactError(problems)
    return parse_facts(sources[0].data, file=os.fsdecode(path))


def parse_facts(text: str | bytes, *, file: str = "") -> Facts:
    """Read facts from a text, YAML or JSON, as `read_facts` does; `file` is the name that problems give.

    Raises FactError when it can't be read as facts.

    >>> import husaca_rules as hr
    >>> hr.diagnose(hr.parse_facts("talent_turnover: 31%"))["talent_turnover_high"].holds
    True
    """
    mapping, problems = read_text(text, file)
    # Whatever else is wrong with the form leaves values that nobody meant; of a name that stands twice, the first is kept.
    if mapping is None or any(problem.code != "duplicate-key" for problem in problems):
        raise FactError(problems)
    return with_organisation(evolve(facts_of(mapping), problems=tuple(problems)))


def facts_of(mapping: nodes.Mapping) -> Facts:
    """The facts that stand in a mapping of a file, with their places."""
    places: dict[tuple[object, ...], Place] = {}
    values: dict[object, object] = {}
    for key, node in mapping.entries:
        values[key.value] = nodes.plain(node)
        places[(None, key.value)] = key.place
        places[(key.value,)] = node.place if isinstance(node, Scalar) and node.value else key.place
        match node:
            case nodes.Mapping():
                places |= {(key.value, inner.value): part.place for inner, part in node.entries}
                places |= {(None, key.value, inner.value): inner.place for inner, _ in node.entries}
            case nodes.Sequence():
                places |= {(key.value, position): item.place for position, item in enumerate(node.items)}
    return Facts(values, places=places)
