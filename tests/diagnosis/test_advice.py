"""The order of advice: failing preconditions, deepest root causes, root causes so far, and the rest."""

from __future__ import annotations

from hypothesis import given

from husaca_rules.diagnosis.advice import order_advice
from husaca_rules.language.rules import Kind, State
from tests.diagnosis.networks import Network, network, networks, reordered


def advice(of: Network) -> tuple[str, ...]:
    return order_advice(of.states, of.kinds, of.read())


# ------------------------------------------------------------------------------------------------------ by hand


def test_nothing_that_holds_is_no_advice():
    assert advice(network({"a": "b"}, excluded="a")) == ()


def test_a_precondition_that_fails_comes_before_any_root_cause():
    known = network({"x": "cause", "y": "cause"}, holds="cause x y market", precondition="market funnel")
    assert advice(known) == ("market", "cause")


def test_a_precondition_that_is_met_or_open_is_no_advice():
    assert advice(network({}, excluded="market", precondition="market funnel")) == ()


def test_what_is_surely_deepest_comes_first_then_what_explains_most_then_ids():
    links = {
        "u": "wide",
        "v": "wide narrow",
        "w": "also",
        "x": "far",
        "y": "far",
        "z": "far",
        "far": "unknown",
    }
    known = network(links, holds="u v w x y z wide narrow also far")
    assert advice(known) == ("wide", "also", "narrow", "far")


def test_standing_causes_and_unexplained_complaints_follow():
    known = network({"x": "root"}, holds="x root a_complaint standing", complaint="a_complaint")
    assert advice(known) == ("root", "standing", "a_complaint")


def test_symptoms_are_left_to_their_causes_unless_they_are_preconditions():
    known = network({"x": "root", "market": "x"}, holds="x root market", precondition="market")
    assert advice(known) == ("market", "root")


def test_a_precondition_that_causes_another_comes_before_it():
    both = network({"a_late": "z_early"}, holds="a_late z_early", precondition="a_late z_early")
    assert advice(both) == ("z_early", "a_late")


def test_helpers_are_never_shown():
    assert advice(network({"x": "named other"}, holds="x named other", helper="named")) == ("other",)


# --------------------------------------------------------------------------------------------------- properties


@given(networks())
def test_advice_names_every_cause_once_and_nothing_that_does_not_hold(any_network):
    reading = any_network.read()
    ordered = advice(any_network)
    assert len({*ordered}) == len(ordered)
    assert all(any_network.states[finding] is State.HOLDS for finding in ordered)
    expected = {*reading.standing, *(entry.id for entry in (*reading.root_causes, *reading.unexplained))}
    assert {f for f in expected if any_network.kinds[f] is not Kind.HELPER} <= {*ordered}
    assert not any(any_network.kinds[finding] is Kind.HELPER for finding in ordered)


@given(networks())
def test_ranks_never_mix(any_network):
    reading = any_network.read()
    deepest = {root.id for root in reading.root_causes if root.deepest}
    so_far = {root.id for root in reading.root_causes} - deepest

    def rank(finding: str) -> int:
        first = any_network.kinds[finding] is Kind.PRECONDITION
        groups = (first, finding in deepest, finding in so_far, finding in reading.standing, True)
        return groups.index(True)

    ranks = [rank(finding) for finding in advice(any_network)]
    assert ranks == sorted(ranks)


@given(reordered())
def test_the_order_of_what_is_given_makes_no_difference(pair):
    one, other = pair
    assert advice(one) == advice(other)
