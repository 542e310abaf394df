"""The condition tree: the one form in which a rule's condition is kept.

Six kinds of node carry all meaning. `Within` and `Compare` ask about lower and upper values; `Not`, `All`, `Some` and
`AtLeast` combine. A `Leaf` is what the author wrote in one place (`micro_management is not high`) around the nodes
that it means, so that an explanation can speak in the author's words; it adds no meaning of its own. Every back end
is a translation of these nodes.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from attrs import field, frozen

from husaca_rules.errors import Place

Comparator = Literal["<", "<=", "==", "!=", ">=", ">"]


@frozen
class Linear:
    """The sum of `factor * key` over `terms`, plus `constant`; terms in the order of their keys, no factor zero."""

    terms: tuple[tuple[str, float], ...] = ()
    constant: float = 0.0


@frozen(cache_hash=True)
class Within:
    """The value under `key` lies in `low` to `high`, both included."""

    key: str
    low: float
    high: float


@frozen(cache_hash=True)
class Compare:
    """`left comparator right`; true for sure when it is true for all values of both sides."""

    left: Linear
    comparator: Comparator
    right: Linear


@frozen
class Not:
    """`part` is false."""

    part: Condition


@frozen
class All:
    """Every one of `parts` is true."""

    parts: tuple[Condition, ...]


@frozen
class Some:
    """One of `parts` or more is true."""

    parts: tuple[Condition, ...]


@frozen
class AtLeast:
    """`count` of `parts` or more are true; `1 <= count <= len(parts)`."""

    count: int
    parts: tuple[Condition, ...]


@frozen
class Leaf:
    """What the author wrote in one place, and the condition that it stands for.

    `names` are the facts, scores and findings that it reads, in reading order.
    """

    text: str
    names: tuple[str, ...]
    meaning: Condition
    place: Place | None = field(default=None, eq=False, repr=False)


Condition = Within | Compare | Not | All | Some | AtLeast | Leaf


def parts_of(condition: Condition) -> tuple[Condition, ...]:
    """The conditions directly inside a condition."""
    match condition:
        case Not(part):
            return (part,)
        case All(parts) | Some(parts) | AtLeast(_, parts):
            return parts
        case Leaf():
            return (condition.meaning,)
        case _:
            return ()


def leaves(condition: Condition) -> Iterator[Leaf]:
    """The leaves of a condition, in reading order."""
    if isinstance(condition, Leaf):
        yield condition
    else:
        for part in parts_of(condition):
            yield from leaves(part)


def tests_in(condition: Condition) -> Iterator[Within | Compare]:
    """The bare tests of a condition, in reading order."""
    if isinstance(condition, Within | Compare):
        yield condition
    for part in parts_of(condition):
        yield from tests_in(part)


def keys_in(condition: Condition) -> Iterator[str]:
    """The keys that a condition reads, in reading order, with repeats."""
    match condition:
        case Within(key):
            yield key
        case Compare(left, _, right):
            yield from (key for side in (left, right) for key, _ in side.terms)
        case _:
            for part in parts_of(condition):
                yield from keys_in(part)


def names_read(condition: Condition) -> tuple[str, ...]:
    """The facts, scores and findings that a condition reads, each once, in reading order."""
    return tuple(dict.fromkeys(name for leaf in leaves(condition) for name in leaf.names))
