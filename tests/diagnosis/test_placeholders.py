"""Facts shown in texts: filled from what is known, in the way of the language; and the shipped texts read well."""

from __future__ import annotations

import re

import pytest

import husaca_rules as hr
from husaca_rules.language.placeholders import fill, placeholders
from tests.diagnosis.gardens import GARDEN, write_rules

BECAUSE = """\
    because:
      en: "Lost: {loss}; beds: {beds}; in all {plants}; shade: {shade}; plans: {plans}."
      nl: "Verloren: {loss}; bedden: {beds}; samen {plants}; schaduw: {shade}; plannen: {plans}."
"""


@pytest.fixture(scope="module")
def garden(tmp_path_factory):
    text = GARDEN.replace("    because: {en: Many died., nl: Er gingen er veel dood.}\n", BECAUSE)
    text = text.replace("Water it at night.", "Water all {beds} beds at night.")
    return hr.load_rules(write_rules(tmp_path_factory.mktemp("garden"), text))


@pytest.mark.parametrize(
    ("facts", "english", "dutch"),
    (
        (
            {"loss": 0.31, "beds": 4, "per_bed": {"from": 2, "to": 3}, "shade": "low", "plans": ["hose"]},
            "Lost: 31\xa0%; beds: 4; in all 8 to 12; shade: low; plans: A hose.",
            "Verloren: 31%; bedden: 4; samen 8 tot 12; schaduw: laag; plannen: Een slang.",
        ),
        (
            {"loss": {"from": 0.1, "to": 0.25}},
            "Lost: 10\xa0% to 25\xa0%; beds: not known; in all 0 or more; shade: not known; plans: not known.",
            (
                "Verloren: 10% tot 25%; bedden: niet bekend; samen 0 of meer; schaduw: niet bekend; "
                "plannen: niet bekend."
            ),
        ),
    ),
)
def test_a_text_is_filled_from_the_facts(garden, facts, english, dutch):
    diagnosis = hr.diagnose(facts, rules=garden)
    because = garden.findings["dying"].because
    assert diagnosis.filled(because) == english
    assert diagnosis.filled(because, "nl") == dutch


def test_what_a_user_wrote_is_no_placeholder_again(garden):
    assert fill("{a}", lambda _: "{b}") == "{b}"
    assert placeholders("{b} {a} {b}") == ("b", "a")


def test_advice_is_filled_in_the_note(garden):
    text = hr.diagnose({"watered": False, "soil": "sand", "beds": 6, "loss": 0.3}, rules=garden).render("en")
    assert "  1. The garden is dry. Water all 6 beds at night.\n" in text


def test_a_language_that_the_rules_lack_is_an_unknown_name(garden):
    with pytest.raises(hr.UnknownName):
        hr.diagnose({}, rules=garden).filled({}, "fr")


def test_a_diagnosis_without_rules_fills_nothing(garden):
    restored = hr.Diagnosis.from_dict(hr.diagnose({}, rules=garden).to_dict())
    with pytest.raises(hr.HusacaError, match="restored without its rules"):
        restored.filled({})


def test_a_reason_stands_for_the_facts_when_it_shows_all_that_decided():
    shown = hr.diagnose({"talent_turnover": "31%"}).render("nl")
    assert "Verkooptalent vertrekt. Per jaar vertrekt een vijfde of meer van de" in shown
    assert "(hier: 31%)" in shown
    one = hr.diagnose({"reporting_hours": {"from": 7, "to": 9}}).render("en")
    assert "(hours per person: 7 to 9)" in " ".join(one.split())
    # A further fact decided with it, so the list names both.
    two = hr.diagnose({"reporting_hours": 4, "kpi_focus": "high"}).render("en")
    assert "A reporting culture – " in two
    assert "hours per person" not in " ".join(two.split())


def shipped_texts():
    rules = hr.load_rules()
    for each in (*rules.findings.values(), *rules.remedies.values()):
        for texts in (each.because, getattr(each, "advice", {})):
            if any(placeholders(text) for text in texts.values()):
                yield pytest.param(texts, id=each.id)


@pytest.mark.parametrize("texts", tuple(shipped_texts()))
def test_shipped_texts_show_the_same_facts_in_both_languages(texts):
    assert len({frozenset(placeholders(text)) for text in texts.values()}) == 1


@pytest.mark.parametrize("texts", tuple(shipped_texts()))
def test_shipped_texts_show_facts_behind_a_colon_or_alone_in_brackets(texts):
    """There a value, a range and "not known" all read well."""
    for text in texts.values():
        assert len(re.findall(r"(?:: |\()\{\w+\}[;)]", " ".join(text.split()))) == len(placeholders(text))


def test_some_shipped_texts_show_facts():
    assert len(list(shipped_texts())) >= 3
