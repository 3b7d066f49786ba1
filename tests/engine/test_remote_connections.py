"""Endpoints that are not there, dawdle or send elsewhere: the deadline holds, and a query goes to no other server."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from kg.engine import Cancellation, Limits, Query, RemoteEngine
from kg.errors import Busy, Cancelled, DeadlineExceeded, Unavailable
from kg.formats import N_QUADS
from tests.engine.asking import HEAD, LIMITS, PATIENT, SELECT, fail
from tests.engine.processes import wait_until
from tests.engine.scripted import ROWS, Act, answering, wait, write_reply

pytestmark = pytest.mark.slow


def drip(head: bytes, piece: bytes, pause_s: float = 0.02) -> Act:
    """Send ``head``, then ``piece`` again and again."""

    def act(connection: socket.socket) -> None:
        connection.sendall(head)
        while True:
            connection.sendall(piece)
            time.sleep(pause_s)

    return act


@contextmanager
def refusing() -> Iterator[tuple[str, int]]:
    """Yield an address that nobody else gets, and on which nobody listens."""
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        yield bound.getsockname()


def test_an_endpoint_that_is_not_there_is_unavailable() -> None:
    with (
        refusing() as (host, port),
        pytest.raises(Unavailable, match=f"The endpoint {host}:{port} refuses connections"),
    ):
        RemoteEngine(f"http://{host}:{port}/sparql", limits=PATIENT).query(Query(SELECT))


def test_the_next_address_of_a_host_is_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    with answering(write_reply()) as endpoint, refusing() as nobody:
        there = ("127.0.0.1", int(endpoint.address.rpartition(":")[2]))
        addresses = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", address) for address in (nobody, there)]
        look_up = socket.getaddrinfo
        monkeypatch.setattr(
            "socket.getaddrinfo",
            lambda host, *rest, **more: addresses if host == "two" else look_up(host, *rest, **more),
        )

        assert RemoteEngine("http://two/", limits=PATIENT).query(Query(SELECT)).body == ROWS


def test_a_host_that_is_not_there_is_unavailable(monkeypatch: pytest.MonkeyPatch) -> None:
    def find_nothing(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr("socket.getaddrinfo", find_nothing)

    with pytest.raises(Unavailable, match=r"The endpoint sparql\.invalid has no address"):
        RemoteEngine("https://user:secret@sparql.invalid/").query(Query(SELECT))


def test_what_does_not_speak_tls_is_unavailable_by_https() -> None:
    with answering(write_reply()) as endpoint:
        engine = RemoteEngine(endpoint.url.replace("http:", "https:"), limits=PATIENT)

        with pytest.raises(Unavailable, match="could not be reached by https"):
            engine.query(Query(SELECT))


def test_a_certificate_that_cannot_be_trusted_is_unavailable(monkeypatch: pytest.MonkeyPatch) -> None:
    def distrust(*_: object, **__: object) -> None:
        raise ssl.SSLCertVerificationError("self-signed certificate")

    monkeypatch.setattr("ssl.SSLContext.wrap_socket", distrust)
    with answering(write_reply()) as endpoint, pytest.raises(Unavailable, match="no certificate that can be trusted"):
        RemoteEngine(endpoint.url.replace("http:", "https:")).query(Query(SELECT))


@pytest.mark.parametrize(
    "act",
    [
        wait,
        drip(b"HTTP/1.1 200 OK\r\n", b"A: b\r\n", 0.05),
        drip(b"HTTP/1.1 200 OK\r\nA: ", b"b"),
        drip(HEAD + b"Content-Length: 99999\r\n\r\n", b" "),
        drip(HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\n \r\n"),
        drip(HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"0"),
        drip(HEAD + b"\r\n", b" "),
        drip(b"HTTP/1.1 500 No\r\n\r\n", b" "),
    ],
)
def test_the_deadline_is_for_the_whole_exchange(act: Act) -> None:
    start = time.monotonic()

    error = fail(act, limits=LIMITS)

    assert isinstance(error, DeadlineExceeded)
    assert LIMITS.timeout_s <= time.monotonic() - start < LIMITS.timeout_s + 1


def test_an_export_has_a_deadline_too() -> None:
    with answering(wait) as endpoint, pytest.raises(DeadlineExceeded):
        RemoteEngine(endpoint.url, limits=LIMITS).export(N_QUADS)


@pytest.mark.parametrize("act", [wait, drip(HEAD + b"Content-Length: 99999\r\n\r\n", b" "), drip(HEAD + b"\r\n", b" ")])
def test_whoever_cancels_ends_the_exchange(act: Act) -> None:
    cancellation = Cancellation()
    with answering(act) as endpoint:
        engine = RemoteEngine(endpoint.url, limits=PATIENT)
        timer = threading.Timer(0.1, cancellation.cancel)
        timer.start()
        start = time.monotonic()

        with pytest.raises(Cancelled):
            engine.query(Query(SELECT), cancellation=cancellation)

        timer.join()
        assert time.monotonic() - start < PATIENT.timeout_s / 2


@pytest.mark.parametrize(
    "location", ["http://127.0.0.1:1/sparql", "http://e/", "//e/", "https://127.0.0.1/", "file:///etc/passwd", ""]
)
def test_a_redirect_to_another_server_is_not_followed(location: str) -> None:
    error = fail(write_reply(b"", "text/plain", "307 Temporary Redirect", f"Location: {location}"))

    assert type(error) is Unavailable
    assert "redirects to another server" in str(error)


@pytest.mark.parametrize("status", ["301 Moved Permanently", "302 Found", "307 Temporary Redirect", "308 Permanent"])
def test_a_redirect_on_the_same_server_is_followed_with_the_query(status: str) -> None:
    redirect = write_reply(b"", "text/plain", status, "Location: ./query?a=b")
    with answering(redirect, write_reply()) as endpoint:
        body = RemoteEngine(endpoint.url, limits=PATIENT).query(Query(SELECT)).body

        first, second = endpoint.asked
    assert body == ROWS
    assert (first.line, second.line) == ("POST /sparql HTTP/1.1", "POST /query?a=b HTTP/1.1")
    assert first.form == second.form


def test_redirects_without_end_are_unavailable() -> None:
    error = fail(write_reply(b"", "text/plain", "307 Temporary Redirect", "Location: /private"))

    assert "redirects again and again" in str(error)


def start(task: Callable[[], object]) -> threading.Thread:
    thread = threading.Thread(target=task)
    thread.start()
    return thread


def test_a_slow_query_leaves_its_place_and_past_the_queue_askers_are_told_to_retry() -> None:
    asked, release = threading.Event(), threading.Event()

    def answer_late(connection: socket.socket) -> None:
        asked.set()
        release.wait(30)
        connection.sendall(write_reply())

    with answering(answer_late) as endpoint:
        engine = RemoteEngine(
            endpoint.url, limits=Limits(timeout_s=30.0, workers=1, queue=0, slow_after_s=2.0, slow_queries=1)
        )
        results: list[bytes] = []
        threads = [start(lambda: results.append(engine.query(Query(SELECT)).body))]
        asked.wait(30)

        assert (engine.status.running, engine.status.slow) == (1, 0)
        with pytest.raises(Busy, match="Too many queries are waiting"):
            engine.query(Query(SELECT))

        assert wait_until(lambda: (engine.status.running, engine.status.slow) == (0, 1))
        threads.append(start(lambda: results.append(engine.query(Query(SELECT)).body)))
        assert wait_until(lambda: engine.status.running == 1)
        release.set()
        for thread in threads:
            thread.join()
        assert results == [ROWS, ROWS]
