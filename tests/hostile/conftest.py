"""A service with narrow limits, that has to answer others soon and to give its descriptors back."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest

from tests.engine.processes import OF_A_WORKER, wait_until
from tests.service import Process, run_service

# Seconds in which a small query is answered on a machine with other work to do; the limit of a query is 2.
SOON_S = 3.0
# Queries: one whose answer has 6 MB, and one that is never over.
LARGE = "SELECT ('%s' AS ?x) { ?s ?p ?o . ?a a ?c } LIMIT 3000" % ("x" * 2000)
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Process]:
    store = tmp_path_factory.mktemp("store") / "facts.kg"
    with run_service(store, "--timeout", "2", "--memory", "256", "--max-answer", "16", "--workers", "2") as service:
        service.query("ASK {}")
        yield service


@pytest.fixture(autouse=True)
def _descriptors_return(service: Process) -> Iterator[None]:
    before = count_other_descriptors(service)
    yield
    assert wait_until(lambda: count_other_descriptors(service) <= before + 8)


def count_other_descriptors(service: Process) -> int:
    """Count the descriptors of the service without those of the workers that it keeps."""
    idle = int(read_metrics(service)["kg_idle_workers"])
    return len(list(Path(f"/proc/{service.process.pid}/fd").iterdir())) - idle * OF_A_WORKER


def read_metrics(service: Process) -> dict[str, float]:
    """Return what the service tells of itself, by name with labels."""
    lines = service.ask("GET", "/metrics")[1].decode().splitlines()
    return {name: float(value) for name, value in (line.rsplit(" ", 1) for line in lines if line[0] != "#")}


def has_nothing_to_do(service: Process) -> bool:
    """Say whether no query is under way."""
    metrics = read_metrics(service)
    return not any(metrics[f'kg_queries{{state="{state}"}}'] for state in ("running", "slow", "waiting"))


def connect(service: Process) -> socket.socket:
    place = urlsplit(service.address)
    return socket.create_connection((place.hostname, place.port), timeout=30)


def begin_get(query: str, media_type: str = "text/csv", parameters: str = "") -> bytes:
    """Return a request for the answer to a query; ``parameters`` are more of them: ``&name=value``."""
    address = f"/sparql?query={quote(query)}{parameters}"
    return f"GET {address} HTTP/1.1\r\nHost: a\r\nAccept: {media_type}\r\n\r\n".encode()


def begin_post(body: bytes, length: int) -> bytes:
    """Return the head of a request with a query of this length, and ``body``, its beginning."""
    lines = ("POST /sparql HTTP/1.1", "Host: a", "Content-Type: application/sparql-query", f"Content-Length: {length}")
    return ("\r\n".join(lines) + "\r\n\r\n").encode() + body


def ask_soon(service: Process, times: int = 5) -> None:
    """Ask small queries, none of which is in the cache, and find each answered soon."""
    for _ in range(times):
        began = time.monotonic()
        assert service.query(f"SELECT (1 AS ?n) {{}} # {began}").split() == ["n", "1"]
        assert time.monotonic() - began < SOON_S
    assert service.ask("GET", "/health")[0] == 200
