"""Every bad case is told as recorded beside it, every good one loads, and codes, cases and the page have no gaps.

HUSACA_RECORD=1 (`make golden`) records what is told now; its difference is reviewed like code.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

import husaca_rules.reading.files
import husaca_rules.reading.yaml
from husaca_rules.errors import FactError, Problem
from husaca_rules.facts.knowledge import understand
from husaca_rules.reading import read_text
from tests.cases.support import (
    CASES,
    PAGE,
    TOPICS_OF_FACTS,
    base,
    cases,
    codes_in_source,
    golden,
    languages_of,
    problems_of,
    told,
)
from tests.cases.support_page import entries_of

RECORD = bool(os.environ.get("HUSACA_RECORD"))
BAD, GOOD = cases("bad"), cases("good")


@pytest.fixture(params=["C", "Python"])
def loader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """With PyYAML's parser in C, and as if it were not there."""
    if request.param == "Python":
        monkeypatch.setattr(husaca_rules.reading.yaml, "_C_PARSER", None)
    return request.param


@cache
def found(case: Path, loader: str = "C") -> tuple[Problem, ...]:
    """The problems of a case, read once with each parser; called in the folder of the cases."""
    return problems_of(case, facts=case.parts[0] in TOPICS_OF_FACTS)


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder of the cases, so that places are told from there."""
    monkeypatch.chdir(CASES)


def expect(path: Path, text: str) -> None:
    if RECORD:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert path.exists(), f"not recorded yet; `make golden` does it:\n{text}"
    assert path.read_text(encoding="utf-8") == text


@pytest.mark.parametrize("case", BAD, ids=Path.as_posix)
def test_a_bad_case_is_told_as_recorded(case: Path, loader: str, here: None) -> None:
    problems = found(case, loader)
    assert problems, "nothing is wrong with this"
    for lang in languages_of(case):
        expect(golden(case, lang), told(problems, lang))


@pytest.mark.parametrize("case", GOOD, ids=Path.as_posix)
def test_a_good_case_has_no_problem(case: Path, loader: str, here: None) -> None:
    assert told(found(case, loader)) == "\n"


@pytest.mark.parametrize("case", BAD, ids=Path.as_posix)
def test_the_problems_of_a_case_lie_in_its_own_files_in_order_of_place(case: Path, here: None) -> None:
    places = [problem.place for problem in found(case) if problem.place]
    assert places == sorted(places, key=lambda place: (place.file, place.line, place.column))
    for place in places:
        assert Path(place.file).as_posix().startswith(case.as_posix())
        lines = Path(place.file).read_bytes().decode(errors="replace").split("\n")
        assert lines[place.line - 1] == place.text or not place.text
        assert 1 <= place.column <= len(place.text) + 1


@pytest.mark.parametrize("case", [c for c in BAD if c.parts[0] in TOPICS_OF_FACTS], ids=Path.as_posix)
def test_problems_with_facts_are_told_in_dutch_too(case: Path, here: None) -> None:
    for problem in found(case):
        assert problem.message_nl
        assert problem.message_nl != problem.message


@pytest.mark.parametrize("case", [c for c in BAD if c.parts[0] in {"yaml", "json"}], ids=Path.as_posix)
def test_a_file_that_cannot_be_read_is_told_alike_as_rules_and_as_facts(case: Path, here: None) -> None:
    _, form = read_text(case.read_bytes(), case.as_posix())
    if form and case.suffix == ".yaml":
        assert [problem for problem in problems_of(case, facts=False) if problem in form] == form
    if form:
        assert list(found(case)) == form


def test_nothing_in_a_file_is_ever_executed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for case in BAD:
        problems_of(CASES / case, facts=case.parts[0] in TOPICS_OF_FACTS)
    assert list(tmp_path.iterdir()) == []


def test_every_recorded_text_belongs_to_a_case() -> None:
    expected = {golden(case, lang) for case in BAD for lang in languages_of(case)}
    expected |= {CASES / "made" / f"{name}.txt" for name in MADE}
    expected |= {CASES / "made" / f"{name}.nl.txt" for name in MADE_OF_FACTS}
    assert sorted(CASES.rglob("*.txt")) == sorted(expected)


# ------------------------------------------------------------------ cases that cannot be files of a repository


def too_large(folder: Path) -> tuple[Problem, ...]:
    Path("large.yaml").write_text("# " + "x" * 5_000_000, encoding="utf-8")
    return problems_of(Path("large.yaml"), facts=False)


def large_part(folder: Path) -> tuple[Problem, ...]:
    """What stands in a file that was not read is not missed in the others."""
    Path("set").mkdir()
    Path("set/large.yaml").write_text("# " + "x" * 5_000_000, encoding="utf-8")
    Path("set/rules.yaml").write_text("rules:\n  a: {when: timer_usd, find: burnt_crust}\n", encoding="utf-8")
    Path("set/facts.yaml").write_text("facts:\n  crust: {type: nubmer}\n", encoding="utf-8")
    return problems_of(Path("set"), facts=False)


def symlink_loop(folder: Path) -> tuple[Problem, ...]:
    Path("set").mkdir()
    Path("set/again").symlink_to(folder / "set", target_is_directory=True)
    return problems_of(Path("set"), facts=False)


def utf16(folder: Path) -> tuple[Problem, ...]:
    Path("old.yaml").write_bytes("ovens: 2\n".encode("utf-16"))
    return problems_of(Path("old.yaml"), facts=True)


def unreadable(folder: Path) -> tuple[Problem, ...]:
    Path("set").mkdir()
    Path("set/rules.yaml").symlink_to(folder / "gone.yaml")
    return problems_of(Path("set"), facts=False)


def no_such_file(folder: Path) -> tuple[Problem, ...]:
    return problems_of(Path("rules/mine"), facts=False)


def no_such_facts(folder: Path) -> tuple[Problem, ...]:
    return problems_of(Path("ovens.yaml"), facts=True)


def too_many_files(folder: Path) -> tuple[Problem, ...]:
    Path("home").mkdir()
    for number in range(21):
        Path(f"home/{number}.txt").touch()
    return problems_of(Path("home"), facts=False)


def too_many_problems(folder: Path) -> tuple[Problem, ...]:
    """Of a file that is all wrong, the first problems are told, and that there are more."""
    Path("stars.yaml").write_text("".join(f"fact_{n}: *x\n" for n in range(2_000)), encoding="utf-8")
    return problems_of(Path("stars.yaml"), facts=True)[-2:]


def _given(facts: object) -> tuple[Problem, ...]:
    with pytest.raises(FactError) as raised:
        understand(base().vocabulary, facts)  # type: ignore[arg-type]  # what a program may pass by mistake
    return raised.value.problems


def no_mapping(folder: Path) -> tuple[Problem, ...]:
    return _given(["ovens"])


def name_that_is_a_number(folder: Path) -> tuple[Problem, ...]:
    return _given({3: "ovens"})


def boolean_for_a_number(folder: Path) -> tuple[Problem, ...]:
    return _given({"ovens": True, "oven_heat": float("nan"), "loaves": 10**400, "timer_used": 1})


MADE: dict[str, Callable[[Path], tuple[Problem, ...]]] = {
    make.__name__.replace("_", "-"): make
    for make in (
        too_large,
        large_part,
        symlink_loop,
        utf16,
        unreadable,
        no_such_file,
        no_such_facts,
        too_many_files,
        too_many_problems,
        no_mapping,
        name_that_is_a_number,
        boolean_for_a_number,
    )
}
MADE_OF_FACTS = (
    "utf16",
    "no-such-facts",
    "too-many-problems",
    "no-mapping",
    "name-that-is-a-number",
    "boolean-for-a-number",
)


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], tuple[Problem, ...]]:
    """Make a case by its name in a folder of its own, and read it there."""
    base()
    monkeypatch.setattr(husaca_rules.reading.files, "_MOST_ENTRIES", 20)

    def make(name: str) -> tuple[Problem, ...]:
        folder = tmp_path / name
        folder.mkdir()
        monkeypatch.chdir(folder)
        return MADE[name](folder)

    return make


@pytest.mark.parametrize("name", MADE)
def test_a_case_that_is_made_is_told_as_recorded(
    name: str, made: Callable[[str], tuple[Problem, ...]]
) -> None:
    problems = made(name)
    expect(CASES / "made" / f"{name}.txt", told(problems))
    if name in MADE_OF_FACTS:
        assert all(problem.message_nl for problem in problems)
        expect(CASES / "made" / f"{name}.nl.txt", told(problems, "nl"))


# --------------------------------------------------------------------------------------- codes, cases and page


@pytest.fixture
def shown(made: Callable[[str], tuple[Problem, ...]], monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The codes that the bad cases give."""
    codes = {problem.code for name in MADE for problem in made(name)}
    monkeypatch.chdir(CASES)
    return codes | {problem.code for case in BAD for problem in found(case)}


def test_every_code_has_a_bad_case_and_every_bad_case_a_code(shown: set[str]) -> None:
    assert set(codes_in_source()) == shown


def test_every_code_has_an_entry_on_the_page_and_every_entry_a_code() -> None:
    headings = [entry.code for entry in entries_of(PAGE)]
    assert headings == list(dict.fromkeys(headings))
    assert set(codes_in_source()) == set(headings)


@pytest.mark.parametrize("entry", entries_of(PAGE), ids=lambda entry: entry.code)
def test_the_examples_of_an_entry_are_what_they_say(entry, tmp_path: Path) -> None:
    bad, good = entry.examples
    assert bad != good
    if entry.readable:
        codes = [problem.code for problem in _read(tmp_path, bad, facts=entry.facts)]
        assert codes
        assert set(codes) == {entry.code}
        assert told(_read(tmp_path, good, facts=entry.facts)) == "\n"


def _read(folder: Path, text: str, *, facts: bool) -> tuple[Problem, ...]:
    path = folder / "example.yaml"
    path.write_text(text, encoding="utf-8")
    return problems_of(path, facts=facts)
