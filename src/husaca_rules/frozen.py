"""Data that nobody can change: rule sets are shared, by threads and by everybody who loads the rules that ship."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NoReturn, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class FrozenDict(dict[K, V]):
    """A dict that refuses every change with TypeError; copies made by `pickle` and `copy` refuse them as well."""

    # A dict, and no view of one, so that it is read as fast, and goes into JSON and pickles as it is.

    def _refuse(self, *_: object, **__: object) -> NoReturn:
        raise TypeError("This mapping is part of frozen data; change a copy of it, made with dict().")

    __setitem__ = __delitem__ = __ior__ = clear = pop = popitem = setdefault = update = _refuse

    def __reduce__(self) -> tuple[type, tuple[dict[K, V]]]:
        return type(self), (dict(self),)


def freeze(value: Any) -> Any:
    """Plain data (dicts, lists, scalars) that cannot be changed: dicts become frozen ones, lists become tuples."""
    match value:
        case Mapping():
            return FrozenDict((key, freeze(each)) for key, each in value.items())
        case list() | tuple():
            return tuple(freeze(each) for each in value)
    return value


def thaw(value: Any) -> Any:
    """Frozen data as plain dicts and lists, which are the caller's own."""
    match value:
        case Mapping():
            return {key: thaw(each) for key, each in value.items()}
        case tuple():
            return [thaw(each) for each in value]
    return value
