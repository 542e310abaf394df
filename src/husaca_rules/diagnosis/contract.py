"""The JSON of a diagnosis: a public contract, under the schema `schemas/diagnosis.json`.

What is written can be read back without the rules. Fields are only ever added within one format number; a field that
changes its meaning makes a new number.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from husaca_rules.diagnosis.causes import CausalReading, RootCause, Symptom, Unexplained
from husaca_rules.diagnosis.remedies import Judgement, Verdict
from husaca_rules.diagnosis.results import Finding, Light, OpenFact, Provenance, Results, Score
from husaca_rules.errors import HusacaError
from husaca_rules.facts.scale import Interval
from husaca_rules.frozen import FrozenDict, freeze, thaw
from husaca_rules.language.rules import Kind, State

FORMAT = 1


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
    if not isinstance(data, Mapping) or data.get("format") != FORMAT:
        raise HusacaError(f"This is no diagnosis of format {FORMAT}.")
    try:
        return _results(data)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise HusacaError(f"This is no complete diagnosis: {error!r} is missing or wrong.") from error


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
    return Results(
        provenance=Provenance(rules["name"], rules["version"], rules["sha256"], data["library"]),
        facts=freeze({**data["facts"]}),
        organisation=FrozenDict(data["organisation"]),
        scores=tuple(
            Score(
                id_,
                FrozenDict(each["title"]),
                Interval(*each["points"]),
                each["full"],
                Interval(*each["intensity"]),
                tuple(each["bands"]),
                each["estimate"],
                each["coverage"],
                each["to_edge"],
            )
            for id_, each in data["scores"].items()
        ),
        light=light and Light((light["hex"][0], light["hex"][1]), tuple(light["archetypes"])),
        findings=tuple(
            Finding(id_, State(each["state"]), Kind(each["kind"]), each["area"], FrozenDict(each["title"]))
            for id_, each in data["findings"].items()
        ),
        causes=CausalReading(
            tuple(
                RootCause(each["id"], each["deepest"], tuple(each["explains"]), tuple(each["open_causes"]))
                for each in data["root_causes"]
            ),
            tuple(Symptom(each["id"], tuple(each["causes"])) for each in data["symptoms"]),
            tuple(Unexplained(each["id"], tuple(each["open_causes"])) for each in data["unexplained"]),
            tuple(data["standing_causes"]),
            tuple(tuple(cover) for cover in data["covers"]),
            data["covers_cut"],
        ),
        remedies=tuple(
            Judgement(
                id_,
                Verdict.FITS_SO_FAR if each["so_far"] else Verdict(each["verdict"]),
                each["planned"],
                tuple(each["treats"]),
                tuple(each["relieves"]),
                tuple(each["leaves"]),
            )
            for id_, each in data["remedies"].items()
        ),
        advice=tuple(data["advice"]),
        open_facts=tuple(OpenFact(each["id"], tuple(each["findings"])) for each in data["open_facts"]),
    )
