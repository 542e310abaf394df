"""Laws of the rules that ship: what must hold of every organisation that they can be asked about."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

import husaca_rules as hr
from husaca_rules.evaluate.compile import program_of
from husaca_rules.evaluate.engines import evaluate
from husaca_rules.evaluate.program import Evaluation
from husaca_rules.facts.knowledge import understand
from husaca_rules.language.rules import Case, Rule
from tests.laws.depth import some
from tests.rules.organisations import GIVEN, RULES, answers, value_of

ARCHETYPES = tuple(each.id for each in RULES.findings.values() if each.kind is hr.Kind.ARCHETYPE)
MEASURED = ("performance_measured", "velocity_measured")
WEAK_CLAIMS = ("C46", "C47")
WEAK = ("family_owned", "company_age")


def shown(diagnosis: hr.Diagnosis) -> tuple[object, ...]:
    """The lamps and the archetypes, as intervals and states."""
    lamps = [(score.id, score.points, score.bands) for score in diagnosis.scores]
    return (*lamps, *(diagnosis[each].state for each in ARCHETYPES))


# Once all is known.


@some(quick=250, deep=10_000)
@given(answers())
def test_exactly_one_of_the_nine_archetypes_holds_once_all_is_known(facts: dict[str, object]) -> None:
    diagnosis = hr.diagnose(facts, engine="direct")
    states = Counter(diagnosis[each].state for each in ARCHETYPES)
    assert states == {hr.State.HOLDS: 1, hr.State.EXCLUDED: 8}
    assert diagnosis.archetype is not None
    assert (diagnosis.archetype == "archetype_white") == diagnosis["white_light"].holds


@some(quick=250, deep=10_000)
@given(answers())
def test_nothing_is_undetermined_once_all_is_known(facts: dict[str, object]) -> None:
    diagnosis = hr.diagnose(facts, engine="direct")
    assert not [each.id for each in diagnosis.findings if each.undetermined]
    assert not [each.id for each in diagnosis.remedies if each.verdict is hr.Verdict.UNDETERMINED]
    assert all(score.points.decided for score in diagnosis.scores)
    assert diagnosis.open_facts == ()


@some(quick=150, deep=5_000)
@given(answers(), st.sets(st.sampled_from(GIVEN)))
def test_at_any_time_at_most_one_archetype_holds_and_one_is_possible(
    facts: dict[str, object], known: set[str]
) -> None:
    diagnosis = hr.diagnose({fact: facts[fact] for fact in known}, engine="direct")
    states = [diagnosis[each].state for each in ARCHETYPES]
    assert states.count(hr.State.HOLDS) <= 1
    assert states.count(hr.State.EXCLUDED) <= 8
    if hr.State.HOLDS in states:
        assert hr.State.UNDETERMINED not in states


@some(quick=200, deep=5_000)
@given(answers())
def test_one_colour_sticks_out_at_most_and_never_together_with_two(facts: dict[str, object]) -> None:
    diagnosis = hr.diagnose(facts, engine="direct")
    singles = [f"dominance_{colour}" for colour in ("red", "green", "blue")]
    duals = [f"missing_{colour}" for colour in ("red", "green", "blue")]
    assert sum(diagnosis[each].holds for each in (*singles, *duals)) <= 1


# Weak hints, and what is not told.


@some(quick=150, deep=5_000)
@given(answers(), st.sets(st.sampled_from(GIVEN)), st.data())
def test_family_and_age_are_weak_hints_that_move_no_lamp_and_no_archetype(
    facts: dict[str, object], known: set[str], data: st.DataObject
) -> None:
    told = {fact: facts[fact] for fact in known - {*WEAK}}
    others = {fact: data.draw(value_of(fact), label=fact) for fact in WEAK}
    without = shown(hr.diagnose(told, engine="direct"))
    assert shown(hr.diagnose(told | others, engine="direct")) == without
    assert shown(hr.diagnose(told | {fact: facts[fact] for fact in WEAK}, engine="direct")) == without


def test_what_cites_a_weak_hint_reads_family_and_age_only_beside_no_lamp() -> None:
    hints = [
        each.id
        for each in RULES.findings.values()
        if {cite.text for cite in each.cites} & {*WEAK_CLAIMS} and RULES.facts_read[each.id] & {*WEAK}
    ]
    assert hints
    for name in (*RULES.scores, *ARCHETYPES, "white_light"):
        assert not RULES.facts_read[name] & {*WEAK}
    readers = [each for each in RULES.findings if RULES.facts_read[each] & {*WEAK}]
    assert {*readers} == {*hints}


@pytest.mark.parametrize("fact", MEASURED)
@some(quick=60, deep=1_000)
@given(facts=answers(), known=st.sets(st.sampled_from(GIVEN)))
def test_not_measured_is_evidence_and_not_told_is_none(
    fact: str, facts: dict[str, object], known: set[str]
) -> None:
    told = {name: facts[name] for name in known - {fact}}
    unmeasured = fact.replace("_measured", "_unmeasured")
    silent = hr.diagnose(told, engine="direct")
    assert silent[unmeasured].undetermined
    assert hr.diagnose(told | {fact: False}, engine="direct")[unmeasured].holds
    assert hr.diagnose(told | {fact: True}, engine="direct")[unmeasured].excluded
    silent_blue, unmeasured_blue, measured_blue = (
        blue(told | each) for each in ({}, {fact: False}, {fact: True})
    )
    assert unmeasured_blue == hr.Interval(silent_blue.low, silent_blue.high - 1)
    assert measured_blue == hr.Interval(silent_blue.low + 1, silent_blue.high)


def blue(facts: dict[str, object]) -> hr.Interval:
    return next(score.points for score in hr.diagnose(facts, engine="direct").scores if score.id == "blue")


# Cases.


def came(case: Case, cached: dict[str, Evaluation]) -> Evaluation:
    if case.id not in cached:
        cached[case.id] = evaluate(RULES, understand(RULES.vocabulary, case.given), "direct")
    return cached[case.id]


@pytest.fixture(scope="module")
def evaluations() -> dict[str, Evaluation]:
    return {}


def cases_of(rule: Rule) -> tuple[Case, ...]:
    """The cases beside a rule, and those beside the finding whose `when` it is."""
    return rule.cases or RULES.findings[rule.id].cases


@pytest.mark.parametrize("rule", RULES.rules.values(), ids=lambda rule: rule.id)
def test_each_rule_has_a_case_that_holds_one_excluded_and_one_undetermined(
    rule: Rule, evaluations: dict[str, Evaluation]
) -> None:
    slot = program_of(RULES).layout[f"rule:{rule.id}"]
    found = [came(case, evaluations) for case in cases_of(rule)]
    assert {(each.lo[slot], each.hi[slot]) for each in found} == {(1, 1), (0, 0), (0, 1)}
    stated = {state for case in cases_of(rule) for state in case.expect}
    assert stated == {"holds", "excluded", "undetermined"}


def test_there_are_three_whole_organisations_for_each_archetype() -> None:
    possible = [case.expect.get("archetypes", ()) for case in RULES.cases]
    assert len(RULES.cases) >= 24
    assert {only for (only,) in (each for each in possible if len(each) == 1)} == {*ARCHETYPES}
    assert min(Counter(each for ids in possible for each in ids).values()) >= 3
