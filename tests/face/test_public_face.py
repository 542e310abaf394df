"""The public face: names, wrong calls, and equality."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cached_property
from importlib import import_module
from inspect import isclass, isfunction
from pathlib import Path
from types import ModuleType

import pytest

import husaca_rules as hr

ROOT = Path(__file__).parents[2]


def test_all_public_names_are_documented_and_no_others() -> None:
    page = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
    documented = set(re.findall(r"^### `(?:husaca_rules\.)?(\w+)", page, re.MULTILINE))
    public = set(hr.__all__) - {"__version__"}
    assert documented == public
    for name in public:
        getattr(hr, name)
    visible = {
        name
        for name, thing in vars(hr).items()
        if not name.startswith("_") and not isinstance(thing, ModuleType)
    }
    assert visible == public


def test_what_a_type_checker_sees_is_what_is_there() -> None:
    stub = ast.parse(Path(hr.__file__ or "").with_suffix(".pyi").read_text(encoding="utf-8"))
    seen = {
        name.name: node.module
        for node in stub.body
        if isinstance(node, ast.ImportFrom)
        for name in node.names
    }
    assert set(seen) == set(hr.__all__)
    for name, module in seen.items():
        assert getattr(hr, name) is getattr(import_module(module or ""), name)
    with pytest.raises(AttributeError, match="has no attribute 'diagnos'"):
        hr.diagnos  # type: ignore[attr-defined]  # noqa: B018


def test_every_public_thing_has_a_docstring() -> None:
    assert [name for name, text in docstrings() if not text.strip()] == []


def test_public_functions_and_the_methods_of_a_diagnosis_and_a_session_show_how_they_are_called() -> None:
    called = [
        (name, text)
        for name, text in docstrings()
        if name in FUNCTIONS or re.fullmatch(r"(Diagnosis|Session)(\.\w+\(\))?", name)
    ]
    assert len(called) >= 18
    assert [name for name, text in called if ">>> " not in text] == []


FUNCTIONS = {name for name in hr.__all__ if isfunction(getattr(hr, name))}


def docstrings() -> Iterator[tuple[str, str]]:
    """The docstrings of all public names, and of the public methods (as `Name.method()`) and properties of classes."""
    for name in hr.__all__:
        thing = getattr(hr, name)
        if not (isclass(thing) or isfunction(thing)):  # the version, and a type that is a choice of names
            continue
        yield name, thing.__doc__ or ""
        own = (cls for cls in getattr(thing, "__mro__", ()) if cls.__module__.startswith(hr.__name__))
        for inner, member in ((inner, member) for cls in own for inner, member in vars(cls).items()):
            if inner.startswith("_") and inner != "__getitem__":
                continue
            if isinstance(member, property | cached_property):
                yield f"{name}.{inner}", member.__doc__ or ""
            elif isinstance(member, classmethod) or isfunction(member):
                yield f"{name}.{inner}()", getattr(thing, inner).__doc__ or ""


def test_an_unknown_finding_is_refused_with_the_near_name() -> None:
    diagnosis = hr.diagnose({})
    with pytest.raises(hr.UnknownName) as refusal:
        diagnosis["turnover_rsk"]
    assert refusal.value.suggestion == "turnover_risk"
    with pytest.raises(KeyError):
        diagnosis.why("turnover_rsk")
    with pytest.raises(hr.HusacaError):
        diagnosis.why_not("blue", band="litt")
    with pytest.raises(hr.UnknownName):
        diagnosis.why_not("turnover_risk", band="lit")


def test_a_finding_is_in_a_diagnosis_in_whatever_state() -> None:
    diagnosis = hr.diagnose({})
    assert "turnover_risk" in diagnosis
    assert "turnover_rsk" not in diagnosis


def test_what_may_be_chosen_is_named_where_it_is_little() -> None:
    with pytest.raises(hr.UnknownName, match=r"There is no language named `fr`\. Choose from `nl`, `en`\."):
        hr.diagnose({}).render("fr")


def test_who_asks_for_a_remedy_as_for_a_finding_is_told_how() -> None:
    with pytest.raises(hr.UnknownName, match=r"Did you mean `remedy:training`\?"):
        hr.diagnose({}).why("training")


WRONG_CALLS = [
    (lambda: hr.diagnose({}, engine="rete"), hr.UnknownName),  # type: ignore[arg-type]
    (lambda: hr.diagnose(3), hr.FactError),  # type: ignore[arg-type]
    (lambda: hr.diagnose([("a", 1)]), hr.FactError),  # type: ignore[arg-type]
    (lambda: hr.diagnose({3: "high"}), hr.FactError),  # type: ignore[dict-item]
    (lambda: hr.diagnose({"organisation": "us"}), hr.FactError),
    (lambda: hr.diagnose({"organisation": {"nome": "us"}}), hr.FactError),
    (lambda: hr.diagnose(facts={}), TypeError),  # type: ignore[call-arg]
    (lambda: hr.load_rules(base=hr.load_rules()), TypeError),
    (lambda: hr.load_rules("no/such/place"), hr.RuleError),
    (lambda: hr.read_facts("no/such/file.yaml"), hr.FactError),
    (lambda: hr.read_facts(ROOT), hr.FactError),
    (lambda: hr.parse_facts("a: [1"), hr.FactError),
    (lambda: hr.consult().forget("micro_managment"), hr.UnknownName),
    (lambda: hr.consult().tell(micro_managment="high"), hr.FactError),
    (lambda: hr.diagnose({}, rules="rules/"), TypeError),  # type: ignore[arg-type]
    (lambda: hr.consult("rules/"), TypeError),  # type: ignore[arg-type]
    (lambda: hr.Diagnosis.from_dict(hr.diagnose({}).to_dict()).render("fr"), hr.UnknownName),
    (lambda: hr.diagnose({}).render("fr"), hr.UnknownName),
    (lambda: hr.diagnose({}).filled({"en": "{nope}"}), hr.UnknownName),
    (lambda: iter(hr.diagnose({})), TypeError),  # type: ignore[call-overload]
]


@pytest.mark.parametrize("case", range(len(WRONG_CALLS)))
def test_wrong_calls_are_refused(case: int) -> None:
    call, refusal = WRONG_CALLS[case]
    with pytest.raises(refusal):
        call()


def test_diagnoses_are_equal_when_facts_results_and_rules_are_whatever_the_engine() -> None:
    facts = {"micro_management": "high", "talent_turnover": 0.31}
    by_experta, by_direct = hr.diagnose(facts), hr.diagnose(facts, engine="direct")
    assert by_experta == by_direct
    assert by_experta.trace
    assert not by_direct.trace
    assert hash(by_experta) == hash(by_direct)
    assert by_experta != hr.diagnose({"micro_management": "high"})
    assert by_experta != facts


def test_an_organisation_is_carried_along_and_read_by_no_rule() -> None:
    facts = {"micro_management": "high", "organisation": {"name": "A", "date": "2026-01-31", "note": "n"}}
    diagnosis = hr.diagnose(facts)
    assert diagnosis.organisation == {"name": "A", "date": "2026-01-31", "note": "n"}
    assert diagnosis.findings == hr.diagnose({"micro_management": "high"}).findings
    assert diagnosis.what_if(micro_management=None).organisation == diagnosis.organisation


def test_the_shipped_rules_are_read_once() -> None:
    assert hr.load_rules() is hr.load_rules()


def test_a_set_read_twice_is_equal_and_one_changed_is_not(tmp_path: Path) -> None:
    assert hr.load_rules(ROOT / "rules") == hr.load_rules()
    (tmp_path / "x.yaml").write_text("words: {x: {en: x, nl: x}}\n", encoding="utf-8")
    assert hr.load_rules(tmp_path, base=hr.load_rules()) != hr.load_rules()


HOSTILE = {
    "a very long text": {"micro_management": "h" * 2_000_000},
    "a very long number": {"talent_turnover": "9" * 2_000_000},
    "an enormous int": {"employees": 10**5000},
    "a deep structure": {"talent_turnover": [[[[[[[[[[1]]]]]]]]]]},
    "ten thousand unknown names": {f"unknown_{number}": 1 for number in range(10_000)},
}


@pytest.mark.parametrize("facts", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_facts_end_in_one_fact_error(facts: dict[str, object]) -> None:
    with pytest.raises(hr.FactError) as refusal:
        hr.diagnose(facts)
    assert all(len(problem.message) < 1_000 for problem in refusal.value.problems)


def test_deep_json_ends_in_one_fact_error() -> None:
    for depth in (60, 5_000, 200_000):
        with pytest.raises(hr.FactError):
            hr.parse_facts('{"a": ' + "[" * depth + "]" * depth + "}")
        with pytest.raises(hr.FactError):
            hr.parse_facts("a: " + "[" * depth + "]" * depth)
