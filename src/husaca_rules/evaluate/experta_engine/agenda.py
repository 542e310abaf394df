"""The agenda: which activation is next, and which have fired.

experta's own strategy looks for a cancelled activation only beside the first of equal keys, so that with many ties some
fire all the same; it leaves the order of ties to memory addresses; and its cache keeps activations, with their facts,
alive. Here the order is total (salience, then place of definition, then recency of facts), removal is exact, and
nothing outlives the engine.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from operator import attrgetter
from typing import Any, Final

from husaca_rules.evaluate.experta_engine.stock import Activation, Agenda, Strategy

_key: Final = attrgetter("key")
_FEW: Final = 8  # up to here, inserting one by one beats sorting anew


class RecordingAgenda(Agenda):
    """An agenda that remembers, in order, what it handed out to be fired."""

    def __init__(self) -> None:
        super().__init__()
        self.fired: list[Activation] = []

    def get_next(self) -> Activation | None:
        """Take out the activation that is next, or give None."""
        if not self.activations:
            return None
        activation = self.activations.pop()
        self.fired.append(activation)
        return activation


class ExactStrategy(Strategy):
    """Keeps the agenda in one total order. The last activation fires first."""

    def _update_agenda(self, agenda: Agenda, added: list[Activation], removed: list[Activation]) -> None:
        waiting = agenda.activations
        for activation in removed:
            _remove(waiting, activation)
        for activation in added:
            activation.key = _key_of(activation)
        if len(added) > _FEW:
            waiting.extend(added)
            waiting.sort(key=_key)
        else:
            for activation in added:
                insort(waiting, activation, key=_key)


def _key_of(activation: Activation) -> tuple[Any, ...]:
    rule = activation.rule
    recency = sorted((fact.__factid__ for fact in activation.facts), reverse=True)
    return (rule.salience, -rule.definition, recency)


def _remove(waiting: list[Activation], activation: Activation) -> None:
    """Take out this very activation, or one that equals it; one that has fired is there no more."""
    if activation.key is None:
        activation.key = _key_of(activation)
    index = bisect_left(waiting, activation.key, key=_key)
    while index < len(waiting) and waiting[index].key == activation.key:
        if waiting[index] is activation or waiting[index] == activation:
            del waiting[index]
            return
        index += 1
