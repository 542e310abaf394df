"""What the laws share: every engine in turn."""

from __future__ import annotations

from typing import get_args

import pytest

from husaca_rules.evaluate.engines import Engine

ENGINES: tuple[str, ...] = get_args(Engine)


@pytest.fixture(params=ENGINES, scope="session")
def engine(request):
    """The name of an engine; a law holds for each."""
    return request.param
