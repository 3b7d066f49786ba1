"""A text of RDF on its way into a graph, with where it came from; never parses it."""

from __future__ import annotations

from dataclasses import dataclass

from kg.formats import TURTLE, Format


@dataclass(frozen=True)
class Source:
    """RDF text in one format for one named graph.

    ``graph`` is the IRI of the named graph; formats that name their own graphs (TriG, N-Quads, JSON-LD) use it for
    their default graph only. ``origin`` is the file's name, for messages.
    """

    graph: str
    text: str
    format: Format = TURTLE
    origin: str = ""
