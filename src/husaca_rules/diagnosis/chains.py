"""Chains: the ways from a finding to what follows from it, along links where every finding holds."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from husaca_rules.diagnosis.causes import Symptom

Chain = tuple[tuple[str, ...], ...]
"""Steps from cause to effect, one finding each; the last may be several, each an effect of the one before, or none."""


class Chains:
    """The links between findings that hold, as symptoms with their direct causes tell them."""

    def __init__(self, symptoms: Iterable[Symptom]) -> None:
        effects: dict[str, set[str]] = {}
        for symptom in symptoms:
            for cause in symptom.causes:
                effects.setdefault(cause, set()).add(symptom.id)
        self._effects = {cause: tuple(sorted(found)) for cause, found in effects.items()}
        self._reach: dict[str, frozenset[str]] = {}
        self._farthest: dict[str, tuple[str, ...]] = {}

    def effects(self, id_: str) -> tuple[str, ...]:
        """The direct effects of a finding."""
        return self._effects.get(id_, ())

    def reach(self, id_: str) -> frozenset[str]:
        """Everything that follows from a finding, at any depth."""
        if id_ not in self._reach:
            direct = self.effects(id_)
            self._reach[id_] = frozenset(direct).union(*(self.reach(effect) for effect in direct))
        return self._reach[id_]

    def next(self, id_: str) -> tuple[str, ...]:
        """The direct effects without those that are also reached by way of another: a longer way says more."""
        direct = self.effects(id_)
        return tuple(each for each in direct if not any(each in self.reach(other) for other in direct))

    def of(self, id_: str, before: Collection[str] = ()) -> tuple[Chain, ...]:
        """Chains from a finding that together name everything it reaches: first the longest, then what branches off.

        Each begins with the finding at which it branches off: `id_` itself, or one that was named in a chain before.
        What follows from the findings in `before` was told elsewhere: a chain ends there, with an empty step if more
        follows.
        """
        return tuple(self._branches(id_, set(), frozenset(before)))

    def way(self, source: str, target: str) -> tuple[str, ...]:
        """The longest way from one finding to another that it reaches, or to itself."""
        ways: dict[str, tuple[str, ...]] = {target: (target,)}

        def longest(at: str) -> tuple[str, ...]:
            if at not in ways:
                further = [
                    longest(each) for each in self.next(at) if each == target or target in self.reach(each)
                ]
                ways[at] = (at, *max(further, key=len))
            return ways[at]

        return longest(source)

    def _branches(self, at: str, named: set[str], before: frozenset[str]) -> Iterator[Chain]:
        ends: list[str] = []
        # The longest first, so that what it names need not be named again.
        for each in sorted(self.next(at), key=lambda each: (-len(self._longest(each)), each)):
            if each in named:
                continue
            way = self._longest(each)
            stop = next(
                (place for place, step in enumerate(way) if step in named or step in before), len(way)
            )
            way = way[: stop + 1]
            named.update(way)
            if len(way) == 1:
                ends.append(each)
                continue
            yield ((at,), *((step,) for step in way), *self._more(way[-1], before))
            for step in way:
                if step not in before:
                    yield from self._branches(step, named, before)
        for told_on in (True, False):
            if alike := tuple(sorted(end for end in ends if bool(self._more(end, before)) is told_on)):
                yield ((at,), alike, *self._more(alike[0], before))

    def _more(self, end: str, before: frozenset[str]) -> Chain:
        """An empty step where a chain ends at something of which more was told elsewhere."""
        return ((),) if end in before and self.effects(end) else ()

    def _longest(self, id_: str) -> tuple[str, ...]:
        if id_ not in self._farthest:
            ways = [self._longest(each) for each in self.next(id_)]
            self._farthest[id_] = (id_, *max(ways, key=len, default=()))
        return self._farthest[id_]
