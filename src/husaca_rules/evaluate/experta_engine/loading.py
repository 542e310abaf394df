"""The import of experta, so that a host notices nothing of it.

experta 1.9.4 pins a frozendict that looks for `collections.Mapping`, which Python 3.10 took away; it calls
`logging.basicConfig` when imported, which would make the host's own later call do nothing; and when a package that it
needs is missing, it swallows the error and leaves a module with half its names. `load` cures all three.
"""

from __future__ import annotations

import collections
import collections.abc
import importlib
import importlib.util
import logging
import sys
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from husaca_rules.errors import MissingExtra

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

_NEEDS: Final = ("frozendict", "schema")  # what experta itself imports
_lock: Final = threading.RLock()


class MissingExperta(MissingExtra):
    """experta is not installed, or something that it needs is not."""

    def __str__(self) -> str:
        return (
            f'engine="experta" needs {self.package}, which is not installed; run: pip install {self.requirement} '
            '(or use engine="direct", which works without it and gives equal results)'
        )


def load() -> ModuleType:
    """Import experta and return it; leave everything else in the process as it was.

    Raises MissingExtra if experta, or what it needs, is not installed.
    """
    with _lock:
        before = set(sys.modules)
        try:
            with _basic_config_is_quiet(), _mapping_is_lent():
                experta = importlib.import_module("experta")
        except ImportError as error:
            _forget(before)
            raise _missing() from error
        if not hasattr(experta, "DefFacts"):  # one of the last names that it imports, all in one `try`
            _forget(before)
            raise _missing()
        _silence()
        return experta


def _missing() -> MissingExperta:
    absent = [name for name in _NEEDS if not _is_installed(name)]
    if not absent or not _is_installed("experta"):
        return MissingExperta("experta", "experta")
    return MissingExperta(" and ".join(absent), " ".join(["experta", *absent]))


def _is_installed(name: str) -> bool:
    try:
        return importlib.util.find_spec(name) is not None
    except (ImportError, ValueError):  # someone keeps it from being found
        return False


def _forget(before: set[str]) -> None:
    """Drop half-imported modules, so that the next call finds what has been installed in the meantime."""
    for name in set(sys.modules) - before:
        if name == "experta" or name.startswith("experta."):
            del sys.modules[name]


def _silence() -> None:
    """Keep experta's loggers from inheriting a host's DEBUG, at which they cost more than the diagnosis does.

    A level that the host gave to this very logger stands; what it then sees holds names of rules and no value.
    """
    logger = logging.getLogger("experta")
    if logger.level == logging.NOTSET:
        logger.setLevel(logging.CRITICAL + 1)


@contextmanager
def _basic_config_is_quiet() -> Iterator[None]:
    """Let `logging.basicConfig` do nothing in this thread, for a while."""
    real = logging.basicConfig
    thread: int | None = threading.get_ident()

    def quiet(*args: Any, **kwargs: Any) -> None:
        if threading.get_ident() != thread:  # another thread, or a caller who kept this function
            real(*args, **kwargs)

    logging.basicConfig = quiet
    try:
        yield
    finally:
        thread = None
        if logging.basicConfig is quiet:
            logging.basicConfig = real


@contextmanager
def _mapping_is_lent() -> Iterator[None]:
    """Let `collections.Mapping` exist, for a while."""
    lend = not hasattr(collections, "Mapping")
    if lend:
        setattr(collections, "Mapping", collections.abc.Mapping)  # noqa: B010 - no type checker knows the name
    try:
        yield
    finally:
        if lend and "Mapping" in vars(collections):
            delattr(collections, "Mapping")
