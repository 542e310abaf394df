"""A rule set is every YAML file under a directory; whatever else stands on the disk is told, never raised."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from husaca_rules.reading import MOST_BYTES, Source, files, read_directory


def write(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"# {name}\n", encoding="utf-8")


def told(path: str | Path) -> list[tuple[str, str | None]]:
    return [(problem.code, problem.name) for problem in read_directory(path)[1]]


def test_yaml_files_are_read_at_any_depth_in_the_order_of_their_paths(tmp_path):
    write(
        tmp_path, "b.yaml", "a/z.yml", "a/b/c.YAML", "a.yaml", "a-b/x.yaml", "notes.txt", "facts.json", "yaml"
    )
    sources, problems = read_directory(tmp_path)
    assert problems == []
    assert [source.file for source in sources] == ["a-b/x.yaml", "a.yaml", "a/b/c.YAML", "a/z.yml", "b.yaml"]
    assert Source("a/z.yml", b"# a/z.yml\n") == sources[3]


def test_hidden_files_and_directories_are_left_out(tmp_path):
    write(tmp_path, "a.yaml", ".b.yaml", ".git/c.yaml", "d/.e/f.yaml")
    assert [source.file for source in read_directory(tmp_path)[0]] == ["a.yaml"]


def test_the_directory_asked_for_may_itself_be_hidden(tmp_path):
    write(tmp_path, ".rules/a.yaml")
    assert [source.file for source in read_directory(str(tmp_path / ".rules"))[0]] == ["a.yaml"]


def test_one_file_is_read_under_its_own_name_whatever_its_ending(tmp_path):
    write(tmp_path, "facts.json")
    assert ([Source("facts.json", b"# facts.json\n")], []) == read_directory(tmp_path / "facts.json")


@pytest.mark.parametrize("path", ("", "missing", "missing/x.yaml", "nul\0nul", "\ud800"))
def test_a_path_that_does_not_exist_is_told(path, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    sources, problems = read_directory(path)
    assert sources == []
    assert [problem.code for problem in problems] == ["no-such-file"]
    assert problems[0].message_nl
    problems[0].render().encode()


def test_a_path_below_a_file_does_not_exist(tmp_path):
    write(tmp_path, "a.yaml")
    assert [code for code, _ in told(tmp_path / "a.yaml" / "b.yaml")] == ["no-such-file"]


def test_a_path_that_is_too_long_is_told():
    assert [code for code, _ in told("a" * 10_000)] == ["unreadable"]


def test_what_is_no_path_is_a_mistake_of_the_caller():
    with pytest.raises(TypeError):
        read_directory(3)  # type: ignore[arg-type]  # the wrong call under test


def test_a_directory_without_rules_is_told(tmp_path):
    write(tmp_path, "notes.txt", ".hidden.yaml")
    assert [("no-rules", str(tmp_path))] == told(tmp_path)


def test_a_large_file_is_not_read_and_the_others_are(tmp_path):
    write(tmp_path, "a.yaml")
    with (tmp_path / "b.yaml").open("wb") as file:
        file.truncate(MOST_BYTES + 1)
    sources, problems = read_directory(tmp_path)
    assert [source.file for source in sources] == ["a.yaml"]
    assert problems[0].render() == (
        "b.yaml:1:1  too-large\n"
        "This file is larger than 5 MB and is not read. Split it into several files.\n"
        "See docs/problems.md#too-large"
    )


def test_a_file_that_grows_while_it_is_read_is_cut_off(tmp_path, monkeypatch):
    write(tmp_path, "a.yaml")
    monkeypatch.setattr(files, "MOST_BYTES", 100)
    real = os.stat
    with (tmp_path / "a.yaml").open("wb") as file:
        file.truncate(101)

    def small(path):
        found = list(real(path))
        found[6] = 0
        return os.stat_result(found)

    monkeypatch.setattr(os, "stat", small)
    assert [code for code, _ in told(tmp_path)] == ["too-large"]


def test_a_link_out_of_the_directory_is_followed(tmp_path):
    write(tmp_path, "elsewhere/a.yaml", "elsewhere/more/b.yaml")
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "one.yaml").symlink_to(tmp_path / "elsewhere" / "a.yaml")
    (tmp_path / "rules" / "many").symlink_to(tmp_path / "elsewhere" / "more")
    sources, problems = read_directory(tmp_path / "rules")
    assert problems == []
    assert [source.file for source in sources] == ["many/b.yaml", "one.yaml"]


@pytest.mark.parametrize("target", (".", "..", "../sub"))
def test_a_link_that_leads_round_in_a_ring_is_told_once(target, tmp_path):
    write(tmp_path, "rules/a.yaml", "rules/sub/b.yaml")
    (tmp_path / "rules" / "sub" / "ring").symlink_to(target)
    sources, problems = read_directory(tmp_path / "rules")
    assert [source.file for source in sources if "ring" not in source.file] == ["a.yaml", "sub/b.yaml"]
    assert [problem.code for problem in problems] == ["symlink-loop"]


def test_a_link_to_itself_is_told(tmp_path):
    write(tmp_path, "a.yaml")
    (tmp_path / "b.yaml").symlink_to("b.yaml")
    (tmp_path / "c").symlink_to("c")
    assert told(tmp_path) == [("symlink-loop", "b.yaml")]
    assert [code for code, _ in told(tmp_path / "c")] == ["symlink-loop"]


def test_links_that_reach_one_directory_in_very_many_ways_are_told_at_once(tmp_path):
    for depth in range(30):
        folder = tmp_path / str(depth)
        folder.mkdir()
        write(folder, "a.yaml")
        for link in "xy":
            (folder / link).symlink_to(tmp_path / str(depth + 1))
    sources, problems = read_directory(tmp_path / "0")
    assert len(sources) == 30
    assert {"symlink-loop"} == {problem.code for problem in problems}


def test_a_real_directory_is_read_under_its_own_name_and_a_link_to_it_is_told(tmp_path):
    write(tmp_path, "z/a.yaml")
    (tmp_path / "b").symlink_to("z")
    sources, problems = read_directory(tmp_path)
    assert [source.file for source in sources] == ["z/a.yaml"]
    assert [problem.render() for problem in problems] == [
        (
            "b:1:1  symlink-loop\n"
            "The link `b` leads to `z`, which is read already. Remove the link.\n"
            "See docs/problems.md#symlink-loop"
        )
    ]


def test_a_link_to_nothing_is_told(tmp_path):
    (tmp_path / "a.yaml").symlink_to("missing")
    assert [problem.render() for problem in read_directory(tmp_path)[1]] == [
        (
            "a.yaml:1:1  unreadable\n"
            "`a.yaml` cannot be read: it is a link to nothing.\n"
            "See docs/problems.md#unreadable"
        )
    ]


def test_a_pipe_with_the_name_of_a_rule_file_is_told_and_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "a.yaml")
    assert told(tmp_path) == [("unreadable", "a.yaml")]
    assert told(tmp_path / "a.yaml") == [("unreadable", "a.yaml")]


def test_a_name_that_is_no_text_is_told(tmp_path):
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.yaml")).write_bytes(b"a: 1")
    problems = read_directory(tmp_path)[1]
    assert [problem.code for problem in problems] == ["unreadable"]
    problems[0].render().encode()


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read everything")
def test_what_may_not_be_read_is_told(tmp_path):
    write(tmp_path, "a.yaml", "b/c.yaml")
    (tmp_path / "a.yaml").chmod(0)
    (tmp_path / "b").chmod(0)
    try:
        assert told(tmp_path) == [("unreadable", "a.yaml"), ("unreadable", "b")]
    finally:
        (tmp_path / "b").chmod(0o700)


def test_what_the_system_refuses_is_told_with_the_reason_if_it_is_known(tmp_path, monkeypatch):
    write(tmp_path, "a.yaml", "b/c.yaml")

    def refuse(path, *_):
        raise PermissionError(13, "no", path)

    monkeypatch.setattr(os, "scandir", refuse)
    assert [
        (
            f"{tmp_path}:1:1  unreadable\n"
            f"`{tmp_path}` cannot be read: you have no right to read it.\n"
            "See docs/problems.md#unreadable"
        )
    ] == [problem.render() for problem in read_directory(tmp_path)[1]]


def test_a_directory_of_very_many_files_is_not_read_to_its_end(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "_MOST_ENTRIES", 5)
    write(tmp_path, *(f"{number}.yaml" for number in range(6)))
    assert [("too-many-files", str(tmp_path))] == told(tmp_path)
