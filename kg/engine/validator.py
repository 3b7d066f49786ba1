"""Holds what a change comes to against the packaged shapes; prepared once, used for many changes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import pyoxigraph as ox
from rdflib import RDF, SH, Graph, Literal, URIRef
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.sparql import Query
from rdflib.query import Result

from kg.sources import Source, ontology_sources
from kg.validation import Report, validate_graph
from kg.vocabulary import PREFIXES, SHAPES_GRAPH

_ANY = ox.NamedNode(PREFIXES["kg"] + "leads")
_NAME = re.compile(r"\b([a-z]+):([A-Za-z]+)\b")


class _PreparedGraph(Graph):
    """A graph that parses a query once, as pySHACL asks the same ones each time: parsing takes most of its time."""

    def __init__(self, prepared: dict[str, Query]) -> None:
        super().__init__()
        self._prepared = prepared

    def query(self, query_object: str | Query, *arguments: Any, **options: Any) -> Result:
        """Evaluate as `Graph.query` does."""
        if isinstance(query_object, str):
            if query_object not in self._prepared:
                self._prepared[query_object] = prepareQuery(query_object, initNs=dict(self.namespaces()))
            query_object = self._prepared[query_object]
        return super().query(query_object, *arguments, **options)


class Validator:
    """The packaged shapes and ontology, parsed. Making one imports all that validating needs, so that a child can."""

    def __init__(self) -> None:
        """Parse, and validate once something that violates a shape, so that all is imported that reporting needs."""
        self._shapes, ontology = Graph(), Graph()
        self._prepared: dict[str, Query] = {}
        for source in ontology_sources():
            graph = self._shapes if source.graph == SHAPES_GRAPH else ontology
            graph.parse(data=source.text, format="turtle", publicID=source.graph)
        self._ontology = [triple for triple in ontology if not isinstance(triple[2], Literal)]
        self.looked_through = _find_properties_looked_through(self._shapes)
        warmed = self.validate([ox.Triple(_ANY, _ANY, _ANY)])
        warmed.graph.serialize(format="nt")

    def validate(self, triples: Iterable[ox.Triple], sources: Iterable[Source] = ()) -> Report:
        """Validate these triples together with the ontology; what its terms are called counts for nothing there.

        ``sources`` tell the lines of findings.
        """
        data = _PreparedGraph(self._prepared)
        for triple in self._ontology:
            data.add(triple)
        text = ox.serialize(triples, None, ox.RdfFormat.N_TRIPLES) or b""
        data.parse(data=text, format="nt")
        return validate_graph(data, self._shapes, sources)


def _find_properties_looked_through(shapes: Graph) -> frozenset[str]:
    """Return the properties that shapes look for at nodes beside their focus: by sh:class, sh:node and in SPARQL."""
    texts = [str(text) for text in shapes.objects(predicate=SH.select)]
    names = (match for text in texts for match in _NAME.findall(text) if match[0] in PREFIXES)
    found = {PREFIXES[prefix] + local for prefix, local in names} | {str(RDF.type)}
    for used in (*shapes.objects(predicate=SH.node), *shapes.objects(predicate=SH.qualifiedValueShape)):
        paths = (shapes.value(constraint, SH.path) for constraint in shapes.objects(used, SH.property))
        found |= {str(path) for path in paths if isinstance(path, URIRef)}
    return frozenset(found)
