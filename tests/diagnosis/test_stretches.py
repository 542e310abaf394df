"""What a repair may propose of a number: stretches in which every value does the same."""

from __future__ import annotations

import pytest

import husaca_rules as hr
from husaca_rules.diagnosis.stretches import MOST_EDGES

RULES = """\
ruleset: {name: week, version: "1", languages: [en]}
words: {low: {en: low}}
facts:
  work: {type: number, title: {en: Work}, ask: {en: "Work?"}, range: [0, 20], whole: true}
  play: {type: number, title: {en: Play}, ask: {en: "Play?"}, range: [0, 20], whole: true}
splits:
  time: {facts: [work, play], total: 10}
findings:
  no_play: {kind: complaint, title: {en: No play}, because: {en: x}, when: play < 1}
"""


def test_a_part_of_a_split_is_proposed_up_to_the_total_and_not_where_the_parts_count_as_rounded(tmp_path):
    file = tmp_path / "week.yaml"
    file.write_text(RULES, encoding="utf-8")
    rules = hr.load_rules(file)
    diagnosis = hr.diagnose({"work": 4, "play": {"from": 0, "to": 10}}, rules=rules, engine="direct")
    (work,) = [
        step
        for repair in diagnosis.why_not("no_play").repairs
        if len(repair.steps) == 1
        for step in repair.steps
        if step.fact == "work"
    ]
    assert work.options == (hr.Interval(10, 10),)
    assert diagnosis.what_if(work=10)["no_play"].holds
    # Eleven and nothing are taken as rounded parts of ten, and say nothing of each other.
    assert diagnosis.what_if(work=11)["no_play"].undetermined


MANY = """\
ruleset: {{name: many, version: "1", languages: [en]}}
facts:
{facts}
findings:
  much: {{kind: trait, title: {{en: Much}}, because: {{en: x}}, when: "{when}"}}
"""
FACT = "  {name}: {{type: number, title: {{en: A}}, ask: {{en: A}}, range: [0, {most}]{more}}}"


def loaded(tmp_path, facts, when):
    file = tmp_path / "many.yaml"
    file.write_text(MANY.format(facts="\n".join(facts), when=when), encoding="utf-8")
    return hr.load_rules(file)


def test_a_long_sum_is_repaired_in_a_time_that_grows_with_its_length(tmp_path):
    # Trying every combination of the ends of the others would take 2 ** 39 of them.
    names = [f"a{number}" for number in range(40)]
    facts = [FACT.format(name=name, most=100, more="") for name in names]
    rules = loaded(tmp_path, facts, f"{' + '.join(names)} > 50")
    stopped = hr.diagnose({}, rules=rules, engine="direct").why_not("much")
    assert stopped.complete
    assert [[step.fact for step in repair.steps] for repair in stopped.repairs] == [
        [name] for name in sorted(names)
    ]


def test_along_a_chain_of_formulas_the_search_for_edges_is_cut_and_says_so(tmp_path):
    count = 12
    facts = [FACT.format(name=f"a{number:02}", most=100, more="") for number in range(count)]
    before = "a00"
    for number in range(1, count):
        facts.append(
            FACT.format(name=f"sum{number:02}", most=10_000, more=f", formula: {before} + a{number:02}")
        )
        before = f"sum{number:02}"
    rules = loaded(tmp_path, facts, f"{before} > 50")
    # So many edges that trying them all would have no end; what is found is right, and is said not to be all.
    assert 2**count > MOST_EDGES
    stopped = hr.diagnose({}, rules=rules, engine="direct").why_not("much")
    assert stopped.repairs
    assert not stopped.complete


def test_findings_that_many_others_read_are_gone_through_once(tmp_path):
    facts = [FACT.format(name="a", most=100, more="")]
    text = MANY.format(facts="\n".join(facts), when="layer21_0")
    for layer in range(22):
        when = " or ".join(f"layer{layer - 1:02}_{side}" for side in (0, 1)) if layer else "a > 50"
        for side in (0, 1):
            text += f"  layer{layer:02}_{side}: {{kind: trait, title: {{en: L}}, because: {{en: x}}, when: {when}}}\n"
    file = tmp_path / "layers.yaml"
    file.write_text(text, encoding="utf-8")
    stopped = hr.diagnose({}, rules=hr.load_rules(file), engine="direct").why_not("much")
    assert [blocker.text for blocker in stopped.blockers] == ["a > 50"]


@pytest.mark.parametrize("known", ({}, {"work": 3}))
def test_an_option_is_a_value_that_can_be_told(tmp_path, known):
    file = tmp_path / "week.yaml"
    file.write_text(RULES, encoding="utf-8")
    diagnosis = hr.diagnose(known, rules=hr.load_rules(file), engine="direct")
    tried = 0
    for repair in diagnosis.why_not("no_play").repairs:
        for step in repair.steps:
            for option in step.options:
                tried += 1
                assert diagnosis.what_if({step.fact: option}).facts[step.fact] is not None
    assert tried
