"""What a process of the engine does to itself at its start, so that it can neither outlive its parent nor do harm.

Nothing here starts, ends or talks to a process.
"""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import sys
from collections.abc import Iterable
from pathlib import Path

_PR_SET_PDEATHSIG = 1


def die_with_parent(parent: int) -> None:
    """Have the kernel kill this process when its parent ends, also by kill -9 (Linux, prctl(2)).

    The signal comes when the *thread* that made this process ends, so that thread has to live as long as is wanted.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it ended before it was asked for
        os._exit(0)


def keep_descriptors(kept: Iterable[int]) -> None:
    """Close every descriptor above 2 but those; not each number up to a limit, which may be a million, is tried."""
    lowest, opened = 3, Path("/proc/self/fd")
    highest = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    if opened.exists():
        highest = max(int(descriptor.name) for descriptor in opened.iterdir())
    for descriptor in sorted(kept):
        os.closerange(lowest, descriptor)
        lowest = descriptor + 1
    os.closerange(lowest, highest + 1)


def allow_descriptors(count: int) -> None:
    """Let this process, and those that it starts, have so many open, where the system lets it; never fewer than now."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = count if hard == resource.RLIM_INFINITY else min(count, hard)
    if soft != resource.RLIM_INFINITY and soft < most:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))


def measure_address_space() -> int:
    """Return the size of this process's address space in bytes; 0 where that cannot be told."""
    statm = Path("/proc/self/statm")
    return int(statm.read_text().split()[0]) * resource.getpagesize() if statm.exists() else 0


def confine(*, memory_bytes: int, file_bytes: int) -> None:
    """Take away what a query needs not: more memory, new descriptors (files, sockets), large files, core dumps.

    What is imported later would need a descriptor: import before.
    """
    size = measure_address_space()
    if size:
        resource.setrlimit(resource.RLIMIT_AS, (size + memory_bytes,) * 2)
    resource.setrlimit(resource.RLIMIT_FSIZE, (file_bytes,) * 2)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))


def measure_peak_memory() -> int:
    """Return the largest resident size of this process so far, in bytes."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024
