"""The cases: files that are right or wrong in one way, and how each is read.

`tests/cases/<topic>/bad/` holds files with one fault each, named after it, and beside each the whole text that its author
reads (`.txt`; for facts `.en.txt` and `.nl.txt`). `good/` shows the nearest right form. Rule files are read beside the
set in `base/`, or by themselves where the first line says `# A whole set`; a case that needs several files is a folder.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import husaca_rules
from husaca_rules.errors import FactError, Problem, RuleError
from husaca_rules.facts.files import read_facts
from husaca_rules.facts.knowledge import understand
from husaca_rules.language.load import load_rules
from husaca_rules.language.rules import RuleSet

CASES = Path(__file__).parent
PAGE = CASES.parents[1] / "docs" / "problems.md"
TOPICS_OF_FACTS = ("values", "yaml", "json", "files")
SUFFIXES = (".yaml", ".json")
ALONE = "# A whole set"


@cache
def base() -> RuleSet:
    return load_rules(CASES / "base")


def cases(kind: str) -> list[Path]:
    """The files and folders of all topics that are `good` or `bad`, relative to this folder."""
    found = [
        path.relative_to(CASES)
        for path in CASES.glob(f"*/{kind}/*")
        if path.is_dir() or path.suffix in SUFFIXES
    ]
    return sorted(found)


def languages_of(case: Path) -> tuple[str, ...]:
    return ("en", "nl") if case.parts[0] in TOPICS_OF_FACTS else ("en",)


def golden(case: Path, lang: str) -> Path:
    """Where the text stands that the author of a bad case reads."""
    languages = languages_of(case)
    return CASES / case.with_suffix(f".{lang}.txt" if len(languages) > 1 else ".txt")


def problems_of(path: Path, *, facts: bool) -> tuple[Problem, ...]:
    """The problems of a rule file or folder beside the base, or of a facts file; empty when it is right."""
    try:
        if facts:
            understand(base().vocabulary, read_facts(path))
        else:
            alone = path.is_file() and path.read_bytes().startswith(ALONE.encode())
            load_rules(path, base=None if alone else base())
    except (FactError, RuleError) as error:
        return error.problems
    return ()


def told(problems: tuple[Problem, ...], lang: str = "en") -> str:
    """What the author reads."""
    return "\n\n".join(problem.render(lang) for problem in problems) + "\n"


def codes_in_source() -> dict[str, str]:
    """Every code that a file or given facts can have, with a module that gives it.

    What the command line adds is of a command and not of a file, and has no entry on the page.
    """
    package = Path(husaca_rules.__file__).parent
    return {
        code: path.relative_to(package).as_posix()
        for path in sorted(package.rglob("*.py"))
        if path.relative_to(package).parts[0] != "cli"
        for code in _codes(ast.parse(path.read_text(encoding="utf-8")))
    }


def _codes(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        match node:
            case ast.Call(ast.Name("Problem" | "Fault") | ast.Attribute(attr="note" | "fail"), [first, *_]):
                yield from _texts(first)
            case ast.Call(ast.Attribute(attr="reference" | "whole"), arguments):
                yield from (code for each in arguments for code in _texts(each) if "-" in code)
            case ast.FunctionDef(args=ast.arguments() as arguments):
                named = [*arguments.posonlyargs, *arguments.args]
                defaults = zip(named[len(named) - len(arguments.defaults) :], arguments.defaults, strict=True)
                yield from (code for each, value in defaults if each.arg == "code" for code in _texts(value))
            case ast.Assign([ast.Name("code")], value):
                yield from (code for code in _texts(value) if "-" in code)


def _texts(node: ast.expr) -> Iterator[str]:
    for part in ast.walk(node):
        if (
            isinstance(part, ast.Constant)
            and isinstance(part.value, str)
            and re.fullmatch(r"[a-z0-9-]+", part.value)
        ):
            yield part.value
