"""Root causes, symptoms, what stands and what stays unexplained, and the smallest sets that explain everything."""

from __future__ import annotations

from graphlib import CycleError
from itertools import combinations, pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from husaca_rules.diagnosis import causes as module
from husaca_rules.diagnosis.causes import (
    CausalReading,
    RootCause,
    Symptom,
    Unexplained,
    open_causes,
    read_causes,
    sources_behind,
)
from husaca_rules.language.rules import Kind, State
from tests.diagnosis.networks import Network, histories, network, networks, reordered

# Control crowds out recognition; without recognition people leave and results fall short.
CONTROL = network(
    {
        "people_leave": "no_recognition",
        "results_short": "no_recognition few_leads",
        "no_recognition": "control",
    },
    complaint="people_leave results_short",
)


def roots(reading: CausalReading) -> tuple[str, ...]:
    return tuple(root.id for root in reading.root_causes)


def sources(reading: CausalReading) -> tuple[str, ...]:
    return tuple(sorted((*roots(reading), *(complaint.id for complaint in reading.unexplained))))


# ------------------------------------------------------------------------------------------------------ by hand


def test_nothing_known_is_nothing_read():
    assert CONTROL.read() == CausalReading((), (), (), (), (), covers_cut=False)


def test_a_chain_has_its_root_cause_at_the_end():
    reading = CONTROL.knowing(
        holds="control no_recognition people_leave", excluded="results_short few_leads"
    ).read()
    assert reading == CausalReading(
        root_causes=(RootCause("control", True, ("no_recognition", "people_leave"), ()),),
        symptoms=(Symptom("no_recognition", ("control",)), Symptom("people_leave", ("no_recognition",))),
        unexplained=(),
        standing=(),
        covers=(("control",),),
        covers_cut=False,
    )


def test_a_root_cause_whose_own_cause_is_open_is_so_far():
    reading = CONTROL.knowing(holds="no_recognition people_leave").read()
    assert reading.root_causes == (RootCause("no_recognition", False, ("people_leave",), ("control",)),)


def test_a_root_cause_becomes_deepest_when_its_own_causes_are_excluded():
    reading = CONTROL.knowing(holds="no_recognition people_leave", excluded="control").read()
    assert reading.root_causes == (RootCause("no_recognition", True, ("people_leave",), ()),)


def test_a_root_cause_so_far_becomes_a_symptom_when_its_cause_shows():
    reading = CONTROL.knowing(holds="control no_recognition people_leave").read()
    assert roots(reading) == ("control",)
    assert Symptom("no_recognition", ("control",)) in reading.symptoms


def test_a_complaint_without_a_cause_that_holds_is_unexplained():
    reading = CONTROL.knowing(holds="results_short", excluded="few_leads").read()
    assert reading.unexplained == (Unexplained("results_short", ("control", "no_recognition")),)
    assert not reading.root_causes
    assert not reading.covers


def test_what_holds_behind_an_excluded_finding_does_not_explain_through_it():
    reading = CONTROL.knowing(holds="control people_leave", excluded="no_recognition").read()
    assert reading.standing == ("control",)
    assert reading.unexplained == (Unexplained("people_leave", ()),)


def test_what_holds_behind_an_undetermined_finding_does_not_explain_through_it_yet():
    reading = CONTROL.knowing(holds="control people_leave").read()
    assert reading.standing == ("control",)
    assert reading.unexplained == (Unexplained("people_leave", ("no_recognition",)),)


def test_only_a_cause_can_stand():
    reading = network({}, holds="distrust old family", trait="old", helper="family").read()
    assert reading.standing == ("distrust",)
    assert not reading.root_causes


def test_a_root_cause_can_be_of_any_kind_but_a_complaint():
    links = {"results_short": "no_fit named uneven people_leave"}
    kinds = {"precondition": "no_fit", "helper": "named", "balance": "uneven"}
    complaints = "results_short people_leave"
    reading = network(links, holds=f"no_fit named uneven {complaints}", complaint=complaints, **kinds).read()
    assert roots(reading) == ("named", "no_fit", "uneven")
    assert reading.unexplained == (Unexplained("people_leave", ()),)


def test_an_unexplained_complaint_can_be_all_that_reaches_a_symptom():
    reading = network(
        {"results_short": "people_leave"},
        holds="results_short people_leave",
        complaint="results_short people_leave",
    ).read()
    assert not reading.root_causes
    assert reading.covers == (("people_leave",),)


def test_an_open_cause_may_lie_behind_one_that_holds():
    # If `b` turns out to hold, `a` explains `d` through it, and `deep` may lie behind `a`.
    chain = network({"e": "d", "d": "b", "b": "a", "a": "deep"}, holds="a d e")
    assert open_causes("d", chain.states, chain.causes) == ("b", "deep")
    assert not open_causes("d", (without := chain.knowing(excluded="b")).states, without.causes)


def test_covers_take_the_fewest_causes():
    reading = network({"x": "a wide", "y": "b wide", "z": "wide c"}, holds="a b c wide x y z").read()
    assert roots(reading) == ("a", "b", "c", "wide")
    assert reading.covers == (("wide",),)


def test_equal_covers_are_all_listed_in_the_order_of_ids():
    reading = network({"x": "c a", "y": "a b", "z": "b c"}, holds="a b c x y z").read()
    assert reading.covers == (("a", "b"), ("a", "c"), ("b", "c"))
    assert not reading.covers_cut


def test_covers_of_connected_parts_are_combined():
    reading = network({"x": "p a", "y": "q b", "z": "m"}, holds="a b m p q x y z").read()
    assert reading.covers == (("a", "b", "m"), ("a", "m", "q"), ("b", "m", "p"), ("m", "p", "q"))


@pytest.mark.parametrize(("parts", "count", "cut"), ((4, 16, False), (5, 16, True), (30, 16, True)))
def test_more_than_sixteen_covers_are_cut_and_said_to_be(parts, count, cut):
    links = {f"x{n}": f"a{n} b{n}" for n in range(parts)}
    reading = network(links, holds=" ".join([*links, *links.values()])).read()
    assert (len(reading.covers), reading.covers_cut) == (count, cut)
    assert len(set(reading.covers)) == count
    assert all(len(cover) == parts for cover in reading.covers)


def test_a_search_that_is_ended_lists_no_cover_that_is_not_a_smallest(monkeypatch):
    # A ring of nine: each symptom has two neighbours as causes; the smallest covers take five of the nine.
    ring = [f"a{n}" for n in range(9)]
    links = {f"x{n}": f"{one} {other}" for n, (one, other) in enumerate(pairwise([*ring, ring[0]]))}
    whole = network(links, holds=" ".join([*links, *ring]))
    full = whole.read()
    assert {len(cover) for cover in full.covers} == {5}
    counts = set()
    for steps in range(1, 60):
        monkeypatch.setattr(module, "MOST_STEPS", steps)
        reading = whole.read()
        assert {*reading.covers} <= {*full.covers}
        assert reading.covers_cut or reading.covers == full.covers
        counts.add(len(reading.covers))
    assert counts == {*range(10)}  # none at first, then one after the other


def test_sixty_findings_that_all_hang_together_take_few_steps(monkeypatch):
    # Thirty root causes, thirty symptoms, each with three of them: there are 142,506 sets of five causes alone.
    links = {f"x{n}": " ".join(f"a{(n * k + k) % 30}" for k in (1, 7, 11)) for n in range(30)}
    everything = network(links, holds=" ".join([*links, *links.values()]))
    reading = everything.read()
    assert len(reading.covers) == 16
    monkeypatch.setattr(module, "MOST_STEPS", 10**9)
    assert everything.read() == reading


def test_a_chain_of_thousands_is_read_without_recursion():
    chain = {f"f{n + 1:04}": f"f{n:04}" for n in range(3_000)}
    reading = network(chain, holds=" ".join(["f0000", *chain])).read()
    assert roots(reading) == ("f0000",)
    assert len(reading.root_causes[0].explains) == 3_000
    assert reading.covers == (("f0000",),)


def test_a_cycle_is_refused_whatever_holds():
    with pytest.raises(CycleError):
        network({"a": "b", "b": "a"}).read()


def test_a_finding_without_a_state_is_refused():
    with pytest.raises(KeyError, match="ghost"):
        read_causes({"a": State.HOLDS}, {"a": Kind.CAUSE}, {"a": ["ghost"]})


# --------------------------------------------------------------------------------------------------- properties


@given(networks())
def test_each_finding_that_holds_is_read_as_what_the_definitions_say(any_network):
    reading = any_network.read()
    holding = {f for f, state in any_network.states.items() if state is State.HOLDS}
    effects = {f: {e for e in holding if f in any_network.causes.get(e, ())} for f in holding}
    symptoms = {f for f in holding if holding & {*any_network.causes.get(f, ())}}
    complaints = {f for f in holding if any_network.kinds[f] is Kind.COMPLAINT}
    plain = {f for f in holding if any_network.kinds[f] is Kind.CAUSE}
    assert [s.id for s in reading.symptoms] == sorted(symptoms)
    assert list(roots(reading)) == sorted(f for f in holding - symptoms - complaints if effects[f])
    assert list(reading.standing) == sorted(f for f in plain - symptoms if not effects[f])
    assert [c.id for c in reading.unexplained] == sorted(complaints - symptoms)
    for root in reading.root_causes:
        direct = any_network.causes.get(root.id, ())
        assert root.deepest == all(any_network.states[cause] is State.EXCLUDED for cause in direct)
        assert root.deepest == (not root.open_causes)
        assert list(root.explains) == sorted(any_network.reached_from(root.id) - {root.id})


@given(networks())
def test_every_symptom_is_reached_from_a_root_cause_or_something_unexplained(any_network):
    reading = any_network.read()
    reached = set().union(*map(any_network.reached_from, sources(reading)))
    assert {symptom.id for symptom in reading.symptoms} <= reached


@given(networks())
def test_each_cover_reaches_all_symptoms_and_none_is_smaller(any_network):
    reading = any_network.read()
    symptoms = {symptom.id for symptom in reading.symptoms}
    if not symptoms:
        assert reading.covers == ()
        return
    reach = {source: any_network.reached_from(source) for source in sources(reading)}
    for size in range(1, len(reach) + 1):
        smallest = [
            cover
            for cover in combinations(reach, size)
            if symptoms <= set().union(*(reach[f] for f in cover))
        ]
        if smallest:
            break
    else:
        pytest.fail("all sources together leave a symptom unreached")
    assert list(reading.covers) == smallest[:16]
    assert reading.covers_cut == (len(smallest) > 16)


@given(networks(most=7))
def test_open_causes_are_those_that_lie_behind_in_some_completion(any_network):
    for finding, state in any_network.states.items():
        if state is not State.HOLDS:
            continue
        behind = {
            other
            for completion in any_network.completions()
            for other, before in any_network.states.items()
            if before is State.UNDETERMINED and finding in completion.reached_from(other)
        }
        assert list(open_causes(finding, any_network.states, any_network.causes)) == sorted(behind)


@given(networks())
def test_sources_are_what_reaches_a_finding_and_is_no_symptom(any_network):
    symptoms = {symptom.id for symptom in any_network.read().symptoms}
    for finding, behind in sources_behind(any_network.states, any_network.causes).items():
        assert behind == {f for f in any_network.states if finding in any_network.reached_from(f)} - symptoms


@given(histories())
def test_symptoms_and_deepest_root_causes_never_turn_back(history):
    before, after = (moment.read() for moment in history)
    assert {s.id for s in before.symptoms} <= {s.id for s in after.symptoms}
    assert {r.id for r in before.root_causes if r.deepest} <= {r.id for r in after.root_causes if r.deepest}
    grown = {s.id: s.causes for s in after.symptoms}
    assert all({*s.causes} <= {*grown[s.id]} for s in before.symptoms)


@given(networks())
def test_once_everything_is_known_nothing_is_so_far(any_network):
    for complete in any_network.completions():
        reading = complete.read()
        assert all(root.deepest for root in reading.root_causes)
        assert not any(complaint.open_causes for complaint in reading.unexplained)


@given(reordered())
def test_the_order_of_what_is_given_makes_no_difference(pair):
    one, other = pair
    assert one.read() == other.read()


@given(st.lists(st.sets(st.integers(0, 9), min_size=1, max_size=4), min_size=1, max_size=12))
def test_covers_of_denser_networks_are_smallest_too(rows):
    links = {f"x{n}": " ".join(f"a{cause}" for cause in sorted(row)) for n, row in enumerate(rows)}
    dense: Network = network(links, holds=" ".join([*links, *links.values()]))
    reading = dense.read()
    fewest = next(
        size
        for size in range(1, 11)
        if any(all(row & {*chosen} for row in rows) for chosen in combinations(range(10), size))
    )
    for cover in reading.covers:
        assert len(cover) == fewest
        assert all({f"a{cause}" for cause in row} & {*cover} for row in rows)
    assume(not reading.covers_cut)
    every = combinations(range(10), fewest)
    count = sum(all(row & {*chosen} for row in rows) for chosen in every)
    assert len(reading.covers) == count
