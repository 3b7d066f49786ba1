"""Engines that tests share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kg.engine import ForkedEngine, InProcessEngine
from kg.sources import Source
from tests.engine.processes import GRAPH, LIMITS, NO_RULE, make_text


@pytest.fixture(scope="session")
def in_process() -> InProcessEngine:
    return InProcessEngine([Source(GRAPH, make_text())], rule=NO_RULE)


@pytest.fixture(scope="module")
def forked() -> Iterator[ForkedEngine]:
    engine = ForkedEngine([Source(GRAPH, make_text())], rule=NO_RULE, limits=LIMITS)
    yield engine
    engine.close()
