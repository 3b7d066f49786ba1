"""Facts as pages show them: statement, stance, roles, evidence, time and gaps; three queries a page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kg.engine import Engine
from kg.http.iris import find_page
from kg.http.labels import Labels, Text, Thing, choose_text, choose_texts, read_labels
from kg.http.queries import select
from kg.http.records import Record, gather_records
from kg.http.stance import STANCES, Stance, find_stance
from kg.vocabulary import PREFIXES


@dataclass(frozen=True)
class Passage:
    """A part of an article's text: characters ``start`` to ``end`` (exclusive), in sentence ``number``."""

    iri: str
    article: Thing | None
    number: int | None
    start: int | None
    end: int | None
    section: Thing | None
    page: str | None

    @property
    def is_teaser(self) -> bool:
        """Whether the passage only announces another article."""
        return self.section is not None and self.section.local_name == "Teaser"


@dataclass(frozen=True)
class When:
    """A fact's time as far as the text gives it."""

    edtf: str | None
    not_before: str | None
    not_after: str | None
    phrase: str | None
    resolution: Thing | None
    anchor: Thing | None
    relation: Thing | None


@dataclass(frozen=True)
class Role:
    """A role and who plays it in one fact."""

    role: Thing
    players: tuple[Thing, ...]


@dataclass(frozen=True)
class Gap:
    """What the text leaves out or gets wrong."""

    gap: Thing
    kind: Thing | None


@dataclass(frozen=True)
class Fact:
    """One fact in the reader's language."""

    iri: str
    page: str | None
    statement: Text
    kind: Thing | None
    type: Thing | None
    stance: Stance | None
    polarity: Thing | None
    modality: Thing | None
    certainty: Thing | None
    explicitness: Thing | None
    attributed_to: tuple[Thing, ...]
    attribution: Thing | None
    roles: tuple[Role, ...]
    judgement: Text | None
    means: Thing | None
    when: When | None
    passages: tuple[Passage, ...]
    gaps: tuple[Gap, ...]
    conveys: tuple[Thing, ...]
    explains: tuple[Thing, ...]
    premises: tuple[Thing, ...]
    notes: tuple[Text, ...]

    @property
    def vouchers(self) -> tuple[Thing, ...]:
        """Who vouches for the fact besides the article."""
        articles = {passage.article.iri for passage in self.passages if passage.article}
        return tuple(agent for agent in self.attributed_to if agent.iri not in articles)

    @property
    def is_inferred(self) -> bool:
        """Whether the editors concluded it from what the text says."""
        return self.explicitness is not None and self.explicitness.local_name == "Inferred"

    @property
    def place(self) -> tuple[str, bool, int]:
        """Where the fact stands in its article, to sort by: what is only inferred comes last."""
        places = ((one.article.iri if one.article else "", one.start or 0) for one in self.passages)
        article, start = min(places, default=("~", 0))
        return article, self.is_inferred, start


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
            section=self.thing(record, "kg:section"),
            page=find_page(iri),
        )

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
        return Gap(self.labels[iri], self.thing(self.records.get(iri, Record(iri)), "kg:gapKind"))

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
        passages = (self.passage(passage) for passage in record.find_iris("kg:evidence"))
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
            passages=tuple(sorted(passages, key=lambda one: (one.start or 0, one.end or 0))),
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
    labels = read_labels(engine, _collect_iris(records.values()), language)
    reader = _Reader(records, numbers, labels)
    facts = [reader.fact(iri, language) for iri in dict.fromkeys(iris) if iri in records]
    return sorted(facts, key=lambda fact: (fact.place, fact.iri))


def _collect_iris(records: Iterable[Record]) -> set[str]:
    return {iri for record in records for iri in record.mentions()}


def group_by_stance(facts: Sequence[Fact]) -> list[tuple[Stance | None, list[Fact]]]:
    """Return the facts under each stance that has any, those without a stance last."""
    groups = [(stance, [fact for fact in facts if fact.stance == stance]) for stance in (*STANCES, None)]
    return [(stance, group) for stance, group in groups if group]
