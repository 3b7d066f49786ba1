"""A whole export is computed once for a version of the dataset, and never given for another."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from kg.engine import InProcessEngine, Limits
from kg.errors import Busy
from kg.formats import N_QUADS, TURTLE, Format
from kg.http import Settings, close_app, create_app
from kg.http.exports import MOST, Exports
from kg.http.site import find_site
from kg.sources import Source
from tests.engine.processes import GRAPH, NO_RULE


class Counting(InProcessEngine):
    """An engine that counts its exports, and before each one does what a test says."""

    exports = 0
    before: Callable[[], object] = staticmethod(lambda: None)

    def export(self, format: Format, *, graph: str | None = None) -> bytes:
        self.exports += 1
        self.before()
        return super().export(format, graph=graph)


class Dataset:
    """An engine and the version that its dataset is said to have."""

    def __init__(self, version: str, max_bytes: int = 1 << 20) -> None:
        self.version = version
        self.engine = Counting([Source(GRAPH, "<http://e/s> <http://e/p> 1 .")], rule=NO_RULE)
        self.exports = Exports(self.engine, max_bytes, lambda: self.version)


def test_the_same_version_is_exported_once_in_each_format() -> None:
    dataset = Dataset("1")

    bodies = [dataset.exports.read(format).body for format in (N_QUADS, TURTLE, N_QUADS, TURTLE)]

    assert bodies == [dataset.engine.export(N_QUADS), dataset.engine.export(TURTLE)] * 2
    assert dataset.engine.exports == 2 + 2


def test_another_version_is_exported_again() -> None:
    dataset = Dataset("1")
    dataset.exports.read(N_QUADS)
    dataset.version = "2"

    dataset.exports.read(N_QUADS)

    assert dataset.engine.exports == 2


def test_nothing_is_kept_of_what_is_too_large_or_has_no_version() -> None:
    for dataset in (Dataset("1", max_bytes=3), Dataset("")):
        dataset.exports.read(N_QUADS)
        dataset.exports.read(N_QUADS)

        assert dataset.engine.exports == 2


def test_what_is_kept_is_read_while_another_format_is_exported() -> None:
    dataset = Dataset("1")
    kept = dataset.exports.read(TURTLE)
    begun, is_read = threading.Event(), threading.Event()
    waits: list[bool] = []

    def wait() -> None:
        begun.set()
        waits.append(is_read.wait(timeout=10))

    dataset.engine.before = wait
    exporting = threading.Thread(target=dataset.exports.read, args=[N_QUADS])
    exporting.start()
    begun.wait(timeout=10)
    again = dataset.exports.read(TURTLE)
    is_read.set()
    exporting.join()

    assert again is kept
    assert waits == [True]


@pytest.mark.parametrize(("cache", "is_kept"), [(1 << 10, True), (0, False)])
def test_an_export_in_a_file_is_kept_past_the_memory_for_answers(cache: int, is_kept: bool) -> None:
    app = create_app(Settings(cache=cache, limits=Limits(spool_threshold_bytes=1 << 10)))
    exports = find_site(app).exports

    first, second = exports.read(N_QUADS), exports.read(N_QUADS)
    for answer in (first, second):
        answer.close()
    close_app(app)

    assert first.size > 100 << 10
    assert (first is second) == is_kept


def test_more_than_a_few_that_wait_are_told_to_ask_again_and_what_is_kept_is_still_given() -> None:
    dataset = Dataset("1")
    kept = dataset.exports.read(TURTLE)
    begun, is_over = threading.Semaphore(0), threading.Event()

    def wait() -> None:
        begun.release()
        is_over.wait(timeout=30)

    dataset.engine.before = wait
    waiting = [
        *(threading.Thread(target=dataset.exports.read_graph, args=[TURTLE, GRAPH, None]) for _ in range(MOST - 1)),
        threading.Thread(target=dataset.exports.read, args=[N_QUADS]),
    ]
    for thread in waiting:
        thread.start()
        begun.acquire(timeout=30)

    with pytest.raises(Busy, match="Too many exports are under way; ask again in 10 s"):
        dataset.exports.read(N_QUADS)
    with pytest.raises(Busy):
        dataset.exports.read_graph(TURTLE, GRAPH, None)
    assert dataset.exports.read(TURTLE) is kept
    is_over.set()
    for thread in waiting:
        thread.join()
    assert dataset.exports.read_graph(TURTLE, GRAPH, None).body == kept.body
