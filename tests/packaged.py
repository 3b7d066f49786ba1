"""What the package ships, read once for all tests that only look at it, and the texts of the articles."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

import pytest
from rdflib import Dataset, Graph

import kg
from kg.resources import PACKAGE, find_articles, find_folder
from kg.vocabulary import ARTICLE_BASE, PREFIXES

SLUGS = ("first-release", "salesforce-microsoft")
MAIN = ARTICLE_BASE + "salesforce-microsoft"
TURTLE_FILES = tuple(
    sorted(
        path for top in (find_articles(), find_folder("ontology"), find_folder("shapes")) for path in top.rglob("*.ttl")
    )
)

needs_text = pytest.mark.skipif(
    "KG_ARTICLE_TEXT" not in os.environ, reason="KG_ARTICLE_TEXT does not name the article's text"
)
# Both articles; the other one's text is the publisher's and not here.
each_slug = pytest.mark.parametrize("slug", ["first-release", pytest.param("salesforce-microsoft", marks=needs_text)])


def name_file(path: Path) -> str:
    """Return the path as people write it, for the identifier of a test."""
    return path.relative_to(PACKAGE.parent).as_posix()


@cache
def open_packaged() -> kg.KnowledgeGraph:
    """Return the packaged graph."""
    return kg.open_graph()


@cache
def read_dataset() -> Dataset:
    """Return the packaged graph as rdflib reads it."""
    return open_packaged().rdflib()


@cache
def read_files(*folders: str) -> Graph:
    """Return the Turtle files of these folders, such as ``ontology``, as one graph."""
    graph = Graph()
    for path in TURTLE_FILES:
        if name_file(path).split("/")[-2] in folders or name_file(path).split("/")[0] in folders:
            graph.parse(path)
    return graph


def read_article_text(slug: str) -> str:
    """Return an article's text, line ends as they are."""
    path = find_articles() / slug / "article.txt" if slug == "first-release" else os.environ["KG_ARTICLE_TEXT"]
    return Path(path).read_bytes().decode("utf-8")


def shorten(iri: object) -> str:
    """Return an IRI with the package's prefixes, articles' own things by their path: ``kg:uses``, ``fact/s03-bid``."""
    text = str(iri)
    for slug in SLUGS:
        text = text.removeprefix(f"{ARTICLE_BASE}{slug}/")
    for name, prefix in PREFIXES.items():
        if text.startswith(prefix):
            return f"{name}:{text.removeprefix(prefix)}"
    return text
