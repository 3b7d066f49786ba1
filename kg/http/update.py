"""``/update``: the update operation of the SPARQL 1.1 Protocol (section 2.2)."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Blueprint, Response, request
from werkzeug.exceptions import BadRequest, MethodNotAllowed, UnsupportedMediaType

from kg.engine import Update
from kg.http.authorization import authorize
from kg.http.preconditions import read_precondition
from kg.http.protocol import FORM_TYPE, decode_body
from kg.http.queries import is_iri

if TYPE_CHECKING:
    from flask import Request
    from werkzeug.datastructures import MultiDict

blueprint = Blueprint("update", __name__)

UPDATE_TYPE = "application/sparql-update"
WRITE_HERE = f"Send updates by POST, as {UPDATE_TYPE} or as {FORM_TYPE}."


@blueprint.post("/update")
def carry_out_update() -> Response:
    """Carry out an update, wholly or not at all; If-Match takes the tag of any read of the dataset."""
    writer = authorize()
    writer.write(read_update(request), read_precondition(None))
    return Response(status=HTTPStatus.NO_CONTENT)


@blueprint.get("/update")
def refuse_reading() -> Response:
    """Refuse what is not sent by POST, as the things of the graph answer at all other addresses."""
    raise MethodNotAllowed(["POST"], f"Nothing is read here. {WRITE_HERE}")


def read_update(request: Request) -> Update:
    """Return the update that a request asks for; BadRequest or UnsupportedMediaType where it is none."""
    if request.mimetype == UPDATE_TYPE:
        if "update" in request.args:
            raise BadRequest("The update came twice: in the body and in the address.")
        return _read_dataset(request.args, decode_body(request), request.base_url)
    if request.mimetype != FORM_TYPE:
        raise UnsupportedMediaType(f"A body of type '{request.mimetype or 'unknown'}' is no update. {WRITE_HERE}")
    updates = request.form.getlist("update")
    if len(updates) != 1:
        raise BadRequest(f"One update at a time: there are {len(updates)} parameters 'update'. {WRITE_HERE}")
    if "query" in request.form:
        raise BadRequest(f"This address takes updates; it answers no 'query'. {WRITE_HERE}")
    return _read_dataset(request.form, updates[0], request.base_url)


def _read_dataset(parameters: MultiDict[str, str], text: str, base: str) -> Update:
    if not text.strip():
        raise BadRequest(f"There is no update. {WRITE_HERE}")
    graphs = {}
    for name in ("using-graph-uri", "using-named-graph-uri"):
        graphs[name] = tuple(parameters.getlist(name))
        for graph in graphs[name]:
            if not is_iri(graph):
                raise BadRequest(f"{name} is no absolute IRI: '{graph}'.")
    return Update(text, base, graphs["using-graph-uri"], graphs["using-named-graph-uri"])
