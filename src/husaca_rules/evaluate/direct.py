"""The definition as an engine: settle every rule and score, lowest stratum first.

A rule that may be true makes its finding possible, a rule that must be true makes it certain; nothing else happens.
"""

from __future__ import annotations

from husaca_rules.errors import RuleFailure
from husaca_rules.evaluate.program import Evaluation, Program


def evaluate(program: Program, lo: list[float], hi: list[float]) -> Evaluation:
    """Settle `lo` and `hi`, which come as `Program.start` makes them. Raises RuleFailure when a rule can't be computed."""
    at = None
    try:
        # Lowest stratum first: a `not` may only read what can no longer change.
        for rules, scores in program.layers:
            for at in rules:
                if at.may(lo, hi):
                    for slot in at.sets:
                        hi[slot] = 1
                    if at.must(lo, hi):
                        for slot in at.sets:
                            lo[slot] = 1
            for at in scores:
                lo[at.slot], hi[at.slot] = at.reckon(lo, hi)
    except Exception as failure:
        raise RuleFailure(f"`{at.key if at else 'the rule set'}` can't be computed: {failure}") from failure
    return Evaluation(tuple(lo), tuple(hi), ())
