"""The packaged facts are those of the table that a second reader held against the article, and are served as written.

``tests/articles/<slug>.csv`` has a row a fact; several values are separated by spaces, in any order.
"""

from __future__ import annotations

import csv
import re
import subprocess
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import rdflib
from edtf import parse_edtf
from rdflib import PROV, RDF, RDFS, TIME, BNode, Dataset, Graph, URIRef
from rdflib.term import Node

from kg.formats import N_QUADS
from kg.resources import PACKAGE
from kg.vocabulary import ARTICLE_BASE, DERIVED_SUFFIX, KG
from tests.packaged import (
    SLUGS,
    TURTLE_FILES,
    name_file,
    needs_text,
    open_packaged,
    read_article_text,
    read_dataset,
    shorten,
)

STANCE = {"polarity": KG.polarity, "modality": KG.modality, "certainty": KG.certainty, "explicitness": KG.explicitness}
LINKS = {"conveys": KG.conveys, "explains": KG.explains, "premises": PROV.wasDerivedFrom}
Row = dict[str, Any]


def read_table(slug: str) -> dict[str, Row]:
    """Return the rows of an article's table by fact, lists as sets."""
    with (Path(__file__).parent / "articles" / f"{slug}.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {row.pop("fact"): {column: _read_cell(column, cell) for column, cell in row.items()} for row in rows}


def _read_cell(column: str, cell: str) -> Any:
    if column in ("roles", "links"):
        pairs = [pair.split("=") for pair in cell.split("; ") if pair]
        return {f"{key}={value}" for key, values in pairs for value in values.split()}
    return set(cell.split()) if column in ("attribution", "passages", "gaps") else cell


def describe_fact(fact: Node) -> Row:
    """Return what the graph says of a fact as a row of the table."""
    graph = read_dataset()
    roles = {*graph.subjects(RDFS.subPropertyOf, KG.participant), KG.subtype, KG.mainMeans}
    manner = [f"({name(item)})" for item in graph.objects(fact, KG.attributionExplicitness)]
    return {
        "kind": name(graph.value(fact, RDF.type)),
        "roles": {
            f"{name(role)}={_name_participant(value)}" for role, value in graph.predicate_objects(fact) if role in roles
        },
        **{column: name(graph.value(fact, term)) for column, term in STANCE.items()},
        "attribution": {name(who) for who in graph.objects(fact, KG.attributedTo)} | set(manner),
        "passages": {str(item).rpartition("=")[2].replace(",", "-") for item in graph.objects(fact, KG.evidence)},
        "time": "".join(map(describe_time, graph.objects(fact, TIME.hasTime))),
        "gaps": {name(gap) for gap in graph.objects(fact, KG.textGap)},
        "links": {f"{key}={name(other)}" for key, term in LINKS.items() for other in graph.objects(fact, term)},
    }


def name(node: Node | None) -> str:
    """Return a thing by its name alone, the article as ``article``."""
    short = shorten(node)
    return "article" if short.startswith(ARTICLE_BASE) else re.split("[:/]", short)[-1]


def _name_participant(node: Node) -> str:
    prefix = {"kg": "kg:", "fact": "fact:"}.get(re.split("[:/]", shorten(node))[0], "")
    return prefix + name(node)


def describe_time(time: Node) -> str:
    """Return a time as ``Derived 2016 Before s04-criticism (noch ein Jahr zuvor)``."""
    graph = read_dataset()
    words = [
        name(graph.value(time, KG.timeResolution)),
        *map(str, graph.objects(time, KG.edtf)),
        *map(name, graph.objects(time, KG.anchorRelation)),
        *map(name, graph.objects(time, KG.anchor)),
    ]
    return " ".join([*words, *(f"({phrase})" for phrase in graph.objects(time, KG.timePhrase))])


@pytest.mark.parametrize("slug", SLUGS)
def test_the_graph_has_the_facts_of_the_table_and_no_other(slug: str) -> None:
    facts = {
        str(fact) for fact in read_dataset().subjects(KG.polarity) if str(fact).startswith(f"{ARTICLE_BASE}{slug}/")
    }

    assert {fact.rpartition("/")[2] for fact in facts} == set(read_table(slug))


@pytest.mark.parametrize(("slug", "fact"), [(slug, fact) for slug in SLUGS for fact in read_table(slug)])
def test_the_fact_is_as_the_table_says(slug: str, fact: str) -> None:
    assert describe_fact(URIRef(f"{ARTICLE_BASE}{slug}/fact/{fact}")) == read_table(slug)[fact]


@pytest.mark.parametrize(("slug", "number"), [("first-release", 7), ("salesforce-microsoft", 18)])
def test_every_sentence_is_evidence_of_a_fact(slug: str, number: int) -> None:
    (article,) = (article for article in open_packaged().articles if article.slug == slug)

    sentences = [passage for passage in article.passages if passage.sentence is not None]
    evidence = [passage for passage in article.passages if passage.is_evidence]

    assert [sentence.sentence for sentence in sentences] == list(range(1, number + 1))
    for sentence in sentences:
        assert any(sentence.start <= passage.start and passage.end <= sentence.end for passage in evidence)


def test_every_date_has_the_bounds_that_edtf_gives_it() -> None:
    def to_day(moment: Any) -> str:
        return date(*moment[:3]).isoformat()

    dates = list(read_dataset().subject_objects(KG.edtf))

    assert len(dates) >= 9
    for time, text in dates:
        bounds = (str(read_dataset().value(time, KG.notBefore)), str(read_dataset().value(time, KG.notAfter)))
        parsed = parse_edtf(str(text))
        assert bounds == (to_day(parsed.lower_strict()), to_day(parsed.upper_strict()))


@pytest.mark.parametrize("path", TURTLE_FILES, ids=name_file)
def test_the_file_has_no_blank_node(path: Path) -> None:
    graph = Graph().parse(path)

    assert {node for triple in graph for node in triple if isinstance(node, BNode)} == set()


def test_what_is_served_is_what_was_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", False)
    written = Dataset()
    for source in open_packaged().sources:
        written.graph(URIRef(source.graph)).parse(
            data=source.text, format=source.format.media_type, publicID=source.graph
        )

    served = Dataset().parse(data=open_packaged().export(N_QUADS), format="nquads")

    assert find_quads(served) - find_quads(written) == set()
    assert find_quads(written) - find_quads(served) == set()


def find_quads(dataset: Dataset) -> set[tuple[str, ...]]:
    """Return the quads as they are written, but for those of derived graphs."""
    quads = {tuple(node.n3() for node in quad) for quad in dataset.quads()}  # type: ignore[union-attr]
    return {quad for quad in quads if not quad[3].endswith(f"{DERIVED_SUFFIX}>")}


def find_runs(text: str, length: int = 7) -> set[str]:
    """Return every run of so many words of a text, without marks and capital letters."""
    words = re.findall(r"\w+", text.casefold())
    return {" ".join(words[start : start + length]) for start in range(len(words) - length + 1)}


def list_tracked() -> Iterator[Path]:
    """Yield the files that the project keeps."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=PACKAGE.parent, capture_output=True, check=True, text=True)
    yield from (PACKAGE.parent / name for name in listed.stdout.split("\0") if name)


def test_a_run_of_words_is_found_whatever_the_marks() -> None:
    text = "One, two - three FOUR\nfive 'six' seven"

    assert find_runs(text) == find_runs("one two three four five six seven") == {"one two three four five six seven"}


@needs_text
def test_no_seven_words_of_the_article_stand_in_a_file() -> None:
    runs = find_runs(read_article_text("salesforce-microsoft"))

    for path in list_tracked():
        if path.is_file():
            assert find_runs(path.read_text(encoding="utf-8", errors="ignore")) & runs == set(), path
