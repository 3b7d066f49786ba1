"""Collects what a change has to be validated with: never the corpus, however large it is.

That is: the graphs that change; from there on all that is said of the nodes that they name, or named before, and of the
nodes named in that in turn; and whatever points, over two steps, at a node of which something was added or taken away
that a shape looks for through another node.
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
# Two from the focus of a shape to a node of which it looks for something, and one from what that focus belongs to.
_STEPS_BACK = 3
# Properties that shapes follow from the object to the subject.
_FOLLOWED_BACK = (ox.NamedNode(str(KG.conveys)),)


def collect_neighbourhood(
    store: ox.Store, graphs: Iterable[str], differing: Iterable[ox.Triple], looked_through: frozenset[str]
) -> set[ox.Triple]:
    """Return the triples to validate after a change.

    ``graphs`` are those that changed and those derived from them, ``differing`` the triples that were added or taken
    away, and ``looked_through`` the properties that shapes look for at nodes other than the one that they are about.
    """
    names, differing = frozenset(graphs), list(differing)
    triples = {quad.triple for name in names for quad in store.quads_for_pattern(None, None, None, graph_node(name))}
    pending = {node for triple in chain(triples, differing) for node in _list_nodes(triple)}
    pending |= _look_back(store, names, differing, looked_through)
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


def _look_back(
    store: ox.Store, names: frozenset[str], differing: Iterable[ox.Triple], looked_through: frozenset[str]
) -> set[_Node]:
    """Return the nodes from which a shape comes to what differs: those that point at it, and at these in turn."""
    reached: set[_Node] = set()
    changed = {
        triple.subject
        for triple in differing
        if triple.predicate.value in looked_through and not _is_said_elsewhere(store, names, triple)
    }
    for _ in range(_STEPS_BACK):
        nodes = [node for node in changed if not _is_our_term(node)]
        pointing = [quad.triple for node in nodes for quad in _select(store, names, None, None, node)]
        reached.update(node for triple in pointing for node in _list_nodes(triple))
        changed = {triple.subject for triple in pointing if triple.predicate.value in looked_through}
    return reached


def _is_said_elsewhere(store: ox.Store, names: frozenset[str], triple: ox.Triple) -> bool:
    """Say whether a graph that did not change has the triple too, so that nothing differs for who looks at all."""
    quads = _select(store, names, triple.subject, triple.predicate, triple.object)
    return any(not isinstance(quad.graph_name, ox.NamedNode) or quad.graph_name.value not in names for quad in quads)


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
