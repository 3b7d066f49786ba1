"""Engines that tests share, and what proposes changes to the packaged facts."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox
import pytest

from kg.engine import ForkedEngine, InProcessEngine
from kg.engine.validator import Validator
from kg.engine.writable import WritableInProcessEngine
from kg.sources import Source, ontology_sources, packaged_sources, read_rule
from tests.engine.processes import GRAPH, NO_RULE, PATIENT, make_text
from tests.engine.proposer import Proposer


@pytest.fixture(scope="session")
def in_process() -> InProcessEngine:
    return InProcessEngine([Source(GRAPH, make_text())], rule=NO_RULE)


@pytest.fixture(scope="module")
def forked() -> Iterator[ForkedEngine]:
    engine = ForkedEngine([Source(GRAPH, make_text())], rule=NO_RULE, limits=PATIENT)
    yield engine
    engine.close()


@pytest.fixture(scope="module")
def rule() -> str:
    return read_rule()


@pytest.fixture(scope="module")
def validator() -> Validator:
    return Validator()


@pytest.fixture(scope="module")
def packaged(rule: str) -> ox.Store:
    """The packaged facts; never changed."""
    return WritableInProcessEngine((*ontology_sources(), *packaged_sources()), tuple, rule=rule)._opened().store


@pytest.fixture
def store(packaged: ox.Store) -> ox.Store:
    store = ox.Store()
    store.bulk_extend(packaged)
    return store


@pytest.fixture
def propose(store: ox.Store, rule: str, validator: Validator) -> Proposer:
    return Proposer(store, rule, validator)


@pytest.fixture
def propose_freely(rule: str) -> Proposer:
    """Without the gate, on an empty store."""
    return Proposer(ox.Store(), rule, None)
