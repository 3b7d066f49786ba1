"""The service description: what this endpoint is and can do, and whether it judges what is written."""

from __future__ import annotations

from kg.engine import Query
from kg.formats import Format
from kg.http.queries import fill, read_answer, read_query
from kg.http.site import Site
from kg.vocabulary import SHAPES_GRAPH

_SD = "http://www.w3.org/ns/sparql-service-description#"
READ_ONLY = "This service takes no updates."
GATED = (
    "Updates are taken by whoever has the token, and only if the result conforms to the shapes (sh:shapesGraph): they "
    "name the graphs that they write, and leave ontology, shapes, questions and derived graphs as they are."
)
UNGATED = "Updates are taken by whoever has the token, whatever they write: validation is turned off."


def describe_service(site: Site, format: Format, endpoint: str) -> bytes:
    """Return the description (SPARQL 1.1 Service Description) of the service at the address ``endpoint``."""
    is_writable = site.writer is not None
    is_gated = site.writer is not None and site.writer.validates
    is_strict = site.settings.strict_default_graph
    iris = {
        "endpoint": (endpoint,),
        "languages": [_SD + "SPARQL11Query", *([_SD + "SPARQL11Update"] if is_writable else [])],
        "features": [
            *([] if is_strict else [_SD + "UnionDefaultGraph"]),
            *([_SD + "EmptyGraphs"] if is_writable else []),
        ],
        "shapes": [SHAPES_GRAPH] if is_gated else [],
    }
    comment = {True: GATED, False: UNGATED}[is_gated] if is_writable else READ_ONLY
    text = fill(read_query("service-description"), iris, {"comment": comment})
    return read_answer(site.graph.engine, Query(text, results_format=None, graph_format=format))
