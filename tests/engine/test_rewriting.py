"""What was rewritten is remembered, by all that it depends on."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from kg.engine import Query
from kg.engine.evaluation import evaluate
from kg.engine.rewriting import Rewriter
from kg.engine.writable import WritableInProcessEngine
from kg.formats import CSV
from kg.vocabulary import PREFIXES

from .processes import NO_RULE

TEXT = "SELECT * { <http://e/a> <http://e/p>* ?x } ORDER BY ?x"


def test_a_query_is_rewritten_once() -> None:
    rewriter = Rewriter(ox.Store())

    assert rewriter.rewrite(Query(TEXT)) is rewriter.rewrite(Query(TEXT))


@pytest.mark.parametrize(
    "other",
    [
        Query(f"{TEXT} LIMIT 1"),
        Query(TEXT, union=False),
        Query(TEXT, default_graphs=("http://e/g",)),
        Query(TEXT, named_graphs=("http://e/g",)),
        Query(TEXT, base="http://e/"),
    ],
)
def test_another_query_is_rewritten_anew(other: Query) -> None:
    rewriter = Rewriter(ox.Store())

    assert rewriter.rewrite(Query(TEXT)) != rewriter.rewrite(other)


def test_a_long_query_is_not_remembered() -> None:
    rewriter, query = Rewriter(ox.Store()), Query(TEXT + " " * 4096)

    first = rewriter.rewrite(query)

    assert rewriter.rewrite(query) is not first
    assert rewriter.rewrite(query) == first


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("ASK {}", set()),
        ("SELECT * { ?s rdf:type kg:Bid }", {"rdf", "kg"}),
        ("PREFIX x: <http://e/> ASK {?s\t!(rdf:type|^x:y)\nschema:.b}", {"rdf", "schema"}),
    ],
)
def test_of_the_prefixes_those_are_given_that_are_used(text: str, names: set[str]) -> None:
    given = Rewriter(ox.Store()).rewrite(Query(text)).arguments["prefixes"]

    assert given == {name: PREFIXES[name] for name in names}


@pytest.mark.parametrize("name", PREFIXES)
def test_each_prefix_is_known(name: str) -> None:
    store = ox.Store()
    store.add(ox.Quad(ox.NamedNode(PREFIXES[name] + "a"), ox.NamedNode("http://e/p"), ox.Literal("b")))

    evaluation = evaluate(Query(f"ASK {{ {name}:a ?p ?o }}"), Rewriter(store))

    assert evaluation.boolean


@pytest.mark.parametrize("text", ["", "SELECT * {", "SELECT * { ?s a ?x . ?x", "PREFIX"])
def test_what_is_no_query_stays_as_it_is(text: str) -> None:
    assert Rewriter(ox.Store()).rewrite(Query(text)).text == text


def test_a_star_names_variables_as_they_are_said_whatever_is_joined_first() -> None:
    store = ox.Store()
    lines = [f"<http://e/t{n}> <http://e/{'size' if n < 3 else 'colour'}> <http://e/x> ." for n in range(100)]
    store.load("\n".join(lines), ox.RdfFormat.N_TRIPLES)

    text = Rewriter(store).rewrite(Query("SELECT * { ?t <http://e/colour> ?c ; <http://e/size> ?s }")).text

    assert " ".join(text.split()) == ("SELECT ?t ?c ?s { ?t <http://e/size> ?s . ?t <http://e/colour> ?c }")


def test_a_writable_engine_answers_out_of_what_was_committed() -> None:
    engine = WritableInProcessEngine([], list, rule=NO_RULE)
    query = Query("SELECT * { <http://e/a> <http://e/p>* ?x }", results_format=CSV)
    before = engine.query(query).body.split()

    engine.commit({"http://e/g": "<http://e/a> <http://e/p> <http://e/b> ."})

    assert before == [b"x", b"http://e/a"]
    assert sorted(engine.query(query).body.split()) == [b"http://e/a", b"http://e/b", b"x"]
