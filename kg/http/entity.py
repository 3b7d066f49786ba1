"""The page of what is neither fact nor article: names, kind, links, and its facts in words by stance."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass

from flask import render_template

from kg.http.facts import group_by_stance
from kg.http.iris import name_locally
from kg.http.labels import Labels, Text, Thing, read_labels
from kg.http.language import current_language
from kg.http.linked import describe_thing
from kg.http.neighbours import draw_neighbours
from kg.http.queries import Row, Term, select, select_iris
from kg.http.reading import read_facts
from kg.http.records import Record, expand, read_text
from kg.http.site import current_site
from kg.http.stance import Stance, find_stance

# Properties that the page shows in ways of its own.
SHOWN_APART = frozenset(map(expand, ("rdf:type", "rdfs:label")))


@dataclass(frozen=True)
class Statement:
    """One property of the thing with its values: things with pages, and texts."""

    property: Thing
    things: tuple[Thing, ...]
    texts: tuple[Text, ...]


def show_entity(record: Record) -> str:
    """Return the page of an entity, a concept, or any other thing."""
    engine, language = current_site().graph.engine, current_language()
    facts = read_facts(engine, select_iris(engine, "facts-about", "fact", it=record.iri), language)
    relations = _read_relations(record.iri)
    direct = {row["relation"]["value"] for row in relations}
    used = {fact.iri for fact in facts}
    incoming = [row for row in select(engine, "incoming", it=record.iri) if row["from"]["value"] not in used]
    unsaid = select(engine, "unsaid", it=record.iri)
    labels = read_labels(engine, _collect_iris(record, relations, incoming, unsaid), language)
    return render_template(
        "entity.html",
        thing=labels[record.iri],
        names=record.find_texts("rdfs:label"),
        types=[labels[iri] for iri in record.find_iris("rdf:type")],
        statements=_read_statements(record, SHOWN_APART | direct, labels),
        relations=[tuple(labels[row[name]["value"]] for name in ("from", "relation", "to")) for row in relations],
        incoming=_group_incoming(incoming, direct, labels),
        unsaid=_read_unsaid(unsaid, labels),
        drawing=draw_neighbours(record.iri, facts),
        groups=group_by_stance(sorted(facts, key=lambda fact: fact.kind.label.value if fact.kind else "")),
        facts=facts,
        linked=describe_thing(record, labels[record.iri]),
    )


def _read_unsaid(rows: list[Row], labels: Labels) -> list[tuple[Thing, list[Stance]]]:
    """Return the direct relations that the thing does not have, with the stances in which they are spoken of."""
    found: dict[str, list[Stance]] = {}
    for row in rows:
        stance = find_stance(*(name_locally(row[name]["value"]) for name in ("polarity", "modality")))
        stances = found.setdefault(row["relation"]["value"], [])
        if stance and stance not in stances:
            stances.append(stance)
    return [(labels[relation], stances) for relation, stances in found.items()]


def _read_relations(iri: str) -> list[Row]:
    """Return the thing's direct relations; of one that holds both ways, only the way from the thing."""
    rows = select(current_site().graph.engine, "direct-relations", it=iri)
    outgoing = {(row["relation"]["value"], row["to"]["value"]) for row in rows if row["from"]["value"] == iri}
    return [
        row
        for row in rows
        if row["from"]["value"] == iri or (row["relation"]["value"], row["from"]["value"]) not in outgoing
    ]


def _collect_iris(record: Record, *tables: list[Row]) -> set[str]:
    terms = (term for rows in tables for row in rows for term in row.values())
    return {*record.mentions(), *(term["value"] for term in terms)}


def _read_statements(record: Record, apart: Set[str], labels: Labels) -> list[Statement]:
    shown = ((name, terms) for name, terms in record.terms.items() if name not in apart)
    statements = [_read_statement(labels[name], terms, labels) for name, terms in shown]
    return sorted(statements, key=lambda one: one.property.label.value)


def _read_statement(name: Thing, terms: list[Term], labels: Labels) -> Statement:
    things = sorted(term["value"] for term in terms if term["type"] == "uri")
    texts = [read_text(term) for term in terms if term["type"] == "literal"]
    return Statement(
        property=name,
        things=tuple(labels[iri] for iri in things),
        texts=tuple(sorted(texts, key=lambda text: (text.language, text.value))),
    )


def _group_incoming(rows: list[Row], apart: Set[str], labels: Labels) -> list[tuple[Thing, list[Thing]]]:
    """Return what points at the thing besides its facts and direct relations, by property."""
    groups: dict[str, list[Thing]] = {}
    for row in rows:
        if row["property"]["value"] not in apart:
            groups.setdefault(row["property"]["value"], []).append(labels[row["from"]["value"]])
    return [(labels[name], things) for name, things in sorted(groups.items())]
