"""The order of triples in answers, as people read them."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from kg.engine import InProcessEngine, Query
from kg.engine.order import MOST_SORTED, sort_triples
from kg.formats import JSON_LD, RDF_XML, TRIG, TURTLE, Format
from kg.sources import Source

from .processes import NO_RULE

A, B, C = (ox.NamedNode(f"http://e/{name}") for name in "abc")
TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
BLANK = ox.BlankNode("b0")
ORDERED = [
    ox.Triple(A, TYPE, C),
    ox.Triple(A, A, B),
    ox.Triple(A, A, ox.Literal("x")),
    ox.Triple(A, A, BLANK),
    ox.Triple(A, B, ox.Literal("x", language="de")),
    ox.Triple(A, B, ox.Literal("x", language="en")),
    ox.Triple(B, A, A),
    ox.Triple(BLANK, A, A),
]


def test_triples_are_by_subject_type_predicate_and_object_each_once() -> None:
    assert list(sort_triples([*reversed(ORDERED), *ORDERED])) == ORDERED


@pytest.mark.parametrize(("first", "subjects"), [(None, [A, B, C]), (B.value, [B, A, C]), ("http://e/none", [A, B, C])])
def test_one_subject_comes_before_others(first: str | None, subjects: list[ox.NamedNode]) -> None:
    triples = [ox.Triple(subject, A, A) for subject in (C, B, A)]

    assert [triple.subject for triple in sort_triples(triples, first)] == subjects


def test_triples_past_the_limit_are_as_they_come() -> None:
    few = [ox.Triple(A, A, ox.Literal(number)) for number in range(MOST_SORTED, 0, -1)]
    many = [*few, ox.Triple(A, A, ox.Literal(0))]

    assert list(sort_triples(few)) != few
    assert list(sort_triples(many)) == many


@pytest.mark.parametrize("format", [TURTLE, RDF_XML, JSON_LD, TRIG])
def test_same_triples_are_the_same_answer(format: Format) -> None:
    lines = [f"<http://e/{number}> <http://e/p> <http://e/{number % 7}> ." for number in range(50)]
    query = Query("CONSTRUCT WHERE { ?s ?p ?o }", graph_format=format)

    one, other = (
        InProcessEngine([Source("http://e/g", "\n".join(text))], rule=NO_RULE).query(query).body
        for text in (lines, reversed(lines))
    )

    assert one == other


def test_an_answer_begins_with_the_subject_that_comes_first() -> None:
    engine = InProcessEngine(
        [Source("http://e/g", "<http://e/a> a <http://e/b> . <http://e/b> a <http://e/a> .")], rule=NO_RULE
    )

    answer = engine.query(Query("CONSTRUCT WHERE { ?s ?p ?o }", first="http://e/b"))

    assert answer.body == b"<http://e/b> a <http://e/a> .\n\n<http://e/a> a <http://e/b> .\n"
