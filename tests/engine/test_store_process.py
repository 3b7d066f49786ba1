"""The store process goes on where no worker can be had, and a worker that fails says so by its status."""

from __future__ import annotations

import errno
import os
import socket
import subprocess
import sys
import tempfile

import pytest

from kg.engine import store_process, wire
from kg.errors import Unavailable


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
