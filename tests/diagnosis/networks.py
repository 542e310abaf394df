"""Networks of findings for tests: links from effects to causes, with a kind and a state for each finding."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product

from attrs import evolve, frozen
from hypothesis import strategies as st

from husaca_rules.diagnosis.causes import CausalReading, read_causes
from husaca_rules.language.rules import Kind, Remedy, State

KINDS = (Kind.CAUSE, Kind.CAUSE, Kind.COMPLAINT, Kind.COMPLAINT, Kind.TRAIT, Kind.PRECONDITION, Kind.HELPER)


@frozen
class Network:
    states: Mapping[str, State]
    kinds: Mapping[str, Kind]
    causes: Mapping[str, tuple[str, ...]]

    def read(self) -> CausalReading:
        return read_causes(self.states, self.kinds, self.causes)

    def knowing(self, *, holds: str = "", excluded: str = "") -> Network:
        """The same after some findings were decided; both are lists of ids between spaces."""
        decided = dict.fromkeys(holds.split(), State.HOLDS) | dict.fromkeys(excluded.split(), State.EXCLUDED)
        return evolve(self, states={**self.states, **decided})

    def completions(self) -> Iterator[Network]:
        """All networks that this one can become when everything is decided."""
        unsure = [f for f, state in self.states.items() if state is State.UNDETERMINED]
        for choice in product((State.HOLDS, State.EXCLUDED), repeat=len(unsure)):
            yield evolve(self, states={**self.states, **dict(zip(unsure, choice, strict=True))})

    def reached_from(self, start: str) -> set[str]:
        """What a finding that holds reaches along links where every finding holds; the definition, step by step."""
        reached = {start} if self.states[start] is State.HOLDS else set()
        while more := {
            effect
            for effect, causes in self.causes.items()
            if self.states[effect] is State.HOLDS and effect not in reached and reached & {*causes}
        }:
            reached |= more
        return reached


def network(links: Mapping[str, str], *, holds: str = "", excluded: str = "", **kinds: str) -> Network:
    """A network by hand. `links` maps an effect to its causes between spaces.

    What is not said to hold or to be excluded is undetermined. The other arguments are kinds with the findings of that
    kind; every other finding is a cause.
    """
    causes = {effect: tuple(text.split()) for effect, text in links.items()}
    named = {finding: Kind(kind) for kind, findings in kinds.items() for finding in findings.split()}
    ids = {
        *causes,
        *(c for direct in causes.values() for c in direct),
        *named,
        *holds.split(),
        *excluded.split(),
    }
    return Network(
        states=dict.fromkeys(sorted(ids), State.UNDETERMINED),
        kinds={finding: named.get(finding, Kind.CAUSE) for finding in sorted(ids)},
        causes=causes,
    ).knowing(holds=holds, excluded=excluded)


@st.composite
def networks(draw, most: int = 8) -> Network:
    """Any acyclic network. The order of ids says nothing of what causes what."""
    order = draw(st.permutations("abcdefgh"[: draw(st.integers(1, most))]))
    states = {
        f: draw(st.sampled_from([State.HOLDS, State.HOLDS, State.UNDETERMINED, State.EXCLUDED]))
        for f in order
    }
    causes = {
        effect: tuple(draw(st.lists(st.sampled_from(order[:place]), unique=True, max_size=3)))
        for place, effect in enumerate(order)
        if place
    }
    return Network(states, {f: draw(st.sampled_from(KINDS)) for f in order}, causes)


@st.composite
def histories(draw) -> tuple[Network, Network]:
    """A network, and the same after some of what was undetermined was decided."""
    before = draw(networks())
    after = {
        finding: draw(st.sampled_from(State)) if state is State.UNDETERMINED else state
        for finding, state in before.states.items()
    }
    return before, evolve(before, states=after)


@st.composite
def reordered(draw) -> tuple[Network, Network]:
    """A network twice, the second with everything in another order."""
    one = draw(networks())
    order = draw(st.permutations(list(one.states)))
    other = Network(
        states={f: one.states[f] for f in order},
        kinds={f: one.kinds[f] for f in reversed(order)},
        causes={f: tuple(draw(st.permutations(one.causes[f]))) for f in order if f in one.causes},
    )
    return one, other


@st.composite
def remedies_for(draw, of: Network) -> dict[str, Remedy]:
    """Some remedies that treat and relieve findings of a network; what one treats it does not relieve."""
    ids = sorted(of.states)
    remedies = {}
    for name in draw(st.permutations(["pills", "rest", "surgery"])):
        treats = draw(st.lists(st.sampled_from(ids), unique=True, max_size=3))
        relieves = draw(st.lists(st.sampled_from(ids), unique=True, max_size=3))
        remedies[name] = remedy(name, " ".join(treats), " ".join(f for f in relieves if f not in treats))
    return remedies


def remedy(name: str, treats: str = "", relieves: str = "") -> Remedy:
    return Remedy(name, {"en": name}, tuple(treats.split()), tuple(relieves.split()))
