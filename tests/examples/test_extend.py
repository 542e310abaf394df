"""The example of a consultant's own rules: they stand beside those that ship, and change nothing there."""

from __future__ import annotations

import doctest
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

import husaca_rules as hr
from husaca_rules.diagnosis.cases import run_cases

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "examples" / "extend"
README = (FOLDER / "README.md").read_text(encoding="utf-8")
FLAGS = doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS


@pytest.fixture(scope="module")
def rules():
    return hr.load_rules(FOLDER / "rules", base=hr.load_rules())


@pytest.fixture(scope="module")
def veldkamp():
    return hr.read_facts(FOLDER / "facts.yaml")


def added(rules, what):
    return {
        id_: each for id_, each in getattr(rules, what).items() if id_ not in getattr(hr.load_rules(), what)
    }


def test_it_adds_and_changes_nothing(rules):
    ours = hr.load_rules()
    for what in ("facts", "findings", "remedies", "areas", "rules", "scores", "claims", "references"):
        assert getattr(ours, what).keys() <= getattr(rules, what).keys(), what
    assert sorted(added(rules, "facts")) == [
        "channel_clashes",
        "deal_registration",
        "partner_sales_share",
        "partners_selling_share",
    ]
    assert sorted(added(rules, "findings")) == ["channel_rivalry", "partners_idle"]
    assert sorted(added(rules, "remedies")) == ["channel_rules"]
    assert sorted(added(rules, "areas")) == ["channel"]


def test_it_needs_the_rules_beside_which_it_stands():
    with pytest.raises(hr.RuleError) as raised:
        hr.load_rules(FOLDER / "rules")
    assert "no-ruleset" in {problem.code for problem in raised.value.problems}


@pytest.mark.parametrize("engine", ("direct", "experta"))
def test_all_cases_pass_its_own_among_them(rules, engine):
    results = run_cases(rules, engine)
    assert [result.id for result in results if not result.passed] == []
    assert len(results) == len(run_cases(hr.load_rules(), "direct")) + 11


def test_each_finding_has_a_case_for_each_state():
    text = (FOLDER / "rules" / "channel.yaml").read_text(encoding="utf-8")
    findings = text[text.index("\nfindings:") : text.index("\nremedies:")]
    for block in re.split(r"^  (?=\w+:$)", findings, flags=re.MULTILINE)[1:]:
        states = set(re.findall(r"expect: (\w+)", block))
        assert states == {"holds", "excluded", "undetermined"}, block.partition(":")[0]


def test_every_text_is_given_in_both_languages_and_is_not_the_same_in_both(rules):
    texts = [rules.areas["channel"]]
    for fact in added(rules, "facts").values():
        texts += [fact.title, fact.ask]
    for finding in added(rules, "findings").values():
        texts += [finding.title, finding.because, finding.advice]
    for remedy in added(rules, "remedies").values():
        texts += [remedy.title, remedy.because]
    for text in texts:
        assert text.keys() == {"en", "nl"}
        assert text["en"] != text["nl"]


def test_a_gap_in_results_gets_a_cause_that_it_did_not_have(rules, veldkamp):
    diagnosis = hr.diagnose(veldkamp, rules=rules)
    assert [cause.id for cause in diagnosis.root_causes] == ["channel_rivalry"]
    assert diagnosis.root_causes[0].deepest
    assert [symptom.id for symptom in diagnosis.symptoms] == ["partners_idle", "performance_gap"]
    assert diagnosis.unexplained == ()
    judged = {remedy.id: remedy for remedy in diagnosis.remedies}
    assert (judged["channel_rules"].verdict, judged["channel_rules"].planned) == ("fits", "planned")

    known = {name: value for name, value in veldkamp.values.items() if name in hr.load_rules().facts}
    alone = hr.diagnose(known | {"remedies_planned": ["training"]})
    assert [complaint.id for complaint in alone.unexplained] == ["performance_gap"]


def test_who_has_no_partners_gets_the_report_as_before(rules):
    facts = {"micro_management": "high", "talent_turnover": 0.31, "sales_vs_target": 0.8}
    ours, beside = hr.diagnose(facts), hr.diagnose(facts, rules=rules)
    assert {finding.id: beside[finding.id].state for finding in ours.findings} == {
        finding.id: finding.state for finding in ours.findings
    }
    assert (beside.scores, beside.archetypes) == (ours.scores, ours.archetypes)
    assert beside["channel_rivalry"].undetermined


def test_the_words_are_understood_in_both_languages(rules):
    given = {"partner_sales_share": "35%", "channel_clashes": "wekelijks"}
    assert hr.diagnose(given, rules=rules)["channel_rivalry"].holds
    assert hr.diagnose(given | {"channel_clashes": "seldom"}, rules=rules)["channel_rivalry"].excluded


def test_a_name_that_ships_cannot_be_taken(tmp_path):
    taken = "words: {low: {en: few, nl: weinig}}\n"
    (tmp_path / "mine.yaml").write_text(taken, encoding="utf-8")
    with pytest.raises(hr.RuleError):
        hr.load_rules(tmp_path, base=hr.load_rules())


@pytest.mark.parametrize("shown", re.findall(r"^```console\n\$ (.*?)^```$", README, re.DOTALL | re.MULTILINE))
def test_the_readme_shows_what_the_commands_print(shown):
    command, _, expected = shown.partition("\n")
    program, *arguments = shlex.split(command)
    assert program == "husaca"
    done = subprocess.run(
        [sys.executable, "-m", "husaca_rules", *arguments],
        capture_output=True,
        check=True,
        cwd=ROOT,
        encoding="utf-8",
        env={**os.environ, "PYTHONIOENCODING": "utf-8", "COLUMNS": "80"},
        timeout=120,
    )
    assert doctest.OutputChecker().check_output(expected, done.stdout, FLAGS), done.stdout


def test_the_readme_shows_a_program_that_runs(monkeypatch):
    monkeypatch.chdir(ROOT)
    (program,) = re.findall(r"^```python\n(.*?)^```$", README, re.DOTALL | re.MULTILINE)
    exec(compile(program, "README.md", "exec"), {})  # noqa: S102 - our own page
