"""Programs built by hand, and a plain evaluation of them; nothing here knows of rule files or of experta.

A `Model` says in data what a program says in functions, so that other engines can be given the same rules.
"""

from __future__ import annotations

from collections.abc import Sequence

from attrs import frozen
from hypothesis import strategies as st

from husaca_rules.errors import Place
from husaca_rules.evaluate.program import CompiledRule, CompiledScore, Evaluation, Program

LEAST, MOST = 0, 4  # the range of every fact


@frozen
class Test:
    """A condition on one name: that a fact or score reaches `least`, or that a finding or rule holds; or not so."""

    __test__ = False  # no test of ours

    name: str
    least: float | None = None
    negated: bool = False


@frozen
class ModelRule:
    """A rule whose condition is that all `tests` are true; it finds `finding`, if that is not empty."""

    id: str
    stratum: int
    tests: tuple[Test, ...]
    finding: str = ""


@frozen
class ModelScore:
    """A score: points for each rule that holds, and one for each fact, as many as its value; at most `full`."""

    id: str
    stratum: int
    points: tuple[tuple[str, int], ...] = ()
    facts: tuple[str, ...] = ()
    full: int = 6


@frozen
class Model:
    """Facts, rules and scores; every name stands for one slot."""

    facts: tuple[str, ...]
    rules: tuple[ModelRule, ...]
    scores: tuple[ModelScore, ...] = ()

    @property
    def findings(self) -> tuple[str, ...]:
        return tuple(sorted({rule.finding for rule in self.rules if rule.finding}))

    @property
    def strata(self) -> int:
        return max((step.stratum for step in (*self.rules, *self.scores)), default=1)


def compiled(model: Model) -> Program:
    rules = sorted(model.rules, key=lambda rule: (rule.stratum, rule.id))
    scores = sorted(model.scores, key=lambda score: (score.stratum, score.id))
    names = [*model.facts, *(f"rule:{rule.id}" for rule in rules), *model.findings, *(s.id for s in scores)]
    slots = {name: slot for slot, name in enumerate(names)}
    full = {score.id: score.full for score in scores}
    return Program(
        layout=slots,
        ranges_lo=tuple(LEAST if name in model.facts else 0 for name in names),
        ranges_hi=tuple(MOST if name in model.facts else full.get(name, 1) for name in names),
        rules=tuple(_compiled_rule(rule, slots, line) for line, rule in enumerate(rules, 1)),
        scores=tuple(_compiled_score(score, slots) for score in scores),
        strata=model.strata,
        inferred=tuple(slots[name] for name in names if name not in model.facts and name not in full),
    )


def _compiled_rule(rule: ModelRule, slots: dict[str, int], line: int) -> CompiledRule:
    tests = [(slots[test.name], test.least or 1, test.negated) for test in rule.tests]

    def must(lo: Sequence[float], hi: Sequence[float]) -> bool:
        return all(hi[slot] < least if negated else lo[slot] >= least for slot, least, negated in tests)

    def may(lo: Sequence[float], hi: Sequence[float]) -> bool:
        return all(lo[slot] < least if negated else hi[slot] >= least for slot, least, negated in tests)

    sets = (slots[f"rule:{rule.id}"], *([slots[rule.finding]] if rule.finding else []))
    reads = frozenset(slot for slot, _, _ in tests)
    return CompiledRule(
        f"rule:{rule.id}", rule.stratum, must, may, sets, reads, Place("rules/all.yaml", line, 1)
    )


def _compiled_score(score: ModelScore, slots: dict[str, int]) -> CompiledScore:
    points = [(slots[f"rule:{rule}"], number) for rule, number in score.points]
    facts = [slots[name] for name in score.facts]

    def reckon(lo: Sequence[float], hi: Sequence[float]) -> tuple[int, int]:
        least = sum(n * int((lo if n > 0 else hi)[slot]) for slot, n in points) + sum(
            int(lo[s]) for s in facts
        )
        most = sum(n * int((hi if n > 0 else lo)[slot]) for slot, n in points) + sum(
            int(hi[s]) for s in facts
        )
        return min(max(least, 0), score.full), min(max(most, 0), score.full)

    reads = frozenset([*facts, *(slot for slot, _ in points)])
    return CompiledScore(score.id, slots[score.id], score.stratum, reckon, reads)


def vectors(program: Program, known: dict[str, tuple[float, float]]) -> tuple[list[float], list[float]]:
    """The two vectors when `known` narrows some facts, as an engine is given them."""
    lo, hi = list(program.ranges_lo), list(program.ranges_hi)
    for slot in program.inferred:
        lo[slot] = hi[slot] = 0
    for name, (low, high) in known.items():
        lo[program.layout[name]], hi[program.layout[name]] = low, high
    return lo, hi


def evaluated_plainly(program: Program, lo: Sequence[float], hi: Sequence[float]) -> Evaluation:
    """Go through the strata in order: what an engine must give, without its trace."""
    low, high = list(lo), list(hi)
    for stratum in range(1, program.strata + 1):
        for rule in program.rules:
            if rule.stratum == stratum:
                for slot in rule.sets:
                    low[slot] = max(low[slot], int(rule.must(low, high)))
                    high[slot] = max(high[slot], int(rule.may(low, high)))
        for score in program.scores:
            if score.stratum == stratum:
                low[score.slot], high[score.slot] = score.reckon(low, high)
    return Evaluation(tuple(low), tuple(high), ())


def veto_model(rules: int, vetoes: Sequence[int]) -> Model:
    """As many rules as asked for, all equal in the agenda, and a few that cancel some of them."""
    cancels = [ModelRule(f"veto{n}", 1, (Test("x", least=1),), f"cancelled{n}") for n in vetoes]
    return Model(
        facts=("x",),
        rules=(
            *cancels,
            *(
                ModelRule(
                    f"r{n}",
                    2,
                    (Test("x", least=1), *([Test(f"cancelled{n}", negated=True)] if n in vetoes else [])),
                )
                for n in range(rules)
            ),
        ),
    )


# Names that experta, or a keyword argument, would take for something else.
AWKWARD = ("a__b", "self", "run", "facts", "a_", "x_lo", "agenda", "a___b", "rule", "plan", "matcher", "key")


@st.composite
def models(draw: st.DrawFn, *, scores: bool = True) -> Model:
    """Models of up to three strata, whose conditions read lower findings, rules and scores both ways."""
    facts = tuple(draw(st.permutations([f"fact_{name}" for name in AWKWARD[:4]])))
    ids = iter(draw(st.permutations([*AWKWARD, *(f"r{n}" for n in range(12))])))
    rules: list[ModelRule] = []
    model_scores: list[ModelScore] = []
    settled: list[str] = []  # findings and rules of lower strata
    reckoned: list[str] = []
    for stratum in range(1, draw(st.integers(1, 3)) + 1):
        thresholds = st.builds(Test, st.sampled_from(facts), st.integers(1, MOST), st.booleans())
        kinds: list[st.SearchStrategy[Test]] = [thresholds]
        if settled:
            references = st.builds(Test, st.sampled_from(settled), st.none(), st.booleans())
            kinds += [references, references]
        if reckoned:
            kinds.append(st.builds(Test, st.sampled_from(reckoned), st.integers(1, 6), st.booleans()))
        tests = st.lists(
            st.one_of(kinds), min_size=1, max_size=4, unique_by=lambda test: (test.name, test.negated)
        )
        found = ["", f"finding_{stratum}", f"finding__{stratum}"]
        new = [
            ModelRule(next(ids), stratum, tuple(draw(tests)), draw(st.sampled_from(found)))
            for _ in range(draw(st.integers(1, 5)))
        ]
        if scores and draw(st.booleans()):
            points = (
                st.tuples(st.sampled_from([rule.id for rule in rules]), st.integers(-2, 3))
                if rules
                else st.nothing()
            )
            given = draw(st.lists(points, max_size=4)) if rules else []
            model_scores.append(
                ModelScore(f"score_{stratum}", stratum, tuple(given), draw(st.sampled_from([(), facts[:2]])))
            )
        rules += new
        settled += [f"rule:{rule.id}" for rule in new] + [rule.finding for rule in new if rule.finding]
        reckoned = [score.id for score in model_scores]
    return Model(facts, tuple(rules), tuple(model_scores))


@st.composite
def knowledge(draw: st.DrawFn, model: Model) -> dict[str, tuple[float, float]]:
    """What may be known of a model's facts: for each a value, a range or nothing."""
    bounds = st.tuples(st.integers(LEAST, MOST), st.integers(LEAST, MOST)).map(
        lambda pair: (min(pair), max(pair))
    )
    return draw(st.dictionaries(st.sampled_from(model.facts), bounds))


@st.composite
def cases(draw: st.DrawFn, *, scores: bool = True) -> tuple[Model, dict[str, tuple[float, float]]]:
    """A model with something known."""
    model = draw(models(scores=scores))
    return model, draw(knowledge(model))


def large_model(rules: int = 100, facts: int = 60) -> Model:
    """A model of the size of a real rule set, the same each time."""
    state = 12345

    def numbers(below: int) -> int:
        nonlocal state
        state = (state * 1103515245 + 12345) % 2**31
        return (state >> 8) % below

    names = tuple(f"fact{n}" for n in range(facts))
    made: list[ModelRule] = []
    for n in range(rules):
        stratum = 1 if n < rules // 2 else 2 if n < rules * 4 // 5 else 3
        tests = {
            Test(names[numbers(facts)], 1 + numbers(MOST), bool(numbers(2))) for _ in range(1 + numbers(3))
        }
        lower = [rule.finding for rule in made if rule.stratum < stratum]
        for _ in range(2 if lower else 0):
            tests.add(Test(lower[numbers(len(lower))], None, bool(numbers(2))))
        made.append(ModelRule(f"r{n:03}", stratum, tuple(sorted(tests, key=repr)), f"finding{n:03}"))
    scores = tuple(
        ModelScore(
            f"score{n}",
            2,
            tuple((rule.id, 1) for rule in made[n::3] if rule.stratum == 1),
            names[n : n + 5],
            20,
        )
        for n in range(3)
    )
    return Model(names, tuple(made), scores)
