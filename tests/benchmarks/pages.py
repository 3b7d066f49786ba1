"""Measures what readers wait for: a start, a page of fifty facts, a result of 100,000 rows.

The least of several runs is printed; pages in processor time, with the engine in this process.

Usage: python -m tests.benchmarks.pages
"""

from __future__ import annotations

import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable

from kg.http import Settings, create_app

BROWSER = {"Accept": "text/html"}
ROWS = " ".join(f"VALUES ?{name} {{ 0 1 2 3 4 5 6 7 8 9 }}" for name in "abcde")


def measure(action: Callable[[], object], times: int, clock: Callable[[], float]) -> float:
    """Return the least time of the action, in milliseconds."""

    def once() -> float:
        start = clock()
        action()
        return 1000 * (clock() - start)

    return min(once() for _ in range(times))


def start_service() -> None:
    """Start ``kg serve`` and wait for its first answer."""
    command = [sys.executable, "-m", "kg", "serve", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        address = process.stdout.readline().split()[2]
        urllib.request.urlopen(f"{address}health", timeout=10).close()
        process.kill()


def main() -> None:
    """Print the figures."""
    client = create_app(Settings(limits=None)).test_client()
    data = {"query": f"SELECT * {{ {ROWS} }}"}
    start = measure(start_service, 3, time.perf_counter)
    facts = measure(lambda: client.get("/timeline", headers=BROWSER), 10, time.process_time)
    rows = measure(lambda: client.post("/sparql", data=data, headers=BROWSER), 2, time.process_time)
    print(f"kg serve to its first answer {start:.0f} ms, a page of 51 facts {facts:.0f} ms, 100,000 rows {rows:.0f} ms")


if __name__ == "__main__":
    main()
