"""Whatever stands in a rule or facts file, reading it ends in a rule set, in facts or in problems, and in nothing else.

Files of the repository are spoilt by chance, the same ones each time. Some 200 in an ordinary run, 20,000 with
HUSACA_DEPTH=deep.
"""

from __future__ import annotations

import os
import random
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from husaca_rules.errors import FactError, Problem, RuleError
from husaca_rules.facts.files import parse_facts
from husaca_rules.facts.knowledge import understand
from husaca_rules.language.load import build, load_rules
from husaca_rules.language.rules import RuleSet
from husaca_rules.reading import Source, plain, read_text
from tests.cases.support import ALONE, TOPICS_OF_FACTS, base, codes_in_source
from tests.fuzz.mutations import CANARY, mutated

ROOT = Path(__file__).parents[2]
BATCHES = 20
FILES = 20_000 if os.environ.get("HUSACA_DEPTH") == "deep" else 240
EXECUTING = ("exec", "os.exec", "os.posix_spawn", "os.system", "subprocess.Popen", "socket.connect")

watching = False
seen: list[str] = []


def watch(event: str, arguments: tuple[object, ...]) -> None:
    if watching and event in EXECUTING:
        seen.append(f"{event} {arguments}"[:200])


@pytest.fixture
def nothing_is_executed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Python tells of everything that is executed; nothing may be, and nothing may have left a file."""
    global watching  # noqa: PLW0603 - a hook cannot be taken away again, only be told to sleep
    (
        codes(),
        corpus(),
        texts(),
        base(),
        load_rules(),
        parse_facts("{}"),
    )  # what is read or imported at the first use
    monkeypatch.chdir(tmp_path)
    if watch not in hooks:
        hooks.append(watch)
        sys.addaudithook(watch)
    seen.clear()
    watching = True
    yield
    watching = False
    assert seen == []
    assert not Path(CANARY).exists()


hooks: list[object] = []


@cache
def codes() -> frozenset[str]:
    return frozenset(codes_in_source())


@cache
def corpus() -> tuple[tuple[str, str, bool], ...]:
    """Name and text of every file that is spoilt, and whether it is a facts file."""
    found = []
    for folder in ("rules", "examples", "tests/cases"):
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in {".yaml", ".json"}:
                name = path.relative_to(ROOT)
                facts = folder == "examples" or (folder == "tests/cases" and name.parts[2] in TOPICS_OF_FACTS)
                found.append((name.as_posix(), path.read_text(encoding="utf-8", errors="replace"), facts))
    return tuple(found)


@cache
def texts() -> list[str]:
    return [text for _, text, _ in corpus()]


def spoilt(batch: int) -> Iterator[tuple[str, bytes, bool]]:
    for number in range(batch, FILES, BATCHES):
        chance = random.Random(number)  # noqa: S311 - a different file each time, and the same in every run
        # Facts files and the shipped rules are few among many small cases, so they are chosen as often.
        kind = chance.choice(("rules/", "examples/", "tests/cases/", "tests/cases/"))
        name, text, facts = chance.choice([each for each in corpus() if each[0].startswith(kind)])
        yield name, mutated(chance, text, texts()), facts


def rules_from(name: str, data: bytes) -> tuple[Problem, ...]:
    """The problems of a spoilt rule file, beside the set that it belongs to."""
    sources = (Source("spoilt.yaml", data),)
    if name.startswith("rules/"):
        own = name.removeprefix("rules/")
        if (
            len(data) % 4 == 0
        ):  # else by itself, where what it names is missing; the whole set takes ten times as long
            sources = (*(each for each in load_rules().sources if each.file != own), *sources)
    elif not data.startswith(ALONE.encode()):
        sources = (*base().sources, *sources)
    try:
        rules = build(sources)
    except RuleError as error:
        return error.problems
    assert isinstance(rules, RuleSet)
    return ()


def facts_from(name: str, data: bytes) -> tuple[Problem, ...]:
    rules = base() if name.startswith("tests/") else load_rules()
    try:
        understand(rules.vocabulary, parse_facts(data, file="spoilt.yaml"))
    except FactError as error:
        return error.problems
    return ()


def told_well(data: bytes, problems: tuple[Problem, ...]) -> None:
    """Every problem has a known code, lies within the file, and can be read in both languages."""
    lines = (
        data.decode("utf-8", "replace")
        .removeprefix("\ufeff")
        .replace("\r\n", "\n")
        .replace("\r", "\n")
        .split("\n")
    )
    for problem in problems:
        assert problem.code in codes()
        assert problem.message.endswith((".", "?"))
        assert problem.render("en")
        assert problem.render("nl")
        place = problem.place
        if place is None or place.file != "spoilt.yaml":
            continue
        assert 1 <= place.line <= len(lines)
        assert 1 <= place.column <= len(lines[place.line - 1]) + 1
        if problem.code != "not-utf8":
            assert place.text in ("", lines[place.line - 1])
    places = [(each.place.file, each.place.line, each.place.column) for each in problems if each.place]
    assert places == sorted(places)


@pytest.mark.parametrize("batch", range(BATCHES))
def test_a_spoilt_file_gives_problems_and_nothing_else(batch: int, nothing_is_executed: None) -> None:
    for name, data, facts in spoilt(batch):
        problems = facts_from(name, data) if facts else rules_from(name, data)
        told_well(data, problems)
        assert not facts or all(problem.message_nl for problem in problems)


@pytest.mark.parametrize("batch", range(BATCHES))
def test_a_spoilt_file_is_read_alike_with_and_without_the_parser_in_c(batch: int) -> None:
    for number, (_, data, _) in enumerate(spoilt(batch)):
        if number % 10 == 0:
            results = [read_text(data, "spoilt.yaml", c_loader=c_loader) for c_loader in (True, False)]
            (node, problems), (other, others) = results
            assert problems == others
            assert (node and plain(node)) == (other and plain(other))


def test_the_files_are_spoilt_enough_to_be_refused_and_not_so_much_that_all_are() -> None:
    files = [file for batch in range(5) for file in spoilt(batch)][:60]
    refused = [
        bool(facts_from(name, data) if facts else rules_from(name, data)) for name, data, facts in files
    ]
    assert 0.2 < sum(refused) / len(refused) < 0.97
