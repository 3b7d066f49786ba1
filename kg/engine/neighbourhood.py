"""Collects what a change has to be validated with: never the corpus, however large it is.

That is: the graphs that change; from there on all that is said of the nodes that they name, or named before, and of the
nodes named in that in turn; and whatever points at a node of which something was taken away that a shape looks for
through another node.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain

import pyoxigraph as ox

from kg.engine.graphs import graph_node
from kg.vocabulary import DERIVED_SUFFIX, KG, ONTOLOGY_GRAPH, PREFIXES, QUESTIONS_GRAPH, SHAPES_GRAPH

_Node = ox.NamedNode | ox.BlankNode
_Term = _Node | ox.Triple | ox.Literal
_KEPT = frozenset((ONTOLOGY_GRAPH, SHAPES_GRAPH, QUESTIONS_GRAPH))
# Properties that shapes follow from the object to the subject.
_FOLLOWED_BACK = (ox.NamedNode(str(KG.conveys)),)


def collect_neighbourhood(
    store: ox.Store, graphs: Iterable[str], removed: Iterable[ox.Triple], looked_through: frozenset[str]
) -> set[ox.Triple]:
    """Return the triples to validate after a change.

    ``graphs`` are those that changed and those derived from them, ``removed`` the triples that were taken away, and
    ``looked_through`` the properties that shapes look for at nodes other than the one that they are about.
    """
    names, removed = frozenset(graphs), list(removed)
    triples = {quad.triple for name in names for quad in store.quads_for_pattern(None, None, None, graph_node(name))}
    pending = {node for triple in chain(triples, removed) for node in _list_nodes(triple)}
    for triple in removed:
        if triple.predicate.value in looked_through and not _is_our_term(triple.subject):
            for quad in _select(store, names, None, None, triple.subject):
                pending.update(_list_nodes(quad.triple))
    seen: set[_Node] = set()
    while pending:
        node = pending.pop()
        if node in seen or _is_our_term(node):
            continue
        seen.add(node)
        for quad in _describe(store, names, node):
            triples.add(quad.triple)
            pending.update(_list_nodes(quad.triple))
    return triples


def _describe(store: ox.Store, names: frozenset[str], node: _Node) -> Iterator[ox.Quad]:
    yield from _select(store, names, node, None, None)
    for predicate in _FOLLOWED_BACK:
        yield from _select(store, names, None, predicate, node)


def _select(
    store: ox.Store,
    names: frozenset[str],
    subject: _Node | ox.Triple | None,
    predicate: ox.NamedNode | None,
    value: _Term | None,
) -> Iterator[ox.Quad]:
    """Yield matching quads of all graphs that count: not ontology and shapes, nor what is derived elsewhere."""
    is_counted = _make_test(names)
    return (quad for quad in store.quads_for_pattern(subject, predicate, value) if is_counted(quad.graph_name))


def _make_test(names: frozenset[str]) -> Callable[[object], bool]:
    def is_counted(graph: object) -> bool:
        name = graph.value if isinstance(graph, ox.NamedNode) else ""
        return name in names or (name not in _KEPT and not name.endswith(DERIVED_SUFFIX))

    return is_counted


def _list_nodes(triple: ox.Triple) -> list[_Node]:
    return [term for term in (triple.subject, triple.object) if isinstance(term, ox.NamedNode | ox.BlankNode)]


def _is_our_term(node: object) -> bool:
    """True for a term of the ontology, which is validated with every change anyway."""
    return isinstance(node, ox.NamedNode) and node.value.startswith(PREFIXES["kg"])
