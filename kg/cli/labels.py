"""What to call an IRI on a terminal: its label in the reader's language, else a short form."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING

from kg.language import rank_language

if TYPE_CHECKING:
    from kg.engine import Engine

BATCH = 500
QUERY = "SELECT ?thing ?label WHERE {{ VALUES ?thing {{ {things} }} ?thing rdfs:label ?label }}"


def read_labels(engine: Engine, iris: Iterable[str], language: str) -> dict[str, str]:
    """Return the labels that these IRIs have, in this language, else English, else any."""
    from kg.engine import Query
    from kg.formats import JSON

    wanted = sorted(set(iris))
    found: dict[str, tuple[tuple[int, str], str]] = {}
    for start in range(0, len(wanted), BATCH):
        things = " ".join(f"<{iri}>" for iri in wanted[start : start + BATCH])
        answer = engine.query(Query(QUERY.format(things=things), results_format=JSON))
        for row in json.loads(answer.body)["results"]["bindings"]:
            label = row["label"]
            rank = (rank_language(label.get("xml:lang", ""), language), label["value"])
            iri = row["thing"]["value"]
            found[iri] = min(found.get(iri, (rank, label["value"])), (rank, label["value"]))
    return {iri: label for iri, (_, label) in found.items()}


def shorten(iri: str) -> str:
    """Return the IRI with a well-known prefix, or what follows an article's base, or its last part."""
    from kg.vocabulary import ARTICLE_BASE, PREFIXES

    for prefix, namespace in PREFIXES.items():
        local = iri.removeprefix(namespace)
        if local != iri and "/" not in local:
            return f"{prefix}:{local}"
    if iri.startswith(ARTICLE_BASE):
        return iri.removeprefix(ARTICLE_BASE)
    return iri.rstrip("/#").rpartition("/")[2] or iri
