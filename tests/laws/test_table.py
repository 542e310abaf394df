"""The table of the theory, row by row, for each engine."""

from __future__ import annotations

import pytest

import husaca_rules as hr
from tests.laws.table import TABLE, VOCABULARY


@pytest.fixture(scope="module")
def rules(tmp_path_factory):
    """The vocabulary with a finding for each row, `row_00` and so on."""
    directory = tmp_path_factory.mktemp("table")
    (directory / "vocabulary.yaml").write_text(VOCABULARY, encoding="utf-8")
    rows = [
        f'  row_{number:02}: {{kind: helper, when: "{when}"}}' for number, (when, _, _) in enumerate(TABLE)
    ]
    (directory / "rows.yaml").write_text("\n".join(["findings:", *rows, ""]), encoding="utf-8")
    return hr.load_rules(directory)


@pytest.mark.parametrize("number", range(len(TABLE)), ids=[f"{when} | {known}" for when, known, _ in TABLE])
def test_a_condition_is_what_the_table_says(engine, rules, number):
    _, known, expected = TABLE[number]
    assert hr.diagnose(known, rules=rules, engine=engine)[f"row_{number:02}"].state == expected


def test_no_row_stands_twice():
    assert len({(when, repr(known)) for when, known, _ in TABLE}) == len(TABLE)
