"""A consultation is at every step equal to a fresh diagnosis of the same facts, and a refused telling changes nothing."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

import husaca_rules as hr
from husaca_rules.evaluate.engines import Engine
from tests.laws.depth import some
from tests.laws.generated import rule_sets
from tests.laws.known import raw, tellings, worlds
from tests.laws.writing import loaded

REFUSED = ({"no_such_fact": 1}, {"": 1}, {3: 4}, {"organisation": {"colour": "red"}})
NO_VALUES = ("", float("nan"), "no such label", {"from": "x"}, b"high")


class Consultation(RuleBasedStateMachine):
    """Tells, takes back and mistells, and keeps its own book of what was told."""

    @initialize(data=st.data(), engine=st.sampled_from(get_args(Engine)))
    def begin(self, data, engine):
        self.abstract = data.draw(rule_sets())
        self.rules = loaded(self.abstract)
        # All that is told is true of one organisation, so that no telling contradicts another.
        self.world = data.draw(worlds(self.abstract))
        self.session = hr.consult(self.rules, engine=engine)
        self.engine = engine
        self.book = {}

    @rule(data=st.data(), named=st.booleans())
    def tell(self, data, named):
        facts = raw(data.draw(tellings(self.abstract, self.world)))
        if named:
            self.session.tell(**facts)
        else:
            self.session.tell(facts)
        self.book |= facts

    @rule(data=st.data())
    def forget(self, data):
        names = data.draw(st.lists(st.sampled_from(sorted(self.abstract.facts)), max_size=2))
        self.session.forget(*names)
        for name in names:
            self.book.pop(name, None)

    @rule(
        said=st.none() | st.dictionaries(st.sampled_from(["name", "date", "note"]), st.none() | st.just("x"))
    )
    def tell_of_the_organisation(self, said):
        self.session.tell(organisation=said)
        self.book["organisation"] = said

    @rule()
    def forget_the_organisation(self):
        self.session.forget("organisation")
        self.book.pop("organisation", None)

    @rule(data=st.data(), wrong=st.sampled_from(REFUSED))
    def mistell(self, data, wrong):
        before, trace = self.session.diagnosis, self.session.trace
        facts = raw(data.draw(tellings(self.abstract, self.world)))
        if data.draw(st.booleans()):
            wrong = {
                data.draw(st.sampled_from(sorted(self.abstract.facts))): data.draw(st.sampled_from(NO_VALUES))
            }
        with pytest.raises(hr.FactError):
            self.session.tell({**facts, **wrong})
        assert self.session.diagnosis is before
        assert self.session.trace == trace

    @rule(data=st.data())
    def misforget(self, data):
        before = self.session.diagnosis
        with pytest.raises(hr.UnknownName):
            self.session.forget(*self.abstract.facts, "no_such_fact")
        assert self.session.diagnosis is before

    @invariant()
    def is_as_a_fresh_diagnosis(self):
        if not hasattr(self, "session"):
            return
        fresh = hr.diagnose(self.book, rules=self.rules, engine=self.engine)
        assert self.session.diagnosis == fresh
        assert self.session.diagnosis.to_dict() == fresh.to_dict()
        assert self.session.trace == fresh.trace
        for id_ in self.rules.findings:
            assert self.session.diagnosis.why(id_).tree == fresh.why(id_).tree


TestConsultation = Consultation.TestCase
TestConsultation.settings = some(quick=25, deep=400)
