"""Explained: the given facts that an explanation names decide the finding alone, and what a repair proposes repairs."""

from __future__ import annotations

from collections import Counter
from itertools import islice, product
from math import inf

from hypothesis import given
from hypothesis import strategies as st

import husaca_rules as hr
from tests.laws.abstract import AtLeast, Bracketed, Chain, Junction, Not, names_in
from tests.laws.depth import enough, some
from tests.laws.generated import rule_sets
from tests.laws.known import exactly, raw, tellings, worlds
from tests.laws.oracle import values_of
from tests.laws.writing import loaded

MOST_COMBINATIONS = 24


@some(quick=60, deep=1_000)
@given(abstract=rule_sets() | rule_sets(wild=True), data=st.data())
def test_the_facts_that_why_names_decide_alone(engine, abstract, data):
    rules = loaded(abstract)
    diagnosis = hr.diagnose(
        raw(data.draw(tellings(abstract, data.draw(worlds(abstract))))), rules=rules, engine=engine
    )
    for finding in diagnosis.findings:
        named = diagnosis.why(finding.id).facts
        assert named <= set(diagnosis.facts)
        if not finding.undetermined:
            alone = hr.diagnose({name: diagnosis.facts[name] for name in named}, rules=rules, engine=engine)
            assert alone[finding.id].state is finding.state, (finding.id, named)
    for position, score in enumerate(diagnosis.scores):
        named = diagnosis.why(score.id).facts
        alone = hr.diagnose({name: diagnosis.facts[name] for name in named}, rules=rules, engine=engine)
        assert alone.scores[position].points == score.points, (score.id, named)


@some(quick=60, deep=400)
@given(abstract=rule_sets() | rule_sets(wild=True), data=st.data())
def test_the_tree_of_why_says_how_each_part_is(engine, abstract, data):
    rules = loaded(abstract)
    diagnosis = hr.diagnose(
        raw(data.draw(tellings(abstract, data.draw(worlds(abstract))))), rules=rules, engine=engine
    )
    for finding in diagnosis.findings:
        tree = diagnosis.why(finding.id).tree
        assert tree.state is finding.state
        coherent(tree, diagnosis)
    for score in diagnosis.scores:
        parts = diagnosis.why(score.id).tree.parts
        ends = (sum(part.value.low for part in parts), sum(part.value.high for part in parts))
        assert score.points == hr.Interval(*(min(max(end, 0), score.full) for end in ends)), score.id


def coherent(tree, diagnosis):
    """Each part says of a finding what the diagnosis says, and what decided a node is decided itself."""
    if tree.what == "finding":
        assert tree.state is diagnosis[tree.id].state
    if (
        tree.what in ("all", "some", "at_least", "rule", "finding", "not")
        and tree.state is not hr.State.UNDETERMINED
    ):
        assert tree.parts
        wanted = tree.state if tree.what != "not" else {"holds": "excluded", "excluded": "holds"}[tree.state]
        assert {part.state.value for part in tree.parts} == {str(wanted)}
    if tree.what == "at_least" and tree.state is hr.State.HOLDS:
        assert len(tree.parts) == tree.count
    for part in tree.parts:
        assert part.facts <= tree.facts
        coherent(part, diagnosis)


def test_repairs_repair_and_hold_no_step_too_many(engine):
    counted: Counter[str] = Counter()

    @some(quick=60, deep=600)
    @given(rule_sets() | rule_sets(wild=True), st.data())
    def law(abstract, data):
        rules = loaded(abstract)
        facts = raw(data.draw(tellings(abstract, data.draw(worlds(abstract)))))
        diagnosis = hr.diagnose(facts, rules=rules, engine=engine)
        for finding in diagnosis.findings:
            whynot = diagnosis.why_not(finding.id)
            assert whynot.state is finding.state
            assert not (finding.holds and (whynot.repairs or whynot.blockers))
            for repair in whynot.repairs:
                counted["repairs"] += 1
                check(repair, finding.id, diagnosis, counted, uncut(abstract))

    law()
    enough(counted, "repairs", quick=20, deep=500)
    assert counted["tried"] > counted["impossible"]


def check(repair, finding, diagnosis, counted, uncut_facts):
    facts = {step.fact: diagnosis.rules.facts[step.fact] for step in repair.steps}
    assert 1 <= len(facts) <= 2
    assert len(facts) == len(repair.steps)
    assert set(facts) <= diagnosis.rules.facts_read[finding]
    assert not any(fact.fixed or fact.formula is not None for fact in facts.values())
    values = [
        [each for option in step.options for each in within(option, facts[step.fact])]
        for step in repair.steps
    ]
    for chosen in islice(product(*values), MOST_COMBINATIONS):
        steps = dict(zip(facts, chosen, strict=True))
        repaired = after(diagnosis, steps)
        if repaired is None:
            counted["impossible"] += 1
            continue
        counted["tried"] += 1
        assert repaired[finding].holds, steps
        # Of a stretch that is not cut at every edge, some values may do without the other step; the stretch does not.
        if len(steps) > 1 and not uncut_facts & set(steps):
            for left_out in steps:
                fewer = after(diagnosis, {name: value for name, value in steps.items() if name != left_out})
                assert fewer is None or not fewer[finding].holds, (steps, left_out)


def after(diagnosis, steps):
    """The diagnosis once these facts are learnt or changed; None if there is no organisation like it."""
    try:
        return hr.diagnose({**diagnosis.facts, **steps}, rules=diagnosis.rules, engine=diagnosis.engine)
    except hr.FactError:
        return None


def within(option, fact):
    """Values that an option stands for: of a stretch its ends and something between, as far as it has ends."""
    match option:
        case hr.Interval(low, high):
            ends = [end for end in (low, high) if abs(end) < inf]
            between = (
                (low / 2 + high / 2)
                if len(ends) == 2
                else ends[0] + (7 if low > -inf else -7)
                if ends
                else 0.0
            )
            chosen = {*ends, float(round(between)) if fact.whole else between}
            return sorted(value for value in chosen if low <= value <= high)
        case tuple():
            return [list(option)]
        case _:
            return [option]


@some(quick=30, deep=300)
@given(abstract=rule_sets(small=True), data=st.data())
def test_no_single_fact_that_would_do_is_missed(engine, abstract, data):
    rules = loaded(abstract)
    told = data.draw(tellings(abstract, data.draw(worlds(abstract))))
    diagnosis = hr.diagnose(raw(told), rules=rules, engine=engine)
    behind = uncut(abstract)
    for finding in diagnosis.findings:
        whynot = diagnosis.why_not(finding.id)
        if finding.holds or not whynot.complete:
            continue
        proposed = {step.fact for repair in whynot.repairs for step in repair.steps if len(repair.steps) == 1}
        for fact in abstract.given:
            if fact.fixed or fact.id in behind or fact.id in proposed:
                continue
            for value in single_values(diagnosis, fact, told.get(fact.id)):
                repaired = after(diagnosis, {fact.id: exactly(fact, value).raw})
                assert repaired is None or not repaired[finding.id].holds, (finding.id, fact.id, value)


def single_values(diagnosis, fact, told):
    """The values that a fact may be learnt to have, or changed to; of a set those that differ in one label."""
    now = diagnosis.facts.get(fact.id)
    if fact.type == "set":
        return [value for value in values_of(fact, None) if len(value ^ frozenset(now or ())) < 2]
    return values_of(fact, None if isinstance(now, int | float | str) else told)


def uncut(abstract):
    """The numbers whose stretches are not cut at every edge: at those of what follows from them, and beside a score."""
    found = {name for fact in abstract.derived for name in reads(abstract, fact.id)}
    return found.union(*(beside_scores(abstract, rule.when) for rule in abstract.rules.values()))


def reads(abstract, name):
    """The facts from which a derived fact follows: a change of them is not sought at its edges."""
    formula = abstract.facts[name].formula
    if formula is None:
        return {name}
    return set().union(*(reads(abstract, each) for each in names_in(formula)))


def beside_scores(abstract, condition):
    """The facts that stand in a comparison with a score."""
    match condition:
        case Chain(terms):
            names = {name for term in terms for name in names_in(term)}
            return names - set(abstract.scores) if names & set(abstract.scores) else set()
        case Not(part) | Bracketed(part):
            return beside_scores(abstract, part)
        case Junction(_, parts) | AtLeast(_, parts):
            return set().union(*(beside_scores(abstract, part) for part in parts))
    return set()
