"""A diagnosis: facts held against a rule set, with everything that follows from them.

`diagnose` narrows the facts, lets an engine settle the rules, and gives a `Diagnosis`. What it shows beyond the settled
values (findings, light, causes, remedies, explanations) is worked out when it is first asked for.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from attrs import field, frozen

from husaca_rules.diagnosis import contract, report
from husaca_rules.diagnosis.assemble import Settled, results_of
from husaca_rules.diagnosis.causes import RootCause, Symptom, Unexplained
from husaca_rules.diagnosis.explain import Explainer, Reason
from husaca_rules.diagnosis.light import possible_archetypes
from husaca_rules.diagnosis.remedies import Judgement
from husaca_rules.diagnosis.results import Finding, Light, OpenFact, Results, Score
from husaca_rules.diagnosis.told import Told
from husaca_rules.diagnosis.why import Explanation, WhyNot, why_not
from husaca_rules.diagnosis.wording import wording
from husaca_rules.errors import HusacaError, UnknownName, nearest
from husaca_rules.evaluate.engines import Engine, evaluate
from husaca_rules.evaluate.program import Firing
from husaca_rules.facts.knowledge import Facts, as_facts, told_anew, understand
from husaca_rules.facts.scale import Interval
from husaca_rules.facts.vocabulary import Texts
from husaca_rules.language.load import load_rules
from husaca_rules.language.placeholders import placeholders
from husaca_rules.language.rules import RuleSet

_REMEDY = "remedy:"


def diagnose(
    facts: Mapping[str, object] | Facts, /, *, rules: RuleSet | None = None, engine: Engine = "experta"
) -> Diagnosis:
    """Hold what is known of an organisation against a rule set; without one, the rules that ship.

    Raises FactError with every problem of the facts, MissingExtra when the engine is not installed, UnknownName for an
    engine that does not exist, TypeError for rules that `load_rules` did not read.

    >>> import husaca_rules as hr
    >>> diagnosis = hr.diagnose({"micro_management": "high", "talent_turnover": 0.31})
    >>> diagnosis["talent_turnover_high"].state
    <State.HOLDS: 'holds'>
    """
    rules = load_rules() if rules is None else rules
    if not isinstance(rules, RuleSet):
        raise TypeError(f"rules must be a RuleSet, as load_rules() gives it, and this is {rules!r:.60}")
    return Diagnosis(rules, engine, *_settle(as_facts(facts), rules, engine))


def _settle(facts: Facts, rules: RuleSet, engine: Engine) -> tuple[Settled, tuple[Firing, ...]]:
    knowledge = understand(rules.vocabulary, facts)
    evaluation = evaluate(rules, knowledge, engine)
    return Settled(rules, knowledge, evaluation.lo, evaluation.hi), evaluation.trace


@frozen(eq=False, slots=False, repr=False)
class Diagnosis:
    """What follows from the facts of one organisation. Made by `diagnose`, or restored by `from_dict`.

    Two diagnoses are equal when their facts, results and rules are, whichever engine made them. `trace` holds the
    firings of the experta engine in order; other engines leave none. `rules` and `engine` are None when it was restored
    without rules.

    >>> import husaca_rules as hr
    >>> diagnosis = hr.diagnose({"micro_management": "high", "talent_turnover": 0.31})
    >>> [cause.id for cause in diagnosis.root_causes], [symptom.id for symptom in diagnosis.symptoms]
    (['micro_management_habit'], ['talent_turnover_high'])
    """

    rules: RuleSet | None
    engine: Engine | None
    _settled: Settled | None = None
    trace: tuple[Firing, ...] = ()
    _restored: Results | None = field(default=None)

    @cached_property
    def results(self) -> Results:
        """Everything that was found, as frozen data."""
        if self._restored is not None:
            return self._restored
        assert self._settled is not None  # one of the two is always there
        return results_of(self._settled)

    @property
    def facts(self) -> Mapping[str, object]:
        """The given facts as understood, by name: numbers in the unit of the fact, labels, truths, tuples, ranges.

        >>> import husaca_rules as hr
        >>> dict(hr.diagnose({"talent_turnover": "31%", "micro_management": "hoog"}).facts)
        {'micro_management': 'high', 'talent_turnover': 0.31}
        """
        return self.results.facts

    @property
    def organisation(self) -> Mapping[str, str]:
        """The name, date and note that came with the facts, as far as they were given."""
        return self.results.organisation

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All findings with their states, in the order of ids."""
        return self.results.findings

    @property
    def scores(self) -> tuple[Score, ...]:
        """All scores, in the order of ids.

        >>> import husaca_rules as hr
        >>> [score.id for score in hr.diagnose({}).scores]
        ['blue', 'green', 'red']
        """
        return self.results.scores

    @property
    def light(self) -> Light | None:
        """The lamps mixed; None for a rule set without lamps."""
        return self.results.light

    @property
    def archetypes(self) -> tuple[str, ...]:
        """The ids of the archetypes still possible, in order: the one that holds, or else all that are not excluded.

        >>> import husaca_rules as hr
        >>> diagnosis = hr.diagnose(hr.read_facts("examples/blue.yaml"))
        >>> diagnosis.archetypes, diagnosis.archetype
        (('archetype_blue',), 'archetype_blue')
        """
        return possible_archetypes(self.findings)

    @property
    def archetype(self) -> str | None:
        """The id of the archetype, once one holds and no other is possible; else None."""
        match self.archetypes:
            case (only,) if self[only].holds:
                return only
        return None

    @property
    def root_causes(self) -> tuple[RootCause, ...]:
        """Findings that explain others that hold, and have no cause that holds, in the order of ids."""
        return self.results.causes.root_causes

    @property
    def symptoms(self) -> tuple[Symptom, ...]:
        """Findings that have a cause that holds, in the order of ids."""
        return self.results.causes.symptoms

    @property
    def unexplained(self) -> tuple[Unexplained, ...]:
        """Complaints without a cause that holds, so far, in the order of ids."""
        return self.results.causes.unexplained

    @property
    def standing_causes(self) -> tuple[str, ...]:
        """The ids of causes that hold and explain nothing that holds yet."""
        return self.results.causes.standing

    @property
    def covers(self) -> tuple[tuple[str, ...], ...]:
        """The smallest sets of root causes and unexplained findings that reach all symptoms, each as a tuple of ids."""
        return self.results.causes.covers

    @property
    def remedies(self) -> tuple[Judgement, ...]:
        """Every remedy of the rule set, judged, in the order of ids."""
        return self.results.remedies

    @property
    def advice(self) -> tuple[str, ...]:
        """What to turn to, most important first, as ids of findings."""
        return self.results.advice

    @property
    def open_facts(self) -> tuple[OpenFact, ...]:
        """The facts not fully known that can still decide undetermined findings, those of most findings first.

        >>> import husaca_rules as hr
        >>> asked = hr.diagnose({"micro_management": "high"}).open_facts
        >>> "turnover_risk" in next(fact.findings for fact in asked if fact.id == "recognition")
        True
        """
        return self.results.open_facts

    def __getitem__(self, id_: str) -> Finding:
        """A finding by its id. Raises UnknownName, with a near name if there is one.

        >>> import husaca_rules as hr
        >>> hr.diagnose({"talent_turnover": 0.31})["talent_turnover_high"].holds
        True
        """
        if id_ not in self._by_id:
            raise UnknownName(id_, "finding", nearest(id_, self._by_id))
        return self._by_id[id_]

    def __contains__(self, id_: object) -> bool:
        """Whether there is a finding of this id, in whatever state."""
        return id_ in self._by_id

    __iter__ = None  # or Python would try the ids 0, 1, 2, …; `findings` is what to go through

    @cached_property
    def _by_id(self) -> dict[str, Finding]:
        return {finding.id: finding for finding in self.findings}

    def why(self, id_: str) -> Explanation:
        """Why a finding or score is as it is: the tree that decided it, or that left it open.

        Of a remedy, asked for as `"remedy:training"`, why it is judged as it is. Raises UnknownName, and HusacaError
        when the diagnosis was restored without rules.

        >>> import husaca_rules as hr
        >>> why = hr.diagnose({"micro_management": "high", "recognition": "low"}).why("turnover_risk")
        >>> sorted(why.facts)
        ['micro_management', 'recognition']
        """
        if id_.startswith(_REMEDY):
            return self._why_remedy(id_.removeprefix(_REMEDY))
        settled = self._known(id_)
        return Explanation(settled.rules, self._explainer.explain(id_), self.results)

    def _why_remedy(self, id_: str) -> Explanation:
        rules = self._of_rules().rules
        if id_ not in rules.remedies:
            raise UnknownName(id_, "remedy", nearest(id_, rules.remedies))
        remedy = rules.remedies[id_]
        judged = next(each for each in self.remedies if each.id == id_)
        aims = dict.fromkeys((*remedy.treats, *remedy.relieves))
        parts = tuple(self._explainer.explain(finding) for finding in aims)
        facts = frozenset[str]().union(*(part.facts for part in parts))
        tree = Reason("remedy", id_, value=judged, parts=parts, facts=facts, place=remedy.place)
        return Explanation(rules, tree, self.results)

    def why_not(self, id_: str, *, band: str | None = None) -> WhyNot:
        """What stopped a finding from holding, or a score from reaching a band (its highest unless said).

        With it come the smallest sets of facts to learn or to change that would make it so. Raises UnknownName, also
        for a band that the score lacks, and HusacaError when the diagnosis was restored without rules.

        >>> import husaca_rules as hr
        >>> hr.diagnose({"talent_turnover": 0.04}).why_not("talent_turnover_high").repairs[0].steps[0].options
        (Interval(low=0.2, high=1.0),)
        """
        settled = self._known(id_)
        return why_not(settled, self._explainer.explain(id_), id_, band)

    @cached_property
    def _explainer(self) -> Explainer:
        settled = self._settled
        assert settled is not None  # `_known` has been asked
        return Explainer(settled.rules, settled.knowledge, settled.lo, settled.hi)

    def _known(self, id_: str) -> Settled:
        settled = self._of_rules()
        rules = settled.rules
        names = [*rules.findings, *rules.scores]
        if id_ not in names:
            near = f"{_REMEDY}{id_}" if id_ in rules.remedies else nearest(id_, names)
            raise UnknownName(id_, "finding or score", near)
        return settled

    def _of_rules(self) -> Settled:
        if self._settled is None:
            raise HusacaError(
                "This diagnosis was restored without its rules; pass them: from_dict(data, rules=…)."
            )
        return self._settled

    def interval(self, id_: str) -> Interval:
        """What is known of a number: the least and the most that it may be, given, derived or left over by a split.

        Raises UnknownName for what is no fact of type number, and HusacaError when the diagnosis was restored without
        rules.

        >>> import husaca_rules as hr
        >>> hr.diagnose({"attention_red": 30, "attention_blue": {"from": 20, "to": 30}}).interval("attention_green")
        Interval(low=40.0, high=50.0)
        """
        settled = self._of_rules()
        numbers = [fact.id for fact in settled.rules.facts.values() if fact.type == "number"]
        if id_ not in numbers:
            raise UnknownName(id_, "fact of type number", nearest(id_, numbers))
        slot = settled.rules.vocabulary.layout[id_]
        return Interval(settled.knowledge.low[slot], settled.knowledge.high[slot])

    def filled(self, texts: Texts, lang: str = "en") -> str:
        """A text of the rules (a reason, an advice) with its placeholders filled.

        Raises UnknownName for a language, or for a placeholder that is no fact, and HusacaError when the diagnosis was
        restored without rules.

        >>> import husaca_rules as hr
        >>> hr.diagnose({"talent_turnover": 0.31}).filled({"nl": "Een verloop van {talent_turnover}."}, "nl")
        'Een verloop van 31%.'
        """
        rules = self._of_rules().rules
        for name in (name for text in texts.values() for name in placeholders(text)):
            if name not in rules.facts:
                raise UnknownName(name, "fact", nearest(name, rules.facts))
        return Told(self.results, wording(rules, lang)).text(texts)

    def what_if(self, facts: Mapping[str, object] | Facts | None = None, /, **more: object) -> Diagnosis:
        """The diagnosis if some facts were otherwise, given as a mapping, as `Facts` or by name; None forgets one.

        Raises FactError, and HusacaError when the diagnosis was restored without rules.

        >>> import husaca_rules as hr
        >>> hr.diagnose({"talent_turnover": 0.31}).what_if(talent_turnover=0.04)["talent_turnover_high"].state
        <State.EXCLUDED: 'excluded'>
        """
        settled = self._of_rules()
        assert self.engine is not None  # it is there where the rules are
        changed = told_anew(settled.knowledge, as_facts({} if facts is None else facts), as_facts(more))
        return diagnose(changed, rules=settled.rules, engine=self.engine)

    def render(
        self, lang: str = "en", *, colour: bool = False, width: int = 80, sources: bool = False
    ) -> str:
        """The diagnosis as a note to read, in a language of the rule set; `colour` for a terminal.

        `sources` adds who says what: the claims, references and own reasons behind each finding that is shown. Lines
        are at most `width` columns long. Raises UnknownName for a language that the rule set lacks.

        >>> import husaca_rules as hr
        >>> print(hr.diagnose({"organisation": {"name": "Klaver"}}).render("nl").splitlines()[0])
        Diagnose van Klaver
        """
        return report.render(self.results, self.rules, lang, colour=colour, width=width, sources=sources)

    def to_dict(self) -> dict[str, object]:
        """The diagnosis as plain data for JSON, under the schema that ships (`schemas/diagnosis.json`).

        The data are the caller's own; nothing in them is frozen.

        >>> import husaca_rules as hr
        >>> hr.diagnose({"talent_turnover": "31%"}).to_dict()["facts"]
        {'talent_turnover': 0.31}
        """
        return contract.to_dict(self.results)

    @classmethod
    def from_dict(cls, data: object, *, rules: RuleSet | None = None) -> Diagnosis:
        """Restore a diagnosis from `to_dict`. With `rules` of the same digest it can explain itself again.

        Raises HusacaError when the data is no diagnosis, or the rules are others.

        >>> import husaca_rules as hr
        >>> made = hr.diagnose({"talent_turnover": 0.31})
        >>> hr.Diagnosis.from_dict(made.to_dict()) == made
        True
        """
        results = contract.from_dict(data)
        if rules is None:
            return cls(None, None, restored=results)
        if rules.digest != results.provenance.sha256:
            raise HusacaError(
                "These are not the rules that the diagnosis was made with: their digests differ."
            )
        settled, trace = _settle(Facts(dict(results.facts), results.organisation), rules, "direct")
        return cls(rules, "direct", settled, trace, restored=results)

    def __getstate__(self) -> dict[str, object]:
        # Without what was worked out on the way: an explainer holds functions, and all of it comes back when asked for.
        return {name: self.__dict__[name] for name in ("rules", "engine", "_settled", "trace", "_restored")}

    def __eq__(self, other: object) -> bool:
        return self.results == other.results if isinstance(other, Diagnosis) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.results.provenance.sha256)

    def __repr__(self) -> str:
        holding = sum(finding.holds for finding in self.findings)
        return f"<Diagnosis {self.results.provenance.rules}: {holding} of {len(self.findings)} findings hold>"
