"""Pages and RDF about any IRI under the site's base, by Accept, at the rest of its path.

A representation is answered at the IRI's own address with 200; Content-Location names the one that was
chosen and Vary says by what. What the graph says nothing about is 404.
"""

from __future__ import annotations

from flask import Blueprint, Response, render_template
from werkzeug.exceptions import NotFound

from kg.formats import Format
from kg.http.article import show_article
from kg.http.entity import show_entity
from kg.http.headers import SENDING_NOTHING
from kg.http.iris import read_iris
from kg.http.labels import Thing, read_labels
from kg.http.language import current_language
from kg.http.linked import describe_fact
from kg.http.negotiation import PAGE
from kg.http.queries import construct, is_iri, select
from kg.http.reading import read_facts
from kg.http.records import Record, expand, gather_records
from kg.http.representations import answer, choose_representation
from kg.http.site import current_site

blueprint = Blueprint("things", __name__)


@blueprint.get("/<path:path>")
def show_thing(path: str) -> Response:
    """Answer about the IRI at this path."""
    record = _find_thing(path)
    chosen = choose_representation()
    if chosen is not PAGE:
        return answer(write_rdf(record.iri, chosen), chosen)
    response = answer(_render(record), PAGE)
    if is_article(record):
        response.headers["Content-Security-Policy"] = SENDING_NOTHING
    return response


def is_article(record: Record) -> bool:
    """Say whether the record is of an article."""
    return expand("schema:NewsArticle") in record.find_iris("rdf:type")


def _find_thing(path: str) -> Record:
    """Return what is said of the first of the path's IRIs that the graph knows; NotFound for none."""
    engine = current_site().graph.engine
    iris = [iri for iri in read_iris(path) if is_iri(iri)]
    records = gather_records(select(engine, "statements", things=iris)) if iris else {}
    for iri in iris:
        if iri in records:
            return records[iri]
        if select(engine, "incoming", it=iri) or is_graph(iri):
            return Record(iri)
    raise NotFound(f"The graph says nothing about '{(iris or [path])[0]}'.")


def is_graph(iri: str) -> bool:
    """Say whether the IRI names a graph that is not empty."""
    rows = select(current_site().graph.engine, "graph-size", it=iri)
    return rows[0]["triples"]["value"] != "0"


def write_rdf(iri: str, format: Format) -> bytes:
    """Return a graph whole where the IRI names one, else all about the thing, which comes first."""
    engine = current_site().graph.engine
    if is_graph(iri):
        return engine.export(format, graph=iri)
    return construct(engine, "describe", format, first=iri, it=iri)


def _render(record: Record) -> str:
    if expand("kg:modality") in record.terms:
        return _show_fact(record.iri)
    if is_article(record):
        return show_article(record)
    return show_entity(record)


# Headings of what refers to a fact, by the names that references.rq gives.
REFERENCES = {
    "conveyed": "Said in",
    "explained": "Explained by",
    "judged": "Judged in",
    "premise": "Premise of",
    "dating": "What is dated by it",
}


def _show_fact(iri: str) -> str:
    engine, language = current_site().graph.engine, current_language()
    fact = read_facts(engine, [iri], language)[0]
    rows = select(engine, "references", it=iri)
    labels = read_labels(engine, {row["from"]["value"] for row in rows}, language)
    references: dict[str, list[Thing]] = {}
    for how, heading in REFERENCES.items():
        references[heading] = [labels[row["from"]["value"]] for row in rows if row["how"]["value"] == how]
    return render_template("fact.html", fact=fact, references=references, linked=describe_fact(fact))
