"""The parts of experta that this package builds on. Importing this module loads experta.

experta has no types of its own. The stub beside this module gives those of what is used here, as version 1.9.4 behaves,
so that the rest of the package is checked like any other code.
"""

from __future__ import annotations

from husaca_rules.evaluate.experta_engine.loading import load

load()  # before the imports below, which find experta loaded

from experta import DefFacts, Fact, InitialFact, KnowledgeEngine, Rule  # noqa: E402
from experta.abstract import Matcher, Strategy  # noqa: E402
from experta.activation import Activation  # noqa: E402
from experta.agenda import Agenda  # noqa: E402
from experta.conditionalelement import ConditionalElement  # noqa: E402

__all__ = [
    "Activation",
    "Agenda",
    "ConditionalElement",
    "DefFacts",
    "Fact",
    "InitialFact",
    "KnowledgeEngine",
    "Matcher",
    "Rule",
    "Strategy",
]
