"""Faults of the store, and the end of the service: what was acknowledged is there, and nothing is there by half."""

from __future__ import annotations

import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kg.store import Store
from tests.acme import ACME, read_acme
from tests.engine.processes import find_children, wait_until_gone
from tests.service import run_service
from tests.writers import Writer, check_all, wait_until_acknowledged

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="faults are caused as Linux allows"),
]


def test_stopping_under_load_finishes_what_it_acknowledged_and_leaves_no_process(tmp_path: Path) -> None:
    writers = [Writer(name) for name in ("one", "two")]
    with run_service(tmp_path / "facts.kg", "--only-data") as service:
        for writer in writers:
            writer.service = service
            writer.start()
        have_written = wait_until_acknowledged(writers)
        time.sleep(1)
        processes = find_children(service.process.pid)
        service.process.send_signal(signal.SIGTERM)
        status = service.process.wait(60)
    for writer in writers:
        writer.is_done.set()
        writer.join(60)

    left = wait_until_gone(processes)
    with run_service(tmp_path / "facts.kg") as service:
        check_all(writers, service)

    assert (have_written, status, left) == (True, 0, [])


def test_a_full_disk_is_507_and_heals(tmp_path: Path) -> None:
    path = tmp_path / "facts.kg"
    with run_service(path) as service:
        limits = resource.prlimit(service.process.pid, resource.RLIMIT_FSIZE)
        resource.prlimit(service.process.pid, resource.RLIMIT_FSIZE, (path.stat().st_size + 8192, limits[1]))
        large = "".join(f'<http://s> <http://p> "{number:0100}" .\n' for number in range(2000))
        full = service.put("http://large", large)
        seen = service.query("SELECT (COUNT(*) AS ?n) { GRAPH <http://large> { ?s ?p ?o } }")
        resource.prlimit(service.process.pid, resource.RLIMIT_FSIZE, limits)
        healed = service.put("http://large", large), service.put(ACME, read_acme())

    with run_service(path) as service:
        after = service.query("SELECT (COUNT(*) AS ?n) { GRAPH <http://large> { ?s ?p ?o } }")

    assert (full, seen.split()[1], healed, after.split()[1]) == (507, "0", (201, 201), "2000")


def test_a_second_service_on_the_same_store_says_so_and_stops(tmp_path: Path) -> None:
    with run_service(tmp_path / "facts.kg") as service:
        second = start_and_end(tmp_path / "facts.kg")
        still = service.put(ACME, read_acme())

    assert (second.returncode, "in use by another process" in second.stderr, still) == (2, True, 201)


@pytest.mark.parametrize("fault", ["truncated", "empty", "flipped", "foreign"])
def test_a_store_that_is_not_whole_is_not_served(tmp_path: Path, fault: str) -> None:
    path = tmp_path / "facts.kg"
    Store.create(path, {ACME: "<http://s> <http://p> <http://o> .\n" * 500}).close()
    whole = path.read_bytes()
    position = whole.index(b"<http://o>") + 8
    path.write_bytes(
        {
            "truncated": whole[: len(whole) // 2],
            "empty": b"",
            "flipped": whole[:position] + b"p" + whole[position + 1 :],
            "foreign": b"SQLite format 3\0" + b"x" * 4096,
        }[fault]
    )

    done = start_and_end(path)

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("Error: '")
    assert done.stderr.count("\n") == 1


def start_and_end(path: Path) -> subprocess.CompletedProcess[str]:
    """Start a service that is expected to stop by itself."""
    command = [sys.executable, "-m", "kg", "serve", "--port", "0", "--store", str(path)]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
