"""Sound: what is decided holds in every organisation that the known facts leave possible.

The organisations are enumerated, and what follows for each is worked out by the oracle.
"""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

import husaca_rules as hr
from tests.laws.depth import enough, some
from tests.laws.generated import rule_sets
from tests.laws.known import raw, tellings, worlds
from tests.laws.oracle import banded, completions, outcome
from tests.laws.writing import loaded

MOST = 100


def test_what_is_decided_holds_in_every_completion(engine):
    counted: Counter[str] = Counter()

    @some(quick=40, deep=1_000)
    @given(rule_sets(small=True) | rule_sets(), st.data(), st.integers(0, 1_000))
    def law(abstract, data, manner):
        rules = loaded(abstract, manner)
        for _ in range(3):
            world = data.draw(worlds(abstract))
            told = data.draw(tellings(abstract, world, often=4))
            diagnosis = hr.diagnose(raw(told), rules=rules, engine=engine)
            counted["pairs"] += 1
            alike = dict.fromkeys(rules.findings, 0)
            every = [world, *completions(abstract, told, most=MOST)]
            for completion in every:
                counted["completions"] += 1
                done = outcome(abstract, completion)
                stands(diagnosis, done, abstract)
                for id_, holds in done.findings.items():
                    alike[id_] += holds
            for id_, times in alike.items():
                # Sound, not complete: `a or not a` may be unknown. Counted, to see that little is missed.
                settled = times in (0, len(every))
                counted[
                    "decided" if not diagnosis[id_].undetermined else "missed" if settled else "open"
                ] += 1

    law()
    enough(counted, "completions", quick=800, deep=40_000)
    assert counted["missed"] < counted["decided"]


def stands(diagnosis, done, abstract):
    for finding in diagnosis.findings:
        if not finding.undetermined:
            assert finding.holds == done.findings[finding.id], finding.id
    for score in diagnosis.scores:
        points = done.scores[score.id]
        assert score.points.low <= points <= score.points.high, score.id
        assert banded(abstract.scores[score.id].bands, points) in score.bands, score.id
