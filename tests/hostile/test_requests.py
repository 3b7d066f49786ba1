"""Requests and data that mean harm: they are refused soon, change nothing, and make the service ask no other host."""

from __future__ import annotations

import socket
import sys
import threading
import time
from contextlib import suppress
from urllib.parse import quote

import pytest

from tests.service import TOKEN, Process

from .conftest import SOON_S, ask_soon, connect

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="descriptors are counted in /proc"),
]


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
    status = b""
    with connect(service) as connection:
        with suppress(ConnectionError):  # it may be refused before all of it was sent
            connection.sendall(request_ + b"\r\n\r\n")
        with suppress(ConnectionError):
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


@pytest.mark.parametrize("name", ["é" * 40, "漢字かな" * 20, "a." * 30_000, '"""\\' * 5_000])
@pytest.mark.parametrize("accept", ["text/html", "text/csv"])
def test_no_text_of_a_query_holds_up_others(service: Process, name: str, accept: str) -> None:
    query = f"SELECT * {{ ?s ?p {name} NOW }}"
    form = f"query={quote(query)}".encode()
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": accept}
    asking = threading.Thread(target=service.ask, args=("POST", "/sparql", form), kwargs=headers)
    asking.start()

    while asking.is_alive():
        ask_soon(service, 1)
    asking.join()


HALVES = {
    "length": ("Content-Length: 5000", "{0}"),
    "chunks without end": ("Transfer-Encoding: chunked", "{1:x}\r\n{0}\r\n"),
    "half a chunk": ("Transfer-Encoding: chunked", "fff\r\n{0}"),
    "no chunk": ("Transfer-Encoding: chunked", "{1:x}\r\n{0}\r\nZZ\r\n"),
}


@pytest.mark.parametrize("name", HALVES)
@pytest.mark.parametrize("is_closed", [True, False], ids=["closed", "half-closed"])
def test_what_breaks_off_is_not_taken_for_a_whole(service: Process, name: str, *, is_closed: bool) -> None:
    header, frame = HALVES[name]
    text = "<http://a> <http://b> 1 .\n"
    head = (
        f"PUT {GRAPH_X} HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {TOKEN}\r\nContent-Type: text/turtle\r\n{header}"
    )
    answer = b""
    with connect(service) as connection:
        connection.sendall(f"{head}\r\n\r\n{frame.format(text, len(text))}".encode())
        if not is_closed:
            connection.shutdown(socket.SHUT_WR)
            answer = connection.recv(4096)
    ask_soon(service)

    assert is_closed or answer.startswith(b"HTTP/1.1 400 ")
    assert service.ask("GET", GRAPH_X)[0] == 404


def test_a_body_in_chunks_is_taken_when_its_end_is_there(service: Process) -> None:
    head = "POST /sparql HTTP/1.1\r\nHost: a\r\nContent-Type: application/sparql-query\r\nAccept: text/csv\r\n"
    with connect(service) as connection:
        connection.sendall(f"{head}Transfer-Encoding: chunked\r\n\r\n3\r\nASK\r\n3\r\n {{}}\r\n0\r\n\r\n".encode())

        assert connection.recv(4096).startswith(b"HTTP/1.1 200 ")
