"""The compiled matcher against two others: experta's own Rete network, and a plain walk through the strata."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from hypothesis import example, given
from hypothesis import strategies as st

from husaca_rules.evaluate.experta_engine import evaluate, load
from husaca_rules.evaluate.experta_engine.agenda import ExactStrategy
from tests.evaluate.programs import (
    LEAST,
    MOST,
    Model,
    ModelRule,
    ModelScore,
    Test,
    cases,
    compiled,
    evaluated_plainly,
    vectors,
    veto_model,
)

experta = load()


class Wide(experta.Fact):
    pass


class Surely(experta.Fact):
    pass


class Possibly(experta.Fact):
    pass


CHAIN = Model(
    facts=("x", "y"),
    rules=(
        ModelRule("a", 1, (Test("x", least=2),), "first"),
        ModelRule("b", 2, (Test("first", negated=True), Test("y", least=1)), "second"),
        ModelRule("c", 3, (Test("second"), Test("first", negated=True)), "third"),
        ModelRule("d", 3, (Test("second", negated=True), Test("rule:a")), "third"),
    ),
)


def reaches(least: float) -> Callable[[float], bool]:
    return lambda value: value >= least


def stays_below(least: float) -> Callable[[float], bool]:
    return lambda value: value < least


def all_of(predicates: Iterable[Callable[[float], bool]]) -> Callable[[float], bool]:
    held = tuple(predicates)
    return lambda value: all(predicate(value) for predicate in held)


def left_hand_side(model: Model, rule: ModelRule, *, must: bool) -> list[object]:
    """The condition in experta's own words: predicates on the wide fact, patterns, and NOT of one pattern."""
    columns: dict[str, list[Callable[[float], bool]]] = {}
    patterns: list[object] = []
    for test in rule.tests:
        if test.name in model.facts:
            side = (
                "hi" if test.negated == must else "lo"
            )  # the bound that decides for sure, or that leaves it open
            predicate = stays_below(test.least) if test.negated else reaches(test.least)
            columns.setdefault(f"f{model.facts.index(test.name)}_{side}", []).append(predicate)
        elif test.negated:
            patterns.append(experta.NOT((Possibly if must else Surely)(key=test.name)))
        else:
            patterns.append((Surely if must else Possibly)(key=test.name))
    wide = Wide(**{name: experta.P(all_of(predicates)) for name, predicates in columns.items()})
    return [wide, *patterns]


def fired_by_rete(
    model: Model, known: dict[str, tuple[float, float]]
) -> tuple[list[tuple[str, str]], set[str], set[str]]:
    """Run a model in stock experta (with the exact strategy); give firings, what holds and what is possible."""
    fired: list[tuple[str, str]] = []

    def conclusion(rule: ModelRule, kind: str) -> Callable[..., None]:
        def then(engine: object) -> None:
            fired.append((rule.id, kind))
            for key in (f"rule:{rule.id}", rule.finding):
                if key:
                    engine.declare((Surely if kind == "must" else Possibly)(key=key))

        then.__name__ = f"{kind}_{rule.id}"
        return then

    namespace: dict[str, object] = {"__strategy__": ExactStrategy}
    for rule in sorted(model.rules, key=lambda rule: (rule.stratum, rule.id)):
        for kind in ("must", "may"):
            then = conclusion(rule, kind)
            then.definition = len(namespace)
            when = left_hand_side(model, rule, must=kind == "must")
            namespace[then.__name__] = experta.Rule(*when, salience=-rule.stratum)(then)
    engine = type("Stock", (experta.KnowledgeEngine,), namespace)()
    engine.reset()
    bounds = {name: known.get(name, (LEAST, MOST)) for name in model.facts}
    engine.declare(
        Wide(
            **{
                f"f{n}_{side}": value
                for n, name in enumerate(model.facts)
                for side, value in zip(("lo", "hi"), bounds[name], strict=True)
            }
        )
    )
    engine.run()
    found = list(engine.facts.values())
    return (
        fired,
        {fact["key"] for fact in found if isinstance(fact, Surely)},
        {fact["key"] for fact in found if isinstance(fact, Possibly)},
    )


def assert_fires_as_rete_does(model: Model, known: dict[str, tuple[float, float]]) -> None:
    program = compiled(model)
    result = evaluate(program, *vectors(program, known))
    fired, surely, possibly = fired_by_rete(model, known)
    inferred = {key: slot for key, slot in program.layout.items() if slot in program.inferred}
    assert [(firing.rule, firing.certainty) for firing in result.trace] == fired
    assert {key for key, slot in inferred.items() if result.lo[slot]} == surely
    assert {key for key, slot in inferred.items() if result.hi[slot]} == possibly


@given(cases(scores=False))
@example((CHAIN, {}))
@example((CHAIN, {"x": (0, 1), "y": (1, 1)}))
@example((CHAIN, {"x": (2, 4)}))
@example((veto_model(10, (1, 4, 6, 8)), {"x": (1, 1)}))
def test_it_fires_what_experta_s_own_network_fires_in_the_same_order(case):
    assert_fires_as_rete_does(*case)


@given(st.integers(2, 40), st.data())
def test_it_cancels_what_experta_s_own_network_cancels_however_many_are_tied(count, data):
    vetoes = data.draw(st.lists(st.integers(0, count - 1), unique=True))
    assert_fires_as_rete_does(
        veto_model(count, vetoes), {"x": data.draw(st.sampled_from([(1, 1), (0, 1), (0, 0)]))}
    )


SCORED = Model(
    facts=("x", "y"),
    rules=(
        ModelRule("a", 1, (Test("x", least=2),)),
        ModelRule("b", 3, (Test("total", least=3), Test("rule:a", negated=True)), "low_hope"),
        ModelRule("c", 3, (Test("total", least=3, negated=True),), "low_score"),
    ),
    scores=(ModelScore("total", 2, (("a", -2),), ("x", "y")),),
)


@given(cases())
@example((SCORED, {}))
@example((SCORED, {"x": (1, 1)}))
@example((SCORED, {"x": (4, 4), "y": (1, 2)}))
def test_it_finds_what_a_plain_walk_through_the_strata_finds(case):
    model, known = case
    program = compiled(model)
    lo, hi = vectors(program, known)
    before = list(lo), list(hi)
    result = evaluate(program, lo, hi)
    plain = evaluated_plainly(program, lo, hi)
    assert (result.lo, result.hi) == (plain.lo, plain.hi)
    assert (lo, hi) == before


@given(cases())
def test_the_trace_is_what_holds_in_canonical_order(case):
    model, known = case
    program = compiled(model)
    result = evaluate(program, *vectors(program, known))
    expected: list[tuple[str, str, int]] = []
    for stratum in range(1, program.strata + 1):
        for rule in program.rules:
            slot, name = program.layout[rule.key], rule.key.removeprefix("rule:")
            if rule.stratum == stratum and result.lo[slot]:
                expected.append((name, "must", stratum))
            if rule.stratum == stratum and result.hi[slot]:
                expected.append((name, "may", stratum))
        expected += [(score.key, "score", stratum) for score in program.scores if score.stratum == stratum]
    assert [(firing.rule, firing.certainty, firing.stratum) for firing in result.trace] == expected
    assert [firing.order for firing in result.trace] == list(range(1, len(expected) + 1))
