"""The thin path answers as the application does, to the last header, or leaves the request to it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import urlencode
from wsgiref.types import WSGIEnvironment

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import EnvironBuilder

from kg.http.compression import vary
from kg.http.rsgi import WsgiAnswer, run_application
from kg.http.thin import ThinPath

SELECT = "SELECT ?who WHERE { ?who kg:leads ?what }"
CONSTRUCT = "CONSTRUCT { ?who kg:leads ?what } WHERE { ?who kg:leads ?what }"
GRAPH = "https://example.org/kg/article/first-release"


def build(
    query: Any, headers: dict[str, str] | None = None, path: str = "/sparql", method: str = "GET"
) -> WSGIEnvironment:
    return EnvironBuilder(
        path=path, method=method, query_string=query, headers=[*(headers or {}).items()]
    ).get_environ()


def build_post(body: str, kind: str, address: str = "/sparql") -> WSGIEnvironment:
    return EnvironBuilder(address, method="POST", data=body.encode(), content_type=kind).get_environ()


def read(answer: WsgiAnswer) -> tuple[int, dict[str, str], bytes]:
    headers = {name.lower(): value for name, value in answer.headers}
    return answer.status, headers, b"".join(answer.pieces)


Thin = Callable[[WSGIEnvironment], WsgiAnswer | None]


@pytest.fixture
def thin(app: Flask) -> Iterator[Thin]:
    path = ThinPath(app)
    with ThreadPoolExecutor(1) as threads:
        yield lambda environ: asyncio.run(path(environ, threads))


@pytest.mark.parametrize("query", [SELECT, CONSTRUCT, "ASK {}", "DESCRIBE id:salesforce"])
@pytest.mark.parametrize(
    "accept", ["", "*/*", "text/csv, text/turtle", "application/n-triples, application/json;q=0.5"]
)
def test_answer_is_the_one_of_the_application(app: Flask, thin: Thin, query: str, accept: str) -> None:
    headers = {"Accept": accept} if accept else {}

    answer = thin(build({"query": query}, headers))

    assert answer is not None
    assert read(answer) == read(vary(run_application(app, build({"query": query}, headers))))


@pytest.mark.parametrize(
    ("parameters", "accept"),
    [
        ({"query": "nonsense"}, "*/*"),
        ({"query": "ASK { SERVICE <http://127.0.0.1/> {} }"}, "*/*"),
        ({"query": "SELECT (NOW() AS ?now) {}"}, "text/turtle"),
        ({"query": SELECT, "default-graph-uri": GRAPH}, "text/csv"),
        ({"query": "SELECT ?g { GRAPH ?g {} }", "named-graph-uri": [GRAPH]}, "text/csv"),
        ({"query": "SELECT (<relative> AS ?iri) {}"}, "text/csv"),
    ],
)
def test_failures_and_datasets_are_those_of_the_application(
    app: Flask, thin: Thin, parameters: dict[str, Any], accept: str
) -> None:
    answer = thin(build(parameters, {"Accept": accept}))

    assert answer is not None
    assert read(answer) == read(vary(run_application(app, build(parameters, {"Accept": accept}))))


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (urlencode({"query": SELECT, "default-graph-uri": GRAPH}), "application/x-www-form-urlencoded"),
        (urlencode({"query": "SELECT (RAND() * 0 AS ?x) {}"}), "application/x-www-form-urlencoded"),
        ("SELECT (<relative> AS ?iri) ('ä' AS ?text) {}", "application/sparql-query"),
        ("nonsense", "application/sparql-query"),
        (urlencode({"query": "nonsense"}), "application/x-www-form-urlencoded"),
    ],
)
def test_answers_to_posts_are_those_of_the_application(app: Flask, thin: Thin, body: str, kind: str) -> None:
    answer = thin(build_post(body, kind))

    assert answer is not None
    assert read(answer) == read(vary(run_application(app, build_post(body, kind))))


@pytest.mark.parametrize(
    "environ",
    [
        build_post("query=ASK%20{}&update=x", "application/x-www-form-urlencoded"),
        build_post("query=ASK%20{}&format=csv", "application/x-www-form-urlencoded"),
        build_post("query=%ff", "application/x-www-form-urlencoded"),
        build_post("ASK {}", "application/x-www-form-urlencoded"),
        build_post("ASK {}", "application/sparql-query", address="/sparql?default-graph-uri=http://e/"),
        build_post("ASK {}", "application/sparql-query; charset=latin-1"),
        build_post("ASK {}", "text/plain"),
        build_post(" ", "application/sparql-query"),
        build_post("ASK {}" + " " * (1 << 16), "application/sparql-query"),
    ],
)
def test_posts_that_are_not_surely_queries_are_left_to_the_application(thin: Thin, environ: WSGIEnvironment) -> None:
    body = environ["wsgi.input"].getvalue()

    assert thin(environ) is None
    assert environ["wsgi.input"].read() == body


@pytest.mark.parametrize("kind", ["application/sparql-query", "application/x-www-form-urlencoded"])
def test_a_post_past_the_limit_is_left_to_the_application(serve: Callable[..., FlaskClient], kind: str) -> None:
    path = ThinPath(serve("", max_body=100).application)
    body = "query=ASK%20%7B%7D&default-graph-uri=http://e/" if "form" in kind else "ASK {}"
    with ThreadPoolExecutor(1) as threads:
        answers = [asyncio.run(path(build_post(body + " " * count, kind), threads)) for count in (0, 100)]

    assert [answer is None for answer in answers] == [False, True]


def test_volatile_answer_is_not_to_be_stored(thin: Thin) -> None:
    answer = thin(build({"query": "SELECT (RAND() AS ?x) {}"}))

    assert answer is not None
    assert dict(answer.headers)["Cache-Control"] == "no-store"
    assert "ETag" not in dict(answer.headers)


@pytest.mark.parametrize(
    "environ",
    [
        build({"query": "ASK {}"}, {"Accept": "text/html"}),
        build({"query": "ASK {}"}, {"If-None-Match": '"a"'}),
        build({"query": "ASK {}"}, method="HEAD"),
        build({"query": "ASK {}"}, path="/"),
        build({"query": "ASK {}", "format": "csv"}),
        build({"query": ["ASK {}", "ASK {}"]}),
        build({"query": " "}),
        build({}),
        build("query=%ff"),
    ],
)
def test_what_is_not_surely_a_query_of_a_program_is_left_to_the_application(
    thin: Thin, environ: WSGIEnvironment
) -> None:
    assert thin(environ) is None


def test_characters_that_are_not_encoded_are_read_as_the_application_reads_them(app: Flask, thin: Thin) -> None:
    environ = build({}) | {"QUERY_STRING": "query=SELECT+('ä'+AS+?x){}".encode().decode("latin-1")}
    answer = thin(dict(environ))

    assert answer is not None
    assert read(answer) == read(vary(run_application(app, dict(environ))))
    assert "ä".encode() in read(answer)[2]


def test_a_body_that_is_not_utf_8_is_left_to_the_application_whole(thin: Thin) -> None:
    body = "SELECT ('ä' AS ?x) {}".encode("latin-1")
    environ = EnvironBuilder("/sparql", method="POST", data=body, content_type="application/sparql-query").get_environ()

    assert thin(environ) is None
    assert environ["wsgi.input"].read() == body
