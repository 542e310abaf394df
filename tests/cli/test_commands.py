"""What each command prints, with which rules, and in which language."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

import husaca_rules as hr
from husaca_rules.cli import console
from tests.cli.commandline import run
from tests.diagnosis.gardens import GARDEN, write_rules

EXAMPLES = Path(__file__).parents[2] / "examples"


# What it prints.


def test_a_diagnosis_is_the_note(capsys):
    code, out, err = run(capsys, "diagnose", "desert.yaml", "--rules", "garden")
    rules = hr.load_rules("garden")
    assert (code, err) == (0, "")
    assert out == hr.diagnose(hr.read_facts("desert.yaml"), rules=rules).render("en") + "\n"


def test_as_json_it_is_the_diagnosis_as_data(capsys):
    code, out, _ = run(capsys, "diagnose", "desert.yaml", "--rules", "garden", "--format", "json")
    rules = hr.load_rules("garden")
    assert code == 0
    assert json.loads(out) == hr.diagnose(hr.read_facts("desert.yaml"), rules=rules).to_dict()


def test_engines_print_the_same(capsys):
    path = str(EXAMPLES / "blue.yaml")
    told = {run(capsys, "diagnose", path, "--engine", engine)[1] for engine in ("experta", "direct")}
    assert len(told) == 1


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.yaml")), ids=lambda path: path.stem)
@pytest.mark.parametrize("lang", ("nl", "en"))
def test_every_example_is_diagnosed_in_lines_of_eighty_columns(capsys, path, lang):
    code, out, _ = run(capsys, "diagnose", str(path), "--lang", lang)
    assert code == 0
    assert max(map(len, out.splitlines())) <= 80
    assert "\x1b" not in out


def test_an_explanation_shows_why_and_why_not(capsys):
    code, out, _ = run(capsys, "explain", "desert.yaml", "bare", "--rules", "garden", "--lang", "nl")
    assert code == 0
    assert out.startswith("De grond is kaal [bare]: niet aan de orde\n  als layers < 3 (rules.yaml:")
    assert "    Lagen mulch: 5 (desert.yaml:8)\n" in out
    assert "\n\nDe grond is kaal [bare]: niet aan de orde\nDit sluit het uit:\n" in out
    assert "  - Lagen mulch: hoogstens 2 in plaats van 5\n" in out


def test_of_what_holds_only_the_reason_is_shown(capsys):
    _, out, _ = run(capsys, "explain", "desert.yaml", "dying", "--rules", "garden")
    assert out.count("[dying]") == 1


def test_an_explanation_as_json_is_the_tree(capsys):
    code, out, _ = run(capsys, "explain", "desert.yaml", "large", "--rules", "garden", "--format", "json")
    data = json.loads(out)
    assert (code, data["id"], data["why"]["state"], data["format"]) == (0, "large", "undetermined", 1)
    condition = data["why"]["parts"][0]["parts"][0]["parts"][0]
    assert condition["text"] == "plants >= 100"
    (plants,) = condition["parts"]
    assert plants["value"] == {"from": 80}
    assert plants["parts"][0]["place"] == {"file": "desert.yaml", "line": 6, "column": 1}
    assert {step["fact"] for (step,) in data["why_not"]["repairs"]} == {"beds", "per_bed"}
    assert (
        json.loads(run(capsys, "explain", "desert.yaml", "dry", "--rules", "garden", "--format", "json")[1])[
            "why_not"
        ]
        is None
    )


def test_check_counts_what_it_read(capsys):
    told = "garden 2: facts 9, findings 8, rules 9, remedies 3. All 3 cases pass.\n"
    assert run(capsys, "check", "garden") == (0, told, "")
    told = "garden 2: feiten 9, bevindingen 8, regels 9, maatregelen 3. Alle 3 voorbeelden kloppen.\n"
    assert run(capsys, "check", "--rules", "garden", "--lang", "nl") == (0, told, "")


def test_check_without_a_name_checks_the_rules_that_ship(capsys):
    code, out, _ = run(capsys, "check")
    assert code == 0
    assert re.fullmatch(r"husaca \S+: .* All \d+ cases pass\.\n", out)


def test_check_without_cases_says_so(capsys):
    assert run(capsys, "check", "plot")[1].endswith("There are no cases.\n")


def test_check_says_what_was_expected_and_what_came(capsys):
    write_rules(
        Path("garden"),
        GARDEN.replace("root_causes: [dry]", "root_causes: []").replace(
            "hose: fits", "hose: beside_the_point"
        ),
    )
    code, out, err = run(capsys, "check", "garden")
    line = GARDEN.splitlines().index("  desert:") + 1
    assert (code, err) == (1, "")
    assert out == (
        f"rules.yaml:{line}  desert\n"
        "    expected root_causes: nothing\n"
        "        got root_causes: dry\n"
        "    expected remedy:hose: beside_the_point\n"
        "        got remedy:hose: fits\n"
        "\n"
        "garden 2: facts 9, findings 8, rules 9, remedies 3. 1 of 3 cases fails.\n"
    )
    code, out, _ = run(capsys, "check", "garden", "--format", "json")
    data = json.loads(out)
    assert (code, [case["passed"] for case in data["cases"]], data["problems"]) == (
        1,
        [True, True, False],
        [],
    )
    assert data["cases"][2]["differences"][0] == {"about": "root_causes", "expected": [], "came": ["dry"]}


def test_check_shows_every_problem(capsys):
    write_rules(Path("garden"), GARDEN.replace("when: loss is high", "when: losss is high or layers > beds_"))
    code, out, err = run(capsys, "check", "garden")
    assert code == 1
    assert "garden/rules.yaml" in err
    assert "Did you mean `loss`?" in err
    assert "Did you mean `beds`?" in err
    assert out == "\n2 problems. No case was run.\n"
    code, out, err = run(capsys, "check", "garden", "--format", "json")
    data = json.loads(out)
    assert (code, err, data["rules"], len(data["problems"])) == (1, "", None, 2)
    assert data["problems"][0]["place"]["file"] == "garden/rules.yaml"


# Which rules.


def test_rules_without_a_heading_are_read_beside_those_that_ship(capsys):
    more = "findings: {own_one: {kind: trait, title: {en: Mine, nl: Van mij}, because: {en: x, nl: x}, "
    more += "when: micro_management is high, cites: [{own: x}]}}\n"
    write_rules(Path("more"), more)
    Path("facts.yaml").write_text("micro_management: high\n", encoding="utf-8")
    code, out, _ = run(capsys, "explain", "facts.yaml", "own_one", "--rules", "more")
    assert (code, out.splitlines()[0]) == (0, "Mine [own_one]: holds")


def test_each_further_directory_is_read_beside_those_before(capsys):
    more = "findings: {own_one: {kind: trait, title: {en: Mine, nl: Van mij}, because: {en: x, nl: x}, "
    more += "when: dry, cites: [{own: x}]}}\n"
    directory = Path("more")
    directory.mkdir()
    (directory / "more.yaml").write_text(more, encoding="utf-8")
    arguments = ["--rules", "garden", "--rules", "more", "--lang", "nl"]
    code, out, _ = run(capsys, "explain", "desert.yaml", "own_one", *arguments)
    assert (code, out.splitlines()[0]) == (0, "Van mij [own_one]: aan de orde")


def test_broken_rules_are_1_and_missing_ones_2(capsys):
    write_rules(Path("broken"), GARDEN.replace("when: loss is high", "when: loss is hihg"))
    code, out, err = run(capsys, "diagnose", "desert.yaml", "--rules", "broken")
    assert (code, out) == (1, "")
    assert "Did you mean `high`?" in err
    code, out, err = run(capsys, "diagnose", "desert.yaml", "--rules", "nowhere")
    assert (code, out) == (2, "")
    assert "There is no file or directory `nowhere`." in err


# Language.


@pytest.mark.parametrize(
    ("environment", "lang"),
    (
        ({}, "en"),
        ({"LANG": "nl_NL.UTF-8"}, "nl"),
        ({"LANG": "nl_BE"}, "nl"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "nl_NL.UTF-8", "LC_MESSAGES": "en_GB.UTF-8"}, "en"),
        ({"LANG": "en_GB.UTF-8", "LC_ALL": "nl_NL.UTF-8", "LC_MESSAGES": "en_GB.UTF-8"}, "nl"),
        ({"LANG": "nl_NL.UTF-8", "LC_ALL": ""}, "nl"),
        ({"LC_ALL": "C", "LANG": "nl_NL.UTF-8"}, "en"),
    ),
)
def test_the_language_is_that_of_the_locale(environment, lang):
    assert console.language(environment) == lang


def test_the_locale_gives_way_to_what_is_asked_and_to_what_the_rules_have(capsys, monkeypatch):
    monkeypatch.setenv("LANG", "nl_NL.UTF-8")
    assert run(capsys, "diagnose", "desert.yaml", "--rules", "garden")[1].startswith(
        "Diagnose van The desert"
    )
    assert run(capsys, "diagnose", "desert.yaml", "--rules", "garden", "--lang", "en")[1].startswith(
        "Diagnosis of"
    )
    Path("slugs.yaml").write_text("slugs: high\n", encoding="utf-8")
    assert "A plague of slugs" in run(capsys, "diagnose", "slugs.yaml", "--rules", "plot")[1]
    assert (
        "Une invasion de limaces"
        in run(capsys, "diagnose", "slugs.yaml", "--rules", "plot", "--lang", "fr")[1]
    )


def test_a_language_that_the_rules_lack_is_wrong_use(capsys):
    code, out, err = run(capsys, "diagnose", "desert.yaml", "--rules", "garden", "--lang", "fr")
    assert (code, out, err) == (2, "", "husaca: These rules have no texts in `fr`, only in: nl, en.\n")
    Path("slugs.yaml").write_text("slugs: high\n", encoding="utf-8")
    err = run(capsys, "diagnose", "slugs.yaml", "--rules", "plot", "--lang", "nl")[2]
    assert err == "husaca: Deze regels hebben geen teksten in `nl`, wel in: en, fr.\n"
