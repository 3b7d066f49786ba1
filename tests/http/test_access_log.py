"""Each answer is a line of JSON; the query is there as a hash only."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from hashlib import sha256

import pytest
from flask.testing import FlaskClient


def test_entry_says_what_happened_without_the_query(client: FlaskClient, caplog: pytest.LogCaptureFixture) -> None:
    query = "SELECT (1 AS ?secret) {}"

    with caplog.at_level(logging.INFO, logger="kg.access"):
        answer = client.get("/sparql", query_string={"query": query})

    entry = json.loads(caplog.messages[-1])
    assert entry.pop("milliseconds") >= 0
    assert entry == {
        "method": "GET",
        "path": "/sparql",
        "status": 200,
        "outcome": "answered",
        "bytes": answer.content_length,
        "query": sha256(query.encode()).hexdigest()[:16],
    }
    assert "secret" not in caplog.text


@pytest.mark.parametrize("query", ["nonsense", "SELECT * { \ud800 }"])
def test_failure_is_named(client: FlaskClient, caplog: pytest.LogCaptureFixture, query: str) -> None:
    with caplog.at_level(logging.INFO, logger="kg.access"):
        client.post("/sparql", data=query.encode("utf-8", "surrogatepass"), content_type="application/sparql-query")

    entry = json.loads(caplog.messages[-1])
    assert entry["status"] == 400
    assert len(entry["query"]) == 16


def test_nothing_is_logged_unless_asked_for(client: FlaskClient, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, logger="kg.access"):
        client.get("/health")

    assert caplog.messages == []


@pytest.mark.parametrize("kind", ["application/sparql-query", "application/x-www-form-urlencoded"])
def test_a_body_that_is_too_large_is_logged_without_its_query(
    serve: Callable[..., FlaskClient], caplog: pytest.LogCaptureFixture, kind: str
) -> None:
    client = serve("", max_body=100)

    with caplog.at_level(logging.INFO, logger="kg.access"):
        answer = client.post("/sparql", data="query=ASK{}" + "x" * 100, content_type=kind)

    entry = json.loads(caplog.messages[-1])
    assert answer.status_code == 413
    assert (entry["status"], entry["query"]) == (413, None)
