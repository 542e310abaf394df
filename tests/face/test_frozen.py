"""What the library hands out can't be changed: rule sets are shared by all who load them, diagnoses may be kept."""

from __future__ import annotations

import copy
import json
import pickle
from collections.abc import Callable, Iterator, Mapping
from enum import Enum
from fractions import Fraction
from types import NoneType

import attrs
import pytest

import husaca_rules as hr
from husaca_rules.frozen import FrozenDict, freeze, thaw

PLAIN = (str, bytes, int, float, NoneType, frozenset, Enum, Fraction)
CHANGES: list[Callable[[FrozenDict[str, int]], object]] = [
    lambda it: it.__setitem__("a", 2),
    lambda it: it.__delitem__("a"),
    lambda it: it.__ior__({"b": 1}),
    lambda it: it.update(b=1),
    lambda it: it.setdefault("b", 1),
    lambda it: it.pop("a"),
    lambda it: it.popitem(),
    lambda it: it.clear(),
]


def changeable(thing: object, path: str) -> Iterator[str]:
    """The paths from a thing to whatever could be changed in it."""
    match thing:
        case FrozenDict():
            for key, each in thing.items():
                yield from changeable(each, f"{path}[{key!r}]")
        case tuple():
            for position, each in enumerate(thing):
                yield from changeable(each, f"{path}[{position}]")
        case _ if isinstance(thing, PLAIN):
            return
        case _ if attrs.has(kind := type(thing)):
            try:
                setattr(thing, "a_new_field", 1)  # noqa: B010 - no field of any of these
                yield path
            except AttributeError:
                pass
            for part in attrs.fields(kind):
                yield from changeable(getattr(thing, part.name), f"{path}.{part.name}")
        case _:
            yield f"{path}: {type(thing).__name__}"


def test_nothing_in_a_rule_set_can_be_changed() -> None:
    rules = hr.load_rules()
    assert [*changeable(rules, "rules")] == []
    for name in ("facts", "rules_for", "rules_scoring", "causes"):
        assert [*changeable(getattr(rules, name), name)] == []


def test_nothing_in_the_results_of_a_diagnosis_can_be_changed() -> None:
    facts = {"remedies_tried": ["training"], "talent_turnover": {"from": 0.1}, "organisation": {"name": "X"}}
    made = hr.diagnose(facts)
    restored = hr.Diagnosis.from_dict(made.to_dict())
    assert [*changeable(made.results, "made")] == []
    assert [*changeable(restored.results, "restored")] == []
    assert restored == made


def test_plain_data_is_the_callers_own() -> None:
    made = hr.diagnose({"remedies_tried": ["training"]})
    data = made.to_dict()
    again = hr.Diagnosis.from_dict(data)
    facts = data["facts"]
    assert isinstance(facts, dict)
    facts["remedies_tried"].append("tooling")
    assert made.facts == again.facts == {"remedies_tried": ("training",)}


@pytest.mark.parametrize("change", CHANGES)
def test_a_frozen_dict_refuses_every_change_and_so_do_its_copies(
    change: Callable[[FrozenDict[str, int]], object],
) -> None:
    frozen = FrozenDict({"a": 1})
    pickled = pickle.loads(pickle.dumps(frozen))  # noqa: S301 - made a moment ago
    for each in (frozen, copy.copy(frozen), copy.deepcopy(frozen), pickled):
        with pytest.raises(TypeError, match="frozen"):
            change(each)
        assert each == {"a": 1}


def test_every_way_to_change_a_dict_is_among_those_tried() -> None:
    reads = {"copy", "fromkeys", "get", "items", "keys", "values"}
    own = {name for name in vars(dict) if not name.startswith("__")} - reads
    assert own | {"__setitem__", "__delitem__", "__ior__"} == {
        name for name, method in vars(FrozenDict).items() if method is vars(FrozenDict)["_refuse"]
    } - {"_refuse"}


def test_freezing_and_thawing_lose_nothing() -> None:
    plain: Mapping[str, object] = {"a": [1, {"b": [None, "x"]}], "c": {}}
    frozen = freeze(plain)
    assert [*changeable(frozen, "frozen")] == []
    assert thaw(frozen) == plain
    assert json.loads(json.dumps(frozen)) == plain
