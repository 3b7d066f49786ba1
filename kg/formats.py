"""The serialisations that are read and written: one table, for engine, HTTP and command line alike."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from kg.errors import UnknownName


class Kind(Enum):
    """What a format can carry."""

    RESULTS = "results"
    GRAPH = "graph"
    DATASET = "dataset"


@dataclass(frozen=True, eq=False)
class Format:
    """One serialisation: its short name (also the file extension), media type and what it carries.

    There is one object for each, which is equal to itself alone.
    """

    name: str
    media_type: str
    kind: Kind
    title: str


JSON = Format("json", "application/sparql-results+json", Kind.RESULTS, "SPARQL results JSON")
XML = Format("xml", "application/sparql-results+xml", Kind.RESULTS, "SPARQL results XML")
CSV = Format("csv", "text/csv", Kind.RESULTS, "CSV")
TSV = Format("tsv", "text/tab-separated-values", Kind.RESULTS, "TSV")
TURTLE = Format("ttl", "text/turtle", Kind.GRAPH, "Turtle")
N_TRIPLES = Format("nt", "application/n-triples", Kind.GRAPH, "N-Triples")
RDF_XML = Format("rdf", "application/rdf+xml", Kind.GRAPH, "RDF/XML")
JSON_LD = Format("jsonld", "application/ld+json", Kind.DATASET, "JSON-LD")
N_QUADS = Format("nq", "application/n-quads", Kind.DATASET, "N-Quads")
TRIG = Format("trig", "application/trig", Kind.DATASET, "TriG")

RESULTS_FORMATS = (JSON, XML, CSV, TSV)
RDF_FORMATS = (TURTLE, N_TRIPLES, RDF_XML, JSON_LD, N_QUADS, TRIG)


@lru_cache
def _index(among: tuple[Format, ...]) -> dict[str, Format]:
    return {key: format for format in among for key in (format.name, format.media_type)}


def find_format(name: str, among: tuple[Format, ...] = RESULTS_FORMATS + RDF_FORMATS) -> Format:
    """Return the format with this short name or media type; UnknownName lists those there are."""
    found = _index(among).get(name.lower())
    if found is not None:
        return found
    known = ", ".join(candidate.name for candidate in among)
    raise UnknownName(f"There is no format '{name}' here. Known are: {known}.")
