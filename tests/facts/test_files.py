"""Facts from a file: one file, and not a folder of them."""

from __future__ import annotations

import pytest

from husaca_rules.errors import FactError
from husaca_rules.facts.files import parse_facts, read_facts
from husaca_rules.facts.knowledge import told_anew, understand
from tests.cases.support import base


@pytest.mark.parametrize("content", ("nothing", "one file", "a loop"))
def test_whatever_a_folder_holds_it_is_no_facts_file(tmp_path, content):
    if content == "one file":
        (tmp_path / "ovens.yaml").write_text("ovens: 2\n")
    if content == "a loop":
        (tmp_path / "again").symlink_to(tmp_path, target_is_directory=True)
    with pytest.raises(FactError) as raised:
        read_facts(tmp_path)
    (problem,) = raised.value.problems
    assert (problem.code, problem.name) == ("facts-are-one-file", str(tmp_path))


def test_a_file_without_an_organisation_leaves_the_one_that_was_told():
    known = understand(base().vocabulary, parse_facts("organisation: {name: Crumb}\novens: 2\n"))
    assert told_anew(known, parse_facts("ovens: 3\n")).organisation == {"name": "Crumb"}
