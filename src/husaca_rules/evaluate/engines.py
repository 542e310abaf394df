"""The engines by name. Each takes a program and what is known of the facts, and settles the rest."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, get_args

from husaca_rules.errors import UnknownName, nearest
from husaca_rules.evaluate import direct
from husaca_rules.evaluate.compile import program_of
from husaca_rules.evaluate.program import Evaluation, Program
from husaca_rules.facts.knowledge import Knowledge
from husaca_rules.language.rules import RuleSet

Engine = Literal["experta", "direct"]


def _in_experta(program: Program, lo: list[float], hi: list[float]) -> Evaluation:
    from husaca_rules.evaluate import experta_engine  # noqa: PLC0415 - it needs logging, which nothing else does

    return experta_engine.evaluate(program, lo, hi)


_ENGINES: dict[str, Callable[[Program, list[float], list[float]], Evaluation]] = {
    "experta": _in_experta,
    "direct": direct.evaluate,
}


def evaluate(rules: RuleSet, knowledge: Knowledge, engine: Engine) -> Evaluation:
    """Settle all rules, findings and scores for what is known.

    Raises UnknownName for another engine, MissingExtra when experta is asked for and not installed, and RuleFailure
    when an engine fails.
    """
    run = _ENGINES.get(engine)
    if run is None:
        raise UnknownName(engine, "engine", nearest(engine, get_args(Engine)))
    program = program_of(rules)
    return run(program, *program.start(knowledge.low, knowledge.high))
