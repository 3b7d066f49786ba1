"""The ontology's page: its own terms by sort, each with definition, example, shapes, uses, and a query to try."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flask import Blueprint, Response, render_template, url_for

from kg.http.iris import shorten
from kg.http.labels import Labels, Text, Thing, choose_text, read_labels
from kg.http.language import current_language
from kg.http.negotiation import PAGE
from kg.http.queries import select
from kg.http.records import Record, expand, gather_records
from kg.http.representations import answer, choose_representation
from kg.http.site import current_site
from kg.http.things import write_rdf

blueprint = Blueprint("terms", __name__)

# Sorts of terms with their headings, in the page's order; concepts follow by scheme.
SORTS = {
    "kinds": "Kinds of fact",
    "classes": "What there is beside facts",
    "roles": "Roles in a fact",
    "relations": "Direct relations, derived from facts",
    "properties": "Other properties",
}
_TRIALS = {
    "kinds": "SELECT ?fact WHERE {{ ?fact a {term} }}",
    "classes": "SELECT ?it WHERE {{ ?it a/rdfs:subClassOf* {term} }}",
    "roles": "SELECT ?fact ?player WHERE {{ ?fact {term} ?player }}",
    "relations": "SELECT ?subject ?object WHERE {{ ?subject {term} ?object }}",
    "properties": "SELECT ?subject ?value WHERE {{ ?subject {term} ?value }}",
}
_TRIAL_OF_CONCEPT = "SELECT ?subject ?property WHERE {{ ?subject ?property {term} }}"


@dataclass(frozen=True)
class Entry:
    """One term of the ontology; ``number`` counts its uses, ``trial`` is the address of a query for them."""

    term: Thing
    definition: Text | None
    examples: tuple[str, ...]
    parents: tuple[Thing, ...]
    domain: tuple[Thing, ...]
    range: tuple[Thing, ...]
    yields: tuple[Thing, ...]
    shapes: tuple[str, ...]
    number: int
    trial: str


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
    site, language = current_site(), current_language()
    iri = site.settings.base + "ontology"
    chosen = choose_representation()
    if chosen is not PAGE:
        return answer(write_rdf(iri, chosen), chosen)
    records = gather_records(select(site.graph.engine, "terms", ontology=iri))
    mentioned = {name for record in records.values() for name in record.mentions()}
    labels = read_labels(site.graph.engine, mentioned | {iri}, language)
    sections = list(make_sections(records, _Reader(iri, labels, language)))
    return answer(render_template("ontology.html", ontology=labels[iri], labels=labels, sections=sections), PAGE)


class _Reader:
    """Turns records into entries, with labels and uses."""

    def __init__(self, ontology: str, labels: Labels, language: str) -> None:
        site = current_site()
        self.labels = labels
        self.language = language
        rows = select(site.graph.engine, "term-counts", ontology=ontology)
        self.numbers = {row["term"]["value"]: int(row["number"]["value"]) for row in rows}
        self.shapes: dict[str, list[str]] = {}
        for row in select(
            site.graph.engine, "shapes-of-terms", ontology=ontology, shapes=site.settings.base + "shapes"
        ):
            self.shapes.setdefault(row["term"]["value"], []).append(row["shape"]["value"].partition("#")[2])

    def entry(self, record: Record, sort: str) -> Entry:
        trial = _TRIALS.get(sort, _TRIAL_OF_CONCEPT).format(term=shorten(record.iri))
        return Entry(
            term=self.labels[record.iri],
            definition=choose_text(record.find_texts("skos:definition"), self.language),
            examples=tuple(text.value for text in record.find_texts("skos:example")),
            parents=(*self.things(record, "rdfs:subClassOf"), *self.things(record, "rdfs:subPropertyOf")),
            domain=self.things(record, "schema:domainIncludes"),
            range=self.things(record, "schema:rangeIncludes"),
            yields=self.things(record, "kg:yields"),
            shapes=tuple(self.shapes.get(record.iri, ())),
            number=self.numbers.get(record.iri, 0),
            trial=url_for("sparql.answer_query", query=trial),
        )

    def things(self, record: Record, name: str) -> tuple[Thing, ...]:
        return tuple(self.labels[iri] for iri in record.find_iris(name))


def make_sections(records: Mapping[str, Record], reader: _Reader) -> Iterator[Section]:
    """Yield the terms under kinds, other classes, roles, direct relations, properties, and each scheme."""
    sorts: dict[str, list[Entry]] = {}
    for record in sorted(records.values(), key=lambda one: reader.labels[one.iri].label.value.lower()):
        sort = find_sort(record)
        sorts.setdefault(sort, []).append(reader.entry(record, sort))
    for name, heading in SORTS.items():
        if name in sorts:
            yield Section(name, heading, tuple(sorts[name]))
    for entry in sorts.get("schemes", ()):
        concepts = tuple(sorts.get(entry.term.iri, ()))
        yield Section(entry.term.local_name, entry.term.label.value, concepts, entry.term)


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
