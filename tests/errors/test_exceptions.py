"""What the library raises says what to do, and survives a trip to another process."""

from __future__ import annotations

import copy
import pickle

import pytest

from husaca_rules.errors import (
    FactError,
    HusacaError,
    MissingExtra,
    Place,
    Problem,
    RuleError,
    RuleFailure,
    UnknownName,
)

ERRORS = [
    RuleError([Problem("a", "A.", Place("f", 1, 1, "text"))]),
    FactError([Problem("a", "A.")]),
    UnknownName("turnover_rsk", "finding", "turnover_risk"),
    UnknownName("x"),
    MissingExtra("polars", "husaca-rules[frames]"),
    RuleFailure("the engine stopped"),
]


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
def test_an_error_can_be_pickled_and_copied(error):
    for again in (pickle.loads(pickle.dumps(error)), copy.copy(error), copy.deepcopy(error)):  # noqa: S301 - our own
        assert type(error) is type(again)
        assert str(error) == str(again)
        assert vars(error) == vars(again)


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
def test_every_error_is_a_husaca_error(error):
    assert isinstance(error, HusacaError)


def test_an_unknown_name_is_a_key_error_that_reads_as_a_sentence():
    error = UnknownName("turnover_rsk", "finding", "turnover_risk")
    assert isinstance(error, KeyError)
    assert str(error) == "There is no finding named `turnover_rsk`. Did you mean `turnover_risk`?"
    assert (error.name, error.suggestion) == ("turnover_rsk", "turnover_risk")
    assert str(UnknownName("x")) == "There is no thing named `x`."


def test_a_missing_package_is_an_import_error_that_names_the_command():
    error = MissingExtra("polars", "husaca-rules[frames]")
    assert isinstance(error, ImportError)
    assert str(error) == 'This needs polars, which is not installed; run: pip install "husaca-rules[frames]"'
