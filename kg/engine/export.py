"""Serialises a whole store, or one graph of it: the same content gives the same bytes.

Sorted by graph, subject (IRIs before blank nodes), predicate (rdf:type first) and object; a store of more than
`SORTED_UP_TO` quads is written as it comes instead, in a fraction of the time and memory. Blank nodes keep
the labels that they have in the store; `kg.engine.loading` gives the same labels to the same sources.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import BinaryIO, cast

import pyoxigraph as ox

from kg.engine.formats import RDF_SERIALIZERS
from kg.engine.order import order_term, order_triple
from kg.engine.output import Output
from kg.engine.turtle import write_trig, write_turtle
from kg.engine.xml import require_xml
from kg.errors import NotAnswerable, UnknownName
from kg.formats import RDF_FORMATS, RDF_XML, TRIG, TURTLE, Format, Kind
from kg.vocabulary import PREFIXES

SORTED_UP_TO = 200_000
_RDF_TYPE = PREFIXES["rdf"] + "type"


def write_export(store: ox.Store, output: Output, format: Format, graph: str | None = None) -> None:
    """Write ``graph``, or everything, in ``format``.

    Raises UnknownName for a graph that is not there, NotAnswerable where the format cannot carry the content.
    """
    if format not in RDF_FORMATS:
        raise NotAnswerable(f"{format.title} is for rows; a graph is exported in an RDF format such as Turtle.")
    try:
        if graph is None and len(store) > SORTED_UP_TO:
            _stream(store, cast("BinaryIO", output), format)
        else:
            serialize = _serialize_triples if format.kind is Kind.GRAPH else _serialize_quads
            output.write(serialize(_select(store, graph), format))
    except (ValueError, OSError) as error:
        if isinstance(error, OSError) and error.errno is not None:  # the output's own, not the serialiser's
            raise
        raise NotAnswerable(f"This graph has no form in {format.title}: {error}. Take another format.") from error


def _stream(store: ox.Store, output: BinaryIO, format: Format) -> None:
    """Write everything as it comes."""
    serializer = RDF_SERIALIZERS[format]
    if format.kind is Kind.DATASET:
        store.dump(output, serializer, prefixes=PREFIXES)
        return
    merged = store.query("CONSTRUCT WHERE { ?s ?p ?o }", use_default_graph_as_union=True)
    triples = cast("ox.QueryTriples", merged)
    ox.serialize(require_xml(triples) if format == RDF_XML else triples, output, serializer, prefixes=PREFIXES)


def _select(store: ox.Store, graph: str | None) -> Iterable[ox.Quad]:
    if graph is None:
        return store
    name = next((name for name in store.named_graphs() if name.value == graph), None)
    if name is None:
        raise UnknownName(f"There is no graph <{graph}> here.")
    return store.quads_for_pattern(None, None, None, name)


def _serialize_triples(quads: Iterable[ox.Quad], format: Format) -> bytes:
    triples = sorted({quad.triple for quad in quads}, key=order_triple)
    if format == TURTLE:
        return write_turtle(triples)
    if format == RDF_XML:
        return ox.serialize(require_xml(triples), None, ox.RdfFormat.RDF_XML, prefixes=_find_prefixes(triples)) or b""
    return ox.serialize(triples, None, RDF_SERIALIZERS[format]) or b""


def _serialize_quads(quads: Iterable[ox.Quad], format: Format) -> bytes:
    ordered: Sequence[ox.Quad] = sorted(
        quads, key=lambda quad: (order_term(quad.graph_name), *order_triple(quad.triple))
    )
    if format == TRIG:
        return write_trig(ordered)
    return ox.serialize(ordered, None, RDF_SERIALIZERS[format]) or b""


def _find_prefixes(triples: Iterable[ox.Triple]) -> dict[str, str]:
    """Return the prefixes that RDF/XML abbreviates by: those of predicates and classes."""
    terms = {triple.predicate.value for triple in triples}
    terms |= {str(triple.object)[1:] for triple in triples if triple.predicate.value == _RDF_TYPE}
    return {name: iri for name, iri in PREFIXES.items() if any(term.startswith(iri) for term in terms)}
