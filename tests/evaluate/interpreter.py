"""Run a piece of Python in an interpreter of its own, for what only shows in a process that is still untouched."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

ROOT = Path(__file__).parents[2]

EVALUATE = """
from husaca_rules.evaluate.experta_engine import evaluate
from tests.evaluate.programs import compiled, large_model, vectors

def diagnose(**known):
    program = compiled(large_model(60, 12))
    return evaluate(program, *vectors(program, {name: (value, value) for name, value in known.items()}))
"""


def output_of(code: str, **environment: str) -> str:
    """Run `code` after EVALUATE, with every warning an error; give what it prints. Fails if it fails."""
    path = os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", EVALUATE + dedent(code)],
        env={**os.environ, "PYTHONPATH": path, **environment},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return done.stdout
