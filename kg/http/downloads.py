"""The whole dataset as a file, and whether the service is well."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify
from werkzeug.exceptions import NotFound

from kg.engine import ForkedEngine, Query
from kg.errors import UnknownName
from kg.formats import RDF_FORMATS, find_format
from kg.http.answers import send_answer
from kg.http.queries import read_answer
from kg.http.site import current_site

blueprint = Blueprint("downloads", __name__)


@blueprint.get("/export.<name>")
def export(name: str) -> Response:
    """Answer with the whole dataset in the format of this file extension."""
    try:
        chosen = find_format(name, RDF_FORMATS)
    except UnknownName as error:
        raise NotFound(str(error)) from error
    response = send_answer(current_site().exports.read(chosen))
    response.headers["Content-Disposition"] = f'attachment; filename="article-kg.{chosen.name}"'
    return response


@blueprint.get("/health")
def report_health() -> Response:
    """Answer with 200 after a real query, whether it is ready; an engine that cannot answer raises its error.

    Where the engine can, the query goes beside those that wait: a service that is full is well.
    """
    engine = current_site().graph.engine
    if isinstance(engine, ForkedEngine):
        engine.check()
    else:
        read_answer(engine, Query("ASK {}"))
    return _report("ready")


@blueprint.get("/health/live")
def report_life() -> Response:
    """Answer with 200 without a query: this process is there, whatever its engine does."""
    return _report("live")


def _report(status: str) -> Response:
    response = jsonify(status=status)
    response.cache_control.no_store = True
    return response
