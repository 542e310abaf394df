"""A set may be as deep as its limits, in what reads and in what explains: all of it is diagnosed and explained."""

from __future__ import annotations

from pathlib import Path

import pytest

import husaca_rules as hr
from husaca_rules.language.check import DEEPEST, LONGEST

HEAD = """\
ruleset: {name: stairs, version: "1", languages: [en]}
facts: {lit: {type: truth, title: {en: Lit}, ask: {en: "Is it lit?"}}}
findings:
"""
STEP = '  step_{n:03}: {{kind: cause, title: {{en: "Step {n}"}}, because: {{en: "So it is."}}, {rest}}}\n'
ENGINES = ("direct", "experta")


def read(folder: Path, steps: list[str]) -> hr.RuleSet:
    path = folder / "stairs.yaml"
    path.write_text(HEAD + "".join(STEP.format(n=n, rest=rest) for n, rest in enumerate(steps)), "utf-8")
    return hr.load_rules(path)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("facts", ({"lit": True}, {"lit": False}, {}))
def test_findings_may_read_each_other_as_deep_as_the_limit(engine, facts, tmp_path: Path) -> None:
    rules = read(tmp_path, ["when: lit", *(f"when: not (not step_{n:03})" for n in range(DEEPEST - 1))])
    assert max(rules.strata.values()) == DEEPEST
    diagnosis = hr.diagnose(facts, rules=rules, engine=engine)
    last = f"step_{DEEPEST - 1:03}"
    assert diagnosis.render("en")
    assert diagnosis.why(last).render("en")
    assert diagnosis.why_not(last).render("en")


@pytest.mark.parametrize("engine", ENGINES)
def test_a_long_chain_of_causes_is_followed_to_its_first(engine, tmp_path: Path) -> None:
    causes = [f"explained_by: {{step_{n:03}: [{{own: x}}]}}, when: lit" for n in range(1, LONGEST)]
    rules = read(tmp_path, [*causes, "when: lit"])
    diagnosis = hr.diagnose({"lit": True}, rules=rules, engine=engine)
    assert [each.id for each in diagnosis.root_causes] == [f"step_{LONGEST - 1:03}"]
    assert diagnosis.render("en")
    assert diagnosis.why("step_000").render("en")


def test_a_longer_chain_of_causes_is_refused(tmp_path: Path) -> None:
    causes = [f"explained_by: {{step_{n:03}: [{{own: x}}]}}, when: lit" for n in range(1, 900)]
    with pytest.raises(hr.RuleError) as refused:
        read(tmp_path, [*causes, "when: lit"])
    (problem,) = refused.value.problems
    assert (problem.code, problem.name) == ("chain-too-long", f"step_{899 - LONGEST:03}")
    assert problem.message == (
        f"`{problem.name}` stands behind more than 100 causes of causes. Name the causes that matter most."
    )
