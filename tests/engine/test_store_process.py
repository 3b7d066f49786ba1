"""The store process goes on where no worker can be had, and a worker that fails says so by its status."""

from __future__ import annotations

import errno
import fcntl
import os
import resource
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from typing import Any, cast

import pytest

from kg.engine import store_process, wire
from kg.errors import Unavailable

PAST_SELECT = 1024


def test_a_fork_that_fails_is_a_sentence_and_no_end(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> int:
        raise OSError(errno.EAGAIN, "no")

    monkeypatch.setattr(os, "fork", fail)

    pid, reply = store_process._try_fork()

    error = wire.decode_error(reply)
    assert pid is None
    assert isinstance(error, Unavailable)
    assert "No process can be had" in str(error)


FAILING_WORKER = """
import sys
from kg.engine.store_process import _become_worker

class Failing:
    def serve_request(self, *_):
        raise ZeroDivisionError("a fault of ours")

_become_worker(None, [*map(int, sys.argv[1:])], {}, Failing())
"""


def test_a_worker_that_fails_ends_with_its_status_as_its_channel_closes() -> None:
    ours, theirs = socket.socketpair()
    with tempfile.TemporaryFile() as errors, ours:
        with theirs:
            descriptors = theirs.fileno(), errors.fileno(), errors.fileno()
            command = [sys.executable, "-c", FAILING_WORKER, *map(str, descriptors)]
            worker = subprocess.Popen(command, pass_fds=descriptors)
        ours.recv(1)
        worker.kill()
        status = worker.wait()
        errors.seek(0)
        output = errors.read()

    assert status == 1
    assert b"ZeroDivisionError: a fault of ours" in output


class Candidate:
    """Waits for a quiet moment, and then closes the other end of the channel."""

    is_awaited = True

    def __init__(self, other: socket.socket) -> None:
        self._other = other

    def prepare(self) -> None:
        self.is_awaited = False
        self._other.close()


@pytest.fixture
def many_descriptors() -> Iterator[None]:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard <= PAST_SELECT:
        pytest.skip("the system lets no process have so many descriptors")
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, PAST_SELECT + 1), hard))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


@pytest.mark.usefixtures("many_descriptors")
def test_a_channel_may_have_a_number_past_those_of_select() -> None:
    ours, theirs = socket.socketpair()
    candidate = Candidate(ours)
    with theirs, socket.socket(fileno=fcntl.fcntl(theirs, fcntl.F_DUPFD, PAST_SELECT)) as control:
        store_process._serve(cast("Any", None), control, cast("Any", candidate))

    assert not candidate.is_awaited
