"""A rule set as frozen data: what the files say, read and checked.

Nothing here knows how a condition is evaluated. A rule set is known by its digest: two sets read from the same files
are equal, wherever they lay.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from functools import cached_property
from graphlib import TopologicalSorter
from typing import Literal

from attrs import field, frozen

from husaca_rules.errors import Place
from husaca_rules.facts.scale import Scale
from husaca_rules.facts.vocabulary import Citation, Fact, Texts, Vocabulary
from husaca_rules.frozen import FrozenDict
from husaca_rules.language.conditions import Condition, names_read
from husaca_rules.reading.files import Source

Channel = Literal["r", "g", "b"]


class Kind(StrEnum):
    """What a finding is to the organisation that reads it."""

    STRENGTH = "strength"
    TRAIT = "trait"
    CAUSE = "cause"
    COMPLAINT = "complaint"
    PRECONDITION = "precondition"
    BALANCE = "balance"
    ARCHETYPE = "archetype"
    HELPER = "helper"


class State(StrEnum):
    """What is known of a finding: true, false, or not decided by what is known.

    >>> import husaca_rules as hr
    >>> hr.State.HOLDS == "holds", [state.value for state in hr.State]
    (True, ['holds', 'excluded', 'undetermined'])
    """

    HOLDS = "holds"
    EXCLUDED = "excluded"
    UNDETERMINED = "undetermined"


@frozen
class Case:
    """An example next to what it is an example of: facts, and what must follow from them.

    `expect` maps a heading (`holds`, `excluded`, `undetermined`, `archetypes`, …) to ids; for remedies, to verdicts by id.
    `place` tells where the case stands.
    """

    id: str
    given: Mapping[object, object]
    expect: Mapping[str, tuple[str, ...] | Mapping[str, str]]
    place: Place | None = field(default=None, eq=False, repr=False)


@frozen
class Signal:
    """The points that a fact gives to a score by its label: one whole number for each label."""

    fact: str
    points: Mapping[str, int]
    cites: tuple[Citation, ...] = ()
    place: Place | None = field(default=None, eq=False, repr=False)


@frozen
class ScoreRule:
    """A score: whole points from 0 to `full`, from signals and from rules; `channel` makes it a lamp of the light.

    `prior` is the share of points to expect where nothing is known; only estimates use it.
    """

    id: str
    title: Texts
    full: int
    scale: Scale
    signals: tuple[Signal, ...] = ()
    channel: Channel | None = None
    prior: float = 0.5
    cites: tuple[Citation, ...] = ()
    place: Place | None = field(default=None, eq=False, repr=False)


@frozen
class FindingRule:
    """What may be found: its kind, its texts, and the findings that cause it (with who says so).

    Its `cases` say what the finding comes to, whichever of its rules finds it; those of a rule speak of that rule.
    """

    id: str
    kind: Kind
    title: Texts
    because: Texts
    advice: Texts
    area: str | None = None
    causes: Mapping[str, tuple[Citation, ...]] = field(factory=FrozenDict)
    cites: tuple[Citation, ...] = ()
    cases: tuple[Case, ...] = ()
    place: Place | None = field(default=None, eq=False, repr=False)


@frozen
class Rule:
    """When `when` is true, `find` is found and scores get `points`; one of the two may be missing."""

    id: str
    when: Condition
    text: str
    find: str | None = None
    points: Mapping[str, int] = field(factory=FrozenDict)
    cites: tuple[Citation, ...] = ()
    cases: tuple[Case, ...] = ()
    place: Place | None = field(default=None, eq=False, repr=False)

    @property
    def reads(self) -> tuple[str, ...]:
        """The facts, scores and findings that the condition reads."""
        return names_read(self.when)


@frozen
class Remedy:
    """Something that an organisation may do: what it treats (a cause) and what it only relieves."""

    id: str
    title: Texts
    treats: tuple[str, ...]
    relieves: tuple[str, ...] = ()
    because: Texts = field(factory=FrozenDict)
    cites: tuple[Citation, ...] = ()
    place: Place | None = field(default=None, eq=False, repr=False)


@frozen
class Questionnaire:
    """Facts to ask for, in the order in which to ask, so that whoever stops early has answered what settles most."""

    id: str
    title: Texts
    facts: tuple[str, ...]
    place: Place | None = field(default=None, eq=False, repr=False)


@frozen
class Claim:
    """A statement of the source that rules cite."""

    id: str
    text: Texts
    kind: str
    area: str | None = None


@frozen
class Reference:
    """A publication or data set that rules cite, with the figure taken from it."""

    id: str
    text: Texts
    figure: Texts = field(factory=FrozenDict)
    where: str | None = None
    year: int | None = None


@frozen(eq=False, slots=False, repr=False)
class RuleSet:
    """A set of rules, read and checked.

    All mappings are by id, in the order of ids. `strata` gives every rule, finding and score its stratum: 1 when it
    reads given facts only, else one more than the highest that it reads. `facts_read` gives them the facts behind them,
    read directly or through others, a derived fact with its inputs. `digest` is the SHA-256 of the sorted relative
    paths and bytes of the files. Equal digests make equal rule sets.

    >>> import husaca_rules as hr
    >>> rules = hr.load_rules()
    >>> rules.facts["talent_turnover"].title["en"], rules.facts["talent_turnover"].scale.labels
    ('Turnover of sales people', ('low', 'medium', 'high'))
    """

    name: str
    version: str
    languages: tuple[str, ...]
    digest: str
    vocabulary: Vocabulary
    areas: Mapping[str, Texts]
    scores: Mapping[str, ScoreRule]
    findings: Mapping[str, FindingRule]
    rules: Mapping[str, Rule]
    remedies: Mapping[str, Remedy]
    questionnaires: Mapping[str, Questionnaire]
    claims: Mapping[str, Claim]
    references: Mapping[str, Reference]
    cases: tuple[Case, ...]
    strata: Mapping[str, int]
    facts_read: Mapping[str, frozenset[str]]
    sources: tuple[Source, ...] = field(repr=False)

    @property
    def facts(self) -> Mapping[str, Fact]:
        """The facts of the vocabulary, by id."""
        return self.vocabulary.facts

    @cached_property
    def rules_for(self) -> Mapping[str, tuple[Rule, ...]]:
        """The rules that find each finding, in the order of their ids.

        >>> import husaca_rules as hr
        >>> [rule.text for rule in hr.load_rules().rules_for["talent_turnover_high"]]
        ['talent_turnover is high']
        """
        ways: dict[str, list[Rule]] = {finding: [] for finding in self.findings}
        for rule in self.rules.values():
            if rule.find is not None:
                ways[rule.find].append(rule)
        return FrozenDict((finding, tuple(rules)) for finding, rules in ways.items())

    @cached_property
    def causes(self) -> Mapping[str, tuple[str, ...]]:
        """The ids of the direct causes of each finding; every finding comes after its causes.

        >>> import husaca_rules as hr
        >>> "micro_management_habit" in hr.load_rules().causes["talent_turnover_high"]
        True
        """
        causes = {finding.id: tuple(finding.causes) for finding in self.findings.values()}
        order = TopologicalSorter(causes).static_order()
        return FrozenDict((finding, causes[finding]) for finding in order)

    @cached_property
    def rules_scoring(self) -> Mapping[str, tuple[tuple[Rule, int], ...]]:
        """The rules that give points to each score, with the points."""
        rules = self.rules.values()
        return FrozenDict(
            (score, tuple((rule, rule.points[score]) for rule in rules if score in rule.points))
            for score in self.scores
        )

    def __repr__(self) -> str:
        return f"<RuleSet {self.name} {self.version}: {len(self.facts)} facts, {len(self.findings)} findings, {self.digest[:12]}>"

    def __eq__(self, other: object) -> bool:
        return self.digest == other.digest if isinstance(other, RuleSet) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.digest)
