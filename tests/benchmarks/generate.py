"""Makes articles under our ontology, as N-Quads, for benchmarks: the same number and seed give the same bytes.

Usage: python -m tests.benchmarks.generate TRIPLES > articles.nq
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from hashlib import sha256
from random import Random
from typing import TextIO

from kg.vocabulary import ARTICLE_BASE, ENTITIES_GRAPH, PREFIXES

SENTENCES = 10
FACTS = 14
TRIPLES_PER_ARTICLE = 344
ORGANIZATIONS = 400
PRODUCTS = 800
PEOPLE = 400
XSD = PREFIXES["xsd"]

# Kind, its roles with the entities that fill them, and how often it has each stance.
KINDS = (
    ("Acquisition", (("acquirer", "organization"), ("target", "organization"))),
    ("Usage", (("user", "organization"), ("product", "product"))),
    ("Offering", (("provider", "organization"), ("product", "product"))),
    ("Leadership", (("leader", "person"), ("organization", "organization"))),
    ("Competition", (("party", "organization"), ("party", "organization"))),
)
MODALITIES = ("Actual", "Actual", "Actual", "Planned")


def iri(name: str) -> str:
    """Return a prefixed name as an IRI in angle brackets."""
    prefix, _, local = name.partition(":")
    return f"<{PREFIXES[prefix]}{local}>"


def text(value: str, language: str) -> str:
    """Return a literal with a language."""
    return f'"{value}"@{language}'


def integer(value: int) -> str:
    """Return an xsd:integer."""
    return f'"{value}"^^<{XSD}integer>'


def write_entities() -> Iterator[str]:
    """Yield the statements of the entities that all articles share."""
    kinds = (("organization", ORGANIZATIONS, "schema:Organization"), ("person", PEOPLE, "schema:Person"))
    for name, number, kind in (*kinds, ("product", PRODUCTS, "schema:Product")):
        for index in range(number):
            entity = iri(f"id:{name}-{index}")
            yield f"{entity} {iri('rdf:type')} {iri(kind)}"
            if name != "product":
                yield f"{entity} {iri('rdf:type')} {iri('prov:Agent')}"
            for language in ("en", "de"):
                yield f"{entity} {iri('rdfs:label')} {text(f'{name.title()} {index}', language)}"


def choose(random: Random, name: str) -> str:
    """Return an entity: a few are named often, most seldom."""
    number = {"organization": ORGANIZATIONS, "person": PEOPLE, "product": PRODUCTS}[name]
    return iri(f"id:{name}-{int(number * random.random() ** 2)}")


def write_article(random: Random, index: int) -> Iterator[str]:
    """Yield the statements of one article: its passages and facts."""
    article = f"{ARTICLE_BASE}a{index}"
    length = SENTENCES * 100
    yield f"<{article}> {iri('rdf:type')} {iri('schema:NewsArticle')}"
    yield f"<{article}> {iri('rdfs:label')} {text(f'Article {index}', 'en')}"
    yield f"<{article}> {iri('rdfs:label')} {text(f'Artikel {index}', 'de')}"
    yield f'<{article}> {iri("schema:inLanguage")} "en"'
    yield f"<{article}> {iri('kg:length')} {integer(length)}"
    yield f'<{article}> {iri("kg:sha256")} "{sha256(article.encode()).hexdigest()}"'
    for number in range(SENTENCES):
        yield from write_sentence(article, number)
    for number in range(FACTS):
        yield from write_fact(random, article, number)


def write_sentence(article: str, number: int) -> Iterator[str]:
    """Yield the statements of one sentence."""
    start, end = number * 100, number * 100 + 99
    passage = f"<{article}#char={start},{end}>"
    yield f"{passage} {iri('rdf:type')} {iri('kg:Passage')}"
    yield f"{passage} {iri('rdf:type')} {iri('kg:Sentence')}"
    yield f"{passage} {iri('oa:hasSource')} <{article}>"
    yield f"{passage} {iri('schema:position')} {integer(number + 1)}"
    yield f"{passage} {iri('kg:start')} {integer(start)}"
    yield f"{passage} {iri('kg:end')} {integer(end)}"
    yield f'{passage} {iri("kg:sha256")} "{sha256(passage.encode()).hexdigest()}"'
    yield f"{passage} {iri('kg:section')} {iri('kg:Body')}"


def write_fact(random: Random, article: str, number: int) -> Iterator[str]:
    """Yield the statements of one fact with its time."""
    kind, roles = random.choice(KINDS)
    fact, time = f"<{article}/fact/f{number}>", f"<{article}/time/f{number}>"
    modality = random.choice(MODALITIES)
    start = random.randrange(SENTENCES) * 100
    yield f"{fact} {iri('rdf:type')} {iri(f'kg:{kind}')}"
    yield f"{fact} {iri('rdfs:label')} {text(f'Fact {number} is a {kind}', 'en')}"
    yield f"{fact} {iri('rdfs:label')} {text(f'Tatsache {number}: {kind}', 'de')}"
    for role, filler in roles:
        yield f"{fact} {iri(f'kg:{role}')} {choose(random, filler)}"
    yield f"{fact} {iri('kg:polarity')} {iri('kg:Affirmed')}"
    yield f"{fact} {iri('kg:modality')} {iri(f'kg:{modality}')}"
    yield f"{fact} {iri('kg:certainty')} {iri('kg:Certain')}"
    yield f"{fact} {iri('kg:explicitness')} {iri('kg:Stated')}"
    yield f"{fact} {iri('kg:attributedTo')} <{article}>"
    yield f"{fact} {iri('kg:evidence')} <{article}#char={start},{start + 99}>"
    yield f"{fact} {iri('time:hasTime')} {time}"
    yield from write_time(random, time)


def write_time(random: Random, time: str) -> Iterator[str]:
    """Yield the statements of a time: a year, as most articles give it."""
    year = random.randrange(1990, 2026)
    yield f"{time} {iri('rdf:type')} {iri('time:Interval')}"
    yield f"{time} {iri('kg:timeResolution')} {iri('kg:Explicit')}"
    yield f'{time} {iri("kg:timePhrase")} "{year}"'
    yield f'{time} {iri("kg:edtf")} "{year}"^^{iri("edtf:EDTF")}'
    yield f'{time} {iri("kg:notBefore")} "{year}-01-01"^^<{XSD}date>'
    yield f'{time} {iri("kg:notAfter")} "{year}-12-31"^^<{XSD}date>'


def write_dataset(out: TextIO, triples: int, seed: int = 1) -> int:
    """Write about that many triples as N-Quads and return the number of articles."""
    random = Random(seed)
    articles = max(1, triples // TRIPLES_PER_ARTICLE)
    out.writelines(f"{statement} <{ENTITIES_GRAPH}> .\n" for statement in write_entities())
    for index in range(articles):
        graph = f"<{ARTICLE_BASE}a{index}>"
        out.writelines(f"{statement} {graph} .\n" for statement in write_article(random, index))
    return articles


if __name__ == "__main__":
    write_dataset(sys.stdout, int(sys.argv[1]))
