"""The experta engine from inside: failures, the agenda, threads, and what is left in memory."""

from __future__ import annotations

import gc
import sys
import threading
import time
import tracemalloc
import weakref

import pytest
from attrs import evolve

from husaca_rules.errors import Place, RuleFailure
from husaca_rules.evaluate.experta_engine import engine, evaluate, load, plan
from husaca_rules.evaluate.experta_engine.agenda import ExactStrategy, RecordingAgenda
from husaca_rules.evaluate.experta_engine.facts import Known, Points, Possibly, Surely, safe_name
from husaca_rules.evaluate.program import CompiledRule, Evaluation, Program
from tests.evaluate.programs import (
    AWKWARD,
    Model,
    ModelRule,
    ModelScore,
    Test,
    compiled,
    evaluated_plainly,
    large_model,
    vectors,
    veto_model,
)

experta = load()


def run(program: Program, **known: float) -> Evaluation:
    return evaluate(program, *vectors(program, {name: (value, value) for name, value in known.items()}))


def held(program: Program, result: Evaluation) -> set[str]:
    return {key for key, slot in program.layout.items() if slot in program.inferred and result.lo[slot]}


# ------------------------------------------------------------------------------------------------- the agenda


@pytest.mark.parametrize("vetoes", ((), (1, 4, 6, 8), tuple(range(30)), tuple(range(0, 30, 2))))
def test_cancelled_activations_never_fire_however_many_are_tied(vetoes):
    program = compiled(veto_model(30, vetoes))
    result = run(program, x=1)
    fired = [firing.rule for firing in result.trace if firing.certainty == "must" and firing.stratum == 2]
    assert fired == sorted(f"r{n}" for n in range(30) if n not in vetoes)
    assert {f"rule:r{n}" for n in range(30)} & held(program, result) == {f"rule:{name}" for name in fired}


def test_removal_takes_the_very_activation_among_equal_keys():
    def then(engine):
        pass

    then.definition = 0
    rule = experta.Rule(plan.When(lambda lo, hi: True, frozenset()))(then)
    activation = sys.modules["experta.activation"].Activation
    first, second, third = (activation(rule, [], {"name": n}) for n in range(3))
    strategy, agenda = ExactStrategy(), RecordingAgenda()
    strategy.update_agenda(agenda, [first, second, third], [])
    strategy.update_agenda(agenda, [], [second])
    assert [agenda.get_next(), agenda.get_next(), agenda.get_next()] == [third, first, None]
    strategy.update_agenda(agenda, [], [first])  # it has fired and is there no more
    strategy.update_agenda(agenda, [second], [])
    strategy.update_agenda(
        agenda, [], [activation(rule, [], {"name": 1})]
    )  # one that equals it, as Rete hands back
    assert agenda.activations == []
    assert agenda.fired == [third, first]


def test_newer_facts_come_first_where_salience_and_definition_are_equal():
    def then(engine):
        pass

    then.definition = 0
    rule = experta.Rule(plan.When(lambda lo, hi: True, frozenset()))(then)
    facts = [experta.Fact(n=n) for n in range(3)]
    facts_of = sys.modules["experta.factlist"].FactList()
    for fact in facts:
        facts_of.declare(fact)
    older, newer = (sys.modules["experta.activation"].Activation(rule, [fact]) for fact in facts[1:])
    agenda = RecordingAgenda()
    ExactStrategy().update_agenda(agenda, [newer, older], [])
    assert [agenda.get_next(), agenda.get_next()] == [newer, older]


def test_each_rule_and_score_is_an_experta_rule_of_a_knowledge_engine():
    program = compiled(
        Model(("x",), (ModelRule("run", 1, (Test("x", least=1),)),), (ModelScore("facts", 2, (("run", 2),)),))
    )
    one = engine._engine_class(program)()
    assert isinstance(one, experta.KnowledgeEngine)
    assert [rule.__name__ for rule in one.get_rules()] == ["must_run", "may_run", "score_facts"]
    assert all(isinstance(rule, experta.Rule) for rule in one.get_rules())
    assert [rule.salience for rule in one.get_rules()] == [10, 10, 0]
    assert callable(one.run)


def test_names_that_experta_would_take_for_its_own_are_ordinary_names():
    model = Model(
        AWKWARD, tuple(ModelRule(f"{name}_", 1, (Test(name, least=1),), f"{name}__f") for name in AWKWARD)
    )
    program = compiled(model)
    for name in AWKWARD:
        known = {other: (int(other == name),) * 2 for other in AWKWARD}
        assert held(program, evaluate(program, *vectors(program, known))) == {f"rule:{name}_", f"{name}__f"}


def test_safe_names_hold_no_double_underscore_and_stay_distinct():
    keys = ["a_b", "a__b", "a___b", "a.b", "a__b.c_", "a__", "a_", "rule:a", "ab"]
    names = [safe_name(f"{key}_{side}") for key in keys for side in ("lo", "hi")]
    assert not [name for name in names if "__" in name]
    assert len(set(names)) == len(names)


# ----------------------------------------------------------------------------------------------- working memory


def test_facts_show_no_value_and_equal_themselves_alone():
    one, other = Known({"x_lo": 0.31}), Known({"x_lo": 0.31})
    assert repr(one) == str(one) == f"{one}" == "<Known>"
    assert one == one  # noqa: PLR0124 - the operator under test
    assert one != other
    assert not one == other  # noqa: SIM201 - the other operator
    assert len({one, other}) == 2
    assert repr(Points({"key": "blue", "least": 1, "most": 2})) == "<Points>"


def test_each_thing_found_is_one_small_fact_however_many_rules_find_it():
    tests = (Test("x", least=1),)
    program = compiled(Model(("x",), tuple(ModelRule(name, 1, tests, "found") for name in ("a", "b"))))
    one = engine._engine_class(program)()
    one.reset()
    one.declare(Known({"x_lo": 1, "x_hi": 2}))
    one.run()
    found = [(type(fact), fact["key"]) for fact in one.facts.values() if isinstance(fact, (Surely, Possibly))]
    assert len(found) == len(set(found))
    assert set(found) == {(kind, key) for kind in (Surely, Possibly) for key in ("found", "rule:a", "rule:b")}
    assert [type(fact).__name__ for fact in list(one.facts.values())[:2]] == ["InitialFact", "Known"]


def test_an_engine_that_is_reset_starts_afresh():
    program = compiled(veto_model(5, (1,)))
    one = engine._engine_class(program)()
    traces = []
    for value in (1, 0, 1):
        one.reset()
        one.declare(Known({"x_lo": value, "x_hi": value}))
        one.run()
        traces.append([activation.rule.__name__ for activation in one.agenda.fired])
    assert traces[0] == traces[2] != traces[1]


def test_retracting_what_was_found_is_refused():
    program = compiled(veto_model(1, ()))
    one = engine._engine_class(program)()
    one.reset()
    known = one.declare(Known({"x_lo": 1, "x_hi": 1}))
    with pytest.raises(RuleFailure, match="a fact was retracted"):
        one.retract(known)


# ----------------------------------------------------------------------------------------------------- failures


def dividing(program: Program, key: str, **changes: object) -> Program:
    """The program, with one rule that divides by what is left below 4 of its first fact."""

    def must(lo, hi):
        return 1 / (hi[0] - 4) < 0

    rules = tuple(evolve(rule, must=must, **changes) if rule.key == key else rule for rule in program.rules)
    return evolve(program, rules=rules)


TWO_STRATA = compiled(
    Model(
        ("x",),
        (
            ModelRule("first", 1, (Test("x", least=2),), "a"),
            ModelRule("second", 2, (Test("a"), Test("x", least=1))),
        ),
    )
)


@pytest.mark.parametrize(("key", "line"), (("rule:first", 1), ("rule:second", 2)))
def test_a_condition_that_raises_names_file_line_and_rule(key, line):
    program = dividing(TWO_STRATA, key)
    name = key.removeprefix("rule:")
    with pytest.raises(RuleFailure) as caught:
        run(program, x=4)
    assert str(caught.value) == f"rules/all.yaml:{line}: rule '{name}': division by zero"
    assert isinstance(caught.value.__cause__, ZeroDivisionError)


def test_a_condition_that_raises_while_rules_fire_names_them_as_well():
    def must(lo, hi):
        return 1 / (1 - lo[program.layout["a"]]) > 0  # once `a` holds

    program = TWO_STRATA
    rules = tuple(evolve(rule, must=must) if rule.key == "rule:second" else rule for rule in program.rules)
    with pytest.raises(RuleFailure, match=r"^rules/all.yaml:2: rule 'second': division by zero$"):
        run(evolve(program, rules=rules), x=4)


@pytest.mark.parametrize(
    ("place", "message"),
    (
        (None, "rule 'first': division by zero"),
        (Place("", 7, 1), "line 7: rule 'first': division by zero"),
    ),
)
def test_a_rule_from_no_file_is_named_without_one(place, message):
    with pytest.raises(RuleFailure) as caught:
        run(dividing(TWO_STRATA, "rule:first", place=place), x=4)
    assert str(caught.value) == message


@pytest.mark.parametrize("key", ("rule:first", "rule:second"))
def test_the_evaluation_after_a_failure_is_as_if_nothing_had_happened(key):
    program = dividing(TWO_STRATA, key)
    before = run(program, x=2)
    for _ in range(3):
        with pytest.raises(RuleFailure):
            run(program, x=4)
        assert run(program, x=2) == before


def test_a_score_that_raises_is_named():
    program = compiled(Model(("x",), (), (ModelScore("blue", 1, (), ("x",)),)))

    def reckon(lo, hi):
        raise ValueError

    broken = evolve(program, scores=(evolve(program.scores[0], reckon=reckon),))
    with pytest.raises(RuleFailure, match=r"^score 'blue': ValueError$"):
        run(broken, x=1)


def test_an_interrupt_is_not_taken_for_a_failure():
    def must(lo, hi):
        raise KeyboardInterrupt

    rule = evolve(TWO_STRATA.rules[0], must=must)
    with pytest.raises(KeyboardInterrupt):
        run(evolve(TWO_STRATA, rules=(rule, *TWO_STRATA.rules[1:])), x=4)
    assert run(TWO_STRATA, x=4).trace


def test_a_failure_of_experta_itself_is_told_as_one(monkeypatch):
    monkeypatch.setattr(experta.KnowledgeEngine, "run", lambda self, steps: 1 / 0)
    with pytest.raises(RuleFailure, match=r"^experta failed: division by zero$"):
        run(TWO_STRATA, x=4)


def test_strata_that_do_not_settle_what_they_read_are_refused():
    rules = tuple(evolve(rule, stratum=1) for rule in TWO_STRATA.rules)
    with pytest.raises(
        RuleFailure, match="'rule:second' has stratum 1, but reads what is settled no earlier"
    ):
        run(evolve(TWO_STRATA, rules=rules, strata=1), x=4)


def test_rules_that_would_fire_again_and_again_are_stopped(monkeypatch):
    """The check of strata makes it impossible, so it is taken away here: each firing turns the first rule over."""
    monkeypatch.setattr(plan, "_check_strata", lambda program: None)
    model = Model(("x",), tuple(ModelRule(f"r{n}", 2, (Test("x", least=1),)) for n in range(20)))
    program = compiled(model)
    slots = frozenset(program.layout[f"rule:r{n}"] for n in range(20))
    turning = CompiledRule(
        key="rule:turning",
        stratum=1,
        must=lambda lo, hi: sum(lo[slot] for slot in slots) % 2 == 0,
        may=lambda lo, hi: sum(hi[slot] for slot in slots) % 2 == 0,
        sets=(),
        reads=slots,
        place=None,
    )
    looping = evolve(program, rules=(turning, *program.rules))
    with pytest.raises(RuleFailure, match=r"^more than 42 rules fired, so one fired twice$"):
        run(looping, x=1)


# -------------------------------------------------------------------------------------------- threads and memory


def test_many_threads_with_one_program_find_what_one_thread_finds(monkeypatch):
    program = compiled(large_model(40, 12))
    known = [{f"fact{n}": (k * n) % 5 for n in range(12) if (n + k) % 3} for k in range(10)]
    expected = [run(program, **facts) for facts in known]
    assert len({result.lo for result in expected}) > 5
    wrong: list[object] = []
    planned: list[Program] = []

    def plan_of(program):
        planned.append(program)
        time.sleep(0.01)  # long enough for all others to come and ask
        return plan.plan_of(program)

    monkeypatch.setattr(engine, "plan_of", plan_of)
    together = threading.Barrier(8)
    fresh = compiled(large_model(40, 12))  # its class is made while all begin

    def work(number: int) -> None:
        together.wait()
        for step in range(30):
            index = (number + step) % len(known)
            try:
                if run(fresh, **known[index]) != expected[index]:
                    wrong.append((number, step))
            except BaseException as error:  # noqa: BLE001 - counted, whatever it is
                wrong.append(error)

    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        sys.setswitchinterval(interval)
    assert wrong == []
    assert planned == [fresh]


@pytest.fixture
def engines(monkeypatch):
    """A weak reference to every engine that is made."""
    made: list[weakref.ref] = []
    reset = engine.RuleEngine.reset

    def noting(self):
        made.append(weakref.ref(self))
        reset(self)

    monkeypatch.setattr(engine.RuleEngine, "reset", noting)
    return made


def in_memory() -> int:
    activation = sys.modules["experta.activation"].Activation
    return sum(isinstance(thing, (experta.Fact, activation)) for thing in gc.get_objects())


def test_an_engine_and_its_facts_are_gone_when_the_evaluation_ends(engines):
    program = compiled(large_model(20, 12))
    gc.collect()
    gc.disable()  # they are gone without waiting for the collector
    try:
        before = in_memory()
        results = [run(program, fact1=value) for value in (0, 1, 2, 3)]
        assert [made() for made in engines] == [None] * 4
        assert in_memory() == before
    finally:
        gc.enable()
    assert results


def test_an_engine_that_failed_is_gone_as_soon_as_its_error_is(engines):
    with pytest.raises(RuleFailure) as caught:
        run(dividing(TWO_STRATA, "rule:second"), x=4)
    del caught
    gc.collect()
    assert [made() for made in engines] == [None]


def test_memory_stays_flat_over_many_evaluations():
    program = compiled(large_model(20, 12))
    for value in range(50):
        run(program, fact1=value % 5)
    gc.collect()
    tracemalloc.start()
    try:
        begin, _ = tracemalloc.get_traced_memory()
        for value in range(500):
            run(program, fact1=value % 5)
        gc.collect()
        end, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert end - begin < 500 * 20  # bytes; one activation kept of each would be ten times that


def test_a_class_is_made_once_and_lives_no_longer_than_its_program():
    program = compiled(large_model(5, 5))
    run(program)
    assert engine._engine_class(program) is engine._engine_class(program)
    kept = weakref.ref(engine._engine_class(program))
    gone = weakref.ref(program)
    del program
    gc.collect()
    assert gone() is None
    assert kept() is None


def test_programs_do_not_disturb_each_other():
    models = [large_model(30, 12), veto_model(12, (3, 5)), large_model(10, 6)]
    programs = [compiled(model) for model in models]
    for _ in range(3):
        for program in programs:
            lo, hi = vectors(program, {})
            result, plain = evaluate(program, lo, hi), evaluated_plainly(program, lo, hi)
            assert (result.lo, result.hi) == (plain.lo, plain.hi)


def test_a_program_without_rules_gives_back_what_is_known():
    program = compiled(Model(("x",), ()))
    assert run(program, x=3) == Evaluation((3,), (3,), ())
