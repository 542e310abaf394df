"""What the wheel carries and asks for. Only what `make` installed can be looked at; a source tree is passed over."""

from __future__ import annotations

import os
import re
from importlib.metadata import distribution
from pathlib import Path

import pytest

import husaca_rules

ROOT = Path(__file__).parents[1]
PACKAGE = Path(husaca_rules.__file__).parent

pytestmark = pytest.mark.skipif(
    not os.environ.get("HUSACA_WHEEL"), reason="looks at the installed wheel only"
)


def below(folder: Path) -> dict[str, bytes]:
    """The files of a folder by their relative path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def test_the_wheel_carries_the_rules_as_they_stand_in_the_repository() -> None:
    rules = below(ROOT / "rules")
    assert rules
    assert below(PACKAGE / "rules") == rules


def test_the_wheel_carries_its_types_and_its_schemas() -> None:
    assert (PACKAGE / "py.typed").is_file()
    assert sorted((ROOT / "src" / "husaca_rules" / "schemas").glob("*.json"))
    assert below(PACKAGE / "schemas") == below(ROOT / "src" / "husaca_rules" / "schemas")


def test_the_wheel_asks_for_three_packages_and_no_more() -> None:
    asked = [line for line in distribution("husaca-rules").requires or [] if "extra ==" not in line]
    assert sorted(re.split(r"[^\w-]", line)[0].lower() for line in asked) == ["attrs", "experta", "pyyaml"]


def test_the_version_is_said_once() -> None:
    assert husaca_rules.__version__ == distribution("husaca-rules").version
