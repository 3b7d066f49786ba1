"""What the query editor offers: the graph's kinds, properties, concepts and things, with labels and counts, as JSON."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, jsonify

from kg.engine import Engine
from kg.http.iris import shorten
from kg.http.labels import read_labels
from kg.http.language import current_language
from kg.http.queries import select
from kg.http.records import Record, expand, gather_records
from kg.http.site import current_site

blueprint = Blueprint("completions", __name__)

Counts = dict[str, int]


@blueprint.get("/completions")
def list_completions() -> Response:
    """Answer ``{"terms": [{"name": "kg:Usage", "label": "usage", "sort": "kind", "number": 12}, …]}``.

    ``sort`` is kind, property, concept or thing; properties have ``domain`` and ``range``, lists of names. What has
    no prefixed name is left out.
    """
    engine = current_site().graph.engine
    ontology = current_site().settings.base + "ontology"
    records = gather_records(select(engine, "terms", ontology=ontology))
    used = _read_counts(engine, "term-counts", "term", ontology=ontology)
    properties, things = (_read_counts(engine, name, "it") for name in ("properties", "things"))
    labels = read_labels(engine, {*records, *properties, *things}, current_language())
    terms = [_write_term(iri, labels[iri].label.value, "thing", number) for iri, number in things.items()]
    for iri, number in properties.items():
        if iri not in records:
            terms.append(_write_term(iri, labels[iri].label.value, "property", number))
    for iri, record in records.items():
        terms.append(_write_own(record, labels[iri].label.value, used.get(iri, 0)))
    return jsonify(terms=[term for term in terms if "/" not in term["name"]])


def _read_counts(engine: Engine, name: str, variable: str, **iris: str) -> Counts:
    return {row[variable]["value"]: int(row["number"]["value"]) for row in select(engine, name, **iris)}


def _write_term(iri: str, label: str, sort: str, number: int) -> dict[str, Any]:
    return {"name": shorten(iri), "label": label, "sort": sort, "number": number}


def _write_own(record: Record, label: str, number: int) -> dict[str, Any]:
    """Return one of the ontology's own terms."""
    types = record.find_iris("rdf:type")
    if expand("owl:Class") in types:
        return _write_term(record.iri, label, "kind", number)
    if expand("skos:Concept") in types or expand("skos:ConceptScheme") in types:
        return _write_term(record.iri, label, "concept", number)
    names = {key: f"schema:{key}Includes" for key in ("domain", "range")}
    ends = {key: [shorten(iri) for iri in record.find_iris(name)] for key, name in names.items()}
    return _write_term(record.iri, label, "property", number) | ends
