"""Rules of another trade, with a score and no light: the same library, and nothing of ours shows."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path

import pytest

import husaca_rules as hr
from husaca_rules.cli import main

SOURCE = Path(__file__).parents[2] / "src" / "husaca_rules"

OVENS = """
ruleset: {name: ovens, version: "3", languages: [en, de]}
words:
  low: {en: low, de: niedrig}
  medium: {en: medium, de: mittel}
  high: {en: high, de: hoch}
  poor: {en: poor, de: mangelhaft}
  sound: {en: sound, de: gut}
facts:
  door_seal:
    type: level
    title: {en: "Seal of the door", de: "Türdichtung"}
    ask: {en: "How well does the door close today?", de: "Wie gut schließt die Tür heute?"}
  heat_loss:
    type: number
    unit: share of the heat
    range: [0, 1]
    bands: {low: 0, medium: 0.1, high: 0.3}
    title: {en: "Heat lost", de: "Wärmeverlust"}
    ask: {en: "What share of the heat is lost?", de: "Welcher Anteil der Wärme geht verloren?"}
scores:
  upkeep:
    title: {en: "Upkeep", de: "Instandhaltung"}
    full: 4
    bands: {poor: 0, sound: 2}
    signals:
      door_seal: {points: {low: 0, medium: 2, high: 4}}
findings:
  door_leaks:
    kind: cause
    title: {en: "The door leaks", de: "Die Tür ist undicht"}
    because: {en: "The seal has worn.", de: "Die Dichtung ist verschlissen."}
    when: upkeep is poor
    explains: {bread_pale: [{own: "A leaking oven does not get hot."}]}
  bread_pale:
    kind: complaint
    title: {en: "The bread stays pale", de: "Das Brot bleibt blass"}
    because: {en: "Too much heat is lost.", de: "Es geht zu viel Wärme verloren."}
    when: heat_loss is high
remedies:
  new_seal: {title: {en: "A new seal", de: "Neue Dichtung"}, treats: [door_leaks], relieves: [bread_pale]}
"""


@pytest.fixture
def rules_path(tmp_path: Path) -> Path:
    path = tmp_path / "ovens" / "ovens.yaml"
    path.parent.mkdir()
    path.write_text(OVENS, encoding="utf-8")
    return path.parent


def test_ovens_are_diagnosed_through_the_library(rules_path: Path) -> None:
    rules = hr.load_rules(rules_path)
    for engine in ("experta", "direct"):
        diagnosis = hr.diagnose({"door_seal": "niedrig", "heat_loss": "40%"}, rules=rules, engine=engine)
        assert [cause.id for cause in diagnosis.root_causes] == ["door_leaks"]
        assert [symptom.id for symptom in diagnosis.symptoms] == ["bread_pale"]
        assert diagnosis.remedies[0].verdict is hr.Verdict.FITS
        assert diagnosis.light is None
        assert diagnosis.archetypes == ()
        assert diagnosis.archetype is None
        assert "Die Tür ist undicht" in diagnosis.render("de")
        assert "Seal of the door" in diagnosis.why("door_leaks").render("en")
    with pytest.raises(hr.UnknownName):
        diagnosis.render("nl")


def test_ovens_are_diagnosed_through_the_command_line(
    rules_path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    facts = tmp_path / "monday.yaml"
    facts.write_text("door_seal: low\nheat_loss: 0.4\n", encoding="utf-8")
    arguments = ["--rules", str(rules_path), "--lang", "en"]
    assert main(["diagnose", str(facts), *arguments]) == 0
    said = capsys.readouterr().out
    assert "The door leaks" in said
    assert main(["diagnose", str(facts), *arguments, "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["light"] is None
    assert main(["explain", str(facts), "door_leaks", *arguments]) == 0
    assert "Seal of the door" in capsys.readouterr().out
    assert main(["check", str(rules_path)]) == 0


def test_the_code_knows_no_colour_no_claim_and_no_name_of_our_rules() -> None:
    """Opinions live in the rules. Looked for: every id of the shipped set, claims, colours, in every text of the code."""
    rules = hr.load_rules()
    ours = {
        *rules.facts,
        *rules.findings,
        *rules.scores,
        *rules.remedies,
        "white",
        "yellow",
        "magenta",
        "cyan",
    }
    ours.remove("unbalanced")  # so may brackets be
    found: list[str] = []
    for path in sorted(SOURCE.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        documentation = {
            id(node.body[0].value)
            for node in ast.walk(tree)
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
            and node.body
            and isinstance(node.body[0], ast.Expr)
        }
        for node in ast.walk(tree):
            if (
                isinstance(node, ast.Constant)
                and isinstance(node.value, str)
                and id(node) not in documentation
            ):
                words = set(re.findall(r"\w+", node.value))
                found += [
                    f"{path.name}:{node.lineno}: {word}"
                    for word in words
                    if word in ours or re.fullmatch(r"C\d{1,2}", word)
                ]
    assert found == []


def test_archetypes_need_no_lamps(tmp_path: Path) -> None:
    (tmp_path / "rules.yaml").write_text(
        """\
ruleset: {name: moods, version: "1", languages: [en]}
facts:
  noise: {type: number, title: {en: Noise}, ask: {en: "How loud?"}, range: [0, 10]}
findings:
  calm: {kind: archetype, title: {en: Calm}, because: {en: x}, when: noise < 3}
  wild: {kind: archetype, title: {en: Wild}, because: {en: x}, when: noise >= 3}
""",
        encoding="utf-8",
    )
    rules = hr.load_rules(tmp_path)
    open_ = hr.diagnose({}, rules=rules)
    assert open_.light is None
    assert (open_.archetypes, open_.archetype) == (("calm", "wild"), None)
    known = hr.diagnose({"noise": 1}, rules=rules)
    assert (known.archetypes, known.archetype) == (("calm",), "calm")
    assert hr.Diagnosis.from_dict(known.to_dict()).archetype == "calm"
