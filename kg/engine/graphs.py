"""Reads and replaces whole named graphs of a store, as N-Triples that keep the labels of blank nodes."""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph as ox

from kg.engine.change import DEFAULT_GRAPH, Texts
from kg.engine.loading import load_sources
from kg.sources import Source


def list_graphs(store: ox.Store) -> list[str]:
    """Return the names of the graphs that there are, the unnamed one if it has triples."""
    names = [name.value for name in store.named_graphs() if isinstance(name, ox.NamedNode)]
    has_default = next(iter(store.quads_for_pattern(None, None, None, ox.DefaultGraph())), None) is not None
    return [*names, *([DEFAULT_GRAPH] if has_default else [])]


def has_graph(store: ox.Store, name: str) -> bool:
    """Say whether there is a graph of that name; it may be empty. The unnamed one always is."""
    return name == DEFAULT_GRAPH or store.contains_named_graph(name_node(name))


def read_graph(store: ox.Store, name: str) -> str | None:
    """Return the graph's N-Triples, sorted, or None if there is no such graph."""
    if not has_graph(store, name):
        return None
    return sort_lines(dump_graph(store, name)).decode()


def dump_graph(store: ox.Store, name: str) -> bytes:
    """Return the graph's N-Triples in the store's order."""
    return store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=graph_node(name)) or b""


def dump_or_none(store: ox.Store, name: str) -> bytes | None:
    """Return the graph's N-Triples in the store's order, or None if there is no such graph."""
    return dump_graph(store, name) if has_graph(store, name) else None


def sort_lines(text: bytes) -> bytes:
    """Sort N-Triples, so that the same triples are the same text; each stands in a line of its own."""
    return b"".join(sorted(text.splitlines(keepends=True)))


def put_graphs(store: ox.Store, texts: Iterable[tuple[str, str | None]]) -> None:
    """Make graphs what `read_graph` returned of them; None drops a graph."""
    for name, text in texts:
        node = graph_node(name)
        if text is None and isinstance(node, ox.NamedNode):
            store.remove_graph(node)
            continue
        store.clear_graph(node)
        if isinstance(node, ox.NamedNode):
            store.add_graph(node)
        _load(store, text or "", node)


def _load(store: ox.Store, text: str, node: ox.NamedNode | ox.DefaultGraph) -> None:
    """Add N-Triples to a graph; blank nodes keep their labels, which pyoxigraph's own loading would replace."""
    if "_:" not in text:
        store.bulk_load(text, ox.RdfFormat.N_TRIPLES, to_graph=node)
        return
    triples = ox.parse(text, ox.RdfFormat.N_TRIPLES)
    store.bulk_extend(ox.Quad(triple.subject, triple.predicate, triple.object, node) for triple in triples)


def graph_node(name: str) -> ox.NamedNode | ox.DefaultGraph:
    """Return the term that stands for the graph."""
    return ox.DefaultGraph() if name == DEFAULT_GRAPH else name_node(name)


def name_node(name: str) -> ox.NamedNode:
    """Return the IRI as a term. Raises ValueError for what is no absolute IRI."""
    return ox.NamedNode(name)


def render_sources(sources: Iterable[Source]) -> Texts:
    """Return the graphs that sources make, as `read_graph` returns them. Raises MalformedData."""
    store = ox.Store()
    load_sources(store, sources)
    return {name: read_graph(store, name) for name in list_graphs(store)}
