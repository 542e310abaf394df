"""What stands in working memory: one wide fact of what is known, and a small fact for each thing found.

The values come from our own vectors, so nothing has to be frozen or validated again, and each evaluation makes new
facts. They show no value when printed: what experta may ever log of them is the name of their class.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from husaca_rules.evaluate.experta_engine.stock import Fact

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping


class LeanFact(Fact):
    """A fact whose values are only str, int or float. Each one equals itself alone."""

    def __init__(self, values: Mapping[str, object] | Iterable[tuple[str, object]]) -> None:
        dict.__init__(self, values)

    def validate(self) -> None:
        """Accept: the values are ours."""

    def has_field_constraints(self) -> bool:
        """Say that this is a fact, not a pattern."""
        return False

    def has_nested_accessor(self) -> bool:
        """Say that no key holds a double underscore; `safe_name` sees to that."""
        return False

    def __hash__(self) -> int:  # type: ignore[override]  # a dict has none, experta's facts have one by content
        return object.__hash__(self)

    def __eq__(self, other: object) -> bool:
        return self is other

    def __ne__(self, other: object) -> bool:  # dict has its own, which compares contents
        return self is not other

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"

    __str__ = __repr__


class Known(LeanFact):
    """What is known: the lower and upper value of every fact, as `x_lo` and `x_hi` for a fact of key `x`."""


class Surely(LeanFact):
    """A rule or finding of this `key` surely holds."""


class Possibly(LeanFact):
    """A rule or finding of this `key` possibly holds."""


class Points(LeanFact):
    """The score of this `key` has from `least` to `most` points."""


def safe_name(key: str) -> str:
    """Give a name for `key` without a double underscore, at which experta would look inside the value.

    Distinct keys keep distinct names, as no key holds a hyphen.
    """
    return re.sub("_(?=_)", "_-", key)


def identity(fact: Fact) -> Hashable:
    """What a duplicate of `fact` would share with it: its kind and its key, if it has one.

    Working memory takes no duplicates. experta would hash every value to find them.
    """
    return type(fact), fact.get("key")
