"""``SELECT *`` gives its columns as the query first names them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.engine import InProcessEngine, Query
from kg.engine.star import find_star, name_variables
from kg.formats import CSV
from kg.sources import Source

from .processes import NO_RULE


def ask(text: str) -> list[str]:
    """Return the answer's lines."""
    engine = InProcessEngine([Source("http://e/g", "<http://e/s> <http://e/p> 1 , 2 .")], rule=NO_RULE)
    return engine.query(Query(text, results_format=CSV)).body.decode().splitlines()


@pytest.mark.parametrize(
    ("query", "columns"),
    [
        ("SELECT * { ?s ?p ?o }", "s,p,o"),
        ("SELECT*{?s ?p ?o}", "s,p,o"),
        ("select distinct * { $z ?y ?x }", "z,y,x"),
        ("PREFIX select: <http://e/> SELECT REDUCED * WHERE { ?z select:p ?a }", "z,a"),
        ("# SELECT ?o\nSELECT * { ?s ?p ?o } ORDER BY DESC(?o) ?a", "s,p,o"),
        ("SELECT * { { SELECT * { ?z ?y ?x } } BIND(1 AS ?a) }", "z,y,x,a"),
        ("SELECT * { { SELECT (?o AS ?z) { ?s ?p ?o } } BIND('?b' AS ?a) }", "z,a"),
        ("SELECT * { ?s ?p ?o FILTER NOT EXISTS { ?a ?b ?o } MINUS { ?s ?c ?c } }", "s,p,o"),
        ("SELECT * { ?s ?z ?o FILTER(?o<?s||?z>?o) }", "s,z,o"),
        ("SELECT * { VALUES (?z ?a) { (1 2) } }", "z,a"),
        ("SELECT ?o ?s { ?s ?p ?o }", "o,s"),
        ("SELECT (1*2 AS ?z) ?a { BIND(3 AS ?a) }", "z,a"),
        ("SELECT * {}", ""),
    ],
)
def test_columns_are_in_the_order_of_the_query(query: str, columns: str) -> None:
    assert ask(query)[0] == columns


def test_rows_are_those_of_the_query() -> None:
    assert ask("SELECT * { ?s ?p ?o } ORDER BY ?o") == ["s,p,o", "http://e/s,http://e/p,1", "http://e/s,http://e/p,2"]


def test_rows_of_mixed_types_are_sorted_though_the_store_is_not_asked() -> None:
    values = " ".join(f'"{number}" {number} <http://e/{number}>' for number in range(30))

    assert len(ask(f"SELECT * {{ VALUES ?x {{ {values} }} }} ORDER BY ?x")) == 91


@pytest.mark.parametrize("query", ["ASK { { SELECT * { ?s ?p ?o } } }", "DESCRIBE * { ?s ?p ?o }", "SELECT", "*", ""])
def test_other_queries_have_no_star(query: str) -> None:
    assert find_star(query) is None


@given(st.text("SELECT *?$xyz<>{}\"'#\n", max_size=40))
def test_any_text_is_looked_at_without_a_failure(text: str) -> None:
    star = find_star(text)

    assert star is None or (text[star] == "*" and name_variables(text, star, []) == text)
