"""What the pages see of a query: its clauses, and its pattern triple by triple."""

from __future__ import annotations

import pytest

from kg.engine import InProcessEngine, Query
from kg.http.syntax import Unfollowed, read_select
from kg.questions import read_questions

from .conftest import NO_RULE


def find_triples(text: str) -> list[tuple[str, str, str]]:
    return [triple for element in read_select(text).elements for triple in element.find_triples()]


@pytest.mark.parametrize(
    ("pattern", "triples"),
    [
        ("?x kg:uses ?y", [("?x", "kg:uses", "?y")]),
        (
            "?x a kg:Bid ; kg:target ?y , ?z .",
            [("?x", "a", "kg:Bid"), ("?x", "kg:target", "?y"), ("?x", "kg:target", "?z")],
        ),
        ("?x time:hasTime/kg:anchor* ?y", [("?x", "time:hasTime/kg:anchor*", "?y")]),
        ("?x ^kg:uses|(kg:leads/kg:acquired)+ ?y", [("?x", "^kg:uses|(kg:leads/kg:acquired)+", "?y")]),
        ('?x rdfs:label "a . b"@en ; kg:start -3', [("?x", "rdfs:label", '"a . b"@en'), ("?x", "kg:start", "-3")]),
        ('?x kg:edtf "2017"^^edtf:EDTF', [("?x", "kg:edtf", '"2017"^^edtf:EDTF')]),
        ("[] kg:user ?u", [("?_anonymous1", "kg:user", "?u")]),
        ("[ a kg:Usage ; kg:user ?u ]", [("?_anonymous1", "a", "kg:Usage"), ("?_anonymous1", "kg:user", "?u")]),
        ("_:b kg:user ?u", [("?_b", "kg:user", "?u")]),
        (
            "?x kg:evidence [ kg:start ?s ] ; kg:user ?u",
            [("?x", "kg:evidence", "?_anonymous1"), ("?_anonymous1", "kg:start", "?s"), ("?x", "kg:user", "?u")],
        ),
        ("OPTIONAL { ?x kg:uses ?y } FILTER(?x < 3) BIND(1 AS ?b)", [("?x", "kg:uses", "?y")]),
        ("{ ?x kg:uses ?y } UNION { ?x kg:leads ?y }", [("?x", "kg:uses", "?y"), ("?x", "kg:leads", "?y")]),
        ("GRAPH ?g { ?x kg:uses ?y }", [("?x", "kg:uses", "?y")]),
        ("?x a kg:Bid MINUS { ?x kg:uses ?y } FILTER NOT EXISTS { ?x kg:leads ?y }", [("?x", "a", "kg:Bid")]),
        ("VALUES (?x ?y) { (id:a UNDEF) } ?x kg:uses ?y", [("?x", "kg:uses", "?y")]),
        ("VALUES ?x { id:a } FILTER(CONTAINS(STR(?x), '}')) ?x kg:uses ?y", [("?x", "kg:uses", "?y")]),
    ],
)
def test_triples_are_found_where_they_count_as_matched(pattern: str, triples: list[tuple[str, str, str]]) -> None:
    assert find_triples(f"SELECT * WHERE {{ {pattern} }}") == triples


@pytest.mark.parametrize(
    "text",
    [
        "ASK { ?s ?p ?o }",
        "CONSTRUCT WHERE { ?s ?p ?o }",
        "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
        "SELECT ?s { ?s ?p ?o } GROUP BY ?s",
        "SELECT ?s { { SELECT ?s { ?s ?p ?o } LIMIT 1 } }",
        "SELECT ?s { ?s ?p (1 2) }",
        "SELECT ?s { ?s ?p",
        "",
    ],
)
def test_what_is_not_followed_is_said(text: str) -> None:
    with pytest.raises(Unfollowed):
        read_select(text)


def test_the_clauses_are_told_apart() -> None:
    parts = read_select("PREFIX x: <urn:x:>\nSELECT DISTINCT ?a (STR(?b) AS ?c) FROM <urn:g> { ?a x:p ?b } LIMIT 3")

    assert parts.prologue == "PREFIX x: <urn:x:>\n"
    assert parts.projected == ("a",)
    assert parts.dataset == "FROM <urn:g>"


FOLLOWED = [question for question in read_questions() if "GROUP BY" not in question.text]


@pytest.mark.parametrize("question", FOLLOWED, ids=lambda question: question.name)
def test_what_is_written_again_means_what_the_question_means(question: object) -> None:
    text = question.text  # type: ignore[attr-defined]
    try:
        parts = read_select(text)
    except Unfollowed:
        return
    pattern = " ".join(element.write() for element in parts.elements)

    InProcessEngine((), rule=NO_RULE).query(Query(f"{parts.prologue}ASK {{ {pattern} }}"))
