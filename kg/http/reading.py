"""Reads facts for a page by three queries: their records, their sentences' numbers, and all labels."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from kg.engine import Engine
from kg.http.facts import Fact, Gap, Passage, Role, When
from kg.http.iris import find_page
from kg.http.labels import Labels, Thing, choose_text, choose_texts, read_labels
from kg.http.queries import select
from kg.http.records import Record, gather_records
from kg.http.stance import find_stance
from kg.vocabulary import PREFIXES


class _Reader:
    """Turns records into facts with the labels of one language."""

    def __init__(self, records: Mapping[str, Record], numbers: Mapping[str, int], labels: Labels) -> None:
        self.records = records
        self.numbers = numbers
        self.labels = labels

    def thing(self, record: Record, name: str) -> Thing | None:
        iri = record.find_iri(name)
        return self.labels[iri] if iri else None

    def things(self, record: Record, name: str) -> tuple[Thing, ...]:
        return tuple(self.labels[iri] for iri in record.find_iris(name))

    def passage(self, iri: str) -> Passage:
        record = self.records.get(iri, Record(iri))
        return Passage(
            iri=iri,
            article=self.thing(record, "oa:hasSource"),
            number=self.numbers.get(iri),
            start=record.find_number("kg:start"),
            end=record.find_number("kg:end"),
            sha256=record.find_text("kg:sha256"),
            section=self.thing(record, "kg:section"),
            page=find_page(iri),
        )

    def passages(self, record: Record) -> tuple[Passage, ...]:
        found = (self.passage(iri) for iri in record.find_iris("kg:evidence"))
        return tuple(sorted(found, key=lambda one: (one.start or 0, one.end or 0)))

    def when(self, iri: str) -> When:
        record = self.records.get(iri, Record(iri))
        return When(
            edtf=record.find_text("kg:edtf"),
            not_before=record.find_text("kg:notBefore"),
            not_after=record.find_text("kg:notAfter"),
            phrase=record.find_text("kg:timePhrase"),
            resolution=self.thing(record, "kg:timeResolution"),
            anchor=self.thing(record, "kg:anchor"),
            relation=self.thing(record, "kg:anchorRelation"),
        )

    def gap(self, iri: str) -> Gap:
        record = self.records.get(iri, Record(iri))
        return Gap(self.labels[iri], self.thing(record, "kg:gapKind"), self.passages(record))

    def roles(self, record: Record) -> tuple[Role, ...]:
        found = []
        for iri in record.roles:
            players = sorted(term["value"] for term in record.terms[iri] if term["type"] == "uri")
            found.append(Role(self.labels[iri], tuple(self.labels[player] for player in players)))
        return tuple(sorted(found, key=lambda role: role.role.label.value))

    def kind(self, record: Record) -> Thing | None:
        kinds = [iri for iri in record.find_iris("rdf:type") if iri.startswith(PREFIXES["kg"])]
        specific = [iri for iri in kinds if iri != PREFIXES["kg"] + "Fact"]
        return self.labels[(specific or kinds)[0]] if kinds else None

    def fact(self, iri: str, language: str) -> Fact:
        record = self.records[iri]
        polarity, modality = self.thing(record, "kg:polarity"), self.thing(record, "kg:modality")
        time = record.find_iri("time:hasTime")
        return Fact(
            iri=iri,
            page=find_page(iri),
            statement=self.labels[iri].label,
            kind=self.kind(record),
            type=self.thing(record, "kg:subtype"),
            stance=find_stance(*(one.local_name if one else "" for one in (polarity, modality))),
            polarity=polarity,
            modality=modality,
            certainty=self.thing(record, "kg:certainty"),
            explicitness=self.thing(record, "kg:explicitness"),
            attributed_to=self.things(record, "kg:attributedTo"),
            attribution=self.thing(record, "kg:attributionExplicitness"),
            roles=self.roles(record),
            judgement=choose_text(record.find_texts("kg:judgement"), language),
            means=self.thing(record, "kg:mainMeans"),
            when=self.when(time) if time else None,
            passages=self.passages(record),
            gaps=tuple(self.gap(gap) for gap in record.find_iris("kg:textGap")),
            conveys=self.things(record, "kg:conveys"),
            explains=self.things(record, "kg:explains"),
            premises=self.things(record, "prov:wasDerivedFrom"),
            notes=choose_texts(record.find_texts("skos:note"), language),
        )


def read_facts(engine: Engine, iris: Sequence[str], language: str) -> list[Fact]:
    """Return the facts with these IRIs in the order of the text; unknown IRIs are left out."""
    if not iris:
        return []
    records = gather_records(select(engine, "records", facts=iris))
    rows = select(engine, "sentences", facts=iris)
    numbers = {row["passage"]["value"]: int(row["number"]["value"]) for row in rows}
    passages = {iri for record in records.values() for iri in record.find_iris("kg:evidence")}  # have no labels
    labels = read_labels(engine, _collect_iris(records.values()) - passages, language)
    reader = _Reader(records, numbers, labels)
    facts = [reader.fact(iri, language) for iri in dict.fromkeys(iris) if iri in records]
    return sorted(facts, key=lambda fact: (fact.place, fact.iri))


def _collect_iris(records: Iterable[Record]) -> set[str]:
    return {iri for record in records for iri in record.mentions()}
