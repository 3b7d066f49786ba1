"""Articles and their passages as values, read from a graph; never holds an article's text."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import chain

from rdflib import RDF, RDFS, SDO, TIME, Graph, Literal, URIRef
from rdflib.term import Node

from kg.errors import InputError
from kg.vocabulary import ARTICLE_BASE, KG, OA, PREFIXES


@dataclass(frozen=True)
class Passage:
    """A part of an article's text: characters ``start`` to ``end`` (code points from 0, end exclusive; RFC 5147).

    ``sha256`` is the hash of its UTF-8; ``sentence`` its number if it is a whole sentence; ``is_evidence`` tells
    whether a fact rests on it.
    """

    iri: str
    start: int
    end: int
    sha256: str
    sentence: int | None
    is_evidence: bool


@dataclass(frozen=True)
class TimePhrase:
    """Words for the time of a fact, said to stand in one of the fact's passages."""

    fact: str
    words: str
    passages: tuple[str, ...]


@dataclass(frozen=True)
class Article:
    """An article: labels by language, its text's length in characters and hash, and its passages in order.

    ``undescribed`` are IRIs of passages of it that are named as evidence, and described nowhere.
    """

    iri: str
    title: dict[str, str] = field(hash=False)
    length: int
    sha256: str
    passages: tuple[Passage, ...]
    time_phrases: tuple[TimePhrase, ...]
    undescribed: tuple[str, ...] = ()

    @property
    def slug(self) -> str:
        """The last part of the IRI, by which people name it."""
        return self.iri.removeprefix(ARTICLE_BASE)


def read_articles(graph: Graph) -> tuple[Article, ...]:
    """Return every article that the graph describes, ordered by IRI.

    Raises InputError for one without length, or with a passage without start or end, as the shapes ask for them.
    """
    return tuple(_read_article(graph, iri) for iri in sorted(graph.subjects(RDF.type, SDO.NewsArticle), key=str))


def _read_article(graph: Graph, iri: Node) -> Article:
    passages = tuple(_read_passage(graph, passage) for passage in graph.subjects(OA.hasSource, iri))
    known = {passage.iri for passage in passages}
    return Article(
        iri=str(iri),
        title={label.language or "": str(label) for label in graph.objects(iri, RDFS.label)},  # type: ignore[attr-defined]
        length=_number(graph, iri, KG.length),
        sha256=str(graph.value(iri, KG.sha256)),
        passages=tuple(sorted(passages, key=lambda passage: (passage.start, -passage.end))),
        time_phrases=tuple(phrase for phrase in _read_phrases(graph) if known.intersection(phrase.passages)),
        undescribed=tuple(sorted(_read_evidence(graph, f"{iri}#") - known)),
    )


def _read_evidence(graph: Graph, start: str) -> set[str]:
    """Return the IRIs that are named as evidence and start like this."""
    return {str(passage) for passage in graph.objects(predicate=KG.evidence) if str(passage).startswith(start)}


def _read_passage(graph: Graph, iri: Node) -> Passage:
    return Passage(
        iri=str(iri),
        start=_number(graph, iri, KG.start),
        end=_number(graph, iri, KG.end),
        sha256=str(graph.value(iri, KG.sha256)),
        sentence=_number(graph, iri, SDO.position) if (iri, SDO.position, None) in graph else None,
        is_evidence=any((fact, KG.polarity, None) in graph for fact in graph.subjects(KG.evidence, iri)),
    )


def _read_phrases(graph: Graph) -> list[TimePhrase]:
    triples = chain.from_iterable(graph.triples((None, TIME.hasTime, time)) for time in graph.subjects(KG.timePhrase))
    return sorted(
        (
            TimePhrase(
                str(fact),
                str(graph.value(time, KG.timePhrase)),
                tuple(sorted(str(passage) for passage in graph.objects(fact, KG.evidence))),
            )
            for fact, _, time in triples
        ),
        key=lambda phrase: phrase.fact,
    )


def _number(graph: Graph, subject: Node, predicate: URIRef) -> int:
    value = graph.value(subject, predicate)
    if isinstance(value, Literal) and isinstance(number := value.toPython(), int):
        return number
    name = predicate.replace(PREFIXES["kg"], "kg:").replace(PREFIXES["schema"], "schema:")
    raise InputError(f"{subject} has no whole number as {name}; `kg validate` says what is wrong.")
