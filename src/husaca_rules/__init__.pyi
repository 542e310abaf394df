# The public names with their types; `__init__.py` imports each when it is first asked for.
from husaca_rules.diagnosis.causes import RootCause, Symptom, Unexplained
from husaca_rules.diagnosis.diagnosis import Diagnosis, diagnose
from husaca_rules.diagnosis.explain import Reason
from husaca_rules.diagnosis.questions import questions
from husaca_rules.diagnosis.remedies import Judgement, Verdict
from husaca_rules.diagnosis.repair import Repair, Step
from husaca_rules.diagnosis.results import Finding, Light, OpenFact, Score
from husaca_rules.diagnosis.session import Session, consult
from husaca_rules.diagnosis.why import Explanation, WhyNot
from husaca_rules.errors import (
    FactError,
    HusacaError,
    MissingExtra,
    Place,
    Problem,
    RuleError,
    RuleFailure,
    UnknownName,
)
from husaca_rules.evaluate.engines import Engine
from husaca_rules.evaluate.program import Firing
from husaca_rules.facts.files import parse_facts, read_facts
from husaca_rules.facts.knowledge import Facts
from husaca_rules.facts.scale import Interval
from husaca_rules.language.load import load_rules
from husaca_rules.language.rules import Kind, RuleSet, State
from husaca_rules.version import __version__

__all__ = [
    "Diagnosis",
    "Engine",
    "Explanation",
    "FactError",
    "Facts",
    "Finding",
    "Firing",
    "HusacaError",
    "Interval",
    "Judgement",
    "Kind",
    "Light",
    "MissingExtra",
    "OpenFact",
    "Place",
    "Problem",
    "Reason",
    "Repair",
    "RootCause",
    "RuleError",
    "RuleFailure",
    "RuleSet",
    "Score",
    "Session",
    "State",
    "Step",
    "Symptom",
    "Unexplained",
    "UnknownName",
    "Verdict",
    "WhyNot",
    "__version__",
    "consult",
    "diagnose",
    "load_rules",
    "parse_facts",
    "questions",
    "read_facts",
]
