"""What to look at first: the findings that advice is about, most important first."""

from __future__ import annotations

from collections.abc import Mapping

from husaca_rules.diagnosis.causes import CausalReading
from husaca_rules.language.rules import Kind, State


def order_advice(
    states: Mapping[str, State], kinds: Mapping[str, Kind], reading: CausalReading
) -> tuple[str, ...]:
    """The ids of findings that hold and deserve advice, each once, most important first.

    Preconditions that fail come first, for they outrank everything; then deepest root causes, root causes so far,
    standing causes, and unexplained complaints. Within each of these, and among preconditions by where else they
    would stand, what explains more symptoms comes first; ties are in the order of ids. Symptoms are left out, for
    their causes stand in their place, unless they are preconditions. Helpers are never shown, so they are left out.
    """
    ranks = dict.fromkeys(reading.standing, (3, 0))
    ranks |= {complaint.id: (4, 0) for complaint in reading.unexplained}
    ranks |= {root.id: (1 if root.deepest else 2, -len(root.explains)) for root in reading.root_causes}
    failing = {f for f, state in states.items() if state is State.HOLDS and kinds[f] is Kind.PRECONDITION}
    last = (5, 0)  # a precondition that is a symptom, or that explains nothing that holds
    shown = [finding for finding in ranks.keys() | failing if kinds[finding] is not Kind.HELPER]
    return tuple(sorted(shown, key=lambda f: (f not in failing, ranks.get(f, last), f)))
