"""Processes that are killed or stopped: the next query is answered, and nothing survives the service."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import replace

import pytest

from kg.engine import ForkedEngine, Limits, Query
from kg.errors import DeadlineExceeded, Unavailable
from kg.sources import Source
from tests.engine.processes import (
    GRAPH,
    LIMITS,
    NO_RULE,
    PATIENT,
    find_children,
    make_text,
    wait_until,
    wait_until_gone,
)

pytestmark = pytest.mark.slow

SLOW = Query("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")
COUNT = Query("ASK { { SELECT (COUNT(*) AS ?n) { ?s ?p ?o } } FILTER(?n = 3000) }")
SERVICE = """
import signal
signal.signal(signal.SIGINT, signal.default_int_handler)  # which nohup and & leave ignored
import sys, threading
from kg.engine import ForkedEngine, Query
from kg.errors import KgError
from kg.sources import Source

engine = ForkedEngine([Source("http://e/g", sys.argv[1])], rule=sys.argv[2])
engine.query(Query("ASK {}"))
slow = Query("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")
threading.Thread(target=engine.query, args=[slow], daemon=True).start()
while engine.status.slow == 0:
    pass
print(engine.store_pid, flush=True)
sys.stdin.read()
"""


@pytest.fixture
def engine() -> Iterator[ForkedEngine]:
    engine = ForkedEngine([Source(GRAPH, make_text())], rule=NO_RULE, limits=PATIENT)
    yield engine
    engine.close()


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_an_idle_worker_that_is_ended_is_replaced(engine: ForkedEngine, number: signal.Signals) -> None:
    engine.query(COUNT)
    (worker,) = find_children(engine.store_pid or 0)
    os.kill(worker, number)
    time.sleep(0.05)

    assert engine.query(COUNT).boolean


def test_a_busy_worker_that_is_killed_costs_no_answer(engine: ForkedEngine) -> None:
    query = Query(
        "ASK { { SELECT (COUNT(*) AS ?n) { ?s <http://e/p0> ?o . ?t <http://e/p1> ?v } } FILTER(?n = 1000000) }"
    )
    results: list[bool | None] = []
    thread = threading.Thread(target=lambda: results.append(engine.query(query).boolean))
    thread.start()
    begun = wait_until(lambda: find_children(engine.store_pid or 0))
    os.kill(find_children(engine.store_pid or 0)[0], signal.SIGKILL)
    thread.join()

    assert (begun, results) == (True, [True])


def test_a_stopped_worker_is_ended_at_the_deadline() -> None:
    engine = ForkedEngine([Source(GRAPH, make_text())], rule=NO_RULE, limits=replace(LIMITS, slow_after_s=0.9))
    engine.query(COUNT)
    (worker,) = find_children(engine.store_pid or 0)
    os.kill(worker, signal.SIGSTOP)
    began = time.monotonic()

    with pytest.raises(DeadlineExceeded, match="longer than 1 s"):
        engine.query(COUNT)

    assert time.monotonic() - began < LIMITS.timeout_s + 1
    assert wait_until_gone([worker]) == []
    assert engine.query(COUNT).boolean
    engine.close()


def test_a_store_process_that_is_killed_is_started_again_with_all_its_content(engine: ForkedEngine) -> None:
    engine.query(COUNT)
    store = engine.store_pid or 0
    workers = find_children(store)
    os.kill(store, signal.SIGKILL)

    assert wait_until_gone([store, *workers]) == []
    assert engine.query(COUNT).boolean
    assert engine.store_pid != store
    assert engine.status.restarts == 1


def kill_store(engine: ForkedEngine) -> bool:
    """Kill the store process; return whether another one came up."""
    before = engine.status.restarts
    os.kill(engine.store_pid or 0, signal.SIGKILL)
    return wait_until(lambda: engine.status.restarts > before)


def test_a_worker_that_is_late_is_so_at_the_deadline_though_nobody_can_reap_it() -> None:
    engine = ForkedEngine([Source(GRAPH, make_text())], rule=NO_RULE, limits=replace(LIMITS, slow_after_s=0.9))
    engine.query(COUNT)
    store = engine.store_pid or 0
    (worker,) = find_children(store)
    for process in (worker, store):
        os.kill(process, signal.SIGSTOP)
    began = time.monotonic()

    with pytest.raises(DeadlineExceeded, match="longer than 1 s"):
        engine.query(COUNT)
    took = time.monotonic() - began
    os.kill(store, signal.SIGCONT)

    assert took < LIMITS.timeout_s + 1
    assert wait_until_gone([worker]) == []
    assert engine.query(COUNT).boolean
    engine.close()


def test_queries_under_way_survive_a_store_process_that_is_killed() -> None:
    results: list[bool | None] = []
    is_over = threading.Event()
    engine = ForkedEngine([Source(GRAPH, make_text())], rule=NO_RULE, limits=replace(PATIENT, workers=3))

    def ask() -> None:
        while not is_over.is_set():
            results.append(engine.query(COUNT).boolean)

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    are_up = []
    for _ in range(2):
        time.sleep(0.1)
        are_up.append(kill_store(engine))
    time.sleep(0.1)
    is_over.set()
    for thread in threads:
        thread.join()
    engine.close()

    assert (are_up, set(results)) == ([True, True], {True})


def test_a_stopped_store_process_stops_no_worker_that_there_is(engine: ForkedEngine) -> None:
    engine.query(COUNT)
    os.kill(engine.store_pid or 0, signal.SIGSTOP)

    assert [engine.query(COUNT).boolean for _ in range(5)] == [True] * 5
    os.kill(engine.store_pid or 0, signal.SIGCONT)


def test_closing_ends_a_query_under_way(engine: ForkedEngine) -> None:
    errors: list[Exception] = []

    def ask() -> None:
        with pytest.raises(Unavailable) as caught:
            engine.query(SLOW)
        errors.append(caught.value)

    thread = threading.Thread(target=ask)
    thread.start()
    wait_until(lambda: find_children(engine.store_pid or 0))
    engine.close()
    thread.join(timeout=30)

    assert len(errors) == 1


def test_an_engine_made_by_a_thread_that_ended_lives_on() -> None:
    engines: list[ForkedEngine] = []
    text = make_text()
    thread = threading.Thread(
        target=lambda: engines.append(ForkedEngine([Source(GRAPH, text)], rule=NO_RULE, limits=LIMITS))
    )
    thread.start()
    thread.join()
    time.sleep(0.1)

    answer = engines[0].query(COUNT)
    restarts = engines[0].status.restarts
    engines[0].close()

    assert answer.boolean
    assert restarts == 0


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_nothing_survives_the_service(number: signal.Signals) -> None:
    command = [sys.executable, "-c", SERVICE, make_text(1000), NO_RULE]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
    ) as service:
        assert service.stdout is not None
        store = int(service.stdout.readline())
        pids = [store, *find_children(store)]
        service.send_signal(number)
        left = wait_until_gone(pids)

    assert len(pids) == 2
    assert left == []


def test_a_store_process_that_ends_while_it_loads_is_unavailable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")

    with pytest.raises(Unavailable, match="ended while it was loading"):
        ForkedEngine([], rule=NO_RULE, limits=Limits())
