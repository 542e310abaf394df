"""Deterministic: one input, one output, whatever the hash seed, the order of files and keys, or that of the facts."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

import husaca_rules as hr
from tests.laws.depth import DEEP, some
from tests.laws.generated import rule_sets
from tests.laws.known import raw, tellings, worlds
from tests.laws.writing import loaded

ROOT = Path(__file__).parents[2]
SEEDS = ("0", "1", "2", "random")
SHIPPED = ROOT / "rules"


def digests(directory, facts, seed, order):
    """What a fresh interpreter with this hash seed makes of it all."""
    package = str(Path(hr.__file__).parents[1])
    environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join([package, str(ROOT)])}
    command = [sys.executable, "-m", "tests.laws.child", str(directory), str(facts), str(order)]
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def organisations(tmp_path_factory):
    """The whole organisations that ship, each also with half of its facts."""
    facts = []
    for case in hr.load_rules().cases:
        facts += [dict(case.given), dict(list(case.given.items())[::2])]
    path = tmp_path_factory.mktemp("facts") / "facts.json"
    path.write_text(json.dumps(facts[: None if DEEP else 2]), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def first(organisations):
    return digests(SHIPPED, organisations, "0", 0)


@pytest.mark.parametrize("seed", SEEDS)
def test_one_output_for_every_hash_seed_and_order_of_facts(organisations, first, seed):
    assert digests(SHIPPED, organisations, seed, SEEDS.index(seed)) == first


@pytest.mark.parametrize("seed", SEEDS if DEEP else SEEDS[-1:])
def test_file_names_and_the_order_of_definitions_mean_nothing(organisations, first, tmp_path, seed):
    chance = Random(int(seed) if seed.isdigit() else 3)  # noqa: S311 - an order is no secret
    files = sorted(path for path in SHIPPED.rglob("*") if path.suffix in (".yaml", ".yml"))
    chance.shuffle(files)
    for number, path in enumerate(files):
        copy = tmp_path / chance.choice("abc") / f"{number:02}.yml"
        copy.parent.mkdir(exist_ok=True)
        copy.write_bytes(path.read_bytes())
    assert digests(tmp_path, organisations, seed, 1)["meaning"] == first["meaning"]


def test_the_digest_sees_a_change(organisations, first, tmp_path):
    facts = json.loads(organisations.read_text(encoding="utf-8"))
    facts[0].popitem()
    (tmp_path / "facts.json").write_text(json.dumps(facts), encoding="utf-8")
    assert digests(SHIPPED, tmp_path / "facts.json", "0", 0) != first


@some(quick=40, deep=400)
@given(abstract=rule_sets(), data=st.data(), manner=st.integers(1, 10_000), seed=st.integers(0, 100))
def test_however_the_files_are_written_the_rules_mean_the_same(engine, abstract, data, manner, seed):
    one, other = loaded(abstract, 0), loaded(abstract, manner)
    facts = raw(data.draw(tellings(abstract, data.draw(worlds(abstract)))))
    told = list(facts.items())
    Random(seed).shuffle(told)  # noqa: S311 - an order is no secret
    first, second = (
        hr.diagnose(facts, rules=one, engine=engine),
        hr.diagnose(dict(told), rules=other, engine=engine),
    )
    said, also = first.to_dict(), second.to_dict()
    assert list(said) == list(also)
    del said["rules"], also["rules"]
    assert json.dumps(said) == json.dumps(also)
    assert first.trace == second.trace
    for id_ in (*one.findings, *one.scores):
        assert first.why(id_).tree == second.why(id_).tree
        assert first.why_not(id_).repairs == second.why_not(id_).repairs
