"""Endpoints that fail, lie, dawdle or break off: each is an error that says so, and names the host alone."""

from __future__ import annotations

import socket
import ssl
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from types import FrameType

import pyoxigraph as ox
import pytest

from kg.engine import Cancellation, Limits, Query, RemoteEngine
from kg.engine.evaluation import Evaluation
from kg.errors import Busy, Cancelled, DeadlineExceeded, KgError, MalformedQuery, Unavailable
from kg.formats import N_QUADS
from tests.engine.processes import count_descriptors
from tests.engine.scripted import (
    JSON_TYPE,
    N_TRIPLES_TYPE,
    ROWS,
    TRIPLE,
    Act,
    ScriptedEndpoint,
    answering,
    wait,
    write_chunked,
    write_reply,
)

pytestmark = pytest.mark.slow

LIMITS = Limits(timeout_s=0.6, workers=1, queue=1, slow_after_s=0.1, slow_queries=1, export_timeout_s=0.6)
SELECT = "SELECT ?x { ?x ?p ?o }"
CONSTRUCT = "CONSTRUCT WHERE { ?s ?p ?o }"
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/sparql-results+json\r\n"


def ask(endpoint: ScriptedEndpoint, text: str = SELECT) -> bytes:
    return RemoteEngine(endpoint.url, limits=LIMITS).query(Query(text)).body


def fail(reply: bytes | Act, text: str = SELECT) -> KgError:
    """Return the error of a query to an endpoint that answers so; a password in its address is never shown."""
    with answering(reply) as endpoint:
        engine = RemoteEngine(f"http://ada:secret@{endpoint.address}/private?key=hidden", limits=LIMITS)
        with pytest.raises(KgError) as caught:
            engine.query(Query(text))

        message = str(caught.value)
        assert not any(word in message for word in ("ada", "secret", "private", "hidden"))
        assert isinstance(caught.value, DeadlineExceeded) or endpoint.address in message
    return caught.value


def drip(head: bytes, piece: bytes, pause_s: float = 0.02) -> Act:
    """Send ``head``, then ``piece`` again and again."""

    def act(connection: socket.socket) -> None:
        connection.sendall(head)
        while True:
            connection.sendall(piece)
            time.sleep(pause_s)

    return act


TEXT, HTML = "text/plain", "text/html"
UNREADABLE = "the endpoint HOST cannot read the query here"
JENA = 'Parse error:\nEncountered "}" at line 2, column 4.\nWas expecting one of:\n ...'
VIRTUOSO = "Virtuoso 37000 Error SP030: SPARQL compiler, line 2: syntax error at '}'\n\nSPARQL query:\nSELECT"


@pytest.mark.parametrize(
    ("words", "media_type", "expected", "place"),
    [
        ("error at 1:9: expected one of '(', ['0'..='9']", TEXT, f"Line 1, column 9: {UNREADABLE}.", (1, 9)),
        (JENA, TEXT, f'Line 2, column 4: {UNREADABLE}: Parse error: Encountered "}}".', (2, 4)),
        (
            VIRTUOSO,
            TEXT,
            f"Line 2: {UNREADABLE}: Virtuoso 37000 Error SP030: SPARQL compiler, syntax error at '}}'.",
            (2, None),
        ),
        ("Line 9 is wrong", TEXT, f"Line 2: {UNREADABLE}: is wrong.", (2, None)),
        ('{"message": "No \\"x\\"\\n. "}', "application/json", 'The endpoint HOST refuses the query: No "x".', None),
        ("<html><head>x</head><p>Bad&lt;\nx</p></html>", HTML, "The endpoint HOST refuses the query: Bad< x.", None),
        ("", TEXT, "The endpoint HOST refuses the query: it does not say why.", None),
        ("\x1b[31mred\x00", TEXT, "The endpoint HOST refuses the query: [31mred.", None),
        ("a" * 1000, TEXT, f"The endpoint HOST refuses the query: {'a' * 300}….", None),
    ],
)
def test_what_the_endpoint_cannot_read_is_malformed_in_its_own_words(
    words: str, media_type: str, expected: str, place: tuple[int, int | None] | None
) -> None:
    with answering(write_reply(words.encode(), media_type, "400 Bad Request")) as endpoint:
        with pytest.raises(MalformedQuery) as caught:
            ask(endpoint, "SELECT ?x {\n ?x ?p ?o }")

        assert str(caught.value) == expected.replace("HOST", endpoint.address)
    assert (caught.value.line, caught.value.column) == (place or (None, None))


def test_a_place_is_that_of_the_text_as_it_was_written() -> None:
    error = fail(write_reply(b"error at 1:58: no", "text/plain", "400 Bad Request"), "SELECT ?x { kg:a ?p ?x }")

    assert isinstance(error, MalformedQuery)
    assert (error.line, error.column) == (1, 58 - len("PREFIX kg: <https://example.org/kg/ontology#> "))


@pytest.mark.parametrize(
    ("status", "kind", "words"),
    [
        ("401 Unauthorized", Unavailable, "wants a user and a password"),
        ("403 Forbidden", Unavailable, "does not allow"),
        ("404 Not Found", Unavailable, "nothing at this address"),
        ("405 Method Not Allowed", Unavailable, "no query by POST"),
        ("406 Not Acceptable", Unavailable, "neither in SPARQL results JSON nor"),
        ("500 Internal Server Error", Unavailable, "failed with status 500: it broke."),
        ("502 Bad Gateway", Unavailable, "failed with status 502"),
        ("503 Service Unavailable", Unavailable, "failed with status 503"),
        ("504 Gateway Timeout", DeadlineExceeded, "took too long"),
        ("206 Partial Content", Unavailable, "a part of the answer alone"),
        ("204 No Content", Unavailable, "failed with status 204"),
    ],
)
def test_another_status_than_200_is_an_error_that_says_which(status: str, kind: type[KgError], words: str) -> None:
    error = fail(write_reply(b"it broke.", "text/plain", status))

    assert type(error) is kind
    assert words in str(error)


def test_a_time_limit_of_the_endpoint_is_a_deadline() -> None:
    words = b"Virtuoso S1T00 Error SR171: Transaction timed out"

    assert isinstance(fail(write_reply(words, "text/plain", "500 SPARQL Request Failed")), DeadlineExceeded)


@pytest.mark.parametrize("status", ["429 Too Many Requests", "503 Service Unavailable"])
def test_an_endpoint_that_is_busy_says_when_to_ask_again(status: str) -> None:
    error = fail(write_reply(b"", "text/plain", status, "Retry-After: 7"))

    assert isinstance(error, Busy)
    assert error.retry_after == 7


@pytest.mark.parametrize(
    ("reply", "text", "words"),
    [
        (write_reply(b"<html>Welcome</html>", "text/html"), SELECT, "sends text/html, which is neither rows nor"),
        (write_reply(b"<html>Welcome</html>", "text/html"), CONSTRUCT, "sends text/html, which is no graph"),
        (write_reply(b"<html>Welcome</html>"), SELECT, "what does not parse"),
        (write_reply(b""), SELECT, "what does not parse"),
        (write_reply(b"\xff\xfe\x00" * 99), SELECT, "what does not parse"),
        (write_reply(b"no triple", N_TRIPLES_TYPE), CONSTRUCT, "what does not parse"),
        (write_reply(ROWS + b"more"), SELECT, "what does not parse"),
        (write_reply(ROWS[:-10]), SELECT, "what does not parse"),
        (write_reply(b'{"head":{},"boolean":true}'), SELECT, "where rows were asked for"),
        (write_reply(), "ASK {}", "where true or false was asked for"),
        (write_reply(b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "application/xml"), SELECT, "what does not parse"),
        (b"SSH-2.0-OpenSSH_9.2\r\n", SELECT, "does not answer in HTTP"),
        (b"\x00\x01\x02", SELECT, "does not answer in HTTP"),
        (b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 1000, SELECT, "does not answer in HTTP"),
        (b"", SELECT, "closed the connection without an answer"),
    ],
)  # fmt: skip
def test_what_is_no_answer_of_an_endpoint_is_unavailable(reply: bytes, text: str, words: str) -> None:
    error = fail(reply, text)

    assert type(error) is Unavailable
    assert words in str(error)


@pytest.mark.parametrize(
    ("reply", "text"),
    [
        (write_reply(ROWS[:-1], length=len(ROWS)), SELECT),
        (write_reply(ROWS, length=len(ROWS) + 1), SELECT),
        (write_reply(b'{"head":{},"boolean":true}', length=99), "ASK {}"),
        (write_reply(b'{"boolean":true,"head":{}', length=99), "ASK {}"),
        (write_reply(TRIPLE, N_TRIPLES_TYPE, length=2 * len(TRIPLE)), CONSTRUCT),
        (write_chunked(TRIPLE, media_type=N_TRIPLES_TYPE, end=b""), CONSTRUCT),
        (write_chunked(TRIPLE, media_type=N_TRIPLES_TYPE, end=b"40\r\n" + TRIPLE), CONSTRUCT),
        (write_chunked(ROWS, end=b"zz\r\n"), SELECT),
    ],
)
def test_an_answer_that_is_cut_short_is_an_error(reply: bytes, text: str) -> None:
    error = fail(reply, text)

    assert type(error) is Unavailable
    assert "broke its answer off" in str(error)


def test_triples_whose_end_nobody_could_tell_are_not_taken() -> None:
    reply = b"HTTP/1.0 200 OK\r\nContent-Type: application/n-triples\r\n\r\n" + TRIPLE

    assert "does not say where its answer ends" in str(fail(reply, CONSTRUCT))


def test_rows_without_a_length_are_taken_if_they_are_whole() -> None:
    with answering(HEAD + b"Connection: close\r\n\r\n" + ROWS) as endpoint:
        assert ask(endpoint) == ROWS
    assert "what does not parse" in str(fail(HEAD + b"\r\n" + ROWS[:-1]))


def test_an_endpoint_that_is_not_there_is_unavailable() -> None:
    with answering(b"") as endpoint:
        pass

    with pytest.raises(Unavailable, match=f"The endpoint {endpoint.address} refuses connections"):
        ask(endpoint)


def test_the_next_address_of_a_host_is_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    with answering(write_reply()) as endpoint, socket.create_server(("127.0.0.1", 0)) as closed:
        there = ("127.0.0.1", int(endpoint.address.rpartition(":")[2]))
        addresses = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", address) for address in (closed.getsockname(), there)]
        closed.close()
        look_up = socket.getaddrinfo
        monkeypatch.setattr(
            "socket.getaddrinfo",
            lambda host, *rest, **more: addresses if host == "two" else look_up(host, *rest, **more),
        )

        assert RemoteEngine("http://two/", limits=LIMITS).query(Query(SELECT)).body == ROWS


def test_a_host_that_is_not_there_is_unavailable(monkeypatch: pytest.MonkeyPatch) -> None:
    def find_nothing(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr("socket.getaddrinfo", find_nothing)

    with pytest.raises(Unavailable, match=r"The endpoint sparql\.invalid has no address"):
        RemoteEngine("https://user:secret@sparql.invalid/").query(Query(SELECT))


def test_what_does_not_speak_tls_is_unavailable_by_https() -> None:
    with answering(write_reply()) as endpoint:
        engine = RemoteEngine(endpoint.url.replace("http:", "https:"), limits=LIMITS)

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

    error = fail(act)

    assert isinstance(error, DeadlineExceeded)
    assert LIMITS.timeout_s <= time.monotonic() - start < LIMITS.timeout_s + 1


def test_an_export_has_a_deadline_too() -> None:
    with answering(wait) as endpoint, pytest.raises(DeadlineExceeded):
        RemoteEngine(endpoint.url, limits=LIMITS).export(N_QUADS)


@pytest.mark.parametrize("act", [wait, drip(HEAD + b"Content-Length: 99999\r\n\r\n", b" "), drip(HEAD + b"\r\n", b" ")])
def test_whoever_cancels_ends_the_exchange(act: Act) -> None:
    cancellation = Cancellation()
    with answering(act) as endpoint:
        engine = RemoteEngine(endpoint.url, limits=Limits(timeout_s=10.0))
        timer = threading.Timer(0.1, cancellation.cancel)
        timer.start()
        start = time.monotonic()

        with pytest.raises(Cancelled):
            engine.query(Query(SELECT), cancellation=cancellation)

        timer.join()
        assert time.monotonic() - start < 5


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
        body = ask(endpoint)

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
    release = threading.Event()

    def answer_late(connection: socket.socket) -> None:
        release.wait(5)
        connection.sendall(write_reply())

    with answering(answer_late) as endpoint:
        engine = RemoteEngine(
            endpoint.url, limits=Limits(timeout_s=5.0, workers=1, queue=0, slow_after_s=0.2, slow_queries=1)
        )
        results: list[bytes] = []
        threads = [start(lambda: results.append(engine.query(Query(SELECT)).body))]
        time.sleep(0.05)

        assert (engine.status.running, engine.status.slow) == (1, 0)
        with pytest.raises(Busy, match="Too many queries are waiting"):
            engine.query(Query(SELECT))

        time.sleep(0.3)
        assert (engine.status.running, engine.status.slow) == (0, 1)
        threads.append(start(lambda: results.append(engine.query(Query(SELECT)).body)))
        time.sleep(0.05)
        release.set()
        for thread in threads:
            thread.join()
        assert results == [ROWS, ROWS]


def test_no_failure_leaves_a_descriptor_open() -> None:
    replies = [
        b"",
        write_reply(),
        write_reply(b"<", JSON_TYPE),
        write_reply(b"no", "text/plain", "400 Bad"),
        write_reply(ROWS, length=999),
    ]
    with answering(*replies) as endpoint:
        engine = RemoteEngine(endpoint.url, limits=LIMITS)
        before = count_descriptors()
        for _ in replies * 3:
            try:
                engine.query(Query(SELECT)).close()
            except KgError:
                continue

        assert count_descriptors() == before


@pytest.mark.parametrize(
    ("reply", "text"),
    [
        (write_reply(ROWS[:-1]), SELECT),
        (write_reply(ROWS[:-1], length=999), SELECT),
        (write_reply(TRIPLE + b"no", N_TRIPLES_TYPE), CONSTRUCT),
    ],
)
def test_an_error_keeps_no_results_that_another_thread_could_drop(reply: bytes, text: str) -> None:
    with answering(reply) as endpoint, pytest.raises(Unavailable) as caught:
        ask(endpoint, text)

    kept = [value for frame in walk_frames(caught.value) for value in frame.f_locals.values()]
    assert not any(isinstance(value, ox.QuerySolutions | Evaluation) for value in kept)


def walk_frames(error: BaseException | None) -> Iterator[FrameType]:
    while error is not None:
        yield from (frame for frame, _ in traceback.walk_tb(error.__traceback__))
        error = error.__cause__ or error.__context__
