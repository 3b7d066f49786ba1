"""What tests of forked engines share: data, limits, and a look at the processes that they may leave."""

from __future__ import annotations

import os
import resource
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from kg.engine import ForkedEngine, Limits

NO_RULE = "CONSTRUCT { ?s ?p ?o } WHERE { GRAPH ?article { ?s ?p ?o } FILTER(false) }"
GRAPH = "https://example.org/kg/article/a"
LIMITS = Limits(
    timeout_s=1.0,
    memory_bytes=256 << 20,
    max_answer_bytes=8 << 20,
    workers=2,
    queue=8,
    slow_after_s=0.2,
    renew_after_s=600,  # so that workers that wait can be counted
    spare_after_s=600,
)
# For tests that are about neither: on a busy machine too, no query is late, and no worker is taken for slow and let go.
PATIENT = replace(LIMITS, timeout_s=30.0, slow_after_s=20.0)
OF_A_WORKER = 4  # descriptors: its channel, its spool, its error output and the process itself


def make_text(count: int = 3000) -> str:
    return "\n".join(f'<http://e/s{i}> <http://e/p{i % 3}> "value {i}" .' for i in range(count))


def find_children(pid: int) -> list[int]:
    """Return the processes below ``pid``, however deep."""
    children = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit() and read_parent(int(folder.name)) == pid:
            children += [int(folder.name), *find_children(int(folder.name))]
    return children


def read_parent(pid: int) -> int | None:
    try:
        text = Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return None
    state, parent = text.rpartition(")")[2].split()[:2]
    return None if state == "Z" else int(parent)


def is_running(pid: int) -> bool:
    return read_parent(pid) is not None


def wait_until(condition: Callable[[], object], timeout_s: float = 30.0) -> bool:
    """Wait until ``condition`` holds; return whether it came to hold within so long."""
    give_up_at = time.monotonic() + timeout_s
    while not (holds := bool(condition())) and time.monotonic() < give_up_at:
        time.sleep(0.01)
    return holds


def wait_until_gone(pids: list[int]) -> list[int]:
    """Return those of ``pids`` that still run after half a minute."""
    wait_until(lambda: not any(map(is_running, pids)))
    return [pid for pid in pids if is_running(pid)]


def read_memory(pid: int) -> int:
    """Return how much memory a process holds, in bytes."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * resource.getpagesize()


def count_descriptors() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


def count_other_descriptors(engine: ForkedEngine) -> int:
    """Count the descriptors of this process without those of the workers that are kept."""
    return count_descriptors() - engine.status.idle * OF_A_WORKER


@contextmanager
def few_descriptors(count: int) -> Iterator[None]:
    """Let this process open so many descriptors more, and no other."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    highest = max(int(path.name) for path in Path("/proc/self/fd").iterdir())
    resource.setrlimit(resource.RLIMIT_NOFILE, (highest + count + 1, hard))
    taken: list[int] = []
    try:
        while True:
            taken.append(os.dup(0))
    except OSError:
        for descriptor in taken[len(taken) - count :]:
            os.close(descriptor)
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
        for descriptor in taken[: len(taken) - count]:
            os.close(descriptor)
