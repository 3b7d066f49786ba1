"""Granian in this process: address, start, stop."""

from __future__ import annotations

import os
import signal
import socket
import threading
import urllib.request
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from http.client import HTTPConnection
from importlib import import_module
from urllib.parse import urlsplit
from wsgiref.types import StartResponse, WSGIEnvironment

import pytest

from kg.engine.spool import Spool, open_nameless
from kg.errors import InputError
from kg.http.rsgi import LARGE
from kg.http.server import CONNECTIONS, format_address, reserve_address, run_server
from kg.http.settings import Settings


@pytest.fixture
def taken() -> Iterator[int]:
    """A port of 127.0.0.1 on which something listens."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


BODY = b"<a> <b> <c> .\n" * 200


def answer_triples(environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
    start_response("200 OK", [("Content-Type", "text/turtle"), ("Content-Length", str(len(BODY)))])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [BODY]


def greet(environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "5")])
    return [b"hello"]


@pytest.mark.parametrize(
    ("host", "address"),
    [("127.0.0.1", "http://127.0.0.1:80/"), ("::1", "http://[::1]:80/"), ("0.0.0.0", "http://127.0.0.1:80/")],
)
def test_the_address_is_one_for_a_browser(host: str, address: str) -> None:
    assert format_address(host, 80) == address


def test_port_0_is_a_free_one() -> None:
    host, port = reserve_address("localhost", 0)

    assert host in ("127.0.0.1", "::1")
    assert port > 0


def test_a_port_in_use_is_said_with_what_to_do(taken: int) -> None:
    with pytest.raises(InputError) as caught:
        reserve_address("127.0.0.1", taken)

    assert str(caught.value) == (
        f"Port {taken} of 127.0.0.1 is in use. Stop what runs there, or use --port {taken + 1}."
    )


@pytest.mark.parametrize(
    ("host", "message"),
    [
        ("192.0.2.1", "192.0.2.1 is no address of this machine"),
        ("no.such.host.invalid", "There is no host 'no.such.host.invalid'"),
        ("a" * 300, "There is no host"),
    ],
)
def test_an_address_that_is_not_here_is_said(host: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        reserve_address(host, 0)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_answers_from_when_it_is_announced_until_a_signal(number: signal.Signals) -> None:
    answers: list[bytes] = []

    def ask(address: str) -> None:
        def ask_and_stop() -> None:
            try:
                with urllib.request.urlopen(address, timeout=60) as response:
                    answers.append(response.read())
            finally:
                os.kill(os.getpid(), number)

        threading.Thread(target=ask_and_stop).start()

    before = signal.getsignal(number)
    run_server(greet, "127.0.0.1", 0, settings=Settings(), announce=ask)

    assert answers == [b"hello"]
    assert signal.getsignal(number) == before


@pytest.mark.parametrize(("accepted", "left_out"), [("gzip", {"Content-Length"}), ("identity", set())])
def test_head_has_the_headers_of_get(accepted: str, left_out: set[str]) -> None:
    answers: list[dict[str, str]] = []

    def ask(address: str) -> None:
        def ask_and_stop() -> None:
            try:
                for method in ("GET", "HEAD"):
                    request = urllib.request.Request(address, headers={"Accept-Encoding": accepted}, method=method)
                    with urllib.request.urlopen(request, timeout=60) as response:
                        answers.append({name.title(): value for name, value in response.headers.items()})
            finally:
                os.kill(os.getpid(), signal.SIGINT)

        threading.Thread(target=ask_and_stop).start()

    run_server(answer_triples, "127.0.0.1", 0, settings=Settings(), announce=ask)
    whole, head = ({name: value for name, value in answer.items() if name != "Date"} for answer in answers)

    assert head == {name: value for name, value in whole.items() if name not in left_out}


def test_a_large_answer_has_as_much_of_its_file_as_belongs_to_it() -> None:
    size = LARGE + 1
    answers: list[bytes] = []

    def application(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(size))])
        return spool.chunks()

    def ask(address: str) -> None:
        def ask_and_stop() -> None:
            place = urlsplit(address)
            try:
                with closing(HTTPConnection(place.hostname or "", place.port, timeout=60)) as connection:
                    for _ in range(2):  # on one connection: what came too much would be taken for the next answer
                        connection.request("GET", "/")
                        answers.append(connection.getresponse().read())
            finally:
                os.kill(os.getpid(), signal.SIGINT)

        threading.Thread(target=ask_and_stop).start()

    with open_nameless() as file:
        file.write(b"x" * size + b"of an answer before")
        file.flush()
        spool = Spool(file, size)
        run_server(application, "127.0.0.1", 0, settings=Settings(), announce=ask)

    assert answers == [b"x" * size] * 2


@pytest.fixture
def limit_on_files() -> Iterator[Callable[[], tuple[int, int]]]:
    """Read the soft and the hard limit on open files; the former is low, and as it was after the test."""
    if os.name != "posix":
        pytest.skip("there is no such limit")
    import resource

    import_module("granian")  # which raises the limit itself when it is loaded, and not again
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (256, hard))
    yield lambda: resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_each_connection_may_have_a_file_open(limit_on_files: Callable[[], tuple[int, int]]) -> None:
    limits: list[tuple[int, int]] = []

    def look(_address: str) -> None:
        limits.append(limit_on_files())
        os.kill(os.getpid(), signal.SIGINT)

    run_server(greet, "127.0.0.1", 0, settings=Settings(), announce=look)
    ((soft, hard),) = limits

    assert soft > 2 * CONNECTIONS or soft == hard
