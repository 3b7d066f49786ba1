"""Holds what a change comes to against the packaged shapes; prepared once, used for many changes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

import pyoxigraph as ox
from rdflib import RDF, SH, BNode, Graph, Literal, URIRef, Variable
from rdflib.plugins.sparql.sparql import Query
from rdflib.query import Result
from rdflib.term import Identifier, Node

from kg.sources import Source, ontology_sources
from kg.validation import Report, validate_graph
from kg.vocabulary import PREFIXES, SHAPES_GRAPH

_ANY = ox.NamedNode(PREFIXES["kg"] + "leads")
_NAME = re.compile(r"\b([a-z]+):([A-Za-z]+)\b")
_STRING = ox.NamedNode(PREFIXES["xsd"] + "string")
_Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


class _QuickGraph(Graph):
    """A graph that has pyoxigraph answer the queries of shapes, which takes rdflib most of the time of a validation."""

    def __init__(self, triples: Iterable[ox.Triple]) -> None:
        super().__init__()
        self._quick = ox.Store()
        self._quick.extend(ox.Quad(*triple) for triple in triples)
        for quad in self._quick:
            self.add((_convert(quad.subject), _convert(quad.predicate), _convert(quad.object)))

    def query(
        self,
        query_object: str | Query,
        *_arguments: Any,
        initBindings: Mapping[str, Node] | None = None,  # noqa: N803 - rdflib's name
        **_options: Any,
    ) -> Result:
        """Evaluate a SELECT as `Graph.query` does; ``initBindings`` are IRIs, as the targets of our shapes are."""
        assert isinstance(query_object, str)
        given: dict[ox.Variable, _Term] = {
            ox.Variable(name): ox.NamedNode(str(node)) for name, node in (initBindings or {}).items()
        }
        solutions = self._quick.query(query_object, substitutions=given)
        assert isinstance(solutions, ox.QuerySolutions)
        result = Result("SELECT")
        result.vars = [Variable(variable.value) for variable in solutions.variables]
        result.bindings = [
            {name: _convert(term) for name, term in zip(result.vars, solution, strict=True) if term is not None}
            for solution in solutions
        ]
        return result


def _convert(term: _Term) -> Identifier:
    """Return rdflib's term; the gate lets no triple term come here."""
    if isinstance(term, ox.NamedNode):
        return URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return BNode(term.value)
    assert isinstance(term, ox.Literal)
    if term.language:
        return Literal(term.value, lang=term.language)
    return Literal(term.value, datatype=None if term.datatype == _STRING else URIRef(term.datatype.value))


class Validator:
    """The packaged shapes and ontology, parsed. Making one imports all that validating needs, so that a child can."""

    def __init__(self) -> None:
        """Parse, and validate once something that violates a shape, so that all is imported that reporting needs."""
        self._shapes = Graph()
        self._ontology: list[ox.Triple] = []
        for source in ontology_sources():
            if source.graph == SHAPES_GRAPH:
                self._shapes.parse(data=source.text, format="turtle", publicID=source.graph)
            else:
                quads = ox.parse(source.text, ox.RdfFormat.TURTLE, base_iri=source.graph)
                self._ontology += [quad.triple for quad in quads if not isinstance(quad.object, ox.Literal)]
        self.looked_through = _find_properties_looked_through(self._shapes)
        warmed = self.validate([ox.Triple(_ANY, _ANY, _ANY)])
        warmed.graph.serialize(format="nt")

    def validate(self, triples: Iterable[ox.Triple], sources: Iterable[Source] = ()) -> Report:
        """Validate these triples together with the ontology; what its terms are called counts for nothing there.

        ``sources`` tell the lines of findings.
        """
        data = _QuickGraph([*self._ontology, *triples])
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
