"""The order in which triples are written: by subject (IRIs before blank nodes), predicate (rdf:type first), object."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain, islice

import pyoxigraph as ox

from kg.vocabulary import PREFIXES

# Triples of an answer; to sort as many takes some hundredths of a second.
MOST_SORTED = 10_000
_RDF_TYPE = PREFIXES["rdf"] + "type"
Key = tuple[int | str, ...]


def sort_triples(triples: Iterable[ox.Triple], first: str | None = None) -> Iterable[ox.Triple]:
    """Return the triples in order, each once, those of the subject ``first`` before others.

    Where they are more than MOST_SORTED, they are as they come.
    """
    coming = iter(triples)
    begin = list(islice(coming, MOST_SORTED + 1))
    if len(begin) > MOST_SORTED:
        return chain(begin, coming)
    subject = None if first is None else ox.NamedNode(first)
    return sorted(set(begin), key=lambda triple: (triple.subject != subject, order_triple(triple)))


def order_triple(triple: ox.Triple) -> tuple[Key, str, Key]:
    """Return what triples are sorted by."""
    predicate = triple.predicate.value
    return order_term(triple.subject), "" if predicate == _RDF_TYPE else predicate, order_term(triple.object)


def order_term(term: object) -> Key:
    """Return what terms, and names of graphs, are sorted by."""
    if isinstance(term, ox.NamedNode):
        return (1, term.value)
    if isinstance(term, ox.Literal):
        return (2, term.value, term.datatype.value, term.language or "")
    if isinstance(term, ox.BlankNode):
        return (3, term.value)
    return (0,) if isinstance(term, ox.DefaultGraph) else (4, str(term))
