"""The texts of articles that the service may show: found by their hash, proved before they are shown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from kg.errors import InputError
from kg.evidence import hash_text
from kg.http.queries import select
from kg.http.settings import Settings
from kg.http.site import Graph
from kg.resources import find_articles
from kg.sources import read_text


def read_texts(graph: Graph, settings: Settings) -> Mapping[str, str]:
    """Return texts by their SHA-256: the packaged ones, and the one that the settings name.

    Raises Unreadable, MalformedText for what is not UTF-8, and InputError where the text named is of no article
    in the graph.
    """
    texts = {hash_text(text): text for text in _read_packaged(settings)}
    if settings.text is not None:
        text = read_text(settings.text)
        _find_article(graph, settings.text, text)
        texts[hash_text(text)] = text
    return texts


def _read_packaged(settings: Settings) -> Iterator[str]:
    if settings.packaged:
        yield from (read_text(path) for path in sorted(find_articles().glob("*/article.txt")))


def _find_article(graph: Graph, path: Path, text: str) -> None:
    known = {row["sha256"]["value"]: row["article"]["value"] for row in select(graph.engine, "hashes")}
    if hash_text(text) not in known:
        names = ", ".join(sorted(known.values())) or "none"
        raise InputError(
            f"{path} is not the text of any article here: no hash is its own. There are: {names}. "
            "'kg verify' says what differs."
        )
