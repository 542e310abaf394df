"""What every test shares: how many examples Hypothesis tries, and proof of what is being tested.

HUSACA_DEPTH=deep tries many more examples. HUSACA_WHEEL=1, which `make` sets, refuses to run against anything but the
installed package.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

import husaca_rules
from tests.laws.depth import COUNTED

PACKAGE = Path(husaca_rules.__file__).parent

# A deadline and `too_slow` measure the machine, which others may be using. In CI the examples are the same each time,
# so that a change fails for what it changes; elsewhere they differ, so that new ones are found.
COMMON = settings(deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("quick", COMMON, derandomize=bool(os.environ.get("CI")))
settings.register_profile("deep", COMMON, max_examples=2_000, derandomize=False)
settings.load_profile(os.environ.get("HUSACA_DEPTH", "quick"))


def pytest_configure() -> None:
    if os.environ.get("HUSACA_WHEEL") and Path(sys.prefix) not in PACKAGE.parents:
        raise pytest.UsageError(f"the package under test is not the installed one: {PACKAGE}")


def pytest_report_header() -> str:
    depth = os.environ.get("HUSACA_DEPTH", "quick")
    return f"husaca_rules: {PACKAGE} (depth: {depth})"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say at the end how much the laws were tried on."""
    told = [
        f"{report.nodeid.rpartition('::')[2]}: {line.removeprefix(COUNTED)}"
        for report in terminalreporter.stats.get("passed", [])
        for line in report.capstdout.splitlines()
        if line.startswith(COUNTED)
    ]
    if told:
        terminalreporter.section("what the laws were tried on")
        terminalreporter.write_line("\n".join(sorted(told)))
