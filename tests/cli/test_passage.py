"""``kg passage``: words found, and their passage in Turtle."""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import Graph, URIRef
from rdflib.namespace import DCTERMS, RDF

from kg.vocabulary import ARTICLE_BASE, KG
from tests.cli.conftest import Run

ARTICLE = ARTICLE_BASE + "first-release"


def read(turtle: str) -> Graph:
    return Graph().parse(data=turtle, format="turtle")


def test_words_give_the_passage_within_its_sentence(run: Run, demonstration: str) -> None:
    result = run("passage", demonstration, "its makers")
    (passage,) = read(result.stdout).subjects(RDF.type, KG.Passage)

    assert result.exit_code == 0
    assert passage == URIRef(f"{ARTICLE}#char=430,440")
    assert read(result.stdout).value(passage, DCTERMS.isPartOf) == URIRef(f"{ARTICLE}#char=422,460")


def test_words_that_stand_several_times_give_several_passages(run: Run, demonstration: str) -> None:
    times = Path(demonstration).read_text(encoding="utf-8").count("makers")

    graph = read(run("passage", demonstration, "makers").stdout)

    assert len(list(graph.subjects(RDF.type, KG.Passage))) == times > 1


def test_a_new_article_is_named_by_its_slug(run: Run, tmp_path: Path) -> None:
    (tmp_path / "new.txt").write_text("Something new.", encoding="utf-8")

    graph = read(run("passage", str(tmp_path / "new.txt"), "new", "--article", "mine").stdout)

    assert list(graph.subjects(RDF.type, KG.Passage)) == [URIRef(f"{ARTICLE_BASE}mine#char=10,13")]


@pytest.mark.parametrize(
    ("words", "article"), [("no such words", "first-release"), ("ITS MAKERS", "first-release"), ("", "first-release")]
)
def test_words_that_are_not_there_are_said(run: Run, demonstration: str, words: str, article: str) -> None:
    result = run("passage", demonstration, words, "--article", article)

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("Error: ")


def test_a_text_of_no_article_is_said(run: Run, tmp_path: Path) -> None:
    (tmp_path / "new.txt").write_text("Something new.", encoding="utf-8")

    result = run("passage", str(tmp_path / "new.txt"), "new")

    assert result.exit_code == 2
    assert result.stderr.startswith("Error: ")
