"""The rules of a program as experta rules, worked out once for each program.

Each rule gives two: `must_x` fires when its condition is surely true and declares that what it finds surely holds,
`may_x` fires when it is possibly true. Each score gives one, which reckons its points. A stratum is a salience: the
lower fires first, so that what a condition reads, also under `not`, is settled before its turn.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Protocol, Self, TypeAlias

from attrs import frozen

from husaca_rules.errors import Place, RuleFailure
from husaca_rules.evaluate.experta_engine.facts import Points, Possibly, Surely, safe_name
from husaca_rules.evaluate.experta_engine.stock import ConditionalElement, Rule

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from husaca_rules.evaluate.experta_engine.stock import Fact
    from husaca_rules.evaluate.program import Bounds, CompiledRule, CompiledScore, Program


class Vectors(Protocol):
    """What working memory says of each slot."""

    lo: list[float]
    hi: list[float]


class Engine(Protocol):
    """What a right-hand side needs of the engine that it runs in."""

    @property
    def matcher(self) -> Vectors:
        """The matcher, which holds the vectors."""

    def declare(self, *facts: Fact) -> Fact | None:
        """Add facts to working memory, where they are not there yet."""


RightHandSide: TypeAlias = "Callable[[Engine], None]"


class When(ConditionalElement):
    """The left-hand side of each rule: a condition over the two vectors, and the slots that it reads."""

    __slots__ = ()

    def __new__(cls, condition: Bounds, reads: frozenset[int]) -> Self:
        """Make a left-hand side of these two."""
        return super().__new__(cls, condition, reads)


@frozen(eq=False)
class Origin:
    """The rule or score that an experta rule was made from."""

    id: str
    kind: Literal["must", "may", "score"]
    stratum: int
    place: Place | None = None

    def failure(self, error: Exception) -> RuleFailure:
        """Say where `error` came up while this was worked out."""
        kind = "score" if self.kind == "score" else "rule"
        what = f"{kind} {self.id!r}: {str(error) or type(error).__name__}"
        if self.place is None:
            return RuleFailure(what)
        where = f"{self.place.file}:{self.place.line}" if self.place.file else f"line {self.place.line}"
        return RuleFailure(f"{where}: {what}")


@frozen(eq=False)
class Plan:
    """What every engine of one program shares. Nothing in it changes, and nothing in it refers to an engine.

    `rules`, `conditions` and `origins` go by place of definition, which is the canonical order of the program; `readers`
    gives for each slot the definitions that read it. `columns` are the facts: slot, name of the lower and of the upper
    value in the wide fact. `begin_lo` and `begin_hi` are the vectors before anything is known.
    """

    rules: tuple[Rule, ...]
    conditions: tuple[Bounds, ...]
    origins: tuple[Origin, ...]
    readers: tuple[tuple[int, ...], ...]
    slots: Mapping[str, int]
    columns: tuple[tuple[int, str, str], ...]
    begin_lo: tuple[float, ...]
    begin_hi: tuple[float, ...]


def plan_of(program: Program) -> Plan:
    """Make the plan of `program`.

    Raises RuleFailure if a rule or score reads a slot that is not settled before its stratum.
    """
    _check_strata(program)
    rules: list[Rule] = []
    origins: list[Origin] = []
    names = {slot: key for key, slot in program.layout.items()}

    def define(origin: Origin, when: When, then: RightHandSide) -> None:
        then.__name__ = f"{origin.kind}_{origin.id}"
        then.__dict__["definition"] = len(rules)  # experta copies it to the rule, as it does the name
        rules.append(Rule(when, salience=10 * (program.strata - origin.stratum))(then))
        origins.append(origin)

    for stratum, (layer_rules, layer_scores) in enumerate(program.layers, 1):
        for rule in layer_rules:
            name = rule.key.removeprefix("rule:")
            keys = tuple(names[slot] for slot in rule.sets)
            define(Origin(name, "must", stratum, rule.place), When(rule.must, rule.reads), _surely(keys))
            define(Origin(name, "may", stratum, rule.place), When(rule.may, rule.reads), _possibly(keys))
        for score in layer_scores:
            origin = Origin(score.key, "score", stratum)
            define(origin, When(_always, frozenset()), _points(score, origin))

    inferred = {*program.inferred, *(score.slot for score in program.scores)}
    return Plan(
        rules=tuple(rules),
        conditions=tuple(rule[0][0] for rule in rules),
        origins=tuple(origins),
        readers=_readers(rules, len(names)),
        slots=program.layout,
        columns=tuple(
            (slot, safe_name(f"{key}_lo"), safe_name(f"{key}_hi"))
            for key, slot in program.layout.items()
            if slot not in inferred
        ),
        begin_lo=_begin(program, program.ranges_lo),
        begin_hi=_begin(program, program.ranges_hi),
    )


def _surely(keys: Sequence[str]) -> RightHandSide:
    def then(engine: Engine) -> None:
        engine.declare(*[Surely({"key": key}) for key in keys])

    return then


def _possibly(keys: Sequence[str]) -> RightHandSide:
    def then(engine: Engine) -> None:
        engine.declare(*[Possibly({"key": key}) for key in keys])

    return then


def _points(score: CompiledScore, origin: Origin) -> RightHandSide:
    def then(engine: Engine) -> None:
        view = engine.matcher
        try:
            least, most = score.reckon(view.lo, view.hi)
        except Exception as error:
            raise origin.failure(error) from error
        engine.declare(Points({"key": score.key, "least": least, "most": most}))

    return then


def _always(_lo: Sequence[float], _hi: Sequence[float]) -> bool:
    return True  # a score fires once, in its stratum, whatever the values


def _readers(rules: Sequence[Rule], size: int) -> tuple[tuple[int, ...], ...]:
    readers: list[list[int]] = [[] for _ in range(size)]
    for definition, rule in enumerate(rules):
        for slot in sorted(rule[0][1]):
            readers[slot].append(definition)
    return tuple(map(tuple, readers))


def _begin(program: Program, ranges: Sequence[float]) -> tuple[float, ...]:
    begin = list(ranges)
    for slot in program.inferred:
        begin[slot] = 0
    return tuple(begin)


def _check_strata(program: Program) -> None:
    settled: dict[int, int] = {score.slot: score.stratum for score in program.scores}
    for rule in program.rules:
        for slot in rule.sets:
            settled[slot] = max(rule.stratum, settled.get(slot, 0))
    steps: list[CompiledRule | CompiledScore] = [*program.rules, *program.scores]
    for step in steps:
        late = [slot for slot in step.reads if settled.get(slot, 0) >= step.stratum]
        if late or not 1 <= step.stratum <= program.strata:
            raise RuleFailure(
                f"{step.key!r} has stratum {step.stratum}, but reads what is settled no earlier"
            )
