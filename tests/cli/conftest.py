"""Every test of the command runs in a directory of its own, with rules and facts, and in no locale."""

from __future__ import annotations

import pytest

from tests.diagnosis.gardens import DESERT, PLOT, write_rules


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
