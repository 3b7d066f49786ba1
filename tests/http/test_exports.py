"""A whole export is computed once for a version of the dataset, and never given for another."""

from __future__ import annotations

from kg.engine import InProcessEngine
from kg.formats import N_QUADS, TURTLE, Format
from kg.http.exports import Exports
from kg.sources import Source
from tests.engine.processes import GRAPH, NO_RULE


class Counting(InProcessEngine):
    """An engine that counts its exports."""

    exports = 0

    def export(self, format: Format, *, graph: str | None = None) -> bytes:
        self.exports += 1
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
