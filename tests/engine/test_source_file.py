"""Sources lie in a file once the engine has them, and can be read again."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

import kg
from kg.engine import ForkedEngine
from kg.engine.source_file import KeptSources, read_sources, read_texts, write_sources
from kg.formats import N_QUADS, TURTLE
from kg.sources import Source

SOURCES = (
    Source("http://e/a", "<http://e/s> <http://e/p> 'ä\\n' .", TURTLE, "a.ttl"),
    Source("http://e/b", "", N_QUADS, "b.nq"),
)


@pytest.fixture
def graph() -> Iterator[kg.KnowledgeGraph]:
    graph = kg.open_graph(engine=ForkedEngine)
    yield graph
    graph.engine.close()


def test_they_are_read_as_they_were_written_while_another_reads_on() -> None:
    with write_sources(SOURCES, [("http://e/g", "text"), ("http://e/h", None)]) as file:
        kept = KeptSources(file)
        read = read_sources(file)
        first = next(read)

        assert tuple(kept) == tuple(kept) == SOURCES
        assert (first, *read) == SOURCES
        assert list(read_texts(file)) == [("http://e/g", "text"), ("http://e/h", None)]


def test_a_graph_with_its_texts_in_a_file_is_the_same_graph(graph: kg.KnowledgeGraph) -> None:
    in_memory = kg.open_graph()

    assert isinstance(graph.sources, KeptSources)
    assert tuple(graph.sources) == tuple(in_memory.sources)
    assert graph.version == in_memory.version
    assert graph.validate().conforms
    with ThreadPoolExecutor(4) as threads:
        assert len(set(threads.map(lambda _: tuple(graph.sources), range(8)))) == 1
