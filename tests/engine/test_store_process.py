"""The store process goes on where no worker can be had."""

from __future__ import annotations

import errno
import os

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
