"""The vocabulary module, the ontology and the prefixes of every file agree."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from rdflib import RDFS, Graph, URIRef

from kg.resources import find_folder
from kg.vocabulary import (
    ARTICLE_BASE,
    BASE,
    DATA_BASE,
    ENTITIES_GRAPH,
    KG,
    OA,
    ONTOLOGY_GRAPH,
    PREFIXES,
    QUESTIONS_GRAPH,
    SHAPES_GRAPH,
)
from tests.packaged import SLUGS, TURTLE_FILES, name_file

# Prefixes for what is an article's own.
LOCAL = {f"{ARTICLE_BASE}{slug}/{path}/" for slug in SLUGS for path in ("fact", "gap", "time")}
QUERIES = sorted(path for path in find_folder("ontology").rglob("*.rq"))
PREFIX = re.compile(r"^(?:@prefix|PREFIX)\s+(\w*):\s*<([^>]*)>", re.MULTILINE | re.IGNORECASE)


def test_the_vocabulary_names_the_terms_of_the_ontology_and_no_other() -> None:
    ontology = Graph().parse(find_folder("ontology") / "kg.ttl")

    assert {URIRef(term) for term in dir(KG) if term.startswith(PREFIXES["kg"])} == set(
        ontology.subjects(RDFS.isDefinedBy)
    )


def test_a_misspelt_term_is_an_error() -> None:
    with pytest.raises(AttributeError, match="Misspelt"):
        _ = KG.Misspelt
    with pytest.raises(AttributeError, match="hasSauce"):
        _ = OA.hasSauce


@pytest.mark.parametrize("path", [*TURTLE_FILES, *QUERIES], ids=name_file)
def test_the_files_prefixes_are_those_of_the_vocabulary(path: Path) -> None:
    declared = dict(PREFIX.findall(path.read_text(encoding="utf-8")))

    assert {(name, iri) for name, iri in declared.items() if iri not in LOCAL} <= set(PREFIXES.items())
    assert {name for name, iri in declared.items() if iri in LOCAL} <= {"fact", "gap", "when"}


@pytest.mark.parametrize("path", TURTLE_FILES, ids=name_file)
def test_the_file_declares_no_prefix_in_vain(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    declared = {name for name, _ in PREFIX.findall(text)}

    assert {name for name in declared if not re.search(rf"(?<![\w:]){name}:(?!\s*<)", text)} == set()


@pytest.mark.parametrize("path", TURTLE_FILES, ids=name_file)
def test_the_files_prefixes_are_sorted(path: Path) -> None:
    names = [name for name, _ in PREFIX.findall(path.read_text(encoding="utf-8"))]

    assert names == sorted(names)


def test_the_prefixes_of_the_shapes_queries_are_declared_as_in_the_vocabulary() -> None:
    shapes = Graph().parse(find_folder("shapes") / "prefixes.ttl")
    rows = shapes.query("SELECT ?name ?iri { ?it sh:prefix ?name ; sh:namespace ?iri }", initNs={"sh": PREFIXES["sh"]})

    declared = {(str(row[0]), str(row[1])) for row in rows}  # type: ignore[index]

    assert declared <= set(PREFIXES.items())
    used = {name for path in TURTLE_FILES for name in find_used(path.read_text(encoding="utf-8"))}
    assert {name for name, _ in declared} == used


def find_used(text: str) -> set[str]:
    """Return the prefixes in the SPARQL texts of a file of shapes."""
    queries = " ".join(re.findall(r'sh:select """(.*?)"""', text, re.DOTALL))
    return set(re.findall(r"\b([a-z]\w*):\w", re.sub(r'"[^"]*"', "", queries)))


def test_every_iri_of_ours_begins_alike() -> None:
    ours = [ARTICLE_BASE, DATA_BASE, ENTITIES_GRAPH, ONTOLOGY_GRAPH, QUESTIONS_GRAPH, SHAPES_GRAPH, PREFIXES["id"]]

    assert all(iri.startswith(BASE) for iri in ours)
    assert PREFIXES["kg"] == f"{ONTOLOGY_GRAPH}#"
    assert PREFIXES["shape"] == f"{SHAPES_GRAPH}#"
