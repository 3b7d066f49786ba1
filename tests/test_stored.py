"""The graph of a store: begun with the packaged facts, validated where nobody did that before."""

from __future__ import annotations

from pathlib import Path

from kg.engine import Update
from kg.formats import N_QUADS
from kg.graph import open_graph
from kg.stored import StoredGraph, open_stored


def close(graph: StoredGraph) -> None:
    graph.writer.close()
    graph.engine.close()


def test_a_new_store_has_the_packaged_facts_and_what_is_derived_from_them(tmp_path: Path) -> None:
    graph = open_stored(tmp_path / "facts.kg")

    assert graph.engine.export(N_QUADS) == open_graph().engine.export(N_QUADS)
    close(graph)


def test_a_store_that_was_judged_conforms(tmp_path: Path) -> None:
    graph = open_stored(tmp_path / "facts.kg")

    assert graph.validate().conforms
    close(graph)


def test_a_store_that_was_not_judged_is_validated(tmp_path: Path) -> None:
    graph = open_stored(tmp_path / "facts.kg", packaged=False, validates=False)
    graph.writer.write(Update("INSERT DATA { GRAPH <http://a> { id:x kg:uses id:y } }"))
    close(graph)

    again = open_stored(tmp_path / "facts.kg")

    assert [finding.focus for finding in again.validate().findings] == ["https://example.org/kg/id/x"]
    close(again)


def test_a_version_is_that_of_the_content(tmp_path: Path) -> None:
    graph = open_stored(tmp_path / "facts.kg", packaged=False, validates=False)
    before = graph.version
    graph.writer.write(Update("INSERT DATA { GRAPH <http://a> { id:x kg:uses id:y } }"))
    after = graph.version
    close(graph)

    again = open_stored(tmp_path / "facts.kg")

    assert len({before, after}) == 2
    assert again.version == after
    close(again)
