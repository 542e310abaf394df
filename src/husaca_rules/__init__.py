"""husaca_rules: rule-based diagnosis of organisations, in which unknown stays unknown.

What is known of an organisation narrows every fact to the values it may still have. A condition read against that is
true, false or unknown; so a finding holds, is excluded, or is undetermined, and learning more never reverses a
finding that was decided.

>>> import husaca_rules as hr
>>> diagnosis = hr.diagnose({"micro_management": "high", "talent_turnover": 0.31})
>>> diagnosis["talent_turnover_high"].holds
True
"""

from importlib import import_module as _import_module  # noqa: TID251 - of modules of this package

from husaca_rules.version import __version__

# The public names by the module that has them. Each is imported when it is first asked for, so that importing this
# package costs a host next to nothing. Type checkers read `__init__.pyi`.
_HOMES = {
    "diagnosis.causes": ("RootCause", "Symptom", "Unexplained"),
    "diagnosis.diagnosis": ("Diagnosis", "diagnose"),
    "diagnosis.explain": ("Reason",),
    "diagnosis.questions": ("questions",),
    "diagnosis.remedies": ("Judgement", "Verdict"),
    "diagnosis.repair": ("Repair", "Step"),
    "diagnosis.results": ("Finding", "Light", "OpenFact", "Score"),
    "diagnosis.session": ("Session", "consult"),
    "diagnosis.why": ("Explanation", "WhyNot"),
    "errors": (
        "FactError",
        "HusacaError",
        "MissingExtra",
        "Place",
        "Problem",
        "RuleError",
        "RuleFailure",
        "UnknownName",
    ),
    "evaluate.engines": ("Engine",),
    "evaluate.program": ("Firing",),
    "facts.files": ("parse_facts", "read_facts"),
    "facts.knowledge": ("Facts",),
    "facts.scale": ("Interval",),
    "language.load": ("load_rules",),
    "language.rules": ("Kind", "RuleSet", "State"),
}
_HOME = {name: module for module, names in _HOMES.items() for name in names}

__all__ = ["__version__", *_HOME]  # noqa: PLE0604 - the stub has them spelt out


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(_import_module(f"{__name__}.{_HOME[name]}"), name)
    globals()[name] = value  # so that the next time it is there
    return value


def __dir__() -> list[str]:
    return __all__
