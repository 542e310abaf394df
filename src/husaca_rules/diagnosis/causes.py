"""Which of the findings are causes and which are symptoms: a reading of the links between findings and their states.

Links make an acyclic graph over findings, from an effect to its direct causes. Among the findings that hold, a
*symptom* has a direct cause that holds. A *root cause* is no symptom, explains something that holds, and is no
complaint. A *standing cause* is of kind cause, no symptom, and explains nothing that holds yet. *Unexplained* is a
complaint that is no symptom. Symptoms stay symptoms and deepest root causes stay such, whatever more is learned; the
rest is so far.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from graphlib import TopologicalSorter
from itertools import islice, product
from math import prod
from typing import Final

from attrs import frozen

from husaca_rules.language.rules import Kind, State

MOST_COVERS: Final = 16  # more are no help to a reader
MOST_STEPS: Final = 5_000  # of the search for the covers of one connected part: a tenth of a second or so


@frozen
class RootCause:
    """A finding that holds, is no symptom and no complaint, and explains something that holds.

    It is `deepest` when all its own direct causes are excluded (or it has none); else it is a root cause so far.
    `explains` are all symptoms that it reaches along links where every finding holds. `open_causes` are the
    undetermined findings that may yet turn out to lie behind it, at any depth; empty exactly when it is deepest.
    """

    id: str
    deepest: bool
    explains: tuple[str, ...]
    open_causes: tuple[str, ...]


@frozen
class Symptom:
    """A finding that holds, with its direct causes that hold: at least one."""

    id: str
    causes: tuple[str, ...]


@frozen
class Unexplained:
    """A complaint that holds without a direct cause that holds; `open_causes` may yet explain it, at any depth."""

    id: str
    open_causes: tuple[str, ...]


Seeking = RootCause | Unexplained
"""What may have causes that are still open."""


@frozen
class CausalReading:
    """What the states of findings say of causes. Everything is in the order of ids.

    `covers` are the smallest sets of root causes and unexplained complaints that together reach every symptom. Each
    takes a smallest set for every connected part of the findings that hold, and they are in the order of their ids;
    without symptoms there are none. A cover that is listed is always a smallest one. `covers_cut` says that there are
    or may be more: there were more than 16, or the search for those of one part took more than 5,000 steps. If it
    ended before any smallest set of that part was known, `covers` is empty.
    """

    root_causes: tuple[RootCause, ...]
    symptoms: tuple[Symptom, ...]
    unexplained: tuple[Unexplained, ...]
    standing: tuple[str, ...]
    covers: tuple[tuple[str, ...], ...]
    covers_cut: bool


def read_causes(
    states: Mapping[str, State], kinds: Mapping[str, Kind], causes: Mapping[str, Collection[str]]
) -> CausalReading:
    """Read which findings are root causes, symptoms, standing causes and unexplained.

    `causes` maps an effect to its direct causes; a finding without causes may be missing from it. The order of what
    is given makes no difference. Raises KeyError for a finding that has no state or kind, and graphlib.CycleError
    (a ValueError) if the links have a cycle.
    """
    sources = sources_behind(states, causes)
    symptoms = {finding: held for finding in sources if (held := causes_that_hold(finding, states, causes))}
    explains: dict[str, list[str]] = {}
    for symptom in sorted(symptoms):
        for source in sources[symptom]:
            explains.setdefault(source, []).append(symptom)

    roots: list[RootCause] = []
    unexplained: list[Unexplained] = []
    standing: list[str] = []
    for finding in sorted(sources.keys() - symptoms.keys()):
        kind = kinds[finding]
        if kind is Kind.COMPLAINT:
            unexplained.append(Unexplained(finding, open_causes(finding, states, causes)))
        elif finding in explains:
            still_open = open_causes(finding, states, causes)
            roots.append(RootCause(finding, not still_open, tuple(explains[finding]), still_open))
        elif kind is Kind.CAUSE:
            standing.append(finding)

    covers, cut = _covers([sources[symptom] for symptom in symptoms])
    return CausalReading(
        root_causes=tuple(roots),
        symptoms=tuple(Symptom(finding, symptoms[finding]) for finding in sorted(symptoms)),
        unexplained=tuple(unexplained),
        standing=tuple(standing),
        covers=covers,
        covers_cut=cut,
    )


def causes_that_hold(
    finding: str, states: Mapping[str, State], causes: Mapping[str, Collection[str]]
) -> tuple[str, ...]:
    """The direct causes of a finding that hold, in the order of ids. They may hold while the finding does not."""
    return tuple(sorted({cause for cause in causes.get(finding, ()) if states[cause] is State.HOLDS}))


def open_causes(
    finding: str, states: Mapping[str, State], causes: Mapping[str, Collection[str]]
) -> tuple[str, ...]:
    """The undetermined findings that may turn out to lie behind a finding, at any depth, in the order of ids.

    A cause lies behind a finding only if every finding between the two holds, so what is excluded ends a path, and
    a path goes on through what holds and what is undetermined.
    """
    return tuple(sorted(f for f in _behind(finding, states, causes) if states[f] is State.UNDETERMINED))


def _behind(finding: str, states: Mapping[str, State], causes: Mapping[str, Collection[str]]) -> set[str]:
    """All causes of a finding, at any depth, that are reached without passing one that is excluded."""
    behind: set[str] = set()
    ahead = [finding]
    while ahead:
        for cause in causes.get(ahead.pop(), ()):
            if states[cause] is not State.EXCLUDED and cause not in behind:
                behind.add(cause)
                ahead.append(cause)
    return behind


def sources_behind(
    states: Mapping[str, State], causes: Mapping[str, Collection[str]]
) -> dict[str, frozenset[str]]:
    """For every finding that holds, those behind it that hold and are no symptom; a finding that is none is its own.

    Paths run along links where every finding holds. Raises graphlib.CycleError if the links have a cycle.
    """
    sources: dict[str, frozenset[str]] = {}
    for finding in (*_causes_first(causes), *states):
        if states[finding] is State.HOLDS and finding not in sources:
            held = [sources[cause] for cause in causes.get(finding, ()) if states[cause] is State.HOLDS]
            sources[finding] = frozenset().union(*held) if held else frozenset({finding})
    return sources


def _causes_first(causes: Mapping[str, Collection[str]]) -> Iterable[str]:
    """All findings of the links, each after its causes. Raises graphlib.CycleError if the links have a cycle."""
    before: set[str] = set()
    for effect, direct in causes.items():
        if not before.issuperset(direct):
            return TopologicalSorter(causes).static_order()
        before.add(effect)
    return causes  # as a rule set has them; an order such as this has no cycle


# Covers. A symptom is a row, kept as an integer with one bit for each source that reaches it; a cover takes a bit of
# every row. Bits are in the order of ids, so the result does not depend on the order of what was given.


def _covers(reached_from: list[frozenset[str]]) -> tuple[tuple[tuple[str, ...], ...], bool]:
    """The smallest sets that have a member in common with each of the given sets, and whether more may exist."""
    ids = sorted(frozenset().union(*reached_from))
    bit = {source: 1 << place for place, source in enumerate(ids)}
    rows = {sum(bit[source] for source in reached) for reached in reached_from}
    choices: list[list[tuple[str, ...]]] = []
    cut = False
    for part in _parts(rows):
        found, complete = _smallest_covers({row for row in rows if row & part})
        choices.append(sorted(tuple(ids[one.bit_length() - 1] for one in _bits(cover)) for cover in found))
        cut = cut or not complete
    if not choices:
        return (), False
    cut = cut or prod(len(choice) for choice in choices) > MOST_COVERS
    covers = {tuple(sorted(sum(parts, ()))) for parts in islice(product(*choices), MOST_COVERS)}
    return tuple(sorted(covers)), cut


def _parts(rows: set[int]) -> list[int]:
    """The bits of each connected part, the part with the first id first. Rows that share a bit are connected."""
    parts: list[int] = []
    for row in rows:
        merged, apart = row, []
        for part in parts:
            if part & row:
                merged |= part
            else:
                apart.append(part)
        parts = [*apart, merged]
    return sorted(parts, key=lambda part: part & -part)


def _smallest_covers(rows: set[int]) -> tuple[list[int], bool]:
    """All smallest sets of bits that meet every row, and whether the search came to its end.

    The search tries one size after the other, so that what it finds is a smallest set even if it is ended early. It
    branches on the bits of a shortest row; a branch leaves out the bits of those before it, so no set is met twice. A
    row left without bits has no branches, which ends what cannot be completed.
    """
    # A row that contains another is met whenever the other is. What lies downstream goes this way.
    needed = sorted(row for row in rows if not any(other != row and other & row == other for other in rows))
    size = _least_size(needed)
    steps = 0
    while True:
        found: list[int] = []
        ahead = [(needed, 0, size)]
        while ahead:
            steps += 1
            if steps > MOST_STEPS:
                return found, False
            unmet, chosen, left = ahead.pop()
            if not unmet:
                found.append(chosen)
            elif _least_size(unmet) <= left:
                tried = 0
                for one in _bits(min(unmet, key=int.bit_count)):
                    still_unmet = [row & ~tried for row in unmet if not row & one]
                    ahead.append((still_unmet, chosen | one, left - 1))
                    tried |= one
        if found:
            return found, True
        size += 1


def _least_size(rows: list[int]) -> int:
    """A number of bits that no set meeting all rows can do without: one for each of some rows that share no bit."""
    count = taken = 0
    for row in sorted(rows, key=int.bit_count):
        if not row & taken:
            taken |= row
            count += 1
    return count


def _bits(number: int) -> Iterator[int]:
    """The bits of a number as powers of two, lowest first."""
    while number:
        yield (one := number & -number)
        number ^= one
