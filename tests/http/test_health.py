"""Whether the service lives, and whether it is ready: found anew each time, by a query beside those that wait."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from kg.engine import Cancellation, ForkedEngine
from kg.http import Settings, close_app, create_app
from kg.http.site import find_site
from tests.engine.processes import LIMITS, find_children, wait_until


@pytest.mark.parametrize(("path", "status"), [("/health", "ready"), ("/health/live", "live")])
def test_it_is_told_anew_each_time(client: FlaskClient, path: str, status: str) -> None:
    answer = client.get(path, headers={"If-None-Match": "*"})

    assert (answer.status_code, answer.get_json()) == (200, {"status": status})
    assert answer.headers["Cache-Control"] == "no-store"
    assert "ETag" not in answer.headers


@pytest.fixture
def forked() -> Iterator[Flask]:
    """A service that evaluates one query at a time and lets none wait."""
    app = create_app(Settings(packaged=False, limits=replace(LIMITS, workers=1, queue=0)))
    yield app
    close_app(app)


def find_engine(app: Flask) -> ForkedEngine:
    engine = find_site(app).graph.engine
    assert isinstance(engine, ForkedEngine)
    return engine


@contextmanager
def stopping(pid: int) -> Iterator[None]:
    """Let a process and those below it do nothing meanwhile."""
    stopped = [pid, *find_children(pid)]
    for process in stopped:
        os.kill(process, signal.SIGSTOP)
    try:
        yield
    finally:
        for process in stopped:
            with suppress(ProcessLookupError):  # the engine ends what does nothing for long
                os.kill(process, signal.SIGCONT)


@pytest.mark.slow
def test_a_service_without_a_place_for_a_query_is_well(forked: Flask) -> None:
    client, engine = forked.test_client(), find_engine(forked)

    with engine._slots.place(Cancellation()):
        refused, health = client.get("/sparql?query=ASK{}"), client.get("/health")

    assert (refused.status_code, health.status_code) == (503, 200)


@pytest.mark.slow
def test_a_service_whose_workers_do_nothing_lives_but_is_not_ready(forked: Flask) -> None:
    client, engine = forked.test_client(), find_engine(forked)
    before = client.get("/health").status_code
    assert engine.store_pid is not None

    with stopping(engine.store_pid):
        meanwhile, live = client.get("/health").status_code, client.get("/health/live").status_code

    assert (before, live) == (200, 200)
    assert meanwhile in (503, 504)
    assert wait_until(lambda: client.get("/health").status_code == 200)
