"""Reads all that an endpoint holds, by one query, so that it is of one moment and its blank nodes are told apart."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import pyoxigraph as ox

from kg.engine.conversion import Body, explain_garbage, read_results, read_triples, releasing_results
from kg.engine.exchange import Reply
from kg.engine.export import write_export
from kg.engine.limits import Limits
from kg.engine.output import Output
from kg.engine.query import Form
from kg.errors import NotAnswerable, UnknownName
from kg.formats import RDF_FORMATS, Format

Ask = Callable[[str, Form], AbstractContextManager[Reply]]
_Read = Callable[[Reply, Body], Iterator[ox.Quad]]

# The default graph may be a graph of its own or the union of all; triples that are in no named graph are in it.
_EVERYTHING = """SELECT ?g ?s ?p ?o {
  { GRAPH ?g { ?s ?p ?o } } UNION { ?s ?p ?o FILTER NOT EXISTS { GRAPH ?any { ?s ?p ?o } } }
}"""


def export_remote(ask: Ask, format: Format, graph: str | None, limits: Limits) -> bytes:
    """Return the serialisation of ``graph``, or of everything, as `kg.engine.export` writes it."""
    if format not in RDF_FORMATS:
        raise NotAnswerable(f"{format.title} is for rows; a graph is exported in an RDF format such as Turtle.")
    store, output = ox.Store(), Output()
    text, form, read = _choose(graph)
    with ask(text, form) as reply, releasing_results():
        _load(store, reply, read, limits)
    write_export(store, output, format, graph)
    return output.take()


def _load(store: ox.Store, reply: Reply, read: _Read, limits: Limits) -> None:
    body = Body(reply, limits.max_answer_bytes)
    try:
        store.bulk_extend(read(reply, body))
        body.finish()
    except SyntaxError as error:
        raise explain_garbage(reply, f"what does not parse: {error.msg}") from error


def _choose(graph: str | None) -> tuple[str, Form, _Read]:
    """Return the query, its form, and what reads quads from the reply to it."""
    if graph is None:
        return _EVERYTHING, "SELECT", _read_quads
    try:
        name = ox.NamedNode(graph)
    except ValueError as error:
        raise UnknownName(f"There is no graph <{graph}> here.") from error
    return (
        f"CONSTRUCT {{ ?s ?p ?o }} {{ GRAPH {name} {{ ?s ?p ?o }} }}",
        "GRAPH",
        lambda reply, body: (ox.Quad(it.subject, it.predicate, it.object, name) for it in read_triples(reply, body)),
    )


def _read_quads(reply: Reply, body: Body) -> Iterator[ox.Quad]:
    results = read_results(reply, body)
    if isinstance(results, ox.QueryBoolean):
        raise explain_garbage(reply, "which is true or false, where rows were asked for")
    for row in results:
        yield ox.Quad(row["s"], row["p"], row["o"], row["g"] or ox.DefaultGraph())
