"""An answer out of the cache is logged, counted and timed as any other."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import Any, cast
from urllib.parse import quote

import pytest
from flask import Flask

from kg.http import Settings, close_app, create_app
from kg.http.rsgi import adapt
from kg.http.site import find_site
from tests.http.test_metrics import read_metrics

QUERY = "SELECT (1 AS ?secret) {}"
ADDRESS = f"query={quote(QUERY)}"


class Scope:
    """A GET of an address."""

    http_version, scheme, method = "1.1", "http", "GET"
    server, client = "127.0.0.1:8000", "192.0.2.7:50000"

    def __init__(self, path: str, query_string: str, **headers: str) -> None:
        self.path, self.query_string, self.headers = path, query_string, headers


class Protocol:
    """A connection whose client does not go away."""

    sent: tuple[int, dict[str, str], bytes]

    async def client_disconnect(self) -> None:
        await asyncio.sleep(60)

    def response_bytes(self, status: int, headers: Iterable[tuple[str, str]], body: bytes) -> None:
        self.sent = (status, dict(headers), body)

    def response_empty(self, status: int, headers: Iterable[tuple[str, str]]) -> None:
        self.sent = (status, dict(headers), b"")


@pytest.fixture
def app() -> Iterator[Flask]:
    app = create_app(Settings(packaged=False, limits=None))
    yield app
    close_app(app)


def ask_all(app: Flask, *scopes: Scope) -> list[tuple[int, dict[str, str], bytes]]:
    """Return status, headers and body of the answers of a server before the application, asked one after another."""
    adapted: Any = adapt(app, threads=1, max_body=100, cache=find_site(app).cache)

    async def ask_one_by_one() -> list[Protocol]:
        protocols = [Protocol() for _ in scopes]
        for scope, protocol in zip(scopes, protocols, strict=True):
            await adapted(cast("Any", scope), cast("Any", protocol))
        return protocols

    return [protocol.sent for protocol in asyncio.run(ask_one_by_one())]


def test_entry_of_a_cached_answer_has_what_that_of_another_has(app: Flask, caplog: pytest.LogCaptureFixture) -> None:
    tag = ask_all(app, Scope("/sparql", ADDRESS))[0][1]["ETag"]

    with caplog.at_level(logging.INFO, logger="kg.access"):
        answers = ask_all(app, Scope("/sparql", ADDRESS), Scope("/sparql", ADDRESS, **{"if-none-match": tag}))

    entries = [json.loads(message) for message in caplog.messages]
    assert [entry.pop("milliseconds") >= 0 for entry in entries] == [True, True]
    usual = {
        "method": "GET",
        "path": "/sparql",
        "outcome": "cached",
        "query": sha256(QUERY.encode()).hexdigest()[:16],
    }
    assert entries == [usual | {"status": 200, "bytes": len(answers[0][2])}, usual | {"status": 304, "bytes": 0}]
    assert "secret" not in caplog.text


def test_cached_answers_to_queries_are_counted_and_timed(app: Flask) -> None:
    ask_all(app, *[Scope("/sparql", ADDRESS)] * 3, *[Scope("/ontology", "")] * 2)

    metrics = read_metrics(app)

    assert (metrics["kg_answers_total[answered]"], metrics["kg_answers_total[cached]"]) == (1, 2)
    assert metrics["kg_answer_seconds_count"] == 3
    assert metrics["kg_cache_hits_total"] == 3


def test_health_is_never_answered_out_of_the_cache(app: Flask) -> None:
    answers = ask_all(app, *[Scope("/health", "", **{"if-none-match": "*"})] * 2)

    assert [status for status, _, _ in answers] == [200, 200]
    assert [headers["Cache-Control"] for _, headers, _ in answers] == ["no-store"] * 2
    assert find_site(app).cache.hits == 0  # type: ignore[union-attr]


def test_a_cached_answer_that_is_known_is_a_304_with_its_headers(app: Flask) -> None:
    whole = ask_all(app, Scope("/ontology", ""))[0]
    answers = ask_all(app, *(Scope("/ontology", "", **{"if-none-match": known}) for known in (whole[1]["ETag"], "*")))

    assert [(status, body) for status, _, body in answers] == [(304, b"")] * 2
    for _, headers, _ in answers:
        for name in ("ETag", "Cache-Control", "Content-Location", "Vary"):
            assert headers[name] == whole[1][name]
        assert "Content-Type" not in headers
