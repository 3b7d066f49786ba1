"""``/graphs``: the SPARQL 1.1 Graph Store HTTP Protocol, its graphs named directly or indirectly (section 4)."""

from __future__ import annotations

import re
import uuid
from http import HTTPStatus

from flask import Blueprint, Response, request
from werkzeug.exceptions import BadRequest, NotAcceptable, UnsupportedMediaType

from kg.engine import DEFAULT_GRAPH, Answer, GraphChange, GraphRemoval, Precondition, Query
from kg.errors import UnknownName
from kg.formats import JSON_LD, RDF_FORMATS, Format, Kind, find_format
from kg.http.answers import send_answer
from kg.http.authorization import authorize
from kg.http.negotiation import choose_format
from kg.http.preconditions import read_precondition
from kg.http.protocol import decode_body
from kg.http.queries import is_iri
from kg.http.representations import find_requested
from kg.http.rsgi import CANCELLATION
from kg.http.site import current_site
from kg.sources import Source

blueprint = Blueprint("graph_store", __name__)

ONE_GRAPH = tuple(format for format in RDF_FORMATS if format.kind is Kind.GRAPH)
READABLE = (*ONE_GRAPH, JSON_LD)
_MULTIPART = "multipart/form-data"
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:")


@blueprint.get("/graphs")
@blueprint.get("/graphs/<path:name>", merge_slashes=False)
def show_graph(name: str | None = None) -> Response:
    """Answer with a graph (section 5.2); HEAD likewise (5.6)."""
    graph = _require_graph(name)
    format = find_requested(ONE_GRAPH) or choose_format(request.accept_mimetypes, ONE_GRAPH)
    if format is None:
        raise NotAcceptable(f"A graph can be had as {', '.join(offer.media_type for offer in ONE_GRAPH)}.")
    return send_answer(_read_graph(graph, format))


@blueprint.put("/graphs")
@blueprint.put("/graphs/<path:name>", merge_slashes=False)
def replace_graph(name: str | None = None) -> Response:
    """Make a graph what the body says (section 5.3)."""
    return _change(_require_graph(name), "replace")


@blueprint.post("/graphs")
@blueprint.post("/graphs/<path:name>", merge_slashes=False)
def extend_graph(name: str | None = None) -> Response:
    """Add what the body says to a graph; to a new one where none is named (section 5.5)."""
    graph = _find_graph(name)
    if graph is not None:
        return _change(graph, "merge")
    new = f"{request.base_url.rstrip('/')}/{uuid.uuid4().hex}"
    if not request.host:
        raise BadRequest("The new graph is named after this address, and the header Host names no host.")
    response = _change(new, "merge")
    response.headers["Location"] = new
    return response


@blueprint.delete("/graphs")
@blueprint.delete("/graphs/<path:name>", merge_slashes=False)
def remove_graph(name: str | None = None) -> Response:
    """Remove a graph (section 5.4)."""
    writer = authorize()
    graph = _require_graph(name)
    writer.write(GraphRemoval(graph), _read_precondition(graph))
    return Response(status=HTTPStatus.NO_CONTENT)


def _require_graph(name: str | None) -> str:
    graph = _find_graph(name)
    if graph is None:
        raise BadRequest("Which graph? Name it with ?graph=IRI, with ?default, or as /graphs/IRI.")
    return graph


def _find_graph(name: str | None) -> str | None:
    """Return the graph that the request names: by its own IRI, by one after ``/graphs/``, or by a parameter."""
    graphs, is_default = request.args.getlist("graph"), "default" in request.args
    if (name is not None) + len(graphs) + is_default > 1:
        raise BadRequest("Name one graph: there are several in the address.")
    if is_default:
        return DEFAULT_GRAPH
    if name is not None:
        graphs = [name if _SCHEME.match(name) else request.base_url]
    if not graphs:
        return None
    if not is_iri(graphs[0]) or not _SCHEME.match(graphs[0]):
        raise BadRequest(f"The graph's name is no absolute IRI: '{graphs[0]}'.")
    return graphs[0]


def _read_graph(graph: str, format: Format) -> Answer:
    site, cancellation = current_site(), request.environ.get(CANCELLATION)
    if graph != DEFAULT_GRAPH:
        return site.exports.read_graph(format, graph, cancellation)
    if not site.settings.strict_default_graph:
        return site.exports.read(format)
    everything = Query("CONSTRUCT WHERE { ?s ?p ?o }", results_format=None, graph_format=format, union=False)
    return site.graph.engine.query(everything, cancellation=cancellation)


def _change(graph: str, mode: str) -> Response:
    writer = authorize()
    change = GraphChange(_read_sources(graph), "replace" if mode == "replace" else "merge")
    proposal = writer.write(change, _read_precondition(graph))
    return Response(status=HTTPStatus.CREATED if graph in proposal.created else HTTPStatus.NO_CONTENT)


def _read_precondition(graph: str) -> Precondition | None:
    """Return what the request asks of the graph; where the default graph reads as the union, that of the dataset."""
    is_union = graph == DEFAULT_GRAPH and not current_site().settings.strict_default_graph
    return read_precondition(None if is_union else graph)


def _read_sources(graph: str) -> tuple[Source, ...]:
    """Return the body as RDF for the graph: one text, or one for each file of a form (section 5.5)."""
    if "Content-Range" in request.headers:  # RFC 9110, section 14.5
        raise BadRequest("A part of a graph is not taken: send all of it, without Content-Range.")
    if request.mimetype != _MULTIPART:
        return (Source(graph, decode_body(request), _find_format(request.mimetype)),)
    files = [file for _, file in request.files.items(multi=True)]
    if not files or request.form:
        raise BadRequest("The form has a part that is no file; each part needs a file name and a Content-Type.")
    return tuple(
        Source(graph, decode_body(request, file.read()), _find_format(file.mimetype), file.filename or "")
        for file in files
    )


def _find_format(media_type: str) -> Format:
    try:
        return find_format(media_type, READABLE)
    except UnknownName as error:
        types = ", ".join(format.media_type for format in READABLE)
        raise UnsupportedMediaType(
            f"RDF of type '{media_type or 'unknown'}' is not read here. It is: {types}."
        ) from error
