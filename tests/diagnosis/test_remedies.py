"""Remedies: what fits, what treats symptoms, what is beside the point, and what stays when more is learned."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from husaca_rules.diagnosis.remedies import Judgement, Verdict, judge
from husaca_rules.language.rules import Kind, State
from tests.diagnosis.networks import Network, histories, network, networks, remedies_for, remedy, reordered

FINAL = {Verdict.FITS, Verdict.SYMPTOM_TREATMENT, Verdict.BESIDE_THE_POINT}

# Results fall short where skills or means are lacking; means are lacking where nobody owns the process.
SALES = network(
    {"results_short": "skill_gap means_missing", "means_missing": "no_owner"},
    complaint="results_short",
    trait="old",
)
TRAINING = remedy("training", treats="skill_gap", relieves="results_short")
TOOLING = remedy("tooling", treats="means_missing", relieves="results_short")
BONUS = remedy("bonus", relieves="results_short")


def judged(of: Network, *remedies, **planned: State) -> tuple[Judgement, ...]:
    return judge({one.id: one for one in remedies}, of.states, of.kinds, of.causes, planned)


def verdict(of: Network, one) -> Verdict:
    return judged(of, one)[0].verdict


# ------------------------------------------------------------------------------------------------------ by hand


def test_a_remedy_for_a_deepest_root_cause_fits():
    known = SALES.knowing(holds="skill_gap results_short")
    assert judged(known, TRAINING) == (
        Judgement("training", Verdict.FITS, "possibly_planned", ("skill_gap",), ("results_short",), ()),
    )


def test_a_remedy_for_a_root_cause_so_far_fits_so_far():
    known = SALES.knowing(holds="means_missing results_short")
    assert verdict(known, TOOLING) is Verdict.FITS_SO_FAR
    assert verdict(known.knowing(excluded="no_owner"), TOOLING) is Verdict.FITS


def test_a_remedy_for_what_proves_to_be_a_symptom_is_symptom_treatment():
    known = SALES.knowing(holds="no_owner means_missing results_short")
    assert judged(known, TOOLING) == (
        Judgement(
            "tooling",
            Verdict.SYMPTOM_TREATMENT,
            "possibly_planned",
            treats=(),
            relieves=("means_missing", "results_short"),
            leaves=("no_owner",),
        ),
    )


def test_a_remedy_for_a_standing_cause_fits():
    assert verdict(SALES.knowing(holds="skill_gap", excluded="results_short"), TRAINING) is Verdict.FITS


def test_relief_is_symptom_treatment_once_what_is_treated_is_excluded():
    known = SALES.knowing(holds="means_missing results_short")
    assert verdict(known, TRAINING) is Verdict.UNDETERMINED
    known = known.knowing(excluded="skill_gap")
    assert verdict(known, TRAINING) is Verdict.SYMPTOM_TREATMENT
    assert judged(known, TRAINING)[0].leaves == ("means_missing",)


def test_relief_is_symptom_treatment_once_what_is_treated_can_be_no_more_than_a_symptom():
    # Whether means are missing is not known; if they are, it is because nobody owns the process.
    assert verdict(SALES.knowing(holds="no_owner results_short"), TOOLING) is Verdict.SYMPTOM_TREATMENT


def test_a_remedy_that_treats_nothing_can_only_relieve():
    assert verdict(SALES, BONUS) is Verdict.UNDETERMINED
    assert verdict(SALES.knowing(holds="results_short"), BONUS) is Verdict.SYMPTOM_TREATMENT
    assert verdict(SALES.knowing(excluded="results_short"), BONUS) is Verdict.BESIDE_THE_POINT


def test_beside_the_point_takes_all_that_is_treated_or_relieved_to_be_excluded():
    known = SALES.knowing(excluded="skill_gap")
    assert verdict(known, TRAINING) is Verdict.UNDETERMINED
    assert verdict(known.knowing(excluded="results_short"), TRAINING) is Verdict.BESIDE_THE_POINT


def test_to_treat_a_symptom_and_relieve_nothing_else_is_symptom_treatment_too():
    # All is known here, so a verdict that stays open would never come.
    known = SALES.knowing(holds="no_owner means_missing", excluded="skill_gap results_short")
    assert judged(known, TOOLING)[0].verdict is Verdict.SYMPTOM_TREATMENT
    assert judged(known, TOOLING)[0].relieves == ("means_missing",)


@pytest.mark.parametrize("excluded", ("", "skill_gap means_missing no_owner"))
def test_to_treat_an_unexplained_complaint_is_no_fit(excluded):
    # Its cause is not known, so no remedy can be said to tackle the cause.
    known = SALES.knowing(holds="results_short", excluded=excluded)
    painkiller = remedy("painkiller", treats="results_short")
    assert judged(known, painkiller) == (
        Judgement(
            "painkiller",
            Verdict.SYMPTOM_TREATMENT,
            "possibly_planned",
            treats=(),
            relieves=("results_short",),
            leaves=("results_short",),
        ),
    )


def test_a_complaint_that_may_yet_show_does_not_keep_a_verdict_open():
    both = network({}, holds="results_short", complaint="results_short people_leave")
    assert (
        verdict(both, remedy("r", treats="people_leave", relieves="results_short"))
        is Verdict.SYMPTOM_TREATMENT
    )


def test_a_trait_that_may_yet_show_does_keep_a_verdict_open():
    # It can be neither root cause nor standing cause; but if it holds, the remedy treats what holds and is no symptom.
    known = SALES.knowing(holds="results_short")
    renewal = remedy("renewal", treats="old", relieves="results_short")
    assert verdict(known, renewal) is Verdict.UNDETERMINED
    assert verdict(known.knowing(holds="old"), renewal) is Verdict.FITS
    assert verdict(known.knowing(excluded="old"), renewal) is Verdict.SYMPTOM_TREATMENT


def test_a_remedy_that_fits_one_cause_still_leaves_the_others():
    known = SALES.knowing(holds="skill_gap means_missing no_owner results_short")
    assert judged(known, TRAINING)[0].leaves == ("no_owner",)


def test_what_is_relieved_may_be_a_root_cause_and_is_left():
    hire = remedy("hire", relieves="skill_gap results_short")
    assert judged(SALES.knowing(holds="skill_gap results_short"), hire)[0].leaves == ("skill_gap",)


@pytest.mark.parametrize(
    ("state", "flag"),
    (
        (State.HOLDS, "planned"),
        (State.UNDETERMINED, "possibly_planned"),
        (State.EXCLUDED, "not_planned"),
    ),
)
def test_all_remedies_are_judged_planned_or_not(state, flag):
    known = SALES.knowing(holds="skill_gap results_short")
    bonus, training = judged(known, TRAINING, BONUS, training=state)
    assert (training.verdict, training.planned) == (Verdict.FITS, flag)
    assert (bonus.verdict, bonus.planned) == (Verdict.SYMPTOM_TREATMENT, "possibly_planned")


# --------------------------------------------------------------------------------------------------- properties


@given(histories(), st.data())
def test_final_verdicts_never_turn_back(history, data):
    before, after = history
    remedies = data.draw(remedies_for(before)).values()
    for earlier, later in zip(judged(before, *remedies), judged(after, *remedies), strict=True):
        assert earlier.verdict not in FINAL or later.verdict is earlier.verdict


@given(networks(), st.data())
def test_once_everything_is_known_every_verdict_is_final(any_network, data):
    remedies = data.draw(remedies_for(any_network)).values()
    complete = data.draw(st.sampled_from([*any_network.completions()]))
    assert {one.verdict for one in judged(complete, *remedies)} <= FINAL


@given(networks(), st.data())
def test_a_judgement_says_what_it_rests_on(any_network, data):
    reading = any_network.read()
    symptoms = {symptom.id for symptom in reading.symptoms}
    deepest = {root.id for root in reading.root_causes if root.deepest}
    so_far = {root.id for root in reading.root_causes} - deepest
    remedies = data.draw(remedies_for(any_network))
    for one in judged(any_network, *remedies.values()):
        aims = {*remedies[one.id].treats, *remedies[one.id].relieves}
        assert {*one.treats} <= {*remedies[one.id].treats} - symptoms
        assert not any(any_network.kinds[finding] is Kind.COMPLAINT for finding in one.treats)
        assert {*one.treats, *one.relieves} == {f for f in aims if any_network.states[f] is State.HOLDS}
        assert not {*one.treats} & {*one.relieves}
        assert not symptoms & {*one.leaves}
        assert {*one.treats}.isdisjoint(one.leaves)
        for finding in one.relieves:
            assert finding in set().union(*map(any_network.reached_from, (*one.leaves, *one.treats)))
        assert bool(one.treats) == (one.verdict in {Verdict.FITS, Verdict.FITS_SO_FAR})
        if deepest & {*remedies[one.id].treats}:
            assert one.verdict is Verdict.FITS
        elif so_far & {*remedies[one.id].treats}:
            assert one.verdict in {Verdict.FITS, Verdict.FITS_SO_FAR}


@given(reordered(), st.data())
def test_the_order_of_what_is_given_makes_no_difference(pair, data):
    one, other = pair
    remedies = list(data.draw(remedies_for(one)).values())
    turned = [remedy(r.id, " ".join(r.treats[::-1]), " ".join(r.relieves[::-1])) for r in reversed(remedies)]
    assert judged(one, *remedies) == judged(other, *turned)
