"""The shapes' page: what every fact is held against, each shape with its message and what it is about."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, Response, render_template

from kg.http.iris import name_locally
from kg.http.labels import Labels, Text, Thing, choose_texts, read_labels
from kg.http.language import current_language
from kg.http.negotiation import PAGE
from kg.http.queries import select
from kg.http.records import Record, gather_records
from kg.http.representations import answer, choose_representation
from kg.http.site import current_site
from kg.http.things import write_rdf

blueprint = Blueprint("shapes", __name__)
TARGETS = ("sh:targetClass", "sh:targetSubjectsOf", "sh:targetObjectsOf", "sh:targetNode")


@dataclass(frozen=True)
class Shape:
    """One shape; ``severity`` is empty for a violation."""

    fragment: str
    messages: tuple[Text, ...]
    severity: str
    path: tuple[Thing, ...]
    targets: tuple[Thing, ...]


@blueprint.get("/shapes")
def show_shapes() -> Response:
    """Show the shapes that have a message, or the shapes' graph as RDF."""
    iri = current_site().settings.base + "shapes"
    chosen = choose_representation()
    if chosen is not PAGE:
        return answer(write_rdf(iri, chosen), chosen)
    engine, language = current_site().graph.engine, current_language()
    records = gather_records(select(engine, "shapes", shapes=iri))
    labels = read_labels(engine, {name for record in records.values() for name in record.mentions()}, language)
    shapes = [_read_shape(records[name], labels, language) for name in sorted(records)]
    return answer(render_template("shapes.html", shapes=[shape for shape in shapes if shape.messages]), PAGE)


def _read_shape(record: Record, labels: Labels, language: str) -> Shape:
    severity = name_locally(record.find_iri("sh:severity") or "Violation")
    return Shape(
        fragment=record.iri.partition("#")[2],
        messages=choose_texts(record.find_texts("sh:message"), language),
        severity="" if severity == "Violation" else severity,
        path=tuple(labels[iri] for iri in record.find_iris("sh:path")),
        targets=tuple(labels[iri] for name in TARGETS for iri in record.find_iris(name)),
    )
