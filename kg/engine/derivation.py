"""Derives an article's direct relations: one SPARQL CONSTRUCT, run once for each article's graph.

The rule leaves the article's graph as the variable ``?article``; its default graph is the union of all
graphs. What it yields replaces the graph of the same name with ``/derived`` after it, so that deriving
again changes nothing.
"""

from __future__ import annotations

import pyoxigraph as ox

from kg.engine.diagnosis import diagnose_query
from kg.vocabulary import (
    DERIVED_SUFFIX,
    ENTITIES_GRAPH,
    ONTOLOGY_GRAPH,
    PREFIXES,
    QUESTIONS_GRAPH,
    SHAPES_GRAPH,
)

_SHARED_GRAPHS = frozenset((ONTOLOGY_GRAPH, SHAPES_GRAPH, QUESTIONS_GRAPH, ENTITIES_GRAPH))


def is_article_graph(name: str) -> bool:
    """True for the name of a graph that direct relations are derived from."""
    return name not in _SHARED_GRAPHS and not name.endswith(DERIVED_SUFFIX)


def derive_all(store: ox.Store, rule: str) -> None:
    """Derive for every article's graph in ``store``. Raises MalformedQuery for a rule that does not parse."""
    names = [name.value for name in store.named_graphs() if isinstance(name, ox.NamedNode)]
    for name in names:
        if is_article_graph(name):
            derive_graph(store, rule, name)


def derive_graph(store: ox.Store, rule: str, graph: str) -> None:
    """Replace what is derived from ``graph``; an empty result leaves no derived graph."""
    target = ox.NamedNode(graph + DERIVED_SUFFIX)
    store.remove_graph(target)
    try:
        triples = store.query(
            rule,
            prefixes=PREFIXES,
            use_default_graph_as_union=True,
            substitutions={ox.Variable("article"): ox.NamedNode(graph)},
        )
    except SyntaxError as error:
        raise diagnose_query(rule, error) from error
    if not isinstance(triples, ox.QueryTriples):
        raise TypeError("a rule is a CONSTRUCT query")
    store.extend([ox.Quad(triple.subject, triple.predicate, triple.object, target) for triple in triples])
