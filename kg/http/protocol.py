"""Reads a query request of the SPARQL 1.1 Protocol (section 2.1); never runs it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from werkzeug.exceptions import BadRequest, UnsupportedMediaType

from kg.engine import Query
from kg.formats import RDF_FORMATS, RESULTS_FORMATS, Format, Kind
from kg.http.negotiation import choose_format
from kg.http.representations import find_requested

if TYPE_CHECKING:
    from flask import Request
    from werkzeug.datastructures import MultiDict

QUERY_TYPE = "application/sparql-query"
FORM_TYPE = "application/x-www-form-urlencoded"
ASK_HERE = f"Send queries by GET, as {FORM_TYPE} or as {QUERY_TYPE}."


@dataclass(frozen=True)
class Asked:
    """A query and the dataset asked for, not yet with a format; ``text`` is None where there is no query."""

    text: str | None
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()


def read_request(request: Request) -> Asked:
    """Return what a request asks; BadRequest or UnsupportedMediaType where it is no query request."""
    if request.method != "POST":
        return _read_parameters(request.args)
    if request.mimetype == FORM_TYPE:
        return _read_parameters(request.form)
    if request.mimetype == QUERY_TYPE:
        if "query" in request.args:
            raise BadRequest("The query came twice: in the body and in the address.")
        return _read_dataset(request.args, decode_body(request))
    raise UnsupportedMediaType(f"A body of type '{request.mimetype or 'unknown'}' is no query. {ASK_HERE}")


def decode_body(request: Request, body: bytes | None = None) -> str:
    """Return the body, or this part of it, as text; the protocol allows UTF-8 only (section 2.1.3)."""
    charset = request.mimetype_params.get("charset", "utf-8").lower()
    if charset not in ("utf-8", "utf8", "us-ascii"):
        raise UnsupportedMediaType(f"The body is in {charset}; only UTF-8 is read.")
    try:
        return (request.get_data() if body is None else body).decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadRequest(f"The body is not UTF-8: byte {error.start} of it begins no character.") from error


def _read_parameters(parameters: MultiDict[str, str]) -> Asked:
    queries = parameters.getlist("query")
    if len(queries) > 1:
        raise BadRequest(f"One query at a time: there are {len(queries)} parameters 'query'.")
    if "update" in parameters:
        raise BadRequest(f"This address answers queries; it takes no 'update'. {ASK_HERE}")
    return _read_dataset(parameters, queries[0] if queries else None)


def _read_dataset(parameters: MultiDict[str, str], text: str | None) -> Asked:
    return Asked(
        text=text,
        default_graphs=tuple(parameters.getlist("default-graph-uri")),
        named_graphs=tuple(parameters.getlist("named-graph-uri")),
    )


def choose_formats(request: Request) -> tuple[Format | None, Format | None]:
    """Return the formats for rows and for triples, by ``format=`` or else by Accept; None for none."""
    chosen = find_requested((*RESULTS_FORMATS, *RDF_FORMATS))
    if chosen:
        is_results = chosen.kind is Kind.RESULTS
        return (chosen, None) if is_results else (None, chosen)
    accept = request.accept_mimetypes
    return choose_format(accept, RESULTS_FORMATS), choose_format(accept, RDF_FORMATS)


def make_query(
    asked: Asked, formats: tuple[Format | None, Format | None], *, base: str | None = None, union: bool = True
) -> Query:
    """Return the engine's query; BadRequest where there is none."""
    if asked.text is None or not asked.text.strip():
        raise BadRequest(f"There is no query. {ASK_HERE}")
    return Query(
        asked.text,
        results_format=formats[0],
        graph_format=formats[1],
        default_graphs=asked.default_graphs,
        named_graphs=asked.named_graphs,
        union=union,
        base=base,
    )
