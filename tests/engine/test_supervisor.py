"""A store process that cannot be started is said the first time, and tried again each time after that."""

from __future__ import annotations

import errno
import os
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import BinaryIO

import pytest

from kg.engine import can_fork
from kg.engine.source_file import write_sources
from kg.engine.supervisor import Supervisor
from kg.errors import Damaged, KgError, Unavailable
from tests.engine.processes import NO_RULE, count_descriptors

pytestmark = pytest.mark.skipif(not can_fork(), reason="processes are not forked here")

NO_PROCESS = OSError(errno.EAGAIN, "no")
NO_PROCESS_SAID = "The store process cannot be started: Resource temporarily unavailable. Try again in a moment."
DAMAGED = Damaged("The store is damaged.")


class Sources:
    """None at all; each time that they are opened, one of ``errors`` is raised while there are any."""

    def __init__(self) -> None:
        self.errors: list[Exception] = []

    def open(self) -> BinaryIO:
        if self.errors:
            raise self.errors.pop()
        return write_sources(())


@pytest.fixture
def sources() -> Sources:
    return Sources()


@pytest.fixture
def supervisor(sources: Sources) -> Iterator[Supervisor]:
    supervisor = Supervisor(sources.open, NO_RULE)
    yield supervisor
    supervisor.close()


@pytest.mark.parametrize(
    ("error", "expected"), [(NO_PROCESS, Unavailable(NO_PROCESS_SAID)), (DAMAGED, DAMAGED)], ids=["process", "sources"]
)
def test_a_first_start_that_fails_is_said(
    sources: Sources, supervisor: Supervisor, error: Exception, expected: KgError
) -> None:
    before = count_descriptors()
    sources.errors = [error]

    said = ThreadPoolExecutor(1).submit(supervisor.start).exception(timeout=60)

    assert (type(said), str(said)) == (type(expected), str(expected))
    assert count_descriptors() == before


@pytest.mark.parametrize("error", [NO_PROCESS, DAMAGED], ids=["process", "sources"])
def test_a_later_start_that_fails_is_tried_again(sources: Sources, supervisor: Supervisor, error: Exception) -> None:
    supervisor.start()
    before = count_descriptors()
    sources.errors = [error, error]
    os.kill(supervisor.pid or 0, signal.SIGKILL)

    reply, generation = supervisor.request({"prepare": False}, patience_s=60)

    assert (reply, generation) == ({"preparing": True}, 2)
    assert count_descriptors() == before
