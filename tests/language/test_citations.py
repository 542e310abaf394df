"""From claims to what rests on them, and back: nothing of the shipped set is uncited, and the page is up to date."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import husaca_rules as hr
from husaca_rules.cli.claims import claims_page
from husaca_rules.language.citations import CaseOf, Cited, cases_of, citations, cites_of

RULES = """\
ruleset: {name: shed, version: "1", languages: [en]}
words: {low: {en: low}, medium: {en: medium}, high: {en: high}, bad: {en: bad}, good: {en: good}}
claims:
  A1: {text: {en: "Rust comes of rain."}, kind: cause}
  A2: {text: {en: "Nobody says this."}, kind: cause}
references: {almanac: {text: "The almanac", year: 1990}}
facts:
  rain: {type: level, title: {en: Rain}, ask: {en: "How much rain?"}, cites: [almanac]}
scores:
  shelter:
    title: {en: Shelter}
    full: 2
    bands: {bad: 0, good: 1}
    cites: [A1]
    signals: {rain: {points: {low: 2, medium: 1, high: 0}, cites: [A1]}}
findings:
  wet: {kind: cause, title: {en: It is wet}, because: {en: x}, when: rain is high, cites: [A1, {own: "Seen."}]}
  rust:
    kind: complaint
    title: {en: Tools rust}
    because: {en: x}
    explained_by: {wet: [A1, almanac]}
    cites: [A1, A1]
    cases: [{given: {rain: high}, expect: undetermined}]
rules:
  rust_in_autumn:
    when: rain in (medium, high)
    find: rust
    cites: [almanac]
    cases: [{given: {rain: high}, expect: holds}]
remedies: {roof: {title: {en: A roof}, treats: [wet], relieves: [rust], cites: [A1]}}
cases:
  storm: {given: {rain: high}, expect: {holds: [rust, wet], symptoms: [rust], remedies: {roof: fits}}}
"""


@pytest.fixture(scope="module")
def shed(tmp_path_factory):
    file = tmp_path_factory.mktemp("shed") / "shed.yaml"
    file.write_text(RULES, encoding="utf-8")
    return hr.load_rules(file)


def test_every_place_that_cites_something_is_found(shed):
    assert citations(shed) == {
        "A1": (
            Cited("score", "shelter"),
            Cited("signal", "rain", "shelter"),
            Cited("finding", "rust", findings=("rust",)),
            Cited("link", "rust", "wet", ("rust", "wet")),
            Cited("finding", "wet", findings=("wet",)),
            Cited("remedy", "roof", findings=("wet", "rust")),
        ),
        "A2": (),
        "almanac": (
            Cited("fact", "rain"),
            Cited("link", "rust", "wet", ("rust", "wet")),
            Cited("rule", "rust_in_autumn", findings=("rust",)),
        ),
    }


def test_a_finding_leads_to_what_it_cites_and_to_its_cases(shed):
    assert [(cite.kind, cite.text) for cite in cites_of(shed, "rust")] == [
        ("claim", "A1"),
        ("reference", "almanac"),
    ]
    assert cases_of(shed, "rust") == (
        CaseOf("rust, case 1", "undetermined"),
        CaseOf("rust_in_autumn, case 1", "holds"),
        CaseOf("storm", "symptoms"),
    )


def test_no_claim_of_the_shipped_set_is_uncited():
    rules = hr.load_rules()
    assert list(rules.claims) == [f"C{number}" for number in range(1, 72)]
    places = citations(rules)
    assert [claim for claim in rules.claims if not places[claim]] == []


def test_no_reference_of_the_shipped_set_is_uncited_but_the_source_of_the_claims():
    rules = hr.load_rules()
    places = citations(rules)
    assert [reference for reference in rules.references if not places[reference]] == ["source_article"]


def test_every_finding_of_the_shipped_set_rests_on_something():
    rules = hr.load_rules()
    shown = [each for each in rules.findings.values() if each.kind is not hr.Kind.HELPER]
    assert [each.id for each in shown if not cites_of(rules, each.id)] == []
    assert [each.id for each in shown if not all(each.causes.values())] == []


def test_an_own_reason_and_a_reference_are_one_text_or_one_in_each_language(tmp_path):
    file = tmp_path / "shed.yaml"
    text = re.sub(r"\{en: ([^{}]*)\}", r"{en: \1, nl: \1}", RULES).replace("[en]", "[nl, en]")
    text = text.replace('{own: "Seen."}', '{own: "Seen."}, {own: {nl: "Gezien.", en: "Seen often."}}')
    file.write_text(text, encoding="utf-8")
    shed = hr.load_rules(file)
    own = [cite.reason for cite in shed.findings["wet"].cites if cite.kind == "own"]
    assert own == [{"en": "Seen.", "nl": "Seen."}, {"en": "Seen often.", "nl": "Gezien."}]
    assert shed.references["almanac"].text == {"en": "The almanac", "nl": "The almanac"}
    told = hr.diagnose({"rain": "high"}, rules=shed).render("nl", sources=True)
    assert "Eigen interpretatie: Gezien." in told


def test_own_reasons_and_references_of_the_shipped_set_are_told_in_every_language():
    rules = hr.load_rules()
    texts = [each.text for each in rules.references.values()]
    texts += [cite.reason for each in _citing(rules) for cite in each if cite.kind == "own"]
    assert len(texts) > 100
    assert [each for each in texts if not each.get("en") or each["en"] == each["nl"]] == []


def _citing(rules):
    for fact in rules.facts.values():
        yield fact.cites
    for score in rules.scores.values():
        yield from (score.cites, *(signal.cites for signal in score.signals))
    for finding in rules.findings.values():
        yield from (finding.cites, *finding.causes.values())
    for other in (*rules.rules.values(), *rules.remedies.values()):
        yield other.cites


def test_the_page_on_claims_is_what_the_rules_say():
    page = Path(__file__).parents[2] / "docs" / "claims.md"
    assert page.read_text(encoding="utf-8") == claims_page(hr.load_rules()), "`make claims` writes it anew"
