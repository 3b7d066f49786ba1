"""What one query, and all of them together, may take."""

from __future__ import annotations

import os
from dataclasses import dataclass, field


def count_processors() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@dataclass(frozen=True)
class Limits:
    """Limits of a forked engine.

    At most ``workers`` queries are evaluated at a time, one more than there are processors, as each worker waits while
    its answer is handed on and the next query comes; at most ``queue`` wait. A query that runs longer than
    ``slow_after_s`` goes on beside those, at a lower priority; of such there are at most ``slow_queries``, and past
    them a slow query is ended where others wait. A worker that waits for a query is ended when it is ``renew_after_s``
    old, or has waited for ``spare_after_s`` while a later one waits too: it gives back the memory that it copied.
    """

    timeout_s: float = 10.0
    memory_bytes: int = 512 << 20
    max_answer_bytes: int = 256 << 20
    workers: int = field(default_factory=lambda: count_processors() + 1)
    queue: int = 64
    slow_after_s: float = 0.5
    slow_queries: int = field(default_factory=lambda: 2 * count_processors())
    renew_after_s: float = 30.0
    spare_after_s: float = 5.0
    spool_threshold_bytes: int = 1 << 20
    export_timeout_s: float = 120.0
    write_timeout_s: float = 60.0

    @property
    def places(self) -> int:
        """How many queries can be under way at a time, running or waiting."""
        return self.workers + self.slow_queries + self.queue


def describe_memory_limit(memory_bytes: int) -> str:
    """Return the sentence for a query that needs too much memory."""
    return (
        f"The query needed more than {memory_bytes / 2**20:g} MiB of memory, the most that one query may take. "
        "Ask for less: join fewer patterns, sort or group fewer rows, or add LIMIT in a sub-SELECT."
    )


def describe_answer_limit(max_answer_bytes: int) -> str:
    """Return the sentence for an answer that is too large."""
    return (
        f"The answer is larger than {max_answer_bytes / 2**20:g} MiB, the most that one answer may be. "
        "Ask for less: add LIMIT, or name the variables and graphs that you need."
    )
