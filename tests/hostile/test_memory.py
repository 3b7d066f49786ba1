"""What waits for slow readers lies in files: the service's memory does not grow with it."""

from __future__ import annotations

import re
import socket
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.service import Process, run_service

from .conftest import ask_soon, begin_get

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="memory is read in /proc"),
]
MIB = 1 << 20
READERS = 15
ROWS, WIDTH = 22_500, 2_000
LARGE = f"SELECT ('{'x' * WIDTH}' AS ?x) {{ ?s ?p ?o . ?a a ?c }} LIMIT {ROWS}"
SIZE = len("x\r\n") + ROWS * (WIDTH + len("\r\n"))  # in CSV, 45 MB


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Process]:
    store = tmp_path_factory.mktemp("store") / "facts.kg"
    with run_service(store, "--timeout", "30", "--max-answer", "64", "--workers", "2") as service:
        service.query("ASK {}")
        yield service


def connect_slowly(service: Process) -> socket.socket:
    """Return a connection whose client takes 2 KiB and waits."""
    place = urlsplit(service.address)
    connection = socket.socket()
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
    connection.settimeout(60)
    connection.connect((place.hostname, place.port))
    return connection


def read_memory(service: Process) -> int:
    """Return how many bytes of memory the service itself has."""
    status = Path(f"/proc/{service.process.pid}/status").read_text()
    match = re.search(r"^VmRSS:\s+(\d+) kB$", status, re.MULTILINE)
    assert match is not None
    return int(match[1]) * 1024


@pytest.mark.parametrize("parameters", ["", "&format=csv"], ids=["the thin path", "the application"])
def test_answers_that_wait_for_their_readers_take_no_memory(service: Process, parameters: str) -> None:
    before = read_memory(service)
    with ExitStack() as stack:
        for number in range(READERS):
            connection = stack.enter_context(connect_slowly(service))
            connection.sendall(begin_get(f"{LARGE} # {number}", parameters=parameters))
            head = connection.recv(1000)
            assert head.startswith(b"HTTP/1.1 200")
            assert f"content-length: {SIZE}\r\n".encode() in head
        ask_soon(service)
        grown = read_memory(service) - before

    assert grown < 64 * MIB
