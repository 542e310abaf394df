"""One example of every archetype, each named after it."""

from __future__ import annotations

from pathlib import Path

import pytest

import husaca_rules as hr

EXAMPLES = Path(__file__).parents[2] / "examples"
NAMES = ("blue", "cyan", "dark", "green", "magenta", "red", "scattered", "white", "yellow")


def test_every_archetype_has_an_example():
    findings = hr.load_rules().findings.values()
    assert {each.id for each in findings if each.kind == "archetype"} == {
        f"archetype_{name}" for name in NAMES
    }


@pytest.mark.parametrize("engine", ("experta", "direct"))
@pytest.mark.parametrize("name", NAMES)
def test_an_example_is_of_the_archetype_it_is_named_after(name, engine):
    diagnosis = hr.diagnose(hr.read_facts(EXAMPLES / f"{name}.yaml"), engine=engine)
    assert diagnosis.archetype == f"archetype_{name}"


@pytest.mark.parametrize("lang", ("en", "nl"))
@pytest.mark.parametrize("name", NAMES)
def test_its_note_names_the_organisation_and_the_archetype(name, lang):
    facts = hr.read_facts(EXAMPLES / f"{name}.yaml")
    title = hr.load_rules().findings[f"archetype_{name}"].title[lang]
    lines = hr.diagnose(facts).render(lang).splitlines()
    assert facts.organisation["name"] in lines[0]
    assert any(line.startswith(f"{title}.") for line in lines)
