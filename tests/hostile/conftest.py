"""A service with narrow limits, that has to answer others soon and to give its descriptors back."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.service import Process, run_service

# Seconds in which a small query is answered on a machine with other work to do; the limit of a query is 2.
SOON_S = 3.0


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Process]:
    store = tmp_path_factory.mktemp("store") / "facts.kg"
    with run_service(store, "--timeout", "2", "--memory", "256", "--max-answer", "16", "--workers", "2") as service:
        service.query("ASK {}")
        yield service


@pytest.fixture(autouse=True)
def _descriptors_return(service: Process) -> Iterator[None]:
    before = count_descriptors(service)
    yield
    give_up_at = time.monotonic() + 20
    while count_descriptors(service) > before + 8 and time.monotonic() < give_up_at:
        time.sleep(0.1)
    assert count_descriptors(service) <= before + 8


def count_descriptors(service: Process) -> int:
    return len(list(Path(f"/proc/{service.process.pid}/fd").iterdir()))


def connect(service: Process) -> socket.socket:
    place = urlsplit(service.address)
    return socket.create_connection((place.hostname, place.port), timeout=30)


def ask_soon(service: Process, times: int = 5) -> None:
    """Ask small queries, none of which is in the cache, and find each answered soon."""
    for _ in range(times):
        began = time.monotonic()
        assert service.query(f"SELECT (1 AS ?n) {{}} # {began}").split() == ["n", "1"]
        assert time.monotonic() - began < SOON_S
    assert service.ask("GET", "/health")[0] == 200
