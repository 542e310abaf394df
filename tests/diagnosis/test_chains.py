"""Chains from a finding to what follows from it: all that it reaches, longest first, nothing twice."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from husaca_rules.diagnosis.causes import Symptom
from husaca_rules.diagnosis.chains import Chains


def chains(**causes: str) -> Chains:
    return Chains(Symptom(effect, tuple(direct.split())) for effect, direct in causes.items())


def test_a_link_that_cuts_a_longer_way_short_is_left_out():
    assert chains(b="a", c="a b").of("a") == ((("a",), ("b",), ("c",)),)


def test_what_branches_off_begins_where_it_does_and_ends_stand_together():
    tree = chains(b="a", c="b", d="c", e="b", f="b", g="a")
    assert tree.of("a") == (
        (("a",), ("b",), ("c",), ("d",)),
        (("b",), ("e", "f")),
        (("a",), ("g",)),
    )


def test_a_second_way_to_what_was_named_ends_there():
    assert chains(b="a", c="a", d="b c", e="d").of("a") == (
        (("a",), ("b",), ("d",), ("e",)),
        (("a",), ("c",), ("d",)),
    )


def test_what_was_told_before_is_pointed_at():
    links = chains(c="a b", d="c", e="b")
    first = links.of("a")
    assert first == ((("a",), ("c",), ("d",)),)
    assert links.of("b", {"c", "d"}) == ((("b",), ("c",), ()), (("b",), ("e",)))
    assert links.of("b", {"e"}) == ((("b",), ("c",), ("d",)), (("b",), ("e",)))


def test_a_way_is_the_longest():
    links = chains(b="a", c="a b", d="c a")
    assert links.way("a", "d") == ("a", "b", "c", "d")
    assert links.way("d", "d") == ("d",)


def test_nothing_follows_from_an_end():
    assert chains(b="a").of("b") == ()
    assert chains().of("a") == ()


@st.composite
def networks(draw: st.DrawFn) -> dict[str, str]:
    """Effects with their causes, each among those named before it, so without a cycle."""
    size = draw(st.integers(2, 9))
    names = [f"n{number}" for number in range(size)]
    found = {}
    for at in range(1, size):
        causes = draw(st.sets(st.sampled_from(names[:at]), max_size=3))
        if causes:
            found[names[at]] = " ".join(sorted(causes))
    return found


@given(networks())
def test_chains_name_all_that_is_reached_and_run_along_links(causes: dict[str, str]) -> None:
    links = chains(**causes)
    for start in {"n0", *causes}:
        told = {start}
        for chain in links.of(start):
            (head,) = chain[0]
            assert head in told
            for before, step in pairwise(chain):
                assert all(before[0] in causes[each].split() for each in step)
            told.update(each for step in chain for each in step)
        assert told == {start, *links.reach(start)}
        for end in links.reach(start):
            way = links.way(start, end)
            assert (way[0], way[-1]) == (start, end)
