"""Every ORDER BY is wrapped, and nothing else."""

import re
from collections.abc import Callable
from typing import cast

import pyoxigraph as ox
import pytest

from kg.engine.order_by import wrap_conditions
from kg.engine.sort_key import Term, make_sort_key
from kg.vocabulary import PREFIXES

KEY = {
    f"KEY({name})": wrap_conditions(f"ORDER BY {name}", "k").removeprefix("ORDER BY ") for name in ("?a", "?b", "?d")
}
CASES = {
    "SELECT * {} ORDER BY ?a": "SELECT * {} ORDER BY KEY(?a)",
    "SELECT * {} order  by ?a ?b LIMIT 3": "SELECT * {} order  by KEY(?a) KEY(?b) LIMIT 3",
    "SELECT * {} ORDER BY DESC(?a) ASC ( ?b )": "SELECT * {} ORDER BY DESCKEY(?a) ASC KEY(?b)",
    "SELECT * {} ORDER BY (?a + ?b) OFFSET 1": "SELECT * {} ORDER BY (<k>((?a + ?b))) OFFSET 1",
    "SELECT * {} ORDER BY STR(?a) ex:f(?b, (1)) <g>(?c)": (
        "SELECT * {} ORDER BY (<k>(STR(?a))) (<k>(ex:f(?b, (1)))) (<k>(<g>(?c)))"
    ),
    "SELECT * {} ORDER BY NOT EXISTS { ?a ?b ?c } ?d": ("SELECT * {} ORDER BY (<k>(NOT EXISTS { ?a ?b ?c })) KEY(?d)"),
    "SELECT * {} ORDER BY ?a VALUES (?b) { (1) }": "SELECT * {} ORDER BY KEY(?a) VALUES (?b) { (1) }",
    "SELECT * { { SELECT * {} ORDER BY ?a } } ORDER BY ?b": (
        "SELECT * { { SELECT * {} ORDER BY KEY(?a) } } ORDER BY KEY(?b)"
    ),
    "SELECT * {} ORDER BY STR(')')": "SELECT * {} ORDER BY (<k>(STR(')')))",
}
UNCHANGED = [
    "SELECT * { ?order ex:order 'ORDER BY ?a' } # ORDER BY ?a",
    "SELECT * {} ORDER BY",
    "SELECT * {} ORDER BY (?a",
    "SELECT * {} ORDER BY DESC",
    "SELECT * {} ORDER ?a",
    "SELECT * {} ORDER BY NOT",
]


@pytest.mark.parametrize("text", CASES)
def test_conditions_are_wrapped(text: str) -> None:
    expected = re.sub(r"KEY\(\?\w\)", lambda match: KEY[match[0]], CASES[text])

    assert wrap_conditions(text, "k") == expected


TERMS = """ "a" "b"@en "2015-01-02"^^xsd:date "0000-01-02"^^xsd:date "-0001-01-02"^^xsd:date "abcdefghij"^^xsd:date
    "2015-02-31"^^xsd:date "2015-01-02Z"^^xsd:date "2015"^^xsd:gYear 3 true <urn:x> """


def test_keys_by_the_means_of_sparql_are_those_of_the_function() -> None:
    key = wrap_conditions("ORDER BY ?v", "urn:k").removeprefix("ORDER BY ")
    text = f"SELECT ?v ({key} AS ?found) (<urn:k>(?v) AS ?expected) {{ VALUES ?v {{ {TERMS} }} }}"
    called: list[Term] = []

    def call(*terms: Term) -> Term:
        called.extend(terms)
        return make_sort_key(*terms)

    functions: dict[ox.NamedNode, Callable[..., Term | None]] = {ox.NamedNode("urn:k"): call}
    answer = ox.Store().query(text, prefixes={"xsd": PREFIXES["xsd"]}, custom_functions=functions)
    rows = list(cast("ox.QuerySolutions", answer))

    assert [row["found"] for row in rows] == [row["expected"] for row in rows]
    assert len(called) == len(rows) + 7


@pytest.mark.parametrize("text", UNCHANGED)
def test_what_is_no_condition_is_left_alone(text: str) -> None:
    assert wrap_conditions(text, "k") == text


@pytest.mark.parametrize(
    ("text", "sorts_plainly"),
    [
        ("SELECT * { ?s ?p ?o } ORDER BY ?s DESC(?p)", True),
        ("SELECT * { GRAPH ?g { ?s e:p 1 } } ORDER BY ?s", True),
        ("SELECT * { ?s e:p 1 OPTIONAL { ?s e:q ?o } } ORDER BY $s", True),
        ("SELECT ?c (SAMPLE(?o) AS ?s) { ?s e:c ?c ; e:p ?o } GROUP BY ?c ORDER BY ?s", False),
        ("SELECT ?s { ?s e:p ?o } GROUP BY (COALESCE(?o, ?s) AS ?s) ORDER BY ?s", False),
        ("SELECT ?s { ?s a e:C } GROUP BY ?s ORDER BY ?s", True),
        ("CONSTRUCT { ?s e:p 1 } WHERE { ?s e:q 1 } ORDER BY ?s", True),
        ("SELECT * { ?s ?p ?o } ORDER BY ?o", False),
        ("SELECT * { OPTIONAL { ?s ?p ?o } } ORDER BY ?s", False),
        ("SELECT * { { ?s ?p ?o } UNION { ?o ?p ?s } } ORDER BY ?s", False),
        ("CONSTRUCT { ?s e:p 1 } WHERE { ?o e:q ?s } ORDER BY ?s", False),
        ("SELECT * { ?s e:p 1 . { SELECT ?s WHERE { ?o e:q ?s } ORDER BY ?s } }", False),
        ("CONSTRUCT { ?s e:p 1 } WHERE { ?s e:p 1 . { SELECT ?s { ?o e:q ?s } ORDER BY ?s } }", False),
        ("INSERT { ?s e:p 1 } WHERE { ?s e:p 1 . { SELECT ?s { ?o e:q ?s } ORDER BY ?s } }", False),
    ],
)
def test_what_can_be_no_literal_needs_no_key(text: str, sorts_plainly: bool) -> None:
    assert (wrap_conditions(text, "k") == text) == sorts_plainly
