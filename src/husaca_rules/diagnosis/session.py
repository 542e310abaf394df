"""A consultation: a working memory that lives on while facts are told and forgotten.

What was told lives on; each diagnosis runs a fresh engine over it. experta has no truth maintenance: a conclusion
drawn there would stay after its premise is gone.
"""

from __future__ import annotations

from collections.abc import Mapping

from husaca_rules.diagnosis.diagnosis import Diagnosis, diagnose
from husaca_rules.errors import UnknownName, nearest
from husaca_rules.evaluate.engines import Engine
from husaca_rules.evaluate.program import Firing
from husaca_rules.facts.knowledge import Facts
from husaca_rules.language.load import load_rules
from husaca_rules.language.rules import RuleSet


def consult(rules: RuleSet | None = None, *, engine: Engine = "experta") -> Session:
    """Begin a consultation; without a rule set, with the rules that ship.

    Raises MissingExtra when the engine is not installed, and UnknownName for an engine that does not exist.

    >>> import husaca_rules as hr
    >>> session = hr.consult()
    >>> session.tell(talent_turnover="31%")
    >>> session.diagnosis["talent_turnover_high"].state
    <State.HOLDS: 'holds'>
    >>> session.forget("talent_turnover")
    >>> session.diagnosis["talent_turnover_high"].state
    <State.UNDETERMINED: 'undetermined'>
    """
    return Session(load_rules() if rules is None else rules, engine)


class Session:
    """What has been told of one organisation so far. A session belongs to one thread; its diagnoses do not.

    >>> import husaca_rules as hr
    >>> session = hr.consult()
    >>> session.tell(talent_turnover="31%", micro_management="high")
    >>> session.diagnosis.symptoms
    (Symptom(id='talent_turnover_high', causes=('micro_management_habit',)),)
    """

    def __init__(self, rules: RuleSet, engine: Engine) -> None:
        self._rules = rules
        self._engine = engine
        self._diagnosis = diagnose({}, rules=rules, engine=engine)

    @property
    def diagnosis(self) -> Diagnosis:
        """The diagnosis of what has been told: equal to a fresh one of the same facts."""
        return self._diagnosis

    @property
    def trace(self) -> tuple[Firing, ...]:
        """The firings behind the diagnosis, in order; none of an engine that leaves no trace."""
        return self._diagnosis.trace

    @property
    def facts(self) -> Mapping[str, object]:
        """What has been told, as understood, by name."""
        return self._diagnosis.facts

    def tell(self, facts: Mapping[str, object] | Facts | None = None, /, **more: object) -> None:
        """Tell facts, as a mapping, as `Facts` from a file, or by name; what was told before of one is replaced.

        None takes a fact back, or the `organisation`. Raises FactError, and then nothing has changed.

        >>> import husaca_rules as hr
        >>> session = hr.consult()
        >>> session.tell({"micro_management": "high"}, talent_turnover="31%")
        >>> dict(session.facts)
        {'micro_management': 'high', 'talent_turnover': 0.31}
        """
        self._diagnosis = self._diagnosis.what_if(facts, **more)

    def forget(self, *names: str) -> None:
        """Take facts, or the `organisation`, back.

        Raises UnknownName for a name that the vocabulary does not have, and then nothing has changed.

        >>> import husaca_rules as hr
        >>> session = hr.consult()
        >>> session.tell(talent_turnover="31%")
        >>> session.forget("talent_turnover")
        >>> dict(session.facts)
        {}
        """
        for name in names:
            if name not in self._rules.facts and name != "organisation":
                raise UnknownName(name, "fact", nearest(name, self._rules.facts))
        self.tell(dict.fromkeys(names))
