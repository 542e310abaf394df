"""The short questionnaire: answered in full it settles lamps, white light and pattern; and the form to fill in."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import husaca_rules as hr
from tests.cli.commandline import run
from tests.laws.depth import some
from tests.rules.organisations import RULES, answers

EXAMPLES = Path(__file__).parents[2] / "examples"
SHORT = RULES.questionnaires["short"].facts
PARTS = RULES.vocabulary.splits[0].facts


def archetypes(diagnosis: hr.Diagnosis) -> list[hr.Finding]:
    return [each for each in diagnosis.findings if each.kind is hr.Kind.ARCHETYPE]


def settled(diagnosis: hr.Diagnosis) -> bool:
    lamps = all(len(score.bands) == 1 for score in diagnosis.scores)
    patterns = sorted(each.state for each in archetypes(diagnosis)) == ["excluded"] * 8 + ["holds"]
    return lamps and patterns and not diagnosis["white_light"].undetermined


@some(quick=150, deep=5_000)
@given(answers(SHORT))
def test_answered_in_full_it_settles_the_lamps_white_light_and_the_pattern(facts: dict[str, object]) -> None:
    diagnosis = hr.diagnose(facts, engine="direct")
    assert settled(diagnosis)
    assert diagnosis.archetype is not None
    assert hr.diagnose(facts, engine="experta") == diagnosis


@some(quick=50, deep=1_000)
@given(answers(SHORT), st.sampled_from(PARTS))
def test_two_parts_of_the_attention_are_enough(facts: dict[str, object], part: str) -> None:
    fewer = {fact: value for fact, value in facts.items() if fact != part}
    assert settled(hr.diagnose(fewer, engine="direct"))
    assert part not in hr.questions(facts=fewer)


@some(quick=30, deep=500)
@given(answers(SHORT), st.sets(st.sampled_from(SHORT)))
def test_what_is_left_to_ask_is_what_was_not_answered_in_the_same_order(
    facts: dict[str, object], answered: set[str]
) -> None:
    left = hr.questions("short", facts={fact: facts[fact] for fact in answered})
    follows = {part for part in PARTS if {*PARTS} - {part} <= answered}
    # Where two parts take all, the third is known too; and where one does, both others.
    unanswered = [fact for fact in SHORT if fact not in answered | follows]
    assert [fact for fact in unanswered if fact in left or fact not in PARTS] == list(left)
    assert not {*left} & (answered | follows)


def test_about_thirty_five_facts_are_asked_and_the_parts_of_the_attention_together() -> None:
    assert 33 <= len(SHORT) <= 37
    first = SHORT.index(PARTS[0])
    assert SHORT[first : first + len(PARTS)] == PARTS


def test_the_questionnaire_asks_for_all_that_the_pattern_is_read_from() -> None:
    read = [*RULES.scores, "white_light", *(each.id for each in archetypes(hr.diagnose({})))]
    assert frozenset().union(*(RULES.facts_read[each] for each in read)) <= {*SHORT}


def test_the_first_twenty_settle_more_than_the_last_twenty() -> None:
    facts = hr.read_facts(EXAMPLES / "blue.yaml").values
    first, last = (
        sum(not each.undetermined for each in hr.diagnose({f: facts[f] for f in part if f in facts}).findings)
        for part in (SHORT[:20], SHORT[-20:])
    )
    assert first > last


# The form.


@pytest.mark.parametrize(("name", "lang"), (("questionnaire", "en"), ("vragenlijst", "nl")))
def test_the_form_among_the_examples_is_what_the_command_writes(capsys, name: str, lang: str) -> None:
    code, out, _ = run(capsys, "questions", "short", "--format", "yaml", "--lang", lang)
    assert code == 0
    assert (EXAMPLES / f"{name}.yaml").read_text(encoding="utf-8") == out, (
        f"husaca questions --format yaml --lang {lang} > examples/{name}.yaml"
    )


@pytest.mark.parametrize("name", ("questionnaire", "vragenlijst"))
def test_a_form_that_nobody_filled_in_says_nothing(name: str) -> None:
    facts = hr.read_facts(EXAMPLES / f"{name}.yaml")
    assert [*facts.values] == [*SHORT]
    assert {*facts.values.values()} == {None}
    assert hr.diagnose(facts) == hr.diagnose({})
    assert hr.questions(facts=facts) == SHORT


@pytest.mark.parametrize(("name", "lang"), (("questionnaire", "en"), ("vragenlijst", "nl")))
def test_a_form_may_be_filled_in_with_the_words_that_it_offers(name: str, lang: str) -> None:
    filled, answers_ = [], 0
    for line in (EXAMPLES / f"{name}.yaml").read_text(encoding="utf-8").splitlines():
        fact = RULES.facts.get(line.removesuffix(":"))
        if fact is None:
            filled.append(line)
        elif fact.scale is not None:
            answers_ += 1
            filled.append(f"{line} {RULES.vocabulary.word(fact.scale.labels[-1], lang)}")
    assert answers_ > 25
    assert len(hr.diagnose(hr.parse_facts("\n".join(filled))).facts) == answers_
