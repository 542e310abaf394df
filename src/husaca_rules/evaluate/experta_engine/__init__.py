"""The experta engine: working memory, agenda and a trace of firings; the only place that knows of experta.

experta is imported at the first evaluation. Stock experta is not safe to embed, so the parts that fail are replaced at
its own extension points: a matcher over compiled conditions, an agenda in one total order, facts without copies. No
rule, no fact and no setting of the host is left changed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from husaca_rules.evaluate.experta_engine.loading import load

if TYPE_CHECKING:
    from collections.abc import Sequence

    from husaca_rules.evaluate.program import Evaluation, Program

__all__ = ["evaluate", "load"]


def evaluate(program: Program, lo: Sequence[float], hi: Sequence[float]) -> Evaluation:
    """Run `program` on facts whose lower and upper values stand in `lo` and `hi`, by slot; neither is changed.

    Returns the vectors with everything inferred, and the firings in order. Safe from many threads.

    Raises MissingExtra if experta is not installed, RuleFailure if a condition raises or experta fails.
    """
    from husaca_rules.evaluate.experta_engine import engine  # noqa: PLC0415 - not before it is asked for

    return engine.evaluate(program, lo, hi)
