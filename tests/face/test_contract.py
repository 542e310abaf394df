"""The JSON of a diagnosis: under its schema, without loss, and readable without the rules."""

from __future__ import annotations

import copy
import json
import pickle
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

import husaca_rules as hr
from tests.diagnosis.gardens import DESERT, write_rules

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("*.yaml"))
SCHEMA = json.loads((files("husaca_rules") / "schemas" / "diagnosis.json").read_text(encoding="utf-8"))


@st.composite
def some_facts(draw: st.DrawFn) -> dict[str, object]:
    """Levels and truths of the shipped vocabulary, some of them."""
    given_: dict[str, object] = {}
    for fact in hr.load_rules().facts.values():
        if fact.type in ("level", "truth") and fact.scale and draw(st.booleans()):
            given_[fact.id] = draw(st.sampled_from(fact.scale.labels))
    return given_


def test_the_schema_is_itself_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_every_example_gives_json_under_the_schema(path: Path) -> None:
    data = hr.diagnose(hr.read_facts(path)).to_dict()
    jsonschema.validate(json.loads(json.dumps(data, allow_nan=False)), SCHEMA)


@given(some_facts())
def test_whatever_is_known_the_json_is_under_the_schema_and_comes_back_equal(
    facts: dict[str, object],
) -> None:
    diagnosis = hr.diagnose(facts, engine="direct")
    data = json.loads(json.dumps(diagnosis.to_dict(), allow_nan=False))
    jsonschema.validate(data, SCHEMA)
    assert hr.Diagnosis.from_dict(data) == diagnosis
    assert hr.Diagnosis.from_dict(data).to_dict() == diagnosis.to_dict()


def test_a_restored_diagnosis_has_all_results_and_no_explanation_until_it_gets_its_rules() -> None:
    diagnosis = hr.diagnose(hr.read_facts(EXAMPLES[0]))
    restored = hr.Diagnosis.from_dict(diagnosis.to_dict())
    assert restored.archetypes == diagnosis.archetypes
    assert restored.root_causes == diagnosis.root_causes
    with pytest.raises(hr.HusacaError, match="without its rules"):
        restored.why("turnover_risk")
    with pytest.raises(hr.HusacaError, match="without its rules"):
        restored.what_if(talent_turnover=0.1)
    whole = hr.Diagnosis.from_dict(diagnosis.to_dict(), rules=hr.load_rules())
    assert whole.why("turnover_risk").tree == diagnosis.why("turnover_risk").tree
    assert whole.what_if(talent_turnover=0.1) == diagnosis.what_if(talent_turnover=0.1)


def test_rules_of_another_digest_are_refused(tmp_path: Path) -> None:
    (tmp_path / "more.yaml").write_text("words: {more: {en: more, nl: meer}}\n", encoding="utf-8")
    other = hr.load_rules(tmp_path, base=hr.load_rules())
    with pytest.raises(hr.HusacaError, match="digests differ"):
        hr.Diagnosis.from_dict(hr.diagnose({}).to_dict(), rules=other)


@pytest.mark.parametrize("data", ({}, {"format": 2}, {"format": 1}, {"format": 1, "rules": 3}, [], None, "x"))
def test_what_is_no_diagnosis_is_refused_in_one_sentence(data: object) -> None:
    with pytest.raises(hr.HusacaError, match="This is no"):
        hr.Diagnosis.from_dict(data)


def spoilt(data: Any, value: object) -> Iterator[object]:
    """Copies of plain data, each with another part replaced by a value."""
    yield value
    if isinstance(data, dict):
        yield from ({**data, key: each} for key, part in data.items() for each in spoilt(part, value))
    if isinstance(data, list):
        yield from (
            [*data[:at], each, *data[at + 1 :]]
            for at, part in enumerate(data)
            for each in spoilt(part, value)
        )


@pytest.mark.parametrize("value", (None, 3, -0.5, "x", [], {}, ["x"], {"x": "x"}, True))
def test_whatever_is_wrong_in_a_diagnosis_is_refused_in_one_sentence(tmp_path: Path, value: object) -> None:
    garden = hr.load_rules(write_rules(tmp_path))
    data = hr.diagnose(hr.parse_facts(DESERT), rules=garden, engine="direct").to_dict()
    valid = jsonschema.Draft202012Validator(SCHEMA).is_valid
    for each in spoilt(data, value):
        if valid(each):
            continue
        with pytest.raises(hr.HusacaError, match="This is no"):
            hr.Diagnosis.from_dict(each)


def test_a_fact_without_an_upper_end_is_written_without_it() -> None:
    data = hr.diagnose({"change_weeks": {"from": 26}}, engine="direct").to_dict()
    assert data["facts"] == {"change_weeks": {"from": 26.0}}


@pytest.mark.parametrize("again", (copy.copy, copy.deepcopy, lambda each: pickle.loads(pickle.dumps(each))))  # noqa: S301 - our own
def test_rules_and_diagnoses_can_be_copied_and_pickled(again) -> None:  # type: ignore[no-untyped-def]  # any copier
    diagnosis = hr.diagnose(hr.read_facts(EXAMPLES[0]))
    diagnosis.why("blue")  # what was worked out before must not stand in the way
    twin = again(diagnosis)
    assert twin == diagnosis
    assert twin.why("turnover_risk").tree == diagnosis.why("turnover_risk").tree
    assert twin.what_if(micro_management="low") == diagnosis.what_if(micro_management="low")
    rules = again(hr.load_rules())
    assert rules == hr.load_rules()
    assert hr.diagnose({"micro_management": "high"}, rules=rules) == hr.diagnose({"micro_management": "high"})
