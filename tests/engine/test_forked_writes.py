"""What queries see while writes go on: the dataset before a write or after it; after it once it was answered."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from kg.engine import GraphChange, GraphRemoval, Query, Update, WritableForkedEngine, Writer, can_fork
from kg.engine.wire import Header
from kg.errors import DeadlineExceeded, KgError, MemoryExceeded, Refused, Unavailable, WorkerCrashed, WorkerDied
from kg.formats import CSV
from kg.sources import Source
from kg.store import Store
from tests.acme import ACME, read_acme
from tests.engine.processes import LIMITS, NO_RULE, find_children, read_memory, wait_until

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not can_fork(), reason="processes are not forked here")]

GRAPH = "http://example.org/a"
COUNT = Query(f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{GRAPH}> {{ ?s ?p ?o }} }}", results_format=CSV)
# What reading the shapes, and what validates by them, takes at least, in bytes; nothing else makes the process grow.
PREPARED = 5 << 20
# Some tenths of a second of work.
SLOW = Query("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } }", results_format=CSV)


class Service:
    """An engine and a writer over one store."""

    def __init__(self, path: Path) -> None:
        self.store = Store.create(path, {})
        limits = replace(LIMITS, write_timeout_s=2.0)
        self.engine = WritableForkedEngine((), self.store.read_graphs, rule=NO_RULE, limits=limits)
        self.writer = Writer(self.engine, self.store, validates=False)

    def put(self, count: int) -> None:
        """Make the graph one of so many triples."""
        text = "\n".join(f'<http://s{number}> <http://p> "{number}" .' for number in range(count))
        self.writer.write(GraphChange((Source(GRAPH, text),)))

    def count(self) -> int:
        return int(self.engine.query(COUNT).body.split()[1])

    def close(self) -> None:
        self.writer.close()
        self.engine.close()


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    service = Service(tmp_path / "facts.kg")
    yield service
    service.close()


def test_a_query_after_a_write_sees_it_though_another_began_before(service: Service) -> None:
    service.put(150)
    running = threading.Thread(target=ask_slowly, args=(service,))
    running.start()
    time.sleep(0.1)

    service.put(5)
    counts = [service.count() for _ in range(4)]
    running.join()
    counts += [service.count() for _ in range(8)]

    assert set(counts) == {5}


def ask_slowly(service: Service) -> None:
    try:
        service.engine.query(SLOW)
    except DeadlineExceeded:
        return


def test_queries_see_all_of_a_write_or_nothing_of_it(service: Service) -> None:
    service.put(10)
    seen: list[int] = []
    is_done = threading.Event()

    def ask() -> None:
        while not is_done.is_set():
            seen.append(service.count())

    asking = threading.Thread(target=ask)
    asking.start()
    for number in range(10):
        service.put(20 if number % 2 else 30)
    is_done.set()
    asking.join()

    assert set(seen) <= {10, 20, 30}
    assert service.count() == 20


def test_an_engine_that_starts_again_has_all_that_was_written(service: Service) -> None:
    service.put(7)
    assert service.engine.store_pid is not None

    os.kill(service.engine.store_pid, signal.SIGKILL)

    assert wait_until(lambda: service.engine.status.restarts)
    assert service.count() == 7


HEAD = "INSERT { GRAPH <http://b> { <http://s> <http://p> ?v } } WHERE"
PRODUCT = f"{HEAD} {{ SELECT (COUNT(*) AS ?v) {{ GRAPH ?g {{ ?a ?b ?c . ?d ?e ?f . ?h ?i ?j . ?k ?l ?m }} }} }}"
DOUBLINGS = " ".join(f"BIND(CONCAT(?v{number}, ?v{number}) AS ?v{number + 1})" for number in range(24))


@pytest.mark.parametrize(
    ("update", "error", "sentence"),
    [
        (PRODUCT, DeadlineExceeded, "The write took longer than 2 s"),
        (
            f"{HEAD} {{ BIND('{'x' * 1000}' AS ?v0) {DOUBLINGS} BIND(?v24 AS ?v) }}",
            MemoryExceeded,
            "The write needed more",
        ),
        (f"{HEAD} {{ BIND({'(' * 20000}1{')' * 20000} AS ?v) }}", WorkerCrashed, "The write ended the process"),
        (f"{HEAD} {{ SERVICE <http://127.0.0.1:1/> {{ ?s ?p ?v }} }}", Refused, "SERVICE"),
    ],
    ids=["product", "doubling", "nesting", "service"],
)
def test_a_hostile_update_ends_at_its_limits_and_changes_nothing(
    service: Service, update: str, error: type[KgError], sentence: str
) -> None:
    service.put(300)

    with pytest.raises(error, match=sentence):
        service.writer.write(Update(update))

    assert service.count() == 300
    assert dict(service.store.read_graphs()).keys() == {GRAPH}


def test_a_candidate_that_is_killed_changes_nothing(service: Service) -> None:
    service.put(300)
    failures: list[KgError] = []

    def write() -> None:
        try:
            service.writer.write(Update(PRODUCT))
        except KgError as error:
            failures.append(error)

    writing = threading.Thread(target=write)
    writing.start()
    wait_until(lambda: find_children(service.engine.store_pid or 0))
    for pid in find_children(service.engine.store_pid or 0):
        os.kill(pid, signal.SIGKILL)
    writing.join()

    assert [type(failure) for failure in failures] == [WorkerDied]
    assert service.count() == 300


def test_the_gate_stands_in_the_candidate_too(tmp_path: Path) -> None:
    service = Service(tmp_path / "facts.kg")
    service.writer.validates = True

    proposal = service.writer.write(GraphChange((Source(ACME, read_acme()),)))
    removed = service.writer.write(GraphRemoval(ACME))

    assert proposal.report is not None
    assert (proposal.report.conforms, removed.texts) == (True, {ACME: None})
    service.close()


def test_a_candidate_that_is_stopped_is_ended_at_its_deadline_and_changes_nothing(service: Service) -> None:
    service.put(300)
    failures: list[KgError] = []
    known = set(find_children(os.getpid()))

    def write() -> None:
        try:
            service.writer.write(Update(PRODUCT))
        except KgError as error:
            failures.append(error)

    thread = threading.Thread(target=write)
    begin = time.monotonic()
    thread.start()
    while not (new := set(find_children(os.getpid())) - known) and time.monotonic() < begin + 5:
        time.sleep(0.005)
    for pid in new:
        os.kill(pid, signal.SIGSTOP)
    counted = service.count()
    thread.join(30)
    taken = time.monotonic() - begin

    assert (len(new), counted, service.count()) == (1, 300, 300)
    assert [type(failure) for failure in failures] == [DeadlineExceeded]
    assert taken < 2.0 + 3.0


def test_loading_a_large_store_is_told_as_it_goes_on(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    text = "".join(f'<http://s{number}> <http://p> "{number}" .\n' for number in range(20_000))
    store = Store.create(tmp_path / "facts.kg", {f"http://example.org/{number}": text for number in range(20)})
    engine = WritableForkedEngine(
        (), store.read_graphs, rule=NO_RULE, limits=LIMITS, progress=lambda done, size: told.append((done, size))
    )
    engine.close()
    store.close()

    assert len(told) > 1
    assert told == sorted(told)
    assert all(0 < done <= size for done, size in told)


def test_the_shapes_are_read_before_the_first_write_where_the_engine_is_told_to_prepare(service: Service) -> None:
    store = service.engine.store_pid or 0
    before = read_memory(store)
    service.engine.prepare()
    has_grown = wait_until(lambda: read_memory(store) >= before + PREPARED)
    answered = service.count()

    assert (has_grown, answered) == (True, 0)


def test_a_commit_may_take_longer_than_other_requests(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.engine.supervisor._CONTROL_TIMEOUT_S", 0.2)
    store = service.engine.store_pid or 0
    os.kill(store, signal.SIGSTOP)
    going_on = threading.Timer(1.0, os.kill, (store, signal.SIGCONT))
    going_on.start()
    service.engine.commit({GRAPH: '<http://s> <http://p> "1" .\n'})
    going_on.join()

    assert service.engine.status.restarts == 0
    assert service.count() == 1


def test_a_write_that_the_store_process_does_not_take_is_read_from_where_it_is_kept(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, request = service.writer.version, service.engine._supervisor.request

    def refuse(header: Header, *arguments: Any, **options: Any) -> tuple[Header, int]:
        if "commit" in header:
            raise Unavailable("The engine is starting again; ask again in a moment.")
        return request(header, *arguments, **options)

    monkeypatch.setattr(service.engine._supervisor, "request", refuse)
    service.put(7)

    assert service.writer.version != before
    assert wait_until(lambda: service.engine.status.restarts == 1)
    assert service.count() == 7
