"""The JSON of a diagnosis: a public contract, under the schema `schemas/diagnosis.json`.

What is written can be read back without the rules. Fields are only ever added within one format number; a field that
changes its meaning makes a new number.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar, get_args

from husaca_rules.diagnosis.causes import CausalReading, RootCause, Symptom, Unexplained
from husaca_rules.diagnosis.remedies import Judgement, Plan, Verdict
from husaca_rules.diagnosis.results import Finding, Light, OpenFact, Provenance, Results, Score
from husaca_rules.errors import HusacaError
from husaca_rules.facts.scale import Interval
from husaca_rules.frozen import FrozenDict, thaw
from husaca_rules.language.rules import Kind, State

FORMAT = 1
T = TypeVar("T")


def to_dict(results: Results) -> dict[str, object]:
    """Results as plain data: dicts, lists, texts, numbers, booleans and None."""
    source = results.provenance
    return {
        "format": FORMAT,
        "library": source.library,
        "rules": {"name": source.rules, "version": source.version, "sha256": source.sha256},
        "organisation": dict(results.organisation),
        "facts": thaw(results.facts),
        "scores": {score.id: _score(score) for score in results.scores},
        "light": None
        if results.light is None
        else {"hex": [*results.light.hex], "archetypes": [*results.light.archetypes]},
        "findings": {finding.id: _finding(finding) for finding in results.findings},
        "root_causes": [
            {
                "id": each.id,
                "deepest": each.deepest,
                "explains": [*each.explains],
                "open_causes": [*each.open_causes],
            }
            for each in results.causes.root_causes
        ],
        "symptoms": [{"id": each.id, "causes": [*each.causes]} for each in results.causes.symptoms],
        "unexplained": [
            {"id": each.id, "open_causes": [*each.open_causes]} for each in results.causes.unexplained
        ],
        "standing_causes": [*results.causes.standing],
        "covers": [[*cover] for cover in results.causes.covers],
        "covers_cut": results.causes.covers_cut,
        "remedies": {each.id: judgement_data(each) for each in results.remedies},
        "advice": [*results.advice],
        "open_facts": [{"id": each.id, "findings": [*each.findings]} for each in results.open_facts],
    }


def from_dict(data: object) -> Results:
    """Results back from plain data. Raises HusacaError when the data is no diagnosis of this format."""
    if not isinstance(data, Mapping) or isinstance(data.get("format"), bool) or data.get("format") != FORMAT:
        raise HusacaError(f"This is no diagnosis of format {FORMAT}.")
    try:
        return _results(data)
    except KeyError as error:
        raise HusacaError(f"This is no complete diagnosis: {error} is missing.") from error
    except (TypeError, ValueError, AttributeError) as error:
        raise HusacaError(f"This is no diagnosis as this library writes them: {error}.") from error


def _score(score: Score) -> dict[str, object]:
    return {
        "title": dict(score.title),
        "points": [score.points.low, score.points.high],
        "full": score.full,
        "intensity": [score.intensity.low, score.intensity.high],
        "bands": [*score.bands],
        "estimate": score.estimate,
        "coverage": score.coverage,
        "to_edge": score.to_edge,
    }


def _finding(finding: Finding) -> dict[str, object]:
    return {
        "state": finding.state.value,
        "kind": finding.kind.value,
        "area": finding.area,
        "title": dict(finding.title),
    }


def judgement_data(judgement: Judgement) -> dict[str, object]:
    """A remedy as it is judged, without its id."""
    so_far = judgement.verdict is Verdict.FITS_SO_FAR
    return {
        "verdict": (Verdict.FITS if so_far else judgement.verdict).value,
        "so_far": so_far,
        "planned": judgement.planned,
        "treats": [*judgement.treats],
        "relieves": [*judgement.relieves],
        "leaves": [*judgement.leaves],
    }


def _results(data: Mapping[str, Any]) -> Results:
    rules, light = data["rules"], data["light"]
    findings = tuple(
        Finding(
            id_, State(each["state"]), Kind(each["kind"]), _or_none(str, each["area"]), _texts(each["title"])
        )
        for id_, each in data["findings"].items()
    )

    def ids(value: object) -> tuple[str, ...]:
        """Ids of findings."""
        if strange := [id_ for id_ in _list(str, value) if id_ not in data["findings"]]:
            raise ValueError(f"it has no finding {strange[0]!r}")
        return _list(str, value)

    def one(value: object) -> str:
        (id_,) = ids([value])
        return id_

    return Results(
        provenance=Provenance(
            _is(str, rules["name"]),
            _is(str, rules["version"]),
            _like(_SHA256, rules["sha256"]),
            _is(str, data["library"]),
        ),
        facts=FrozenDict({_is(str, name): _value(each) for name, each in data["facts"].items()}),
        organisation=_organisation(data["organisation"]),
        scores=tuple(
            Score(
                id_,
                _texts(each["title"]),
                Interval(*_two(_list(int, each["points"]))),
                _is(int, each["full"]),
                Interval(*map(_share, _two(_list(float, each["intensity"])))),
                _some(_list(str, each["bands"])),
                None if each["estimate"] is None else _share(each["estimate"]),
                _share(each["coverage"]),
                _or_none(int, each["to_edge"]),
            )
            for id_, each in data["scores"].items()
        ),
        light=None
        if light is None
        else Light(
            _two(tuple(_like(_HEX, each) for each in _list(str, light["hex"]))), ids(light["archetypes"])
        ),
        findings=findings,
        causes=CausalReading(
            tuple(
                RootCause(
                    one(each["id"]),
                    _is(bool, each["deepest"]),
                    ids(each["explains"]),
                    ids(each["open_causes"]),
                )
                for each in _list(dict, data["root_causes"])
            ),
            tuple(Symptom(one(each["id"]), ids(each["causes"])) for each in _list(dict, data["symptoms"])),
            tuple(
                Unexplained(one(each["id"]), ids(each["open_causes"]))
                for each in _list(dict, data["unexplained"])
            ),
            ids(data["standing_causes"]),
            tuple(ids(cover) for cover in _list(list, data["covers"])),
            _is(bool, data["covers_cut"]),
        ),
        remedies=tuple(
            Judgement(
                id_,
                Verdict.FITS_SO_FAR if _is(bool, each["so_far"]) else Verdict(each["verdict"]),
                _plan(each["planned"]),
                ids(each["treats"]),
                ids(each["relieves"]),
                ids(each["leaves"]),
            )
            for id_, each in data["remedies"].items()
        ),
        advice=ids(data["advice"]),
        open_facts=tuple(
            OpenFact(_is(str, each["id"]), ids(each["findings"])) for each in _list(dict, data["open_facts"])
        ),
    )


def _is(kind: type[T], value: object) -> T:
    """The value, if it is of a kind; an int will do for a float, and a bool is no number."""
    wanted: Any = (int, float) if kind is float else kind
    if isinstance(value, wanted) and (kind is bool or not isinstance(value, bool)):
        return value  # type: ignore[no-any-return]  # an int where a float is wanted
    raise TypeError(f"{value!r:.40} stands where there must be a {_KINDS[kind]}")


def _or_none(kind: type[T], value: object) -> T | None:
    return None if value is None else _is(kind, value)


def _list(kind: type[T], value: object) -> tuple[T, ...]:
    return tuple(_is(kind, each) for each in _is(list, value))


def _two(values: Sequence[T]) -> tuple[T, T]:
    first, second = values
    return first, second


def _some(values: tuple[T, ...]) -> tuple[T, ...]:
    if not values:
        raise ValueError("a list is empty that cannot be")
    return values


def _share(value: object) -> float:
    if not 0 <= _is(float, value) <= 1:
        raise ValueError(f"{value!r:.40} does not lie from 0 to 1")
    return _is(float, value)


def _like(pattern: re.Pattern[str], value: object) -> str:
    if not pattern.fullmatch(_is(str, value)):
        raise ValueError(f"{value!r:.40} is not of the form {pattern.pattern}")
    return _is(str, value)


def _plan(value: object) -> Plan:
    if value not in get_args(Plan):
        raise ValueError(f"{value!r:.40} does not say whether a remedy is planned")
    return value  # type: ignore[return-value]  # one of these


def _texts(value: object) -> FrozenDict[str, str]:
    return FrozenDict({_is(str, key): _is(str, text) for key, text in _is(dict, value).items()})


def _organisation(value: object) -> FrozenDict[str, str]:
    if strange := sorted(_texts(value).keys() - {"name", "date", "note"}):
        raise ValueError(f"an organisation has no {strange[0]!r}")
    return _texts(value)


def _value(value: object) -> object:
    """A fact as it was understood: a number, a text, a truth, labels, or a range."""
    match value:
        case dict() if value.keys() <= {"from", "to"}:
            return FrozenDict({key: _end(end) for key, end in value.items()})
        case list():
            return _list(str, value)
        case bool() | int() | float() | str():
            return value
    raise TypeError(f"{value!r:.40} is no value of a fact")


def _end(value: object) -> object:
    return value if isinstance(value, str) else _is(float, value)


_SHA256 = re.compile("[0-9a-f]{64}")
_HEX = re.compile("#[0-9a-f]{6}")
_KINDS: Mapping[type, str] = {
    str: "text",
    int: "whole number",
    float: "number",
    bool: "true or false",
    list: "list",
    dict: "mapping",
}
