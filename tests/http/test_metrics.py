"""Prometheus reads what happened: queries by outcome, times, the engine's state, the dataset's version."""

from __future__ import annotations

import json
import logging
from pathlib import Path

import pytest
from flask import Flask
from prometheus_client.parser import text_string_to_metric_families

from kg.http import Settings, close_app, create_app
from tests.engine.processes import wait_until

from .writing import close_service, open_service


@pytest.fixture
def app() -> Flask:
    return create_app(Settings(limits=None))


def read_metrics(app: Flask) -> dict[str, float]:
    """Return the samples, by name with labels."""
    families = text_string_to_metric_families(app.test_client().get("/metrics").text)
    return {
        sample.name + "".join(f"[{value}]" for value in sample.labels.values()): sample.value
        for family in families
        for sample in family.samples
    }


def test_queries_are_counted_by_outcome_and_timed(app: Flask) -> None:
    client = app.test_client()
    for query in ("ASK {}", "ASK {}", "nonsense", "ASK { SERVICE <http://a/> {} }"):
        client.get("/sparql", query_string={"query": query})

    metrics = read_metrics(app)

    assert metrics["kg_answers_total[answered]"] == 2
    assert metrics["kg_answers_total[MalformedQuery]"] == 1
    assert metrics["kg_answers_total[Refused]"] == 1
    assert metrics["kg_answers_total[cached]"] == 0
    assert metrics["kg_answer_seconds_count"] == 4


def test_failure_on_a_page_is_counted_as_one(app: Flask) -> None:
    app.test_client().get("/sparql?query=nonsense", headers={"Accept": "text/html"})

    assert read_metrics(app)["kg_answers_total[MalformedQuery]"] == 1


def test_dataset_version_and_cache_are_told(app: Flask) -> None:
    metrics = read_metrics(app)

    assert [name for name in metrics if name.startswith("kg_dataset_info[")]
    assert metrics["kg_cache_hits_total"] == 0


@pytest.mark.slow
def test_engine_in_processes_tells_its_state() -> None:
    app = create_app(Settings())
    try:
        app.test_client().get("/sparql?query=ASK{}")

        metrics = read_metrics(app)
    finally:
        close_app(app)

    assert metrics["kg_queries[running]"] == 0
    assert metrics["kg_idle_workers"] >= 1
    assert metrics["kg_engine_restarts_total"] == 0


def test_metrics_are_never_stored(app: Flask) -> None:
    answer = app.test_client().get("/metrics")

    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.mimetype == "text/plain"


def test_triples_are_told_once_they_are_counted(app: Flask) -> None:
    assert wait_until(lambda: "kg_triples" in read_metrics(app))

    body = app.test_client().get("/sparql?query=SELECT(COUNT(*)AS?n){?s+?p+?o}", headers={"Accept": "text/csv"}).text
    assert read_metrics(app)["kg_triples"] == int(body.split()[1])


def test_writes_are_counted_by_outcome_and_logged(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    service = open_service(tmp_path / "facts.kg")
    with caplog.at_level(logging.INFO, logger="kg.access"):
        for triple in ("<http://s> <http://p> 1", "id:a a kg:Acquisition"):
            service.update(f"INSERT DATA {{ GRAPH <http://a> {{ {triple} }} }}")
    service.client.delete("/graphs?graph=http://a")
    metrics = read_metrics(service.app)
    close_service(service)

    assert metrics["kg_writes_total[written]"] == 1
    assert metrics["kg_writes_total[Nonconforming]"] == 1
    assert metrics["kg_writes_total[refused]"] == 1
    assert [len(json.loads(message)["query"]) for message in caplog.messages] == [16, 16]
