"""A path of length zero leads from every IRI to itself, whether a triple has it or not."""

from __future__ import annotations

import pytest

from kg.engine import InProcessEngine, Query
from kg.engine.zero_length import write_zero_length
from kg.formats import CSV
from kg.sources import Source

from .processes import NO_RULE

GRAPH = "http://e/g"
DATA = "<http://e/a> <http://e/p> <http://e/b> . <http://e/b> <http://e/p> <http://e/c> ."


@pytest.fixture(scope="module")
def engine() -> InProcessEngine:
    return InProcessEngine([Source(GRAPH, DATA)], rule=NO_RULE)


def ask(engine: InProcessEngine, pattern: str, head: str = "SELECT ?x") -> list[str]:
    """Return the answers to a pattern, by the last letter of each IRI."""
    query = Query(f"PREFIX e: <http://e/> {head} {pattern}", results_format=CSV)
    return sorted(line[-1:] for line in engine.query(query).body.decode().splitlines()[1:])


@pytest.mark.parametrize(
    "pattern",
    [
        "{ e:z e:p* ?x }",
        "{ ?x e:p* e:z }",
        "{ e:z e:p? ?x }",
        "{ ?x <http://e/p>? <http://e/z> . }",
        "{ e:z (e:p|^e:p)* ?x }",
        "{ e:z ^e:p* ?x }",
        "{ e:z !e:q* ?x }",
        "{ e:z a* ?x }",
        "{ e:z e:p * ?x }",
        "{ e:z (e:p) ? ?x }",
        "{ e:z e:* ?x }",
        "{ e:z e:p-* ?x }",
        "{ ?s e:p e:b.?x e:p* e:z }",
        "{ { e:z e:p* ?x } }",
        "{ ?s e:p e:b . e:z e:p* ?x . }",
        "{ e:z e:p* ?x . ?s e:p e:b }",
        "{ e:z e:p* ?x FILTER(true) }",
        "{ FILTER(true) e:z e:p* ?x }",
        "{ e:z e:p* e:z . e:z e:p? ?x }",
        "{ e:z e:p* ?x OPTIONAL { ?x e:p ?y } }",
        "{ { ?s e:p e:b } e:z e:p* ?x { ?t e:p e:b } }",
        "FROM <http://e/g> { e:z e:p* ?x }",
        "{ e:z e:p* ?x } ORDER BY ?x",
    ],
)
def test_it_leads_to_an_iri_that_no_triple_has(engine: InProcessEngine, pattern: str) -> None:
    assert ask(engine, pattern) == ["z"]


@pytest.mark.parametrize(
    ("pattern", "reached"),
    [
        ("{ e:a e:p* ?x }", "abc"),
        ("{ e:a e:p? ?x }", "ab"),
        ("{ ?x e:p* e:c }", "abc"),
        ("{ e:c e:p* ?x }", "c"),
        ("{ e:z e:p+ ?x }", ""),
        ("{ e:z e:p* e:a . ?x e:p e:b }", ""),
        ("{ GRAPH <http://e/none> { e:z e:p* ?x } }", ""),
        ("{ ?x e:p e:b FILTER NOT EXISTS { GRAPH <http://e/none> { e:z e:p* ?o } } }", "a"),
    ],
)
def test_what_triples_have_is_answered_as_before(engine: InProcessEngine, pattern: str, reached: str) -> None:
    assert ask(engine, pattern) == list(reached)


def test_graphs_of_the_protocol_decide_what_is_there(engine: InProcessEngine) -> None:
    query = Query("SELECT ?x { <http://e/a> <http://e/p>* ?x }", results_format=CSV, default_graphs=("http://e/h",))

    assert engine.query(query).body.split() == [b"x", b"http://e/a"]


@pytest.mark.parametrize(
    "text",
    [
        "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
        "SELECT * { ?s ?p ?o FILTER(?o*2 > 3) }",
        "SELECT * { e:z e:p*/e:q ?x }",
        "SELECT * { e:z e:p* ?x ; e:q ?y }",
        "SELECT * { ?y e:p* ?x }",
        "SELECT * { GRAPH ?g { e:z e:p* ?x } }",
        "SELECT * { e:z e:p* e:y }",
        "SELECT * { (1 2) e:p* ?x }",
        "SELECT * { '{ e:z e:p* ?x }' ?p ?o }",
        "SELECT * { # { e:z e:p* ?x }\n ?s ?p ?o }",
        "SELECT * { e:z (e:p* ?x }",
        "SELECT * { e:z e:p*",
        "# { e:z e:p* ?x }",
        "e:z e:p* ",
        "e:p*",
    ],
)
def test_nothing_else_is_rewritten(text: str) -> None:
    assert write_zero_length(text, lambda _, __: True) == text


def test_an_iri_is_looked_for_once_with_the_declarations_of_the_query() -> None:
    asked: list[tuple[str, str]] = []

    def look(declarations: str, iri: str) -> bool:
        asked.append((declarations, iri))
        return True

    text = "BASE <http://e/> # { <x> <p>* ?x }\nPREFIX e: <> SELECT * { <z> e:p* ?x . ?y e:p* e:z . <z> e:p? <z> }"

    rewritten = " ".join(write_zero_length(text, look).split())
    assert rewritten.endswith("SELECT * { VALUES ?x { <z> } . VALUES ?y { e:z } . {} }")
    assert [iri for _, iri in asked] == ["<z>", "e:z"]
    assert {declarations for declarations, _ in asked} == {text.partition("SELECT")[0]}


@pytest.mark.parametrize("unit", [". ?x (", "{ ?x (", ". <z> ^", "( {", "<z> <p>* ?o . "])
def test_a_long_text_is_read_once(unit: str) -> None:
    text = "SELECT * { <z> <p>* ?o . " + unit * 20_000  # where it is read again at each place, that takes minutes

    assert write_zero_length(text, lambda _, __: False) == text


def test_what_cannot_be_written_so_is_sorted_all_the_same() -> None:
    values = [value for number in range(30) for value in (f"{number}", f'"{number}"', f"{number}.5", f'"{number}"@en')]
    text = " . ".join(f"<http://e/s{index}> <http://e/v> {value}" for index, value in enumerate(values))
    engine = InProcessEngine([Source("http://e/g", f"{text} .")], rule=NO_RULE)
    group = "{ _:y e:v ?w . e:z e:p* e:z . _:y e:v ?v }"  # written as {}, it would part a blank node's triples
    query = f"PREFIX e: <http://e/> SELECT ?v {{ {{ ?s e:v ?v }} UNION {group} }} ORDER BY ?v"

    assert len(engine.query(Query(query, results_format=CSV)).body.split()) == 1 + len(values)
