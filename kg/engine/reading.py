"""Parses RDF that comes with a write: into quads of one graph, with blank nodes that no other text shares."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from kg.engine.formats import RDF_SERIALIZERS
from kg.engine.graphs import graph_node
from kg.engine.loading import describe_syntax_error, refuse_uncarriable
from kg.errors import MalformedData
from kg.sources import Source


def read_quads(source: Source) -> Iterator[ox.Quad]:
    """Yield the quads of a source, all in its graph, whose name is the base of its relative IRIs.

    Raises MalformedData where it does not parse, or names graphs itself.
    """
    refuse_uncarriable(source)
    node = graph_node(source.graph)
    try:
        for quad in ox.parse(
            source.text,
            RDF_SERIALIZERS[source.format],
            base_iri=source.graph or None,
            rename_blank_nodes=True,
        ):
            if not isinstance(quad.graph_name, ox.DefaultGraph):
                raise MalformedData(
                    f"This {source.format.title} names the graph {quad.graph_name}; the graph to write to is named by "
                    "the request alone.",
                    source=source.origin,
                )
            yield ox.Quad(quad.subject, quad.predicate, quad.object, node)
    except SyntaxError as error:
        raise describe_syntax_error(source, error) from error
