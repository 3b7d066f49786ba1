"""The thin path answers as the application does, to the last header, or leaves the request to it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from wsgiref.types import WSGIEnvironment

import pytest
from flask import Flask
from werkzeug.test import EnvironBuilder

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
    assert read(answer) == read(run_application(app, build({"query": query}, headers)))


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
    assert read(answer) == read(run_application(app, build(parameters, {"Accept": accept})))


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
        build({"query": "ASK {}"}, method="POST"),
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
