"""Serialises a whole store, or one graph of it: the same content gives the same bytes.

Sorted by graph, subject (IRIs before blank nodes), predicate (rdf:type first) and object. Blank nodes keep
the labels that they have in the store; `kg.engine.loading` gives the same labels to the same sources.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pyoxigraph as ox

from kg.engine.formats import RDF_SERIALIZERS
from kg.engine.turtle import write_trig, write_turtle
from kg.engine.xml import require_xml
from kg.errors import NotAnswerable, UnknownName
from kg.formats import RDF_FORMATS, RDF_XML, TRIG, TURTLE, Format, Kind
from kg.vocabulary import PREFIXES

_RDF_TYPE = PREFIXES["rdf"] + "type"
_Key = tuple[int | str, ...]


def export_store(store: ox.Store, format: Format, graph: str | None = None) -> bytes:
    """Return the serialisation in ``format`` of ``graph``, or of everything.

    Raises UnknownName for a graph that is not there, NotAnswerable where the format cannot carry the content.
    """
    if format not in RDF_FORMATS:
        raise NotAnswerable(f"{format.title} is for rows; a graph is exported in an RDF format such as Turtle.")
    quads = _select(store, graph)
    try:
        if format.kind is Kind.GRAPH:
            return _serialize_triples(quads, format)
        return _serialize_quads(quads, format)
    except (ValueError, OSError) as error:
        raise NotAnswerable(f"This graph has no form in {format.title}: {error}. Take another format.") from error


def _select(store: ox.Store, graph: str | None) -> Iterable[ox.Quad]:
    if graph is None:
        return store
    name = next((name for name in store.named_graphs() if name.value == graph), None)
    if name is None:
        raise UnknownName(f"There is no graph <{graph}> here.")
    return store.quads_for_pattern(None, None, None, name)


def _serialize_triples(quads: Iterable[ox.Quad], format: Format) -> bytes:
    triples = sorted({quad.triple for quad in quads}, key=_order_triple)
    if format == TURTLE:
        return write_turtle(triples)
    if format == RDF_XML:
        return ox.serialize(require_xml(triples), None, ox.RdfFormat.RDF_XML, prefixes=_find_prefixes(triples)) or b""
    return ox.serialize(triples, None, RDF_SERIALIZERS[format]) or b""


def _serialize_quads(quads: Iterable[ox.Quad], format: Format) -> bytes:
    ordered: Sequence[ox.Quad] = sorted(quads, key=lambda quad: (_order(quad.graph_name), *_order_triple(quad.triple)))
    if format == TRIG:
        return write_trig(ordered)
    return ox.serialize(ordered, None, RDF_SERIALIZERS[format]) or b""


def _find_prefixes(triples: Iterable[ox.Triple]) -> dict[str, str]:
    """Return the prefixes that RDF/XML abbreviates by: those of predicates and classes."""
    terms = {triple.predicate.value for triple in triples}
    terms |= {str(triple.object)[1:] for triple in triples if triple.predicate.value == _RDF_TYPE}
    return {name: iri for name, iri in PREFIXES.items() if any(term.startswith(iri) for term in terms)}


def _order_triple(triple: ox.Triple) -> tuple[_Key, str, _Key]:
    predicate = triple.predicate.value
    return _order(triple.subject), "" if predicate == _RDF_TYPE else predicate, _order(triple.object)


def _order(term: object) -> _Key:
    if isinstance(term, ox.NamedNode):
        return (1, term.value)
    if isinstance(term, ox.Literal):
        return (2, term.value, term.datatype.value, term.language or "")
    if isinstance(term, ox.BlankNode):
        return (3, term.value)
    return (0,) if isinstance(term, ox.DefaultGraph) else (4, str(term))
