"""The README and the pages under docs/ are run as they are read: what they show is what happens.

A block marked `python` is executed, and one with `>>>` in it is compared with its output; the blocks of a page share
their names. In a block marked `console`, each line after `$ ` is a command line of ours, and what follows is its output.
A block marked `yaml` is a whole file: rules whose cases are run, or facts that are diagnosed. What stands behind the
mark names the set that it belongs to; without it, that is the rules that ship. Any other block is for reading only.
"""

from __future__ import annotations

import doctest
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from attrs import frozen

import husaca_rules as hr
from husaca_rules.diagnosis.cases import run_cases
from husaca_rules.language.draft import SECTIONS

ROOT = Path(__file__).parents[2]
PAGES = [path for path in [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))] if path.exists()]
FLAGS = doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS
FENCE = re.compile(
    r"^(?P<mark> *`{3,})(?P<language>[\w-]*) *(?P<set>[^\n`]*)\n(?P<body>.*?)^(?P=mark) *$",
    re.DOTALL | re.MULTILINE,
)


@frozen
class Block:
    """A fenced block: its language, the number of its first line within the page, its text, and what it belongs to."""

    language: str
    line: int
    text: str
    set: str = ""


def blocks_of(text: str) -> Iterator[Block]:
    """The fenced blocks of a page, in order."""
    for found in FENCE.finditer(text):
        yield Block(
            found["language"], text.count("\n", 0, found.start("body")) + 1, found["body"], found["set"]
        )


def run_python(block: Block, names: dict[str, object], page: str) -> None:
    """Execute one block with the names that the blocks above it left, and leave its own."""
    if ">>>" not in block.text:
        # Blank lines put the code where the page has it, so that a traceback points there.
        exec(compile("\n" * (block.line - 1) + block.text, page, "exec"), names)  # noqa: S102 our own pages
        return
    test = doctest.DocTestParser().get_doctest(block.text, names, page, page, block.line - 1)
    said: list[str] = []
    doctest.DocTestRunner(optionflags=FLAGS).run(test, out=said.append, clear_globs=False)
    names.update(test.globs)
    if said:
        pytest.fail("".join(said), pytrace=False)


def run_console(block: Block, page: str) -> None:
    """Run each command of one block from the root, and compare what it prints with what is shown."""
    for shown in re.split(r"^\$ ", block.text, flags=re.MULTILINE)[1:]:
        command, _, expected = shown.partition("\n")
        program, *arguments = shlex.split(command)
        place = f"{page}:{block.line}: {command}"
        assert program in {"husaca", "python"}, f"{place}: only husaca and python are run in a console block"
        start = [sys.executable] if program == "python" else [found_command(program)]
        done = subprocess.run(
            [*start, *arguments],
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env={**os.environ, "PYTHONIOENCODING": "utf-8", "COLUMNS": "80"},
            encoding="utf-8",
            check=False,
        )
        same = doctest.OutputChecker().check_output(expected, done.stdout, FLAGS)
        if not same:
            pytest.fail(f"{place}\nshown:\n{expected}\nprinted:\n{done.stdout}", pytrace=False)


def run_yaml(block: Block, page: str, directory: Path) -> None:
    """Read one block as the file that it is, beside the set that it names or else the rules that ship.

    Rules with a `ruleset` stand by themselves. The cases of the block are run, and those of what it is read beside.
    """
    base = hr.load_rules(block.set or None)
    keys = re.findall(r"^(\w+):", block.text, re.MULTILINE)
    if not set(keys) <= set(SECTIONS):
        hr.diagnose(hr.parse_facts(block.text, file=f"{page}:{block.line}"), rules=base)
        return
    file = directory / f"line_{block.line}" / "example.yaml"
    file.parent.mkdir()
    file.write_text(block.text, encoding="utf-8")
    rules = hr.load_rules(file.parent, base=None if "ruleset" in keys else base)
    failed = [result for result in run_cases(rules) if not result.passed]
    assert failed == [], f"{page}:{block.line}: {failed}"


def found_command(program: str) -> str:
    """The command that was installed beside this interpreter."""
    path = shutil.which(program, path=str(Path(sys.executable).parent))
    if path is None:
        pytest.skip(f"{program} is not installed; `make doctests` installs it")
    return path


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_what_a_page_shows_is_what_happens(
    page: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(ROOT)
    name = page.relative_to(ROOT).as_posix()
    names: dict[str, object] = {"__name__": "__page__"}
    for block in blocks_of(page.read_text(encoding="utf-8")):
        if block.language in {"python", "pycon"}:
            run_python(block, names, name)
        elif block.language == "console":
            run_console(block, name)
        elif block.language == "yaml" and name != "docs/problems.md":  # which is run by tests/cases
            run_yaml(block, name, tmp_path)


def test_a_page_that_shows_something_else_than_what_happens_is_refused() -> None:
    page = "Text.\n\n```python\n>>> 1 + 1\n3\n```\n"
    with pytest.raises(pytest.fail.Exception, match=r"Expected:\s+3\s+Got:\s+2"):
        run_python(next(blocks_of(page)), {}, "page.md")


@pytest.mark.parametrize(
    "wrong",
    (
        "findings:\n  mine: {kind: helper, when: nowhere > 1}\n",
        "cases:\n  mine: {given: {talent_turnover: 0.31}, expect: {excluded: [talent_turnover_high]}}\n",
        "micro_managment: high\n",
    ),
)
def test_a_file_on_a_page_that_cannot_be_read_or_fails_its_cases_is_refused(
    wrong: str, tmp_path: Path
) -> None:
    with pytest.raises((hr.HusacaError, AssertionError)):
        run_yaml(next(blocks_of(f"```yaml\n{wrong}```\n")), "page.md", tmp_path)


def test_the_blocks_of_a_page_share_their_names() -> None:
    page = "```python\nx = 41\n```\n\n```python\n>>> x + 1\n42\n>>> y = 1\n```\n\n```python\nassert x + y == 42\n```\n"
    names: dict[str, object] = {}
    for block in blocks_of(page):
        run_python(block, names, "page.md")
    assert (names["x"], names["y"]) == (41, 1)
