"""One engine class for each program, and one new engine for each evaluation.

A class is made once and kept for as long as its program lives. An engine belongs to one call: it costs next to nothing,
nothing of it is shared between threads, and one that raised is simply dropped. The class shares no object that
remembers an engine, as experta's own rules and initial facts would when read from an engine.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, ClassVar, Final
from weakref import WeakKeyDictionary

from husaca_rules.errors import RuleFailure
from husaca_rules.evaluate.experta_engine.agenda import ExactStrategy, RecordingAgenda
from husaca_rules.evaluate.experta_engine.facts import Known, identity
from husaca_rules.evaluate.experta_engine.matcher import CompiledMatcher
from husaca_rules.evaluate.experta_engine.plan import Plan, plan_of
from husaca_rules.evaluate.experta_engine.stock import DefFacts, InitialFact, KnowledgeEngine, Rule
from husaca_rules.evaluate.program import Evaluation, Firing, Program

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from husaca_rules.evaluate.experta_engine.stock import Activation, Fact

_classes: Final[WeakKeyDictionary[Program, type[RuleEngine]]] = WeakKeyDictionary()
_lock: Final = threading.RLock()


@DefFacts(order=-1)
def _initial_facts() -> Iterator[Fact]:
    yield InitialFact()


class RuleEngine(KnowledgeEngine):
    """An engine with the compiled matcher and the exact agenda. The rules of a program stand on a subclass."""

    __matcher__ = CompiledMatcher
    __strategy__ = ExactStrategy
    plan: ClassVar[Plan]
    agenda: RecordingAgenda
    matcher: CompiledMatcher

    def get_rules(self) -> list[Rule]:
        """Give the rules in order of definition; they are detached, and know of no engine."""
        return list(self.plan.rules)

    def get_deffacts(self) -> list[DefFacts]:
        """Give the initial fact; all others are declared."""
        return [_initial_facts]

    def reset(self) -> None:
        """Empty working memory and agenda, and declare the initial fact."""
        super().reset()
        agenda = RecordingAgenda()
        agenda.activations.extend(self.agenda.activations)
        self.agenda = agenda
        self.facts._get_fact_id = identity  # noqa: SLF001 - hashes no values


def evaluate(program: Program, lo: Sequence[float], hi: Sequence[float]) -> Evaluation:
    """Run `program` in experta on facts between `lo` and `hi` (by slot), and give what it found.

    Raises RuleFailure if a condition raises or experta fails.
    """
    engine = _engine_class(program)()
    plan = engine.plan
    try:
        engine.reset()
        engine.declare(
            Known([pair for slot, low, high in plan.columns for pair in ((low, lo[slot]), (high, hi[slot]))])
        )
        engine.run(steps=len(plan.rules) + 1)
    except RuleFailure:
        raise
    except Exception as error:
        raise RuleFailure(f"experta failed: {str(error) or type(error).__name__}") from error
    fired = engine.agenda.fired
    if len(fired) > len(plan.rules):
        raise RuleFailure(f"more than {len(plan.rules)} rules fired, so one fired twice")
    return Evaluation(tuple(engine.matcher.lo), tuple(engine.matcher.hi), _trace(plan, fired))


def _trace(plan: Plan, fired: Sequence[Activation]) -> tuple[Firing, ...]:
    firings = []
    for order, activation in enumerate(fired, 1):
        origin = plan.origins[activation.rule.definition]
        firings.append(Firing(origin.id, origin.kind, origin.stratum, order))
    return tuple(firings)


def _engine_class(program: Program) -> type[RuleEngine]:
    with _lock:
        engine_class = _classes.get(program)
        if engine_class is None:
            engine_class = _classes[program] = _build(plan_of(program))
        return engine_class


def _build(plan: Plan) -> type[RuleEngine]:
    """Make a class with the rules of `plan` as its attributes, as if they had been written on it."""
    return type(
        "ProgramEngine", (RuleEngine,), {"plan": plan, **{rule.__name__: rule for rule in plan.rules}}
    )
