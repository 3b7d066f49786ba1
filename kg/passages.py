"""Finds words in a text and writes the passage's Turtle, ready to paste into an article's facts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from rdflib import Literal, URIRef

from kg.article import Passage
from kg.errors import InputError
from kg.evidence import hash_text
from kg.vocabulary import ARTICLE_BASE, PREFIXES

PREFIX_LINES = "".join(f"@prefix {name}: <{PREFIXES[name]}> .\n" for name in ("dcterms", "kg", "oa", "rdfs", "schema"))


def find_words(text: str, words: str) -> tuple[tuple[int, int], ...]:
    """Return every place of the words in the text: start and end in characters, end exclusive.

    Raises InputError if they are not there, with what to look for.
    """
    if not words:
        raise InputError("Give the words of the passage: there are none to look for.")
    places = []
    start = text.find(words)
    while start >= 0:
        places.append((start, start + len(words)))
        start = text.find(words, start + 1)
    if places:
        return tuple(places)
    if words.casefold() in text.casefold():
        raise InputError("These words stand in the text with other capital letters: write them as the text does.")
    raise InputError(
        "These words do not stand in the text: give them letter by letter as they do, line ends and spaces included."
    )


def name_article(name: str) -> str:
    """Return the IRI of a new article; ``name`` is its slug, or that IRI. Raises InputError for what is no slug."""
    slug = name.removeprefix(ARTICLE_BASE)
    if not re.fullmatch("[a-z0-9-]+", slug):
        raise InputError(f"'{name}' is no name for a new article: use small letters a to z, digits and hyphens.")
    return ARTICLE_BASE + slug


def write_article(text: str, article: str) -> str:
    """Return the Turtle of an article (an IRI) that is not described yet: its author corrects labels and language."""
    name = Literal(article.rpartition("/")[2])
    return (
        f"{URIRef(article).n3()} a schema:NewsArticle ;\n"
        f"    rdfs:label {name.n3()}@en , {name.n3()}@de ;\n"
        '    schema:inLanguage "und" ;\n'
        f"    kg:length {len(text)} ;\n"
        f"    kg:sha256 {Literal(hash_text(text)).n3()} .\n"
    )


def write_passages(text: str, places: Iterable[tuple[int, int]], article: str, sentences: Sequence[Passage]) -> str:
    """Return the Turtle of a passage for each place in the text of ``article`` (an IRI).

    ``sentences`` are the article's known sentences; a passage inside one is part of it.
    """
    blocks = []
    for start, end in places:
        within = [sentence.iri for sentence in sentences if sentence.start <= start and end <= sentence.end]
        blocks.append(_write_passage(text[start:end], start, article, within))
    return "\n".join(blocks)


def _write_passage(words: str, start: int, article: str, within: list[str]) -> str:
    end = start + len(words)
    iri = URIRef(f"{article}#char={start},{end}")
    part_of = "".join(
        f"    dcterms:isPartOf {URIRef(sentence).n3()} ;\n" for sentence in within if sentence != str(iri)
    )
    return (
        f"{iri.n3()} a kg:Passage ;\n"
        f"    oa:hasSource {URIRef(article).n3()} ;\n"
        f"{part_of}"
        f"    kg:start {start} ; kg:end {end} ;\n"
        f"    kg:sha256 {Literal(hash_text(words)).n3()} ;\n"
        "    kg:section kg:Body .\n"
    )
