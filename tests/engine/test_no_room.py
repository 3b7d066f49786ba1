"""Where no file can be written for the engine, nothing is lost, nothing hangs, and a sentence says so."""

from __future__ import annotations

import errno
from collections.abc import Callable
from pathlib import Path

import pytest

import kg.engine.forked
import kg.engine.forked_writes
from kg.engine import ForkedEngine, GraphChange, Query, WritableForkedEngine, Writer
from kg.engine.source_file import write_sources, write_texts
from kg.errors import Unavailable
from kg.formats import CSV
from kg.sources import Source
from kg.store import Store

from .processes import GRAPH, LIMITS, NO_RULE, PATIENT, make_text

COUNT = Query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", results_format=CSV)


def fail_first(times: int, write: Callable[..., object]) -> Callable[..., object]:
    """Return what writes as ``write`` does, but finds no room so many times first."""
    left = [OSError(errno.ENOSPC, "No space left on device")] * times

    def try_to_write(*arguments: object) -> object:
        if left:
            raise left.pop()
        return write(*arguments)

    return try_to_write


@pytest.mark.parametrize("times", [0, 2])
def test_a_write_that_is_kept_is_seen_though_it_could_not_be_handed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, times: int
) -> None:
    store = Store.create(tmp_path / "facts.kg", {})
    engine = WritableForkedEngine((), store.read_graphs, rule=NO_RULE, limits=PATIENT)
    writer = Writer(engine, store, validates=False)
    monkeypatch.setattr(kg.engine.forked_writes, "write_texts", fail_first(1, write_texts))
    monkeypatch.setattr(kg.engine.forked_writes, "write_sources", fail_first(times, write_sources))

    writer.write(GraphChange((Source(GRAPH, make_text(7)),)))

    assert int(engine.query(COUNT).body.split()[1]) == 7
    assert engine.status.restarts == 1
    writer.close()
    engine.close()


def test_a_full_disk_does_not_keep_a_write_from_being_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = Store.create(tmp_path / "facts.kg", {})
    engine = WritableForkedEngine((), store.read_graphs, rule=NO_RULE, limits=PATIENT)
    writer = Writer(engine, store, validates=False)
    monkeypatch.setattr(kg.engine.forked_writes, "write_sources", fail_first(1 << 20, write_sources))

    writer.write(GraphChange((Source(GRAPH, make_text(7)),)))

    assert int(engine.query(COUNT).body.split()[1]) == 7
    assert engine.status.restarts == 0
    writer.close()
    engine.close()


def test_sources_that_cannot_be_written_are_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kg.engine.forked, "write_sources", fail_first(1, write_sources))

    with pytest.raises(Unavailable, match=r"could not be written to a temporary file: No space left on device\. "):
        ForkedEngine([Source(GRAPH, make_text())], rule=NO_RULE)


def test_progress_that_nobody_can_be_told_ends_the_start(tmp_path: Path) -> None:
    store = Store.create(tmp_path / "facts.kg", {f"http://e/{number}": make_text(3000) for number in range(120)})

    def tell(_done: int, _all: int) -> None:
        raise OSError(errno.EIO, "Input/output error")

    with pytest.raises(Unavailable, match="ended while it was loading"):
        WritableForkedEngine((), store.read_graphs, rule=NO_RULE, limits=LIMITS, progress=tell)

    store.close()
