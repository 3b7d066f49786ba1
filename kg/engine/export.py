"""Serialises a whole store, or one graph of it: the same content gives the same bytes.

Sorted by graph, subject (IRIs before blank nodes), predicate (rdf:type first) and object, each by the characters that
it has in N-Triples; a store of more than `SORTED_UP_TO` quads is written as it comes instead, in a fraction of the time
and memory. Blank nodes keep the labels that they have in the store; `kg.engine.loading` gives the same labels to the
same sources.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import BinaryIO, cast

import pyoxigraph as ox

from kg.engine.formats import RDF_SERIALIZERS
from kg.engine.order import order_term
from kg.engine.output import Output
from kg.engine.turtle import write_trig, write_turtle
from kg.engine.xml import require_xml
from kg.errors import NotAnswerable, UnknownName
from kg.formats import N_QUADS, N_TRIPLES, RDF_FORMATS, RDF_XML, TRIG, TURTLE, Format, Kind
from kg.vocabulary import PREFIXES

SORTED_UP_TO = 200_000
_RDF_TYPE = PREFIXES["rdf"] + "type"
_TYPE = f" <{_RDF_TYPE}> ".encode()
# Stands for rdf:type as a predicate while lines are sorted: comes before all, and nowhere is a tab written as it is.
_FIRST = b" \t "
_Name = ox.NamedNode | ox.BlankNode | ox.DefaultGraph


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
            output.write(_serialize(store, format, graph))
        output.flush()
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


def _serialize(store: ox.Store, format: Format, graph: str | None) -> bytes:
    names: list[_Name] = [ox.DefaultGraph(), *store.named_graphs()] if graph is None else [_find_graph(store, graph)]
    if format.kind is Kind.GRAPH:
        merged = {line for name in names for line in _read_lines(store, name)}
        return _serialize_triples(_join(merged), format)
    lines = b"".join(_read_quads(store, name) for name in sorted(names, key=order_term))
    if format == N_QUADS:
        return lines
    quads = ox.parse(lines, ox.RdfFormat.N_QUADS)
    return write_trig(quads) if format == TRIG else ox.serialize(quads, None, RDF_SERIALIZERS[format]) or b""


def _serialize_triples(lines: bytes, format: Format) -> bytes:
    if format == N_TRIPLES:
        return lines
    triples = (quad.triple for quad in ox.parse(lines, ox.RdfFormat.N_TRIPLES))
    if format == TURTLE:
        return write_turtle(triples)
    known = list(triples)
    return ox.serialize(require_xml(known), None, ox.RdfFormat.RDF_XML, prefixes=_find_prefixes(known)) or b""


def _find_graph(store: ox.Store, graph: str) -> ox.NamedNode | ox.BlankNode:
    name = next((name for name in store.named_graphs() if name.value == graph), None)
    if name is None:
        raise UnknownName(f"There is no graph <{graph}> here.")
    return name


def _read_lines(store: ox.Store, graph: _Name) -> list[bytes]:
    """Return a graph as lines of N-Triples, by which sorting takes a fraction of the time that it takes by terms."""
    lines = store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=graph) or b""
    return lines.replace(_TYPE, _FIRST).replace(_FIRST + b".\n", _TYPE + b".\n").splitlines()


def _read_quads(store: ox.Store, graph: _Name) -> bytes:
    """Return a graph as N-Quads, sorted."""
    lines = _join(_read_lines(store, graph))
    return lines if isinstance(graph, ox.DefaultGraph) else lines.replace(b" .\n", f" {graph} .\n".encode())


def _join(lines: Iterable[bytes]) -> bytes:
    """Return lines as `_read_lines` gives them as a text, sorted."""
    return b"\n".join([*sorted(lines), b""]).replace(_FIRST, _TYPE)


def _find_prefixes(triples: Iterable[ox.Triple]) -> dict[str, str]:
    """Return the prefixes that RDF/XML abbreviates by: those of predicates and classes."""
    terms = {triple.predicate.value for triple in triples}
    terms |= {str(triple.object)[1:] for triple in triples if triple.predicate.value == _RDF_TYPE}
    return {name: iri for name, iri in PREFIXES.items() if any(term.startswith(iri) for term in terms)}
