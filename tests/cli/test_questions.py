"""`husaca questions`: a text to read aloud, a file to fill in, data for a form; of which rules, and after which facts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import husaca_rules as hr
from tests.cli.commandline import child, run

ROOT = Path(__file__).parents[2]
WEATHER = """\
ruleset: {name: weather, version: "2", languages: [en, nl]}
words: {low: {en: low, nl: laag}, high: {en: high, nl: hoog}, hail: {en: hail, nl: hagel}, snow: {en: snow, nl: sneeuw}}
facts:
  rain: {type: level, levels: [low, high], title: {en: Rain, nl: Regen}, ask: {en: "How much rain?", nl: "Hoeveel regen?"}}
  gales: {type: number, whole: true, title: {en: Gales, nl: Stormen}, ask: {en: "How many gales?", nl: "Hoeveel stormen?"}}
  cloud:
    type: number
    unit: share of sky
    range: [0, 1]
    bands: {low: 0, high: 0.5}
    title: {en: Cloud, nl: Bewolking}
    ask: {en: "How much of the sky?", nl: "Hoeveel van de lucht?"}
  falls: {type: set, labels: [hail, snow], title: {en: Falls, nl: Valt}, ask: {en: "What fell?", nl: "Wat viel er?"}}
  wind: {type: choice, labels: [hail, snow], title: {en: Wind, nl: Wind}, ask: {en: "With what?", nl: "Waarmee?"}}
  dry: {type: truth, title: {en: Dry, nl: Droog}, ask: {en: "Was it dry?", nl: "Was het droog?"}}
"""
LISTS = """\
questionnaires:
  today: {title: {en: Today, nl: Vandaag}, facts: [rain, gales, cloud, falls, wind, dry]}
"""
LATER = "  later: {title: {en: Later, nl: Later}, facts: [rain]}\n"


@pytest.fixture(autouse=True)
def weather(tmp_path: Path) -> None:
    files = {"weather": WEATHER + LISTS, "bare": WEATHER, "more": WEATHER + LISTS + LATER}
    for name, text in files.items():
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")


def test_a_text_to_read_aloud_numbers_the_questions_and_says_how_to_answer(capsys) -> None:
    code, out, err = run(capsys, "questions", "--rules", "weather.yaml")
    assert (code, err) == (0, "")
    assert out == (
        "Today: 6 questions.\n"
        "\n 1. Rain (rain)\n    How much rain?\n    Answer: low or high.\n"
        "\n 2. Gales (gales)\n    How many gales?\n    Answer: a whole number.\n"
        "\n 3. Cloud (cloud)\n    How much of the sky?\n"
        "    Answer: a share, such as 31% or 0.31; if you only know it roughly, low\n"
        "    (below 50 %) or high (50 % or more).\n"
        "\n 4. Falls (falls)\n    What fell?\n    Answer: any of [hail, snow], or [] for none.\n"
        "\n 5. Wind (wind)\n    With what?\n    Answer: one of hail, snow.\n"
        "\n 6. Dry (dry)\n    Was it dry?\n    Answer: yes or no.\n"
    )


def test_a_file_to_fill_in_has_each_question_above_its_fact(capsys) -> None:
    code, out, _ = run(
        capsys, "questions", "--rules", "weather.yaml", "--format", "yaml", "--lang", "nl", "--count", "1"
    )
    assert code == 0
    assert out.startswith("# Vandaag (weather 2): 1 vraag.\n#\n# Vul achter de dubbele punt in")
    assert out.endswith("\n\n# 1. Regen\n# Hoeveel regen?\n# Antwoord: laag of hoog.\nrain:\n")
    assert hr.parse_facts(out).values == {"rain": None}


def test_with_facts_only_what_they_leave_open_is_asked(capsys, tmp_path: Path) -> None:
    (tmp_path / "known.yaml").write_text("rain: high\ncloud: {from: 0.2}\ngales:\n", encoding="utf-8")
    asked = ["questions", "today", "--rules", "weather.yaml", "--format", "json", "--facts"]
    code, out, _ = run(capsys, *asked, "known.yaml")
    assert code == 0
    assert [each["id"] for each in json.loads(out)["questions"]] == ["gales", "falls", "wind", "dry"]
    read = child(*asked, "-", said=b"rain: high")
    assert next(each["id"] for each in json.loads(read.stdout)["questions"]) == "gales"


def test_when_all_is_answered_it_says_so_and_the_file_still_holds_no_facts(capsys, tmp_path: Path) -> None:
    known = "rain: low\ngales: 1\ncloud: 0.1\nfalls: []\nwind: snow\ndry: no\n"
    (tmp_path / "known.yaml").write_text(known, encoding="utf-8")
    asked = ["questions", "--rules", "weather.yaml", "--facts", "known.yaml"]
    assert run(capsys, *asked) == (0, "Today. Everything that it asks is answered.\n", "")
    _, out, _ = run(capsys, *asked, "--format", "yaml")
    assert hr.parse_facts(out).values == {}


def test_as_json_it_has_what_a_form_needs_in_every_language(capsys) -> None:
    _, out, _ = run(capsys, "questions", "--rules", "weather.yaml", "--format", "json")
    data = json.loads(out)
    assert data["questionnaire"] == {"id": "today", "title": {"en": "Today", "nl": "Vandaag"}}
    assert data["questions"][2] == {
        "id": "cloud",
        "type": "number",
        "area": None,
        "title": {"en": "Cloud", "nl": "Bewolking"},
        "ask": {"en": "How much of the sky?", "nl": "Hoeveel van de lucht?"},
        "unit": "share of sky",
        "whole": False,
        "share": True,
        "range": [0.0, 1.0],
        "labels": [
            {"id": "low", "word": {"en": "low", "nl": "laag"}, "begins": 0.0},
            {"id": "high", "word": {"en": "high", "nl": "hoog"}, "begins": 0.5},
        ],
    }
    assert data["questions"][1]["range"] == [None, None]
    assert data["splits"] == []


def test_the_shipped_questions_say_which_of_them_make_a_split(capsys) -> None:
    _, out, _ = run(capsys, "questions", "--format", "json")
    split = {"id": "attention", "facts": ["attention_red", "attention_blue", "attention_green"], "total": 100}
    assert json.loads(out)["splits"] == [split]
    _, out, _ = run(capsys, "questions", "--format", "json", "--facts", str(ROOT / "examples" / "blue.yaml"))
    assert json.loads(out)["splits"] == []


@pytest.mark.parametrize("lang", ("nl", "en"))
def test_the_shipped_questions_fit_on_eighty_columns(capsys, lang: str) -> None:
    _, out, _ = run(capsys, "questions", "--lang", lang)
    assert max(map(len, out.splitlines())) <= 80


@pytest.mark.parametrize(
    ("arguments", "said"),
    (
        (
            ["tody", "--rules", "weather.yaml"],
            "There is no questionnaire named `tody`. Did you mean `today`?",
        ),
        (["--rules", "bare.yaml"], "These rules have no questionnaire. A section `questionnaires` adds one."),
        (["--rules", "more.yaml"], "These rules have 2 questionnaires. Say which: later or today."),
        (["--facts", "none.yaml"], "none.yaml"),
        (["--count", "0"], "'0' is no whole number from 1"),
        (["--count", "-3"], "'-3' is no whole number from 1"),
        (["--lang", "fr"], "These rules have no texts in `fr`"),
    ),
)
def test_wrong_use_is_told(capsys, arguments: list[str], said: str) -> None:
    code, out, err = run(capsys, "questions", *arguments)
    assert (code, out) == (2, "")
    assert said in err
