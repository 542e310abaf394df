"""The matcher: which rules are satisfied by what working memory holds.

A condition is one function over all lower and all upper values, so the matcher keeps those two vectors as its view of
working memory and lets each new fact enter it. Only rules that read a slot that changed are looked at again. An
activation is withdrawn as the very object that was added.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from husaca_rules.errors import RuleFailure
from husaca_rules.evaluate.experta_engine.facts import Known, Points, Possibly, Surely
from husaca_rules.evaluate.experta_engine.stock import Activation, Matcher

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from husaca_rules.evaluate.experta_engine.plan import Plan
    from husaca_rules.evaluate.experta_engine.stock import Fact


class HasPlan(Protocol):
    """An engine as the matcher needs it."""

    @property
    def plan(self) -> Plan:
        """The rules, worked out."""


class CompiledMatcher(Matcher):
    """Matches the conditions of a plan. `lo` and `hi` are what working memory says of each slot."""

    def __init__(self, engine: HasPlan) -> None:
        # Not the engine itself: without a cycle, an engine and its facts are freed as soon as they are dropped.
        self._plan = engine.plan
        self.reset()

    def reset(self) -> None:
        """Forget all facts."""
        self.lo = list(self._plan.begin_lo)
        self.hi = list(self._plan.begin_hi)
        self._known: list[Fact] = []
        self._active: list[Activation | None] = [None] * len(self._plan.rules)

    def changes(
        self, adding: Collection[Fact] = (), deleting: Collection[Fact] = ()
    ) -> tuple[list[Activation], list[Activation]]:
        """Take in new facts; give the activations to add to the agenda and those to remove.

        Raises RuleFailure if a condition raises, or if a fact was retracted, which no rule does.
        """
        if deleting:
            raise RuleFailure("a fact was retracted, but what is found stays found")
        stale: set[int] = set()
        for fact in adding:
            stale.update(self._enter(fact))
        added: list[Activation] = []
        removed: list[Activation] = []
        lo, hi, active, conditions = self.lo, self.hi, self._active, self._plan.conditions
        for definition in sorted(stale):
            try:
                holds = conditions[definition](lo, hi)
            except Exception as error:
                raise self._plan.origins[definition].failure(error) from error
            activation = active[definition]
            if holds:
                if activation is None:
                    activation = active[definition] = Activation(self._plan.rules[definition], self._known)
                    added.append(activation)
            elif activation is not None:
                active[definition] = None
                removed.append(activation)
        return added, removed

    def _enter(self, fact: Fact) -> Iterable[int]:
        """Bring the view up to date with a new fact, and give the definitions that read what changed."""
        plan = self._plan
        kind = type(fact)
        if kind is Surely:
            slot = plan.slots[fact["key"]]
            self.lo[slot] = 1
            return plan.readers[slot]
        if kind is Possibly:
            slot = plan.slots[fact["key"]]
            self.hi[slot] = 1
            return plan.readers[slot]
        if kind is Points:
            slot = plan.slots[fact["key"]]
            self.lo[slot], self.hi[slot] = fact["least"], fact["most"]
            return plan.readers[slot]
        if kind is Known:
            for slot, low, high in plan.columns:
                self.lo[slot], self.hi[slot] = fact[low], fact[high]
            self._known.append(fact)
            return range(len(plan.rules))
        return ()  # the initial fact, which no condition reads
