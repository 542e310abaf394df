"""Terminals, pipes and encodings: what reaches them, in colour or plain."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys

import pytest

from husaca_rules.cli import console
from tests.cli.commandline import SOURCE, child

ANSI = re.compile("\x1b\\[[0-9;]*m")


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
    assert "    Verloren planten: 31% (regel 1)" in done.stdout.decode().splitlines()


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
    assert b'####  4 of 4 points: strong, 2 points away from "weak".' in done.stdout


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
