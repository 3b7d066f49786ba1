"""The ontology's page: its own terms by sort, each with definition, example and what it belongs to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Blueprint, Response, render_template

from kg.http.labels import Labels, Text, Thing, choose_text, read_labels
from kg.http.language import current_language
from kg.http.negotiation import PAGE
from kg.http.queries import select
from kg.http.records import Record, expand, gather_records
from kg.http.representations import answer, choose_representation
from kg.http.site import current_site
from kg.http.things import write_rdf

blueprint = Blueprint("terms", __name__)


@dataclass(frozen=True)
class Entry:
    """One term of the ontology."""

    term: Thing
    definition: Text | None
    examples: tuple[str, ...]
    parents: tuple[Thing, ...]
    domain: tuple[Thing, ...]
    range: tuple[Thing, ...]
    yields: tuple[Thing, ...]


@dataclass(frozen=True)
class Section:
    """Terms of one sort, under a heading that is an interface string or a scheme's own label."""

    name: str
    heading: str
    entries: tuple[Entry, ...]
    scheme: Thing | None = None


@blueprint.get("/ontology")
def show_ontology() -> Response:
    """Show the ontology's terms, or the ontology as RDF."""
    iri = current_site().settings.base + "ontology"
    chosen = choose_representation()
    if chosen is not PAGE:
        return answer(write_rdf(iri, chosen), chosen)
    engine, language = current_site().graph.engine, current_language()
    records = gather_records(select(engine, "terms", ontology=iri))
    mentioned = {name for record in records.values() for name in record.mentions()}
    labels = read_labels(engine, mentioned | {iri}, language)
    sections = make_sections(records, labels, language)
    return answer(render_template("ontology.html", ontology=labels[iri], sections=sections), PAGE)


def make_sections(records: Mapping[str, Record], labels: Labels, language: str) -> list[Section]:
    """Return the terms under kinds, other classes, roles, direct relations, properties, and each scheme."""
    sorts: dict[str, list[Entry]] = {}
    for record in sorted(records.values(), key=lambda one: labels[one.iri].label.value.lower()):
        sorts.setdefault(find_sort(record), []).append(_read_entry(record, labels, language))
    known = ((name, heading) for name, heading in SORTS.items() if name in sorts)
    sections = [Section(name, heading, tuple(sorts[name])) for name, heading in known]
    for entry in sorts.get("schemes", ()):
        concepts = tuple(sorts.get(entry.term.iri, ()))
        sections.append(Section(entry.term.local_name, entry.term.label.value, concepts, entry.term))
    return sections


SORTS = {
    "kinds": "Kinds of fact",
    "classes": "What there is beside facts",
    "roles": "Roles in a fact",
    "relations": "Direct relations, derived from facts",
    "properties": "Other properties",
}


def find_sort(record: Record) -> str:
    """Return a term's sort: a key of SORTS, ``schemes``, or the IRI of the scheme that a concept is in."""
    types = record.find_iris("rdf:type")
    if expand("skos:ConceptScheme") in types:
        return "schemes"
    if expand("owl:Class") in types:
        return "kinds" if expand("kg:Fact") in record.find_iris("rdfs:subClassOf") else "classes"
    if expand("kg:DirectRelation") in types:
        return "relations"
    scheme = record.find_iri("skos:inScheme")
    if scheme:
        return scheme
    return "roles" if expand("kg:participant") in record.find_iris("rdfs:subPropertyOf") else "properties"


def _read_entry(record: Record, labels: Labels, language: str) -> Entry:
    def things(name: str) -> tuple[Thing, ...]:
        return tuple(labels[iri] for iri in record.find_iris(name))

    return Entry(
        term=labels[record.iri],
        definition=choose_text(record.find_texts("skos:definition"), language),
        examples=tuple(text.value for text in record.find_texts("skos:example")),
        parents=(*things("rdfs:subClassOf"), *things("rdfs:subPropertyOf")),
        domain=things("schema:domainIncludes"),
        range=things("schema:rangeIncludes"),
        yields=things("kg:yields"),
    )
