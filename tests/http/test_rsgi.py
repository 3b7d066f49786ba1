"""A WSGI application under RSGI: whole bodies in, whole answers out."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Iterable, Iterator
from pathlib import Path
from typing import Any, cast
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

import pytest

from kg.engine.spool import Spool, can_reopen, open_nameless
from kg.http.rsgi import CANCELLATION, LONGEST_HEADERS, adapt, build_environ, run_application


class Headers:
    def __init__(self, *items: tuple[str, str]) -> None:
        self._items = items

    def items(self) -> Iterable[tuple[str, str]]:
        return self._items

    def values(self) -> list[str]:
        return [value for _, value in self._items]

    def get(self, name: str) -> str | None:
        return dict(self._items).get(name)

    def __contains__(self, name: str) -> bool:
        return name in dict(self._items)


class Scope:
    http_version = "1.1"
    server = "127.0.0.1:8000"
    client = "192.0.2.7:50000"
    scheme = "http"
    method = "POST"
    path = "/id/größe"
    query_string = "q=%C3%A4"

    def __init__(self, *headers: tuple[str, str]) -> None:
        self.headers = Headers(*headers)


class Protocol:
    """A connection whose body comes in chunks, each after a pause in seconds, and whose client may go away."""

    def __init__(self, *chunks: bytes, pause: float = 0.0, disconnects_after: float = 60.0) -> None:
        self._chunks = chunks
        self._pause = pause
        self._disconnects_after = disconnects_after
        self.sent: tuple[int, list[tuple[str, str]], bytes] | None = None

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for chunk in self._chunks:
            await asyncio.sleep(self._pause)
            yield chunk

    async def client_disconnect(self) -> None:
        await asyncio.sleep(self._disconnects_after)

    def response_bytes(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
        self.sent = (status, headers, body)

    def response_str(self, status: int, headers: list[tuple[str, str]], body: str) -> None:
        self.sent = (status, headers, body.encode())


def echo(environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
    body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
    start_response("200 OK", [("Content-Length", str(len(body)))])
    return [body]


CHUNKED = ("transfer-encoding", "chunked")


def run(application: WSGIApplication, protocol: Protocol, *headers: tuple[str, str], **limits: Any) -> None:
    """Let the adapted application answer one request."""
    adapted = adapt(application, **{"threads": 1, "max_body": 100, **limits})

    asyncio.run(cast("Any", adapted(cast("Any", Scope(*(headers or [CHUNKED]))), cast("Any", protocol))))


def ask(application: WSGIApplication, protocol: Protocol, **limits: Any) -> tuple[int, bytes]:
    """Return status and body of the adapted application's answer."""
    run(application, protocol, **limits)

    assert protocol.sent is not None
    return protocol.sent[0], protocol.sent[2]


def test_the_body_arrives_whole() -> None:
    assert ask(echo, Protocol(b"one ", b"two")) == (200, b"one two")


def test_a_body_past_the_limit_is_cut_one_byte_past_it_so_that_the_application_sees_it_is_too_large() -> None:
    assert ask(echo, Protocol(b"123", b"456", b"789"), max_body=4) == (200, b"12345")


def test_a_body_that_does_not_arrive_in_time_is_refused() -> None:
    status, body = ask(echo, Protocol(b"late", pause=5), deadline=0.01)

    assert (status, body) == (408, b"The body did not arrive within 0.01 seconds.\n")


def test_a_body_that_is_not_announced_is_not_waited_for() -> None:
    protocol = Protocol(b"none", pause=60)

    run(echo, protocol, ("accept", "*/*"))

    assert protocol.sent == (200, [("Content-Length", "0"), ("Vary", "Accept-Encoding")], b"")


def test_headers_that_are_too_long_together_are_refused_before_anything_reads_them() -> None:
    long, longer = Protocol(), Protocol()

    run(echo, long, ("accept", "a" * (LONGEST_HEADERS - 3)), ("x-a", "123"))
    run(echo, longer, ("accept", "a" * LONGEST_HEADERS), ("x-a", "1"))

    assert long.sent is not None
    assert longer.sent is not None
    assert (long.sent[0], longer.sent[0]) == (200, 431)
    assert longer.sent[2] == b"The headers have more than 16384 characters. Send fewer.\n"


def test_the_environment_is_that_of_pep_3333() -> None:
    scope = Scope(("content-type", "text/plain"), ("x-a", "1"), ("x-a", "2"), ("content-length", "99"))

    environ = build_environ(cast("Any", scope), b"body")

    assert {name: value for name, value in environ.items() if not name.startswith("wsgi.")} == {
        "REQUEST_METHOD": "POST",
        "SCRIPT_NAME": "",
        "PATH_INFO": "/id/größe".encode().decode("latin-1"),
        "QUERY_STRING": "q=%C3%A4",
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "8000",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "192.0.2.7",
        "CONTENT_TYPE": "text/plain",
        "CONTENT_LENGTH": "4",
        "HTTP_X_A": "1, 2",
    }


def test_a_chunked_body_is_announced_by_its_length_alone() -> None:
    environ = build_environ(cast("Any", Scope(("transfer-encoding", "chunked"))), b"body")

    assert "HTTP_TRANSFER_ENCODING" not in environ


class Chunks:
    """An answer that fails in the middle, and remembers that it was closed."""

    closed = False

    def __iter__(self) -> Iterator[bytes]:
        yield b"half"
        raise ConnectionError

    def close(self) -> None:
        self.closed = True


def test_an_answer_that_fails_in_the_middle_is_never_sent() -> None:
    chunks = Chunks()
    protocol = Protocol()

    def fail(environ: WSGIEnvironment, start_response: StartResponse) -> Chunks:
        start_response("200 OK", [])
        return chunks

    with pytest.raises(ConnectionError):
        ask(fail, protocol)

    assert protocol.sent is None
    assert chunks.closed


def test_what_is_written_comes_before_what_is_returned() -> None:
    def write(environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
        start_response("201 Created", [("X-A", "b")])(b"first ")
        return [b"second"]

    answer = run_application(write, {})

    assert (answer.status, answer.headers, list(answer.pieces)) == (201, [("X-A", "b")], [b"first second"])


class FileProtocol(Protocol):
    """A connection that reads the whole file of an answer; Granian sends as much of it as Content-Length says."""

    def response_file(self, status: int, headers: list[tuple[str, str]], file: str) -> None:
        self.sent = (status, headers, Path(file).read_bytes())


class StreamingProtocol(Protocol):
    """A connection that remembers in which pieces an answer came."""

    def __init__(self) -> None:
        super().__init__(b"")
        self.pieces: list[bytes] = []

    def response_stream(self, status: int, headers: list[tuple[str, str]]) -> StreamingProtocol:
        return self

    async def send_bytes(self, piece: bytes) -> None:
        self.pieces.append(piece)


LARGE_PIECES = [b"x" * 400_000, b"y" * 800_000]


class Closable(list[bytes]):
    """Pieces which remember that they were closed."""

    is_closed = False

    def close(self) -> None:
        self.is_closed = True


def answer_large(pieces: Iterable[bytes]) -> WSGIApplication:
    def application(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        start_response("200 OK", [("Content-Length", "1200000")])
        return pieces

    return application


@pytest.mark.skipif(not can_reopen(), reason="there is no name for an open file")
def test_large_answer_that_lies_in_no_file_is_sent_out_of_one() -> None:
    pieces = Closable(LARGE_PIECES)

    status, body = ask(answer_large(pieces), FileProtocol())

    assert (status, body) == (200, b"".join(LARGE_PIECES))
    assert pieces.is_closed


@pytest.mark.skipif(not can_reopen(), reason="there is no name for an open file")
def test_large_answer_is_sent_out_of_the_file_that_begins_with_it() -> None:
    file = open_nameless()
    file.write(b"".join([*LARGE_PIECES, b"more"]))
    file.flush()

    status, body = ask(answer_large(Spool(file, 1_200_000).chunks()), FileProtocol())

    assert (status, body) == (200, b"".join([*LARGE_PIECES, b"more"]))
    assert file.closed


def test_large_answer_is_sent_piece_by_piece_where_files_have_no_names(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.http.sending.can_reopen", lambda: False)
    pieces = Closable(LARGE_PIECES)
    protocol = StreamingProtocol()

    run(answer_large(pieces), protocol)

    assert protocol.pieces == LARGE_PIECES
    assert pieces.is_closed


def test_client_that_goes_away_cancels_its_request() -> None:
    protocol = Protocol(b"", disconnects_after=0.01)
    cancelled: list[bool] = []

    def application(environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
        is_over = threading.Event()
        with environ[CANCELLATION].calling(is_over.set):
            cancelled.append(is_over.wait(30))
        start_response("200 OK", [])
        return []

    run(application, protocol)

    assert cancelled == [True]


def test_blanks_of_an_accept_header_are_one() -> None:
    environ = build_environ(
        cast("Any", Scope(("accept", "text/html \t" + " " * 16000 + "; q=1"), ("x-a", "b  c"))), b""
    )

    assert (environ["HTTP_ACCEPT"], environ["HTTP_X_A"]) == ("text/html ; q=1", "b  c")


def test_a_header_with_an_underscore_is_taken_for_no_other() -> None:
    environ = build_environ(cast("Any", Scope(("content-type", "text/turtle"), ("content_type", "text/csv"))), b"")

    assert environ["CONTENT_TYPE"] == "text/turtle"
