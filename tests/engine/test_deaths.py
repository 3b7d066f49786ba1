"""Every way in which a worker dies becomes the error that says why."""

from __future__ import annotations

import signal

import pytest

from kg.engine import Limits
from kg.engine.deaths import explain_death, is_external
from kg.errors import AnswerTooLarge, DeadlineExceeded, KgError, MemoryExceeded, WorkerCrashed, WorkerDied, WorkerFailed

LIMITS = Limits(memory_bytes=64 << 20, max_answer_bytes=2 << 20)
DEATHS: list[tuple[int | None, bytes, type[KgError], str]] = [
    (signal.SIGALRM, b"", DeadlineExceeded, "longer than 3 s"),
    (signal.SIGXFSZ, b"", AnswerTooLarge, "2 MiB"),
    (signal.SIGABRT, b"memory allocation of 64 bytes failed", MemoryExceeded, "64 MiB"),
    (signal.SIGABRT, b"thread panicked: capacity overflow", MemoryExceeded, "64 MiB"),
    (signal.SIGSEGV, b"", WorkerCrashed, "nested too deeply"),
    (signal.SIGABRT, b"thread has overflowed its stack", WorkerCrashed, "nested too deeply"),
    (signal.SIGBUS, b"", WorkerCrashed, "nested too deeply"),
    (signal.SIGKILL, b"", WorkerDied, "from outside"),
    (256, b"Traceback", WorkerFailed, "a fault of the service"),
    (None, b"", WorkerDied, "from outside"),
]  # fmt: skip


@pytest.mark.parametrize(("status", "error_output", "kind", "words"), DEATHS)
def test_a_death_is_explained(status: int | None, error_output: bytes, kind: type[KgError], words: str) -> None:
    error = explain_death(status, error_output, LIMITS, 3.0)

    assert type(error) is kind
    assert words in str(error)


@pytest.mark.parametrize(
    ("status", "expected"),
    [(signal.SIGKILL, True), (signal.SIGTERM, True), (None, True), (0, True), (signal.SIGSEGV, False), (256, False)],
)
def test_only_what_came_from_outside_is_asked_again(status: int | None, expected: bool) -> None:
    assert is_external(status) is expected
