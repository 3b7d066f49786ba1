"""Where no worker can be had, nothing is left over: no process, and no descriptor."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator

import pytest

from kg.engine import ForkedEngine, Query, can_fork
from kg.errors import Unavailable
from tests.engine.processes import NO_RULE, PATIENT, count_descriptors, few_descriptors, find_children

pytestmark = pytest.mark.skipif(not can_fork(), reason="processes are not forked here")

# What a worker needs at once: its spool, its error output, and both ends of its channel.
NEEDED = 4


@pytest.fixture
def engine() -> Iterator[ForkedEngine]:
    engine = ForkedEngine([], rule=NO_RULE, limits=PATIENT)
    yield engine
    engine.close()


@pytest.mark.parametrize("count", range(NEEDED))
def test_too_few_descriptors_are_a_sentence_and_leave_none_open(engine: ForkedEngine, count: int) -> None:
    before = count_descriptors()

    with few_descriptors(count), pytest.raises(Unavailable, match="No worker can be had: Too many open files"):
        engine.query(Query("ASK {}"))

    assert count_descriptors() == before
    with few_descriptors(NEEDED):
        assert engine.query(Query("ASK {}")).boolean


@pytest.mark.parametrize("number", [errno.EMFILE, errno.ESRCH])
def test_a_worker_that_cannot_be_held_is_ended(
    engine: ForkedEngine, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    before = count_descriptors()

    def fail(_pid: int) -> int:
        raise OSError(number, "no")

    with monkeypatch.context() as patch:
        patch.setattr(os, "pidfd_open", fail)
        with pytest.raises(Unavailable, match=f"No worker can be had: {os.strerror(number)}"):
            engine.query(Query("ASK {}"))

    assert find_children(engine.store_pid or 0) == []
    assert count_descriptors() == before
    assert engine.query(Query("ASK {}")).boolean
