"""How far a law is tried: how many examples, and how many of what was counted there must have been."""

from __future__ import annotations

import os
from collections import Counter

from hypothesis import settings

COUNTED = "counted: "
DEEP = os.environ.get("HUSACA_DEPTH") == "deep"


def some(*, quick: int, deep: int) -> settings:
    """Settings for this many rule sets; all else as the profile has it."""
    return settings(max_examples=deep if DEEP else quick)


def enough(counted: Counter[str], what: str, *, quick: int, deep: int) -> None:
    """Show what was counted (the end of a run has it), and refuse a run that tried too little to mean anything."""
    print(f"{COUNTED}{dict(sorted(counted.items()))}")
    assert counted[what] >= (deep if DEEP else quick)
