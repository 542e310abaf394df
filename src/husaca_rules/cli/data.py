"""Explanations, problems and cases as plain data for JSON."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import isfinite
from typing import Any

from husaca_rules.diagnosis.cases import CaseResult
from husaca_rules.diagnosis.contract import judgement_data
from husaca_rules.diagnosis.explain import Reason
from husaca_rules.diagnosis.remedies import Judgement
from husaca_rules.diagnosis.results import Results
from husaca_rules.diagnosis.why import WhyNot
from husaca_rules.errors import Place, Problem
from husaca_rules.facts.scale import Interval


def reason_data(reason: Reason, expanded: set[str] | None = None) -> dict[str, Any]:
    """A reason with its parts; of what stands in the tree more than once, the parts stand at its first place only."""
    expanded = set() if expanded is None else expanded
    data: dict[str, Any] = {"what": reason.what}
    if reason.id:
        data["id"] = reason.id
    if reason.state is not None:
        data["state"] = reason.state.value
    if reason.text:
        data["text"] = reason.text
    if reason.count:
        data["count"] = reason.count
    if reason.what in ("fact", "score", "points"):
        data["value"] = plain(reason.value)
    if isinstance(reason.value, Judgement):
        data |= judgement_data(reason.value)
    if reason.place is not None:
        data["place"] = place_data(reason.place)
    if reason.facts:
        data["facts"] = sorted(reason.facts)
    known = reason.id in expanded and reason.what in ("finding", "score", "fact")
    if reason.parts and known:
        data["see_above"] = True
    elif reason.parts:
        if reason.what in ("finding", "score", "fact"):
            expanded.add(reason.id)
        data["parts"] = [reason_data(part, expanded) for part in reason.parts]
    return data


def among_causes_data(results: Results, id_: str) -> dict[str, Any]:
    """What a finding is among causes: its direct causes and effects that hold; nothing for anything else."""
    if all(finding.id != id_ for finding in results.findings):
        return {}
    causes = results.causes
    symptoms = {each.id: each.causes for each in causes.symptoms}
    roles = dict.fromkeys(symptoms, "symptom") | dict.fromkeys(causes.standing, "standing_cause")
    roles |= {each.id: "root_cause" for each in causes.root_causes}
    roles |= {each.id: "unexplained" for each in causes.unexplained}
    effects = [effect for effect, direct in symptoms.items() if id_ in direct]
    among = {"role": roles.get(id_), "causes": [*symptoms.get(id_, ())], "effects": effects}
    return {"among_causes": among}


def why_not_data(found: WhyNot) -> dict[str, Any]:
    """What stopped a finding or a band, and the repairs with the options of each step."""
    return {
        "id": found.id,
        "band": found.band,
        "state": found.state.value,
        "blockers": [reason_data(blocker) for blocker in found.blockers],
        "repairs": [
            [
                {"fact": step.fact, "kind": step.kind, "options": [plain(option) for option in step.options]}
                for step in repair.steps
            ]
            for repair in found.repairs
        ],
        "complete": found.complete,
    }


def problem_data(problem: Problem, lang: str) -> dict[str, Any]:
    """A problem, its message in the language where it has one."""
    return {
        "code": problem.code,
        "message": problem.message_nl if lang == "nl" and problem.message_nl else problem.message,
        "place": None if problem.place is None else place_data(problem.place),
        "name": problem.name,
        "value": plain(problem.value),
        "allowed": problem.allowed,
        "suggestion": problem.suggestion,
    }


def problems_data(problems: Iterable[Problem], lang: str) -> dict[str, Any]:
    """What is written to the standard error in the place of a result."""
    return {"problems": [problem_data(problem, lang) for problem in problems]}


def cases_data(results: Iterable[CaseResult]) -> list[dict[str, Any]]:
    """Cases, with what came otherwise than expected."""
    return [
        {
            "id": result.id,
            "passed": result.passed,
            "place": None if result.place is None else place_data(result.place),
            "differences": [
                {"about": each.about, "expected": [*each.expected], "came": [*each.came]}
                for each in result.differences
            ],
        }
        for result in results
    ]


def place_data(place: Place) -> dict[str, Any]:
    """Where something stands: file, line and column, both from 1."""
    return {"file": place.file, "line": place.line, "column": place.column}


def plain(value: object) -> object:
    """A value without classes: an interval as `{"from": …, "to": …}`, open ends left out."""
    match value:
        case Interval(low, high):
            ends = {"from": low, "to": high}
            return {end: number for end, number in ends.items() if isfinite(number)}
        case Mapping():
            return {str(key): plain(each) for key, each in value.items()}
        case None | bool() | str():
            return value
        case int() | float():
            return value if isfinite(value) else None
        case Sequence():
            return [plain(each) for each in value]
        case _:
            return str(value)
