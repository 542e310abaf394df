"""Rule files to a rule set, with every problem at once; and the rules that ship.

All files make one set; neither the order of files nor of keys means anything. A set beside a base is read together
with the base's files, so one check covers both, and nothing of the base can be changed, only added to.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable
from functools import lru_cache
from pathlib import Path
from threading import Lock

from attrs import evolve

from husaca_rules.errors import Problem, RuleError
from husaca_rules.language.assemble import assemble
from husaca_rules.language.document import Page
from husaca_rules.language.draft import draft_of
from husaca_rules.language.rules import RuleSet
from husaca_rules.reading import Source, read_directory

_OF_ABSENCE = (
    "unknown-fact",
    "unknown-label",
    "unknown-score",
    "unknown-finding",
    "unknown-remedy",
    "unknown-area",
    "unknown-citation",
    "unknown-placeholder",
    "missing-word",
    "no-rule",
    "no-ruleset",
    "too-few-labels",
)
_shipping = Lock()


def load_rules(path: str | os.PathLike[str] | None = None, *, base: RuleSet | None = None) -> RuleSet:
    """Read a rule set from a directory or one file; without a path, the rules that ship.

    With a `base`, the files are read beside the base's: they may add to it (facts, findings, further rules, points,
    causes, remedies) and cannot change it. Raises RuleError with every problem of every file, in order
    of place, and TypeError for a base without a path.

    >>> import husaca_rules as hr
    >>> hr.load_rules().name
    'husaca'
    """
    if path is None:
        if base is not None:
            raise TypeError("load_rules() needs a path when it is given a base")
        with _shipping:  # parsed once, also when two threads ask at the same time
            return _shipped()
    sources, problems = read_directory(path)
    try:
        return build(sources, problems, base=base.sources if base else ())
    except RuleError as error:
        root = Path(path) if os.path.isdir(path) else Path(path).parent  # noqa: PTH112 - asks without raising
        own = {source.file for source in sources} | {each.place.file for each in problems if each.place}
        raise RuleError(_shown(problem, root, own) for problem in error.problems) from None


def build(
    sources: Iterable[Source], problems: Iterable[Problem] = (), *, base: Collection[Source] = ()
) -> RuleSet:
    """The rule set that files make, with those of a base. Raises RuleError, also for `problems` met in reading them."""
    sources = (*base, *sources)
    page = Page(problems=[*problems], files={source.file: number for number, source in enumerate(sources)})
    unread = bool(page.problems)
    draft = draft_of(sources, page, inherited=len(base))
    rules = assemble(draft, page, sources)
    if unread or not draft.whole:
        # What is missing may well stand in the file that could not be read.
        page.problems = [problem for problem in page.problems if problem.code not in _OF_ABSENCE]
    if page.problems:
        raise RuleError(page.problems)
    return rules


@lru_cache(maxsize=1)
def _shipped() -> RuleSet:
    packed = Path(__file__).parents[1] / "rules"
    # In a checkout the rules lie beside src/, where consultants find them; in a wheel they lie in the package.
    return build(*read_directory(packed if packed.is_dir() else Path(__file__).parents[3] / "rules"))


def _shown(problem: Problem, root: Path, own: Collection[str]) -> Problem:
    """A problem with its place as the person who named the directory can open it."""
    if problem.place is None or problem.place.file not in own:
        return problem
    return evolve(problem, place=evolve(problem.place, file=(root / problem.place.file).as_posix()))
