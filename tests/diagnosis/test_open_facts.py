"""What is still to be found out: only what can yet decide something."""

from __future__ import annotations

import pytest

import husaca_rules as hr

RULES = """\
ruleset: {name: kitchen, version: "1", languages: [en]}
words: {low: {en: low}, high: {en: high}, dim: {en: dim}, lit: {en: lit}}
facts:
  heat: {type: level, title: {en: Heat}, ask: {en: "Heat?"}, levels: [low, high]}
  salt: {type: level, title: {en: Salt}, ask: {en: "Salt?"}, levels: [low, high]}
  time: {type: number, title: {en: Time}, ask: {en: "Time?"}, range: [0, 10]}
  cooks: {type: number, title: {en: Cooks}, ask: {en: "Cooks?"}, range: [1, 10], whole: true}
  pace: {type: number, title: {en: Pace}, ask: {en: "Pace?"}, range: [0, 10], formula: time / cooks}
scores:
  taste:
    title: {en: Taste}
    full: 4
    bands: {dim: 0, lit: 3}
    signals:
      heat: {points: {low: 0, high: 3}}
      salt: {points: {low: 0, high: 1}}
findings:
  burnt: {kind: complaint, title: {en: Burnt}, because: {en: x}, when: heat is high and (salt is high or time > 5)}
  tasty: {kind: trait, title: {en: Tasty}, because: {en: x}, when: taste is lit}
  rushed: {kind: trait, title: {en: Rushed}, because: {en: x}, when: pace < 1}
  praised: {kind: trait, title: {en: Praised}, because: {en: x}, when: tasty and not burnt}
"""


@pytest.fixture(scope="module")
def kitchen(tmp_path_factory):
    file = tmp_path_factory.mktemp("kitchen") / "kitchen.yaml"
    file.write_text(RULES, encoding="utf-8")
    return hr.load_rules(file)


def asked(kitchen, **facts):
    return {each.id: set(each.findings) for each in hr.diagnose(facts, rules=kitchen).open_facts}


def test_with_nothing_known_every_fact_is_asked_for_all_that_reads_it_through_findings_scores_and_formulas(
    kitchen,
):
    assert asked(kitchen) == {
        "heat": {"burnt", "tasty", "praised"},
        "salt": {"burnt", "tasty", "praised"},
        "time": {"burnt", "rushed", "praised"},
        "cooks": {"rushed"},
    }


def test_a_part_that_is_settled_asks_for_nothing(kitchen):
    # Taste is lit whatever the salt, and the heat leaves burnt open by salt and time.
    assert asked(kitchen, heat="high") == {
        "salt": {"burnt", "praised"},
        "time": {"burnt", "rushed", "praised"},
        "cooks": {"rushed"},
    }
    # Nothing is burnt, and nothing is tasty: only the pace is open.
    assert asked(kitchen, heat="low") == {"time": {"rushed"}, "cooks": {"rushed"}}


def test_a_fact_known_in_part_is_asked_for_as_long_as_it_decides(kitchen):
    assert "time" in asked(kitchen, heat="high", salt="low", time={"from": 4}, cooks=10)
    assert asked(kitchen, heat="high", salt="low", time={"from": 6}, cooks=3) == {}


MEETING = """\
ruleset: {name: race, version: "1", languages: [en]}
facts:
  x: {type: number, title: {en: X}, ask: {en: "X?"}, range: [0, 100]}
  y: {type: number, title: {en: Y}, ask: {en: "Y?"}, range: [0, 100]}
  z: {type: number, title: {en: Z}, ask: {en: "Z?"}, range: [0, 100]}
  both: {type: number, title: {en: Both}, ask: {en: "Both?"}, range: [0, 200], formula: x + y}
findings:
  chain: {kind: trait, title: {en: Chain}, because: {en: x}, when: x < y < z}
  more: {kind: trait, title: {en: More}, because: {en: x}, when: both > z}
"""


def test_neither_a_settled_link_of_a_chain_nor_what_a_told_result_follows_from_is_asked_for(tmp_path):
    file = tmp_path / "race.yaml"
    file.write_text(MEETING, encoding="utf-8")
    race = hr.load_rules(file)
    assert asked(race, x={"from": 0, "to": 1}, y=5)["z"] == {"chain", "more"}
    assert asked(race, x={"from": 0, "to": 1}, y=5)["x"] == {"more"}
    assert asked(race, both=50)["z"] == {"chain", "more"}
    assert asked(race, both=50)["x"] == {"chain"}
