"""A page or RDF about the same thing at one address: chooses which, and says in headers what was chosen."""

from __future__ import annotations

from flask import Response, request
from werkzeug.exceptions import BadRequest, NotAcceptable

from kg.errors import UnknownName
from kg.formats import RDF_FORMATS, Format, find_format
from kg.http.negotiation import PAGE, choose_format, wants_page


def find_requested(offers: tuple[Format, ...]) -> Format | None:
    """Return the format that ``?format=`` names, or None; BadRequest lists those there are."""
    name = request.values.get("format")
    if not name:
        return None
    try:
        return find_format(name, offers)
    except UnknownName as error:
        raise BadRequest(str(error)) from error


def choose_representation() -> Format:
    """Return PAGE or an RDF format, by ``?format=`` or by Accept; NotAcceptable lists those there are."""
    requested = find_requested((PAGE, *RDF_FORMATS))
    if requested:
        return requested
    if wants_page(request.accept_mimetypes, RDF_FORMATS):
        return PAGE
    chosen = choose_format(request.accept_mimetypes, (*RDF_FORMATS, PAGE))
    if chosen is None:
        offers = ", ".join(offer.media_type for offer in (PAGE, *RDF_FORMATS))
        raise NotAcceptable(f"There is nothing here of the types that you accept. There is: {offers}.")
    return chosen


def answer(body: bytes | str, format: Format) -> Response:
    """Return a response with the body; Content-Location is the address of just this representation."""
    response = Response(body, mimetype=format.media_type)
    response.headers["Content-Location"] = f"{request.script_root}{request.path}?format={format.name}"
    return response
