"""The command `husaca`: what it prints, where it prints it, and its exit codes."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import husaca_rules as hr
from husaca_rules.cli import commands, console, main
from tests.diagnosis.gardens import DESERT, GARDEN, PLOT, write_rules

SOURCE = Path(hr.__file__).parents[1]  # a child finds the package where this process did, from any directory
EXAMPLES = Path(__file__).parents[2] / "examples"
ANSI = re.compile("\x1b\\[[0-9;]*m")


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch, tmp_path):
    for name in (
        "LC_ALL",
        "LC_MESSAGES",
        "LANG",
        "NO_COLOR",
        "FORCE_COLOR",
        "HUSACA_DEBUG",
        "PYTHONIOENCODING",
    ):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    write_rules(tmp_path / "garden")
    write_rules(tmp_path / "plot", PLOT)
    (tmp_path / "desert.yaml").write_text(DESERT, encoding="utf-8")


def run(capsys, *arguments: str) -> tuple[int, str, str]:
    code = main([*arguments])
    out, err = capsys.readouterr()
    return code, out, err


def child(*arguments: str, said: bytes = b"", **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "husaca_rules", *arguments],
        input=said,
        env={**os.environ, "PYTHONPATH": str(SOURCE), **environment},
        capture_output=True,
        check=False,
    )


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
    assert not ANSI.search(out)


def test_an_explanation_shows_why_and_why_not(capsys):
    code, out, _ = run(capsys, "explain", "desert.yaml", "bare", "--rules", "garden", "--lang", "nl")
    assert code == 0
    assert out.startswith("De grond is kaal [bare]: niet aan de orde\n  als layers < 3 (rules.yaml:")
    assert "    Lagen mulch: 5 (desert.yaml:8)\n" in out
    assert "\n\nDe grond is kaal [bare]: niet aan de orde\nDit houdt het tegen:\n" in out
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
    assert data["why_not"]["repairs"][0][0]["fact"] == "per_bed"
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
        "        came root_causes: dry\n"
        "    expected remedy:hose: beside_the_point\n"
        "        came remedy:hose: fits\n"
        "\n"
        "garden 2: facts 9, findings 8, rules 9, remedies 3. 1 of 3 cases fail.\n"
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


# What can be wrong.


def test_a_finding_that_does_not_exist_is_named_with_a_near_one(capsys):
    arguments = ["explain", "desert.yaml", "dyin", "--rules", "garden"]
    told = "husaca: There is no finding or score `dyin`. Did you mean `dying`?\n"
    assert run(capsys, *arguments) == (2, "", told)
    told = "husaca: Er is geen bevinding of score `dyin`. Bedoelde u `dying`?\n"
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
            "The facts of an organisation are one file",
            "De feiten van een organisatie zijn één bestand",
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
    assert "instead of the rules that ship" in " ".join(out.split())


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


# Terminals and pipes.


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("stream", "environment", "painted"),
    (
        (io.StringIO(), {}, False),
        (Terminal(), {}, True),
        (Terminal(), {"NO_COLOR": ""}, True),
        (Terminal(), {"NO_COLOR": "1"}, False),
        (Terminal(), {"TERM": "dumb"}, False),
        (io.StringIO(), {"FORCE_COLOR": "1"}, True),
        (io.StringIO(), {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
    ),
)
def test_colour_is_for_terminals_and_no_color_is_kept(stream, environment, painted):
    assert console.colours(stream, environment) is painted


def test_a_note_is_as_wide_as_the_terminal_within_reason(monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")
    assert (console.width(Terminal()), console.width(io.StringIO())) == (100, 80)
    monkeypatch.setenv("COLUMNS", "10")
    assert console.width(Terminal()) == 40


def test_what_an_encoding_lacks_is_written_plainer():
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding="ascii")
    console.write("██▒· 2–3 “aan” café 大", stream)
    assert raw.getvalue() == b'##=. 2-3 "aan" caf? ?\n'


def test_the_standard_input_is_read_for_a_dash():
    done = child("explain", "-", "dying", "--rules", "garden", "--lang", "nl", said=b"loss: 0,31\n")
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode().splitlines()[-1] == "    Verloren planten: 31% (regel 1)"


def test_a_pipe_gets_utf8_without_colours_whatever_the_locale():
    done = child(
        "diagnose", "desert.yaml", "--rules", "garden", LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0"
    )
    text = done.stdout.decode("utf-8")
    assert (done.returncode, done.stderr) == (0, b"")
    assert "████" in text
    assert "\x1b" not in text


def test_an_encoding_that_was_asked_for_is_kept():
    done = child("diagnose", "desert.yaml", "--rules", "garden", PYTHONIOENCODING="ascii")
    assert done.returncode == 0
    assert b'####  4 of 4 points: strong, 2 points from "weak".' in done.stdout


def test_forced_colours_are_all_that_differs():
    plain = child("diagnose", "desert.yaml", "--rules", "garden").stdout.decode()
    painted = child("diagnose", "desert.yaml", "--rules", "garden", FORCE_COLOR="1").stdout.decode()
    assert painted != plain
    kept = [line for line in ANSI.sub("", painted).splitlines() if line.strip() or not line]
    assert "\n".join(kept) + "\n" == plain


def test_a_reader_who_has_seen_enough_is_no_error():
    with subprocess.Popen(
        [sys.executable, "-m", "husaca_rules", "check", "--format", "json"],
        env={**os.environ, "PYTHONPATH": str(SOURCE)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as started:
        assert started.stdout is not None
        assert started.stderr is not None
        started.stdout.close()
        assert started.stderr.read() == b""
        started.wait(60)
