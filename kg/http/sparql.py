"""``/sparql``: the SPARQL 1.1 Protocol for programs, and a form with a table of results for people."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass, field
from http import HTTPStatus

from flask import Blueprint, Response, g, render_template, request

from kg.engine import is_volatile
from kg.errors import KgError, MalformedText
from kg.formats import CSV, JSON
from kg.http.answers import Shown, Wish, send_answer, show_answer
from kg.http.cards import make_card
from kg.http.description import show_description
from kg.http.failures import find_status
from kg.http.language import current_language
from kg.http.links import Links
from kg.http.negotiation import PAGE, wants_page
from kg.http.protocol import Asked, choose_formats, make_query, read_request
from kg.http.results import require_showable
from kg.http.rsgi import CANCELLATION
from kg.http.site import current_site
from kg.http.spreadsheet import write_spreadsheet
from kg.resources import find_folder
from kg.vocabulary import PREFIXES

blueprint = Blueprint("sparql", __name__)
# The name by which ``format=`` asks for CSV that spreadsheets do not compute.
SPREADSHEET = "spreadsheet"
# Characters of a query that is shown again line by line.
LONGEST_SHOWN = 20_000

EXAMPLE = """# Everything that is planned, with the passage that says so
SELECT ?fact ?passage WHERE {
  ?fact kg:modality kg:Planned ;
        kg:evidence ?passage .
}
ORDER BY ?passage
"""


@blueprint.route("/sparql", methods=["GET", "POST"])
def answer_query() -> Response:
    """Answer a query (SPARQL 1.1 Protocol, section 2.1), or show the form, or describe the service."""
    asked = read_request(request)
    response = _answer(asked)
    if asked.text is not None and is_volatile(asked.text):
        response.cache_control.no_store = True
    return response


def _answer(asked: Asked) -> Response:
    if _is_for_reader():
        return _show_page(asked)
    if asked.text is None and request.method != "POST":
        return show_description()
    if request.values.get("format") == SPREADSHEET:
        return _send_spreadsheet(asked)
    site = current_site()
    union = not site.settings.strict_default_graph
    query = make_query(asked, choose_formats(request), base=request.base_url, union=union)
    answer = site.graph.engine.query(query, cancellation=request.environ.get(CANCELLATION))
    return send_answer(answer)


def _send_spreadsheet(asked: Asked) -> Response:
    """Return rows as CSV in which no cell is taken for a formula."""
    answer = current_site().graph.engine.query(make_query(asked, (JSON, None)))
    with closing(answer):
        require_showable(answer)
        return Response(write_spreadsheet(answer.body), mimetype=CSV.media_type)


def _is_for_reader() -> bool:
    name = request.values.get("format")
    return name == PAGE.name if name else wants_page(request.accept_mimetypes)


@dataclass(frozen=True)
class Failure:
    """An error and where it is in the query, whose ``lines`` are there if it has a place and they are not too many."""

    sentence: str
    line: int | None = None
    column: int | None = None
    lines: tuple[str, ...] = ()


def _read_failure(error: KgError, text: str) -> Failure:
    if not isinstance(error, MalformedText) or error.line is None:
        return Failure(str(error))
    lines = text.splitlines() or [""]
    return Failure(str(error), error.line, error.column, tuple(lines if len(text) <= LONGEST_SHOWN else ()))


@dataclass
class _Outcome:
    shown: Shown | None = None
    failure: Failure | None = None
    status: HTTPStatus = field(default=HTTPStatus.OK)


def _run(asked: Asked, language: str) -> _Outcome:
    if asked.text is None or not asked.text.strip():
        return _Outcome()
    wish = Wish(request.values.get("view", ""), request.values.get("page", 1, type=int))
    try:
        union = not current_site().settings.strict_default_graph
        engine = current_site().graph.engine
        shown = show_answer(engine, asked, language, wish, base=request.base_url, union=union)
    except KgError as error:
        g.outcome = type(error).__name__
        return _Outcome(failure=_read_failure(error, asked.text), status=find_status(error))
    return _Outcome(shown=shown)


def _show_page(asked: Asked) -> Response:
    language = current_language()
    outcome = _run(asked, language)
    page = render_template(
        "sparql.html",
        has_editor=(find_folder("web") / "static" / "dist" / "editor.js").is_file(),
        prefixes=PREFIXES,
        query=asked.text if asked.text is not None else EXAMPLE,
        is_asked=asked.text is not None,
        shown=outcome.shown,
        failure=outcome.failure,
        link=Links(asked),
        cards=[make_card(question, language) for question in current_site().graph.questions],
    )
    response = Response(page, outcome.status, mimetype="text/html")
    if outcome.shown is not None and outcome.shown.is_short:
        response.cache_control.no_store = True
    return response
