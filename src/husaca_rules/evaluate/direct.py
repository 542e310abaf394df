"""The definition as an engine: settle every rule and score, lowest stratum first.

A rule that may be true makes its finding possible, a rule that must be true makes it certain; nothing else happens.
"""

from __future__ import annotations

from husaca_rules.errors import RuleFailure
from husaca_rules.evaluate.program import CompiledRule, CompiledScore, Evaluation, Program


def evaluate(program: Program, lo: list[float], hi: list[float]) -> Evaluation:
    """Settle `lo` and `hi`, which come as `Program.start` makes them. Raises RuleFailure when a rule can't be computed."""
    at: CompiledRule | CompiledScore | None = None
    try:
        # Lowest stratum first: a `not` may only read what can no longer change.
        for rules, scores in program.layers:
            for rule in rules:
                at = rule
                if rule.may(lo, hi):
                    for slot in rule.sets:
                        hi[slot] = 1
                    if rule.must(lo, hi):
                        for slot in rule.sets:
                            lo[slot] = 1
            for score in scores:
                at = score
                lo[score.slot], hi[score.slot] = score.reckon(lo, hi)
    except Exception as failure:
        raise RuleFailure(f"`{at.key if at else 'the rule set'}` can't be computed: {failure}") from failure
    return Evaluation(tuple(lo), tuple(hi), ())
