"""A service that is told to stop ends in time, whoever keeps it: nothing of it is left, and its store is whole."""

from __future__ import annotations

import sys
import time
from contextlib import ExitStack
from pathlib import Path

import pytest

from kg.http.server import STOP_DEADLINE
from tests.engine.processes import find_children, wait_until_gone
from tests.service import run_service

from .conftest import ENDLESS, LARGE, SOON_S, begin_get, begin_post, connect

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="processes are counted in /proc"),
]
GRAPH = "https://example.org/kg/article/x"
ADDED = '<https://example.org/kg/id/x> <http://www.w3.org/2000/01/rdf-schema#label> "kept" .'


@pytest.fixture(autouse=True)
def _descriptors_return() -> None:
    """Leave alone the service that other tests share: each one here has its own."""


@pytest.mark.parametrize(
    "beginning",
    [begin_get(LARGE), begin_post(b"ASK", 1000), begin_get(ENDLESS), begin_get(ENDLESS, "text/html")],
    ids=["slow reader", "half a body", "endless query", "endless query for a page"],
)
def test_who_keeps_the_service_busy_does_not_keep_it_from_stopping(tmp_path: Path, beginning: bytes) -> None:
    store = tmp_path / "facts.kg"
    with run_service(store, "--no-validate", "--timeout", "120") as service, ExitStack() as stack:
        assert service.put(GRAPH, ADDED) in (201, 204)
        stack.enter_context(connect(service)).sendall(beginning)
        time.sleep(1)
        assert service.ask("GET", "/health/live")[0] == 200  # who came before has been let in
        children = find_children(service.process.pid)
        began = time.monotonic()
        service.process.terminate()
        status = service.process.wait(60)
        took = time.monotonic() - began

    assert children
    assert (status, wait_until_gone(children)) == (0, [])
    assert STOP_DEADLINE / 2 < took < STOP_DEADLINE + SOON_S
    assert "Traceback" not in store.with_suffix(".log").read_text()
    with run_service(store) as service:
        assert "kept" in service.query(f"SELECT ?o {{ GRAPH <{GRAPH}> {{ ?s ?p ?o }} }}")
