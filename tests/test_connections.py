"""Clients that send slowly, read slowly, say nothing or go away: the others are answered, and nothing is left over."""

from __future__ import annotations

import socket
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest

from tests.service import Process, run_service

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="descriptors are counted in /proc"),
]
# Seconds in which a small query is answered on a machine with other work to do; the limit of a query is 2.
SOON_S = 3.0
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


def begin_post(body: bytes, length: int) -> bytes:
    lines = ("POST /sparql HTTP/1.1", "Host: a", "Content-Type: application/sparql-query", f"Content-Length: {length}")
    return ("\r\n".join(lines) + "\r\n\r\n").encode() + body


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
    path = f"/sparql?query={quote(LARGE)}"
    with ExitStack() as stack:
        for number in range(30):
            connection = stack.enter_context(connect(service))
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            head = f"GET {path}%20%23{number} HTTP/1.1\r\nHost: a\r\nAccept: text/csv\r\n\r\n"
            connection.sendall(head.encode())
            assert connection.recv(12) == b"HTTP/1.1 200"

        ask_soon(service)


def test_clients_that_go_away_end_their_queries(service: Process) -> None:
    for number in range(20):
        with connect(service) as connection:
            head = f"GET /sparql?query={quote(ENDLESS)}%23{number} HTTP/1.1\r\nHost: a\r\n\r\n"
            connection.sendall(head.encode())
        time.sleep(0.02)
    time.sleep(0.5)

    ask_soon(service)


def test_endless_queries_hold_up_nobody(service: Process) -> None:
    statuses: list[int] = []

    def ask_endlessly() -> None:
        began = time.monotonic()
        statuses.append(
            service.ask("POST", "/sparql", ENDLESS.encode(), **{"Content-Type": "application/sparql-query"})[0]
        )
        assert time.monotonic() - began < 60

    threads = [threading.Thread(target=ask_endlessly) for _ in range(12)]
    for thread in threads:
        thread.start()
    time.sleep(0.5)
    outcomes = {service.ask("GET", f"/sparql?query=ASK%7B%7D%23{number}", Accept="text/csv")[0] for number in range(5)}
    health = service.ask("GET", "/health")[0]
    for thread in threads:
        thread.join()

    assert outcomes <= {200, 406}
    assert health == 200
    assert set(statuses) <= {503, 504}


@pytest.mark.parametrize(
    ("request_", "statuses"),
    [
        (b"GET /facts?find=\xd9\xa3 HTTP/1.1\r\nHost: a", {200, 400}),
        (b"GET /facts?find=\xff HTTP/1.1\r\nHost: a", {200, 400}),
        (b"GET /id/\xd9\xa3 HTTP/1.1\r\nHost: a", {400, 404}),
        (b"GET /sparql?query=ASK%7B%7D HTTP/1.1\r\nHost: [::1", {200, 400}),
        (b"GET /sparql?query=ASK%7B%7D HTTP/1.1\r\nHost: a b", {200, 400}),
        (b"GET /sparql?query=ASK%7B%7D HTTP/1.1\r\nHost: \xff", {200, 400}),
        (b"GET /sparql?query=%ED%A0%80 HTTP/1.1\r\nHost: a", {400}),
        (b"GET /sparql?query=ASK%7B%7D HTTP/1.1\r\nHost: a\r\nX: " + b"x" * 500_000, {200, 400, 431}),
        (b"GET /" + b"x" * 100_000 + b" HTTP/1.1\r\nHost: a", {400, 404, 414, 431}),
        (b"POST /sparql HTTP/1.1\r\nHost: a\r\nContent-Length: -1", {400}),
        (b"POST /sparql HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz", {400, 408, 415}),
        (b"G\x00T / HTTP/1.1\r\nHost: a", {400}),
    ],
)
def test_odd_requests_are_no_failure_of_the_service(service: Process, request_: bytes, statuses: set[int]) -> None:
    with connect(service) as connection:
        with suppress(ConnectionError):  # it may be refused before all of it was sent
            connection.sendall(request_ + b"\r\n\r\n")
        status = connection.recv(12)

    assert status == b"" or int(status.split()[1]) in statuses
    ask_soon(service, 1)


SERVICE_CALL = "SELECT * {{ SERVICE SILENT <{0}> {{ ?s ?p ?o }} }}"
FROM = "SELECT * FROM <{0}> FROM NAMED <{0}> {{ ?s ?p ?o }}"
CONTEXT = '{{"@context": "{0}", "a": 1}}'
IMPORT = '{{"@context": {{"@version": 1.1, "@import": "{0}"}}, "a": 1}}'
ENTITY = '<!DOCTYPE a SYSTEM "{0}"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>'
OWL = "<https://example.org/kg/article/x> <http://www.w3.org/2002/07/owl#imports> <{0}> ."
GRAPH_X = "/graphs?graph=https%3A%2F%2Fexample.org%2Fkg%2Farticle%2Fx"


@pytest.mark.parametrize(
    ("method", "path", "body", "media_type"),
    [
        ("POST", "/sparql", SERVICE_CALL, "application/sparql-query"),
        ("POST", "/sparql", FROM, "application/sparql-query"),
        ("POST", "/sparql?default-graph-uri={1}&named-graph-uri={1}", "ASK {{ ?s ?p ?o }}", "application/sparql-query"),
        ("POST", "/update", "LOAD <{0}>", "application/sparql-update"),
        ("POST", "/update", "LOAD SILENT <{0}> INTO GRAPH <http://a>", "application/sparql-update"),
        ("POST", "/update", "INSERT {{ GRAPH <http://a> {{ ?s ?p ?o }} }} USING <{0}> WHERE {{ ?s ?p ?o }}",
         "application/sparql-update"),
        ("POST", "/update", "INSERT {{ GRAPH <http://a> {{ ?s ?p ?o }} }} WHERE {{ SERVICE <{0}> {{ ?s ?p ?o }} }}",
         "application/sparql-update"),
        ("PUT", GRAPH_X, CONTEXT, "application/ld+json"),
        ("PUT", GRAPH_X, IMPORT, "application/ld+json"),
        ("PUT", GRAPH_X, ENTITY, "application/rdf+xml"),
        ("PUT", GRAPH_X, OWL, "text/turtle"),
        ("GET", "/graphs?graph={1}", "", "text/turtle"),
    ],
)  # fmt: skip
def test_nothing_makes_the_service_ask_another_host(
    service: Process, method: str, path: str, body: str, media_type: str
) -> None:
    content = service.query("SELECT * { ?s ?p ?o } ORDER BY ?s ?p ?o")
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.3)
        address = f"http://127.0.0.1:{listener.getsockname()[1]}/"
        text = body.format(address).encode() or None
        status, _ = service.ask(method, path.format("", quote(address, safe="")), text, **{"Content-Type": media_type})

        with pytest.raises(TimeoutError):
            listener.accept()

    assert status < 500
    if status < 300 and method == "PUT":
        assert service.ask("DELETE", GRAPH_X)[0] == 204
    assert service.query("SELECT * { ?s ?p ?o } ORDER BY ?s ?p ?o # again") == content


HOSTILE_DATA = {
    "entities": (
        "application/rdf+xml",
        f'<!doctype a [<!ENTITY e0 "{"a" * 99}">'
        + "".join(f'<!ENTITY e{i + 1} "{f"&e{i};" * 10}">' for i in range(9))
        + "]><a>&e9;</a>",
    ),
    "elements": ("application/rdf+xml", "<a>" * 300_000),
    "contexts within one another": (
        "application/ld+json",
        '{"@context":{"a":"http://e/"},"a":' * 30_000 + "1" + "}" * 30_000,
    ),
    "contexts of terms": (
        "application/ld+json",
        '{"@context":' + '{"a":{"@id":"http://e/","@context":' * 20_000 + "{}",
    ),
    "chain of terms": (
        "application/ld+json",
        '{"@context":{' + ",".join(f'"t{i}":"t{i + 1}:x"' for i in range(90_000)) + "}}",
    ),
    "triple terms": ("text/turtle", "<http://a> <http://b> " + "<<( <http://a> <http://b> " * 60_000),
    "surrogate": ("text/turtle", '<http://a> <http://b> "\\uD800" .'),
    "surrogate in JSON": ("application/ld+json", '{"http://a": "\\ud800x"}'),
    "control character": ("application/n-triples", '<http://a> <http://b> "\\u0001" .'),
    "noncharacter": ("application/rdf+xml", "<a>&#xFFFE;</a>"),
}


@pytest.mark.parametrize("name", HOSTILE_DATA)
def test_hostile_data_are_refused_soon_and_change_nothing(service: Process, name: str) -> None:
    media_type, text = HOSTILE_DATA[name]
    content = service.query("SELECT * { ?s ?p ?o } ORDER BY ?s ?p ?o")
    outcome: list[tuple[int, float]] = []

    def write() -> None:
        began = time.monotonic()
        status, _ = service.ask("PUT", GRAPH_X, text.encode(), **{"Content-Type": media_type})
        outcome.append((status, time.monotonic() - began))

    writing = threading.Thread(target=write)
    writing.start()
    ask_soon(service)
    writing.join()

    assert outcome[0][0] == 400
    assert outcome[0][1] < 2 * SOON_S
    assert service.query("SELECT * { ?s ?p ?o } ORDER BY ?s ?p ?o # again") == content
