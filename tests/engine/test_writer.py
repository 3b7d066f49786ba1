"""A write is judged, kept and seen, in this order, or it changes nothing."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kg.engine import Query, WritableForkedEngine, can_fork
from kg.engine.change import GraphChange, GraphRemoval, Proposal, Texts, Update
from kg.engine.precondition import History, Precondition
from kg.engine.writable import WritableInProcessEngine
from kg.engine.writer import Writer
from kg.errors import Busy, Nonconforming, Outdated, StorageFull, Unavailable
from kg.formats import N_QUADS
from kg.sources import Source, ontology_sources, read_rule
from kg.store import Store
from tests.acme import ACME, ACQUIRED, read_acme

pytestmark = pytest.mark.slow

ASK = Query(f"ASK {{ GRAPH <{ACME}/derived> {{ id:acme kg:acquired id:widget }} }}")


Engine = WritableInProcessEngine | WritableForkedEngine
Open = Callable[[Store], Engine]


@pytest.fixture(params=[WritableInProcessEngine, WritableForkedEngine])
def open_engine(request: pytest.FixtureRequest) -> Iterator[Open]:
    """Return what opens an engine over a store, of each kind in turn, and closes it after the test."""
    if request.param is WritableForkedEngine and not can_fork():
        pytest.skip("processes are not forked here")
    opened: list[Engine] = []

    def open_one(store: Store) -> Engine:
        opened.append(request.param(ontology_sources(), store.read_graphs, rule=read_rule()))
        return opened[-1]

    yield open_one
    for engine in opened:
        engine.close()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store.create(tmp_path / "facts.kg", {})
    yield store
    store.close()


def test_what_was_written_is_seen_and_there_after_a_restart(open_engine: Open, store: Store) -> None:
    engine = open_engine(store)
    writer = Writer(engine, store)

    proposal = writer.write(GraphChange((Source(ACME, read_acme()),)))
    again = open_engine(store)

    assert (proposal.derived, writer.version) == ({f"{ACME}/derived": ACQUIRED}, store.fingerprint)
    assert [name for name, _ in store.read_graphs()] == [ACME]
    assert engine.query(ASK).boolean
    assert engine.export(N_QUADS) == again.export(N_QUADS)


def test_what_does_not_conform_changes_nothing(open_engine: Open, store: Store) -> None:
    engine = open_engine(store)
    before = engine.export(N_QUADS)
    writer = Writer(engine, store)

    with pytest.raises(Nonconforming, match="1 to mend") as refused:
        writer.write(Update(f"INSERT DATA {{ GRAPH <{ACME}> {{ id:x kg:uses id:y }} }}"))

    assert not refused.value.report.conforms
    assert (engine.export(N_QUADS), list(store.read_graphs())) == (before, [])


def test_without_validation_what_does_not_conform_is_taken(open_engine: Open, store: Store) -> None:
    writer = Writer(open_engine(store), store, validates=False)

    writer.write(Update("INSERT DATA { id:x kg:uses id:y }"))

    assert [name for name, _ in store.read_graphs()] == [""]


def test_a_write_that_changes_nothing_is_no_version(open_engine: Open, store: Store) -> None:
    writer = Writer(open_engine(store), store)

    before = writer.version

    writer.write(Update("DELETE DATA { GRAPH <http://none> { <http://s> <http://p> 1 } }"))

    assert writer.version == before


def test_a_graph_that_was_removed_stays_removed(open_engine: Open, store: Store) -> None:
    writer = Writer(open_engine(store), store)
    writer.write(GraphChange((Source(ACME, read_acme()),)))

    writer.write(GraphRemoval(ACME))

    assert dict(store.read_graphs()) == {ACME: None}
    assert not open_engine(store).query(ASK).boolean


def test_when_the_disk_is_full_queries_see_nothing_of_the_write(
    open_engine: Open, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(texts: Texts, *, judged: bool) -> int:
        raise StorageFull("full")

    engine = open_engine(store)
    monkeypatch.setattr(store, "commit", fail)

    with pytest.raises(StorageFull):
        Writer(engine, store).write(GraphChange((Source(ACME, read_acme()),)))

    assert not engine.query(ASK).boolean


def test_a_write_waits_for_another_but_not_for_ever(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    class Slow(WritableInProcessEngine):
        def propose(self, change: object, *, validates: bool) -> Proposal:
            begun.set()
            released.wait(10)
            return Proposal({})

    monkeypatch.setattr("kg.engine.writer._PATIENCE_S", 0.05)
    begun, released = threading.Event(), threading.Event()
    writer = Writer(Slow((), tuple, rule=read_rule()), store)
    other = threading.Thread(target=writer.write, args=(GraphRemoval(ACME),))
    other.start()
    begun.wait(10)

    with pytest.raises(Busy) as busy:
        writer.write(GraphRemoval(ACME))
    released.set()
    other.join()

    assert busy.value.retry_after == 5


def test_only_so_many_writes_wait(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.engine.writer._AT_MOST", 0)
    writer = Writer(WritableInProcessEngine((), tuple, rule=read_rule()), store)

    with pytest.raises(Busy):
        writer.write(GraphRemoval(ACME))


def test_of_writes_for_the_same_state_one_is_taken(open_engine: Open, store: Store) -> None:
    writer = Writer(open_engine(store), store, validates=False)
    outdated: list[Outdated] = []
    read = writer.version
    barrier = threading.Barrier(3)

    def write(number: int) -> None:
        insert = Update(f"INSERT DATA {{ GRAPH <{ACME}> {{ <http://s> <http://p> {number} }} }}")
        barrier.wait(10)
        try:
            writer.write(insert, Precondition(None, wanted=read.__eq__))
        except Outdated as error:
            outdated.append(error)

    writing = [threading.Thread(target=write, args=(number,)) for number in range(3)]
    for thread in writing:
        thread.start()
    for thread in writing:
        thread.join()

    assert len(outdated) == 2
    assert [text.count("\n") for _, text in store.read_graphs() if text] == [1]


def test_a_write_that_queries_could_not_be_shown_is_no_state_of_before(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: Texts) -> None:
        raise Unavailable("stopped")

    engine = WritableInProcessEngine((), store.read_graphs, rule=read_rule())
    writer = Writer(engine, store, validates=False)
    read, change = writer.version, GraphChange((Source(ACME, read_acme()),))
    with monkeypatch.context() as patch:
        patch.setattr(engine, "commit", fail)
        with pytest.raises(Unavailable):
            writer.write(change)

    with pytest.raises(Outdated):
        writer.write(GraphChange((Source("urn:x", ""),)), Precondition(ACME, wanted=read.__eq__))


def test_only_so_many_versions_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.engine.precondition._AT_MOST", 3)
    history = History("0")
    for number in range(1, 5):
        history.add(str(number), frozenset({f"urn:{number}"}))

    assert list(history.find_versions("urn:none")) == ["4", "3", "2"]
    assert list(history.find_versions("urn:3")) == ["4", "3"]
    assert list(history.find_versions(None)) == ["4"]


def test_a_closed_writer_takes_nothing(open_engine: Open, store: Store) -> None:
    writer = Writer(open_engine(store), store, validates=False)
    writer.close()

    with pytest.raises(Unavailable, match="closed"):
        writer.write(Update("INSERT DATA { GRAPH <http://a> { <http://s> <http://p> 1 } }"))
