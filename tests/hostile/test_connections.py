"""Clients that send slowly, read slowly, say nothing or go away: the others are answered, and nothing is left over."""

from __future__ import annotations

import socket
import sys
import threading
import time
from contextlib import ExitStack, suppress
from functools import partial

import pytest

from kg.http.server import CONNECTIONS, HEADER_DEADLINE_MS
from tests.engine.processes import wait_until
from tests.service import Process

from .conftest import ENDLESS, LARGE, SOON_S, ask_soon, begin_get, begin_post, connect, has_nothing_to_do, read_metrics

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="descriptors are counted in /proc"),
]
CANCELLED = 'kg_worker_deaths_total{cause="Cancelled"}'


@pytest.mark.parametrize(
    "beginning",
    [b"", b"GET /sparql HTTP/1.1\r\nHost:", begin_post(b"", 1000), begin_post(b"ASK", 1000)],
    ids=["nothing", "half a head", "no body", "half a body"],
)
def test_200_connections_that_wait_hold_up_nobody(service: Process, beginning: bytes) -> None:
    with ExitStack() as stack:
        for _ in range(200):
            stack.enter_context(connect(service)).sendall(beginning)

        ask_soon(service)


@pytest.mark.parametrize(
    "beginning",
    [b"", b"GET / HT", b"PRI * HTTP/2", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"],
    ids=["nothing", "half a line", "half a preface of HTTP/2", "a preface of HTTP/2"],
)
def test_more_silent_connections_than_there_is_room_for_shut_nobody_out_for_good(
    service: Process, beginning: bytes
) -> None:
    with ExitStack() as stack:
        for _ in range(CONNECTIONS + 8):
            with suppress(ConnectionError):  # it may be refused at once
                stack.enter_context(connect(service)).sendall(beginning)
        began = time.monotonic()
        status, _ = service.ask("GET", "/health")
        took = time.monotonic() - began

    assert status == 200
    assert took < HEADER_DEADLINE_MS / 1000 + SOON_S


def test_slow_bodies_hold_up_nobody_and_are_answered(service: Process) -> None:
    query = b"ASK {} # " + b"x" * 41
    with ExitStack() as stack:
        slow = [stack.enter_context(connect(service)) for _ in range(50)]
        for connection in slow:
            connection.sendall(begin_post(b"", len(query)))
        for place in range(0, len(query), 10):
            for connection in slow:
                connection.sendall(query[place : place + 10])
            ask_soon(service, 1)
        answers = [connection.recv(12) for connection in slow]

    assert set(answers) == {b"HTTP/1.1 200"}


def test_slow_readers_hold_up_nobody(service: Process) -> None:
    with ExitStack() as stack:
        for number in range(30):
            connection = stack.enter_context(connect(service))
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            connection.sendall(begin_get(f"{LARGE} # {number}"))
            assert connection.recv(12) == b"HTTP/1.1 200"

        ask_soon(service)


def test_clients_that_go_away_end_their_queries(service: Process) -> None:
    before = read_metrics(service).get(CANCELLED, 0)
    for number in range(20):
        with connect(service) as connection:
            connection.sendall(begin_get(f"{ENDLESS} # {number}"))
        time.sleep(0.02)

    assert wait_until(lambda: read_metrics(service).get(CANCELLED, 0) > before and has_nothing_to_do(service))
    ask_soon(service)


def test_endless_queries_hold_up_nobody(service: Process) -> None:
    statuses: list[int] = []
    told: set[int] = set()
    is_over = threading.Event()

    def ask_endlessly() -> None:
        while not is_over.is_set():
            answer = service.ask("POST", "/sparql", ENDLESS.encode(), **{"Content-Type": "application/sparql-query"})
            statuses.append(answer[0])

    def is_answered(number: int) -> bool:
        """Ask a small query, which may be told to come back."""
        status, _ = service.ask("GET", f"/sparql?query=SELECT%20%2A%7B%7D%23{number}", Accept="text/csv")
        told.add(status)
        return status == 200

    threads = [threading.Thread(target=ask_endlessly, daemon=True) for _ in range(12)]
    for thread in threads:
        thread.start()
    is_full = wait_until(lambda: read_metrics(service)['kg_queries{state="slow"}'])
    answered = [wait_until(partial(is_answered, number)) for number in range(5)]
    health = service.ask("GET", "/health")[0]
    is_over.set()
    for thread in threads:
        thread.join()

    assert (is_full, answered, health) == (True, [True] * 5, 200)
    assert told <= {200, 503}
    assert set(statuses) <= {503, 504}
