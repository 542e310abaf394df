"""The files of a rule set: every YAML file under a directory, as bytes, in one fixed order on every machine."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import PurePath
from typing import TYPE_CHECKING, Final

from attrs import define, field, frozen

from husaca_rules.errors import Place, Problem, in_order, quoted
from husaca_rules.reading.text import MOST_BYTES, too_large

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Source", "read_directory"]

_SUFFIXES: Final = (".yaml", ".yml")
_MOST_ENTRIES: Final = (
    20_000  # a rule set has tens of files; a home directory given by mistake has more than this
)


@frozen
class Source:
    """The bytes of one file; `file` is its path relative to its directory, with `/`, or its name."""

    file: str
    data: bytes


def read_directory(path: str | os.PathLike[str]) -> tuple[list[Source], list[Problem]]:
    """Read all `.yaml` and `.yml` files under a directory, or the one file that `path` names.

    Files and directories whose name begins with a dot are left out; links are followed, also out of the directory.
    Gives the sources sorted by relative path, and as problems what could not be read. Raises nothing for whatever
    stands on the disk; a `path` that is no path is a TypeError.
    """
    root = os.fsdecode(path)
    try:
        is_directory = stat.S_ISDIR(os.stat(root).st_mode)  # noqa: PTH116 - pathlib hides some of the errors
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        return [], [_missing(root) if _is_missing(error) else _failed(root, error)]
    if not is_directory:
        name = PurePath(root).name
        sources, problems = _read_all([(name, root)])
        return sources, problems
    walk = _Walk(root)
    walk.run()
    sources, problems = _read_all(walk.files)
    problems += walk.problems
    if not sources and not problems:
        problems.append(_no_rules(root))
    return sources, list(in_order(problems))


def _is_missing(error: OSError | ValueError) -> bool:
    return isinstance(error, ValueError) or error.errno in (errno.ENOENT, errno.ENOTDIR)


def _read_all(files: Iterable[tuple[str, str]]) -> tuple[list[Source], list[Problem]]:
    sources, problems = [], []
    for name, path in sorted(files):
        read = _read(name, path)
        if isinstance(read, Source):
            sources.append(read)
        else:
            problems.append(read)
    return sources, problems


def _read(name: str, path: str) -> Source | Problem:
    try:
        name.encode()
    except UnicodeEncodeError:  # such a name cannot be shown, nor be part of a digest
        return _unreadable(name, None)
    try:
        # Looked at before it is opened: opening a pipe would wait for somebody to write into it.
        found = os.stat(path)  # noqa: PTH116 - pathlib hides some of the errors
        if not stat.S_ISREG(found.st_mode):
            return _unreadable(name, None)
        if found.st_size > MOST_BYTES:
            return too_large(name)
        with open(path, "rb") as file:  # noqa: PTH123 - the path is text already
            data = file.read(MOST_BYTES + 1)  # it may have grown
    except (OSError, ValueError) as error:
        return _failed(name, error)
    return too_large(name) if len(data) > MOST_BYTES else Source(name, data)


@define(eq=False)
class _Walk:
    """A walk over a directory, with a stack of our own, that enters every real directory once."""

    root: str
    files: list[tuple[str, str]] = field(factory=list)
    problems: list[Problem] = field(factory=list)
    _seen: dict[tuple[int, int], str] = field(factory=dict)
    _entries: int = 0

    def run(self) -> None:
        """Fill `files` (relative and real path) and `problems`."""
        stack = [("", self.root)]
        while stack and self._entries <= _MOST_ENTRIES:
            name, path = stack.pop()
            try:
                if self._enters(name, path):
                    stack += self._scan(name, path)
            except OSError as error:
                self.problems.append(_failed(name or path, error))
        if self._entries > _MOST_ENTRIES:
            self.problems.append(_too_many(self.root))

    def _enters(self, name: str, path: str) -> bool:
        """Say whether a directory is new; links can make a ring, or reach one directory in very many ways."""
        found = os.stat(path)  # noqa: PTH116 - pathlib hides some of the errors
        identity = (found.st_dev, found.st_ino)
        if identity in self._seen:
            self.problems.append(_loop(name, self._seen[identity]))
            return False
        self._seen[identity] = name
        return True

    def _scan(self, name: str, path: str) -> list[tuple[str, str]]:
        """Note the files of one directory, and give its directories, the first to be entered last."""
        below = []
        with os.scandir(path) as entries:
            for entry in entries:
                self._entries += 1
                if self._entries > _MOST_ENTRIES:
                    break
                if entry.name.startswith("."):
                    continue
                relative = f"{name}/{entry.name}" if name else entry.name
                if _is_directory(entry):
                    # Real directories are entered before links to them, so that the link is what is complained of.
                    below.append((not entry.is_symlink(), relative, entry.path))
                elif entry.name.lower().endswith(_SUFFIXES):
                    self.files.append((relative, entry.path))
        return [(relative, real) for _, relative, real in sorted(below)]


def _is_directory(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link that leads to itself is read as a file, and then complained of
        return False


def _shown(name: str) -> str:
    return quoted(name.encode("utf-8", "replace").decode(), 200)


def _at(name: str) -> Place:
    return Place(name.encode("utf-8", "replace").decode(), 1, 1)


def _missing(path: str) -> Problem:
    return Problem(
        "no-such-file",
        f"There is no file or directory {_shown(path)}.",
        name=path,
        message_nl=f"Er is geen bestand of map {_shown(path)}.",
    )


def _no_rules(path: str) -> Problem:
    return Problem(
        "no-rules",
        f"The directory {_shown(path)} holds no `.yaml` or `.yml` file.",
        name=path,
        message_nl=f"De map {_shown(path)} bevat geen `.yaml`- of `.yml`-bestand.",
    )


def _too_many(path: str) -> Problem:
    return Problem(
        "too-many-files",
        f"The directory {_shown(path)} holds more than {_MOST_ENTRIES} files and is not read to its end. "
        "Name the directory of the rules itself.",
        name=path,
        allowed=f"at most {_MOST_ENTRIES} files",
        message_nl=f"De map {_shown(path)} bevat meer dan {_MOST_ENTRIES} bestanden en is niet helemaal gelezen. Geef de map met de regels zelf op.",
    )


def _failed(name: str, error: OSError | ValueError) -> Problem:
    return _loop(name) if getattr(error, "errno", None) == errno.ELOOP else _unreadable(name, error)


def _unreadable(name: str, error: OSError | ValueError | None) -> Problem:
    why = {
        errno.EACCES: ("you have no right to read it", "u hebt geen leesrechten"),
        errno.EPERM: ("you have no right to read it", "u hebt geen leesrechten"),
        errno.ENOENT: ("it is a link to nothing", "het is een link naar niets"),
        errno.ENAMETOOLONG: ("its name is too long", "de naam is te lang"),
        errno.EISDIR: ("it is a directory", "het is een map"),
    }.get(getattr(error, "errno", None) or 0)
    if error is None:
        why = (
            "it is no ordinary file, or its name is no text",
            "het is geen gewoon bestand, of de naam is geen tekst",
        )
    en, nl = why or ("the system refuses it", "het systeem weigert het")
    return Problem(
        "unreadable",
        f"{_shown(name)} cannot be read: {en}.",
        _at(name),
        name=name,
        message_nl=f"{_shown(name)} is niet te lezen: {nl}.",
    )


def _loop(name: str, earlier: str | None = None) -> Problem:
    """Say that a link leads round in a ring, or to what is read already (`earlier`; "" is the directory itself)."""
    target, target_nl = "itself", "zichzelf"
    if earlier is not None:
        target = (
            f"{_shown(earlier)}, which is read already" if earlier else "the directory that is being read"
        )
        target_nl = f"{_shown(earlier)}, dat al gelezen wordt" if earlier else "de map die gelezen wordt"
    return Problem(
        "symlink-loop",
        f"The link {_shown(name)} leads to {target}. Remove the link.",
        _at(name),
        name=name,
        message_nl=f"De link {_shown(name)} leidt naar {target_nl}. Verwijder de link.",
    )
