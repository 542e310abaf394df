"""What the command says when something is wrong, where it says it, and its exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import husaca_rules as hr
from husaca_rules.cli import commands, main
from tests.cli.commandline import run


def test_a_finding_that_does_not_exist_is_named_with_a_near_one(capsys):
    arguments = ["explain", "desert.yaml", "dyin", "--rules", "garden"]
    told = "husaca: There is no finding or score named `dyin`. Did you mean `dying`?\n"
    assert run(capsys, *arguments) == (2, "", told)
    told = "husaca: Er is geen bevinding of score met de naam `dyin`. Bedoelde u `dying`?\n"
    assert run(capsys, *arguments, "--lang", "nl") == (2, "", told)


@pytest.mark.parametrize(
    ("content", "code"),
    ((b"", "empty-file"), (b"\x7fELF\xd0\x00\xff", "not-utf8"), (b"- a\n- b\n", None), (b"loss: [", None)),
)
def test_a_file_that_holds_no_facts_is_2(capsys, content, code):
    Path("facts.yaml").write_bytes(content)
    status, out, err = run(capsys, "diagnose", "facts.yaml", "--rules", "garden")
    assert (status, out) == (2, "")
    assert err.startswith("facts.yaml:1:")
    assert "Traceback" not in err
    assert code is None or code in err


@pytest.mark.parametrize(
    ("path", "english", "dutch"),
    (
        (
            "nowhere.yaml",
            "There is no file or directory `nowhere.yaml`.",
            "Er is geen bestand of map `nowhere.yaml`.",
        ),
        (
            "garden",
            "The facts of an organisation belong in one file",
            "De feiten van een organisatie staan in één bestand",
        ),
    ),
)
def test_a_path_that_is_no_file_is_2(capsys, path, english, dutch):
    code, out, err = run(capsys, "diagnose", path)
    assert (code, out) == (2, "")
    assert english in err
    assert dutch in run(capsys, "diagnose", path, "--lang", "nl")[2]


def test_problems_of_facts_are_told_in_the_language_asked(capsys):
    Path("facts.yaml").write_text("loss: 31\nshade: hgih\n", encoding="utf-8")
    code, out, err = run(capsys, "diagnose", "facts.yaml", "--rules", "garden", "--lang", "nl")
    assert (code, out) == (2, "")
    assert "facts.yaml:1:7  out-of-range\n" in err
    assert "bedoelde u 0.31 of 31%?" in err
    assert "Bedoelde u `high`?" in err


def test_problems_as_json_come_on_the_standard_error(capsys):
    Path("facts.yaml").write_text("loss: 31\n", encoding="utf-8")
    code, out, err = run(capsys, "diagnose", "facts.yaml", "--rules", "garden", "--format", "json")
    assert (code, out) == (2, "")
    (problem,) = json.loads(err)["problems"]
    assert (problem["code"], problem["name"], problem["value"]) == ("out-of-range", "loss", 31.0)
    assert problem["place"] == {"file": "facts.yaml", "line": 1, "column": 7}
    err = run(capsys, "explain", "desert.yaml", "dyin", "--rules", "garden", "--format", "json")[2]
    assert json.loads(err)["problems"][0]["suggestion"] == "dying"


@pytest.mark.parametrize(
    "arguments", ((), ("diagnose",), ("diagnos", "x"), ("diagnose", "x", "--engine", "magic"))
)
def test_wrong_use_is_2(capsys, arguments):
    code, out, err = run(capsys, *arguments)
    assert (code, out) == (2, "")
    assert err.startswith("usage: husaca")


def test_help_and_version_are_0(capsys):
    assert run(capsys, "--version") == (0, f"husaca {hr.__version__}\n", "")
    code, out, _ = run(capsys, "diagnose", "--help")
    assert code == 0
    assert "instead of the built-in rules" in " ".join(out.split())


def test_the_unexpected_is_one_line_unless_debugging(capsys, monkeypatch):
    def broken(*_, **__):
        raise RuntimeError("two\nlines")

    monkeypatch.setattr(commands, "diagnosis_of", broken)
    code, out, err = run(capsys, "diagnose", "desert.yaml", "--rules", "garden")
    assert (code, out) == (2, "")
    assert err == "husaca: unexpected error: RuntimeError: two lines (HUSACA_DEBUG=1 shows where)\n"
    monkeypatch.setenv("HUSACA_DEBUG", "1")
    with pytest.raises(RuntimeError):
        main(["diagnose", "desert.yaml", "--rules", "garden"])


@pytest.mark.parametrize("arguments", (("diagnose", "desert.yaml", "--rules", "garden"), ("check", "garden")))
def test_an_engine_that_is_not_installed_is_2(capsys, monkeypatch, arguments):
    def missing(*_, **__):
        raise hr.MissingExtra("experta", "husaca-rules")

    monkeypatch.setattr(commands, "diagnosis_of", missing)
    monkeypatch.setattr(commands, "run_cases", missing)
    code, out, err = run(capsys, *arguments)
    assert (code, out) == (2, "")
    assert err == 'husaca: This needs experta, which is not installed; run: pip install "husaca-rules"\n'


def test_an_interrupt_is_130(monkeypatch):
    def interrupted(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(commands, "diagnosis_of", interrupted)
    assert main(["diagnose", "desert.yaml", "--rules", "garden"]) == 130
