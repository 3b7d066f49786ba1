"""Tells in which file and line a subject is described: for messages to authors of facts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rdflib import Graph, URIRef
from rdflib.plugins.parsers.notation3 import RDFSink, SinkParser

from kg.formats import N_TRIPLES, TURTLE
from kg.sources import Source


class _Locator(SinkParser):
    """rdflib's Turtle parser, noting the line of each subject's first statement."""

    def __init__(self, sink: RDFSink, base: str) -> None:
        super().__init__(sink, baseURI=base, turtle=True)
        self.first_lines: dict[str, int] = {}

    def makeStatement(self, quadruple: Any) -> None:  # noqa: N802 (the name is rdflib's)
        subject = quadruple[2]
        if isinstance(subject, URIRef):
            self.first_lines.setdefault(str(subject), self.lines + 1)
        super().makeStatement(quadruple)


def locate_subjects(sources: Iterable[Source]) -> dict[str, tuple[str, int]]:
    """Return the file and line (from 1) in which each IRI is first a subject, for Turtle and N-Triples sources."""
    places: dict[str, tuple[str, int]] = {}
    for source in sources:
        if source.format in (TURTLE, N_TRIPLES):
            locator = _Locator(RDFSink(Graph()), source.graph)
            locator.startDoc()
            locator.feed(source.text)
            locator.endDoc()
            for subject, line in locator.first_lines.items():
                places.setdefault(subject, (source.origin, line))
    return places
