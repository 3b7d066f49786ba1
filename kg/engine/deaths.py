"""Says of what a worker died, in the words of the error to raise."""

from __future__ import annotations

import os
import signal

from kg.engine.limits import Limits, describe_answer_limit, describe_memory_limit
from kg.errors import AnswerTooLarge, DeadlineExceeded, KgError, MemoryExceeded, WorkerCrashed, WorkerDied, WorkerFailed

_OUT_OF_MEMORY = (b"memory allocation of", b"capacity overflow", b"Cannot allocate memory", b"MemoryError")
_CRASHES = (signal.SIGSEGV, signal.SIGBUS, signal.SIGILL, signal.SIGABRT)


def explain_death(status: int | None, error_output: bytes, limits: Limits, timeout_s: float) -> KgError:
    """Return the error for a worker's death; ``status`` is that of waitpid(2), None where it is not known."""
    cause = os.WTERMSIG(status) if status is not None and os.WIFSIGNALED(status) else None
    if cause == signal.SIGALRM:
        return explain_deadline(timeout_s)
    if cause == signal.SIGXFSZ:
        return AnswerTooLarge(describe_answer_limit(limits.max_answer_bytes))
    if any(phrase in error_output for phrase in _OUT_OF_MEMORY):
        return MemoryExceeded(describe_memory_limit(limits.memory_bytes))
    if cause in _CRASHES:
        return WorkerCrashed(
            "The query ended the process that evaluated it; no other query was touched. Most likely it is nested too "
            "deeply: write it with fewer brackets, groups or functions inside one another."
        )
    if status is not None and os.waitstatus_to_exitcode(status) > 0:
        return WorkerFailed(
            "The process that evaluated the query failed. That is a fault of the service, not of the query."
        )
    return WorkerDied("The process that evaluated the query was ended from outside. Ask again.")


def explain_deadline(timeout_s: float) -> DeadlineExceeded:
    """Return the error for a query that ran too long."""
    return DeadlineExceeded(
        f"The query ran longer than {timeout_s:g} s and was ended. Ask for less: begin with what is rare, name a class "
        "or a subject, connect all patterns by variables that they share, or add LIMIT."
    )


def is_external(status: int | None) -> bool:
    """True where neither the query nor a limit ended the worker, so that asking again is right."""
    if status is None or not os.WIFSIGNALED(status):
        return status in (None, 0)
    return os.WTERMSIG(status) in (signal.SIGKILL, signal.SIGTERM, signal.SIGHUP, signal.SIGINT)


def explain_failed_write(error: KgError, limits: Limits) -> KgError:
    """Return the same kind of error in the words of whoever writes; ``error`` speaks of a query."""
    more = "Nothing was changed. Write less at a time, or have the service allow more"
    memory, size = limits.memory_bytes / 2**20, limits.max_answer_bytes / 2**20
    sentences = {
        DeadlineExceeded: f"The write took longer than {limits.write_timeout_s:g} s. {more} (--write-timeout).",
        MemoryExceeded: f"The write needed more than {memory:g} MiB of memory. {more} (--memory).",
        AnswerTooLarge: f"The graphs that it touches are larger than {size:g} MiB. {more} (--max-answer).",
        WorkerCrashed: "The write ended the process that tried it, so nothing was changed. Most likely it is nested "
        "too deeply: write it with fewer brackets, groups or functions inside one another.",
        WorkerFailed: "The process that tried the write failed, so nothing was changed. That is a fault of the "
        "service, not of the write.",
        WorkerDied: "The process that tried the write was ended, so nothing was changed. Write again.",
    }
    return type(error)(sentences.get(type(error), str(error)))
