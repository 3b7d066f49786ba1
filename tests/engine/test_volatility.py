"""Queries whose answer is new each time are known as such, also where their keywords have grown together."""

import pytest

from kg.engine import InProcessEngine, Query, is_volatile
from kg.sources import Source
from tests.engine.processes import NO_RULE

THREE = Source("http://e/g", "<http://e/a> <http://e/p> 1, 2, 3 .")


@pytest.mark.parametrize(
    "text",
    [
        "SELECT (now() AS ?t) {}",
        "SELECT (RAND ( ) AS ?r) {}",
        "SELECT (UUID# a comment\n() AS ?u) {}",
        "SELECT (STRUUID() AS ?u) {}",
        "SELECT ?o { ?s ?p ?o } ORDER BYRAND() LIMIT 1",
        "SELECT ?r { BIND(IF(0.5<RAND()#>\n,'a','b') AS ?r) }",
    ],
)
def test_a_function_of_the_moment_makes_a_query_volatile(text: str) -> None:
    InProcessEngine([THREE], rule=NO_RULE).query(Query(text))  # pyoxigraph reads it

    assert is_volatile(text)


@pytest.mark.parametrize("text", ["ASK { ?now ?rand ?uuid }", "ASK { ?s <http://e/now> 'RAND' }", "ASK {}"])
def test_a_name_alone_makes_no_query_volatile(text: str) -> None:
    assert not is_volatile(text)
