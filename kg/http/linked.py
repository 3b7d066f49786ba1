"""What pages say of themselves to machines: schema.org as JSON-LD, from what the page shows already."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kg.http.facts import Fact
from kg.http.labels import Thing
from kg.http.records import Record
from kg.vocabulary import PREFIXES

CONTEXT = "https://schema.org"


def describe_fact(fact: Fact) -> dict[str, Any]:
    """Return a fact as a schema.org Claim: somebody's statement, whatever its stance."""
    articles = sorted({passage.article.iri for passage in fact.passages if passage.article})
    return {
        "@context": CONTEXT,
        "@type": "Claim",
        "@id": fact.iri,
        "name": fact.statement.value,
        "inLanguage": fact.statement.language,
        "appearance": [{"@type": "NewsArticle", "@id": iri} for iri in articles],
        "claimInterpreter": [{"@id": agent.iri, "name": agent.label.value} for agent in fact.attributed_to],
    }


def describe_article(article: Thing, spoken: str | None, about: Sequence[Thing]) -> dict[str, Any]:
    """Return an article with what its facts are about."""
    return {
        "@context": CONTEXT,
        "@type": "NewsArticle",
        "@id": article.iri,
        "name": article.label.value,
        "inLanguage": spoken,
        "about": [{"@id": thing.iri, "name": thing.label.value} for thing in about],
    }


def describe_thing(record: Record, thing: Thing) -> dict[str, Any]:
    """Return a thing with its schema.org types and where else it is described."""
    types = (iri.removeprefix(PREFIXES["schema"]) for iri in record.find_iris("rdf:type"))
    return {
        "@context": CONTEXT,
        "@type": [name for name in types if ":" not in name] or ["Thing"],
        "@id": thing.iri,
        "name": thing.label.value,
        "sameAs": record.find_iris("schema:sameAs"),
    }
