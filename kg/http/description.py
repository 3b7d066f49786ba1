"""The service description: what this endpoint is and can do, what its dataset is, and whether it judges writes."""

from __future__ import annotations

from flask import Blueprint, Response, request, url_for

from kg.engine import Query
from kg.formats import RDF_FORMATS, TURTLE, Format
from kg.http.protocol import choose_formats
from kg.http.queries import fill, read_answer, read_query
from kg.http.settings import Settings
from kg.http.site import Site, current_site
from kg.http.statistics import Statistics
from kg.http.void import describe_dataset
from kg.vocabulary import ONTOLOGY_GRAPH, SHAPES_GRAPH

blueprint = Blueprint("description", __name__)

_SD = "http://www.w3.org/ns/sparql-service-description#"
READ_ONLY = "This service takes no updates."
GATED = (
    "Updates are taken by whoever has the token, and only if the result conforms to the shapes (sh:shapesGraph): they "
    "name the graphs that they write, and leave ontology, shapes, questions and derived graphs as they are."
)
UNGATED = "Updates are taken by whoever has the token, whatever they write: validation is turned off."


@blueprint.get("/.well-known/void")
def show_description() -> Response:
    """Answer with the description, which is where VoID (section 7.2) looks for it too."""
    site, chosen = current_site(), choose_formats(request)[1] or TURTLE
    statistics = site.counts.read()
    endpoint = url_for("sparql.answer_query", _external=True)
    dumps = [url_for("downloads.export", name=format.name, _external=True) for format in RDF_FORMATS]
    statements = describe_dataset(endpoint, dumps, statistics or Statistics())
    response = Response(describe_service(site, chosen, endpoint, statements), mimetype=chosen.media_type)
    if statistics is None:
        response.cache_control.no_store = True
    return response


def describe_service(site: Site, format: Format, endpoint: str, statements: str) -> bytes:
    """Return the description (SPARQL 1.1 Service Description) of the service at the address ``endpoint``.

    ``statements`` are those about its dataset, as rows of VALUES.
    """
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
        "licensed": [ONTOLOGY_GRAPH] if is_our_own(site.settings) else [],
    }
    comment = {True: GATED, False: UNGATED}[is_gated] if is_writable else READ_ONLY
    text = fill(read_query("service-description"), iris, {"comment": comment}).replace("#statements", statements)
    return read_answer(site.graph.engine, Query(text, results_format=None, graph_format=format))


def is_our_own(settings: Settings) -> bool:
    """Say whether all facts are those of this project, which come under one licence with its ontology."""
    return settings.packaged and not settings.data and settings.engine is None and settings.store is None
