"""Tells in which files and lines a subject is described: for messages to authors of facts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from rdflib import Graph, URIRef
from rdflib.plugins.parsers.notation3 import RDFSink, SinkParser

from kg.formats import N_TRIPLES, TURTLE
from kg.sources import Source


@dataclass(frozen=True)
class Place:
    """A source that describes a subject: its origin, the line of its first statement there (from 1), the predicates."""

    source: str
    line: int
    predicates: set[str] = field(default_factory=set, compare=False)


class _Locator(SinkParser):
    """rdflib's Turtle parser, noting where each subject's first statement begins, and its predicates.

    It counts lines itself, as the parser's own count includes those that it reads again.
    """

    def __init__(self, source: Source) -> None:
        super().__init__(RDFSink(Graph()), baseURI=source.graph, turtle=True)
        self.origin = source.origin
        self.places: dict[str, Place] = {}
        self._counted = 0
        self._line = 1

    def statement(self, argstr: str, i: int) -> int:
        self._line += argstr.count("\n", self._counted, i)
        self._counted = i
        return super().statement(argstr, i)

    def makeStatement(self, quadruple: Any) -> None:  # noqa: N802 (the name is rdflib's)
        _, predicate, subject, _ = quadruple
        if isinstance(subject, URIRef):
            self.places.setdefault(str(subject), Place(self.origin, self._line)).predicates.add(str(predicate))


def locate_subjects(sources: Iterable[Source]) -> dict[str, list[Place]]:
    """Return the places in which each IRI is a subject, in the order of the sources, for Turtle and N-Triples."""
    places: dict[str, list[Place]] = {}
    for source in sources:
        if source.format in (TURTLE, N_TRIPLES):
            locator = _Locator(source)
            locator.startDoc()
            locator.feed(source.text)
            locator.endDoc()
            for subject, place in locator.places.items():
                places.setdefault(subject, []).append(place)
    return places
