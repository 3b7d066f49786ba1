"""Sort keys give one total order, which agrees with SPARQL's own wherever that is defined, and with rdflib's."""

import random
from decimal import Decimal

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st

from kg.engine import InProcessEngine, Query
from kg.engine.sort_key import encode_number, make_sort_key
from kg.formats import CSV
from kg.sources import Source

RULE = "CONSTRUCT { ?s ?p ?o } WHERE { GRAPH ?article { ?s ?p ?o } FILTER(false) }"
XSD = "http://www.w3.org/2001/XMLSchema#"
ORDERED = [
    '"-INF"^^xsd:double', '"-1e300"^^xsd:double', '"-12"^^xsd:integer', '"-3.5"^^xsd:decimal', '"-0.1"^^xsd:float',
    '"-0.02"^^xsd:decimal', '"0"^^xsd:integer', '"1e-320"^^xsd:double', '"0.5"^^xsd:float', '"1"^^xsd:integer',
    '"1.5"^^xsd:decimal', '"1.75e0"^^xsd:double', '"9"^^xsd:byte', '"10"^^xsd:integer', '"10.25"^^xsd:float',
    '"1152921504606846976"^^xsd:double', '"1152921504606846977"^^xsd:integer',
    '"1152921504606846977.5"^^xsd:decimal', '"1e39"^^xsd:double', '"INF"^^xsd:double', '"NaN"^^xsd:double',
    '""', '"10"', '"11"@de', '"11"@en', '"9"', '"Z"', '"a"', '"é"@fr', 'false', 'true',
    '"-0044"^^xsd:gYear', '"2019"^^xsd:gYear', '"2020-01-01T00:00:00+14:00"^^xsd:dateTime', '"2020-01-01"^^xsd:date',
    '"2020-01-01T12:00:00.25Z"^^xsd:dateTime', '"2020-01-01T12:30:00"^^xsd:dateTime',
    '"2020-01-01T09:00:00-05:00"^^xsd:dateTime', '"2020-02"^^xsd:gYearMonth', '"2020-03-01Z"^^xsd:date',
    '"12020-01-01"^^xsd:date', '"08:00:00"^^xsd:time', '"08:00:00-01:00"^^xsd:time', '"-P1D"^^xsd:dayTimeDuration',
    '"PT5M"^^xsd:dayTimeDuration', '"P27D"^^xsd:duration', '"P1M"^^xsd:yearMonthDuration', '"P1Y"^^xsd:duration',
    '"2020/2021"^^<http://e/edtf>', '"x"^^xsd:integer',
]  # fmt: skip
UNDEFINED_TO_RDFLIB = ("duration", "Duration", "gYear", "NaN", "edtf", '"x"', "-0044", "12020")


def make_engine(terms: list[str]) -> InProcessEngine:
    lines = [f"<http://e/s{number}> <http://e/p> {term} ." for number, term in enumerate(terms)]
    text = f"@prefix xsd: <{XSD}> .\n" + "\n".join(lines)
    return InProcessEngine([Source("http://e/g", text)], rule=RULE)


def sort(terms: list[str], text: str) -> list[str]:
    body = make_engine(terms).query(Query(text, results_format=CSV)).body.decode()
    return [terms[int(row.rpartition("/s")[2])] for row in body.split()[1:]]


def test_mixed_terms_come_in_the_order_of_the_specification() -> None:
    terms = ORDERED.copy()
    random.Random(1).shuffle(terms)

    assert sort(terms, "SELECT ?s { ?s <http://e/p> ?o } ORDER BY ?o") == ORDERED


def test_descending_is_the_reverse() -> None:
    terms = ORDERED.copy()
    random.Random(2).shuffle(terms)

    assert sort(terms, "SELECT ?s { ?s <http://e/p> ?o } ORDER BY DESC(?o)") == ORDERED[::-1]


def test_unbound_comes_before_blank_nodes_iris_and_literals() -> None:
    text = """SELECT ?v { VALUES ?v { 1 UNDEF <http://e/a> "a" } } ORDER BY ?v"""

    body = make_engine([]).query(Query(text, results_format=CSV)).body

    assert body.split(b"\r\n") == [b"v", b"", b"http://e/a", b"1", b"a", b""]
    assert isinstance(make_sort_key(ox.BlankNode("b")), ox.BlankNode)


def test_equal_values_tie_and_the_next_condition_decides() -> None:
    terms = ['"1"^^xsd:integer', '"1.0"^^xsd:decimal', '"1e0"^^xsd:double', '"01"^^xsd:integer', '"1"^^xsd:float']
    text = "SELECT ?s { ?s <http://e/p> ?o } ORDER BY ?o DESC(?s)"

    assert sort(terms, text) == terms[::-1]


@pytest.mark.parametrize("seed", range(5))
def test_the_order_is_that_of_rdflib_where_rdflib_has_one(seed: int) -> None:
    terms = [term for term in ORDERED[:21] + ORDERED[31:] if not any(word in term for word in UNDEFINED_TO_RDFLIB)]
    numbers = [term for term in terms if "date" not in term and "ime" not in term]
    random.Random(seed).shuffle(numbers)
    graph = rdflib.Graph().parse(
        data=f"@prefix xsd: <{XSD}> .\n"
        + "\n".join(f"<http://e/s{i}> <http://e/p> {t} ." for i, t in enumerate(numbers))
    )
    text = "SELECT ?s { ?s <http://e/p> ?o } ORDER BY ?o"

    expected = [numbers[int(str(row[0]).rpartition("/s")[2])] for row in graph.query(text)]  # type: ignore[index]

    assert sort(numbers, text) == expected


@given(st.decimals(allow_nan=False, allow_infinity=False), st.decimals(allow_nan=False, allow_infinity=False))
def test_encoded_numbers_sort_as_the_numbers_do(first: Decimal, second: Decimal) -> None:
    encoded = encode_number(first), encode_number(second)

    assert (encoded[0] < encoded[1], encoded[0] == encoded[1]) == (first < second, first == second)


PANICKING = {
    "numbers and strings": [f'"{i}"^^xsd:integer' for i in range(40)] + [f'"{i}"' for i in range(40)],
    "zones": [
        f'"2020-01-01T{i % 24:02d}:00:00{z}"^^xsd:dateTime' for i in range(60) for z in ("", "Z", "+05:00", "-11:00")
    ],
    "doubles and large integers": [f'"{2**60 + i}"^^xsd:integer' for i in range(60)]
    + [f'"{float(2**60 + 99 * i)!r}"^^xsd:double' for i in range(60)],
    "singles and decimals": [f'"{i / 10}"^^xsd:float' for i in range(60)]
    + [f'"{i / 10}"^^xsd:decimal' for i in range(60)],
}


@pytest.mark.parametrize("name", PANICKING)
@pytest.mark.parametrize("clause", ["ORDER BY ?o", "ORDER BY DESC(?o) ?s LIMIT 500", "ORDER BY (?o) STR(?o)"])
def test_data_that_end_the_process_otherwise_are_sorted(name: str, clause: str) -> None:
    terms = PANICKING[name].copy()
    random.Random(3).shuffle(terms)

    found = sort(terms, f"SELECT ?s {{ ?s <http://e/p> ?o }} {clause}")

    assert sorted(found) == sorted(terms)


def test_counts_random_numbers_and_sub_selects_can_be_sorted_by() -> None:
    engine = make_engine(ORDERED)
    texts = [
        "SELECT ?d (COUNT(*) AS ?n) { ?s ?p ?o BIND(DATATYPE(?o) AS ?d) } GROUP BY ?d ORDER BY DESC(COUNT(*)) ?d",
        "SELECT ?d (COUNT(*) AS ?n) { ?s ?p ?o BIND(DATATYPE(?o) AS ?d) } GROUP BY ?d ORDER BY DESC(?n) ?d",
        "SELECT ?s { ?s ?p ?o } ORDER BY RAND()",
        "SELECT ?s { { SELECT DISTINCT ?s ?o { ?s ?p ?o } ORDER BY ?o LIMIT 30 } } ORDER BY DESC(?o)",
        "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o } ORDER BY ?o LIMIT 30",
    ]

    sizes = [len(engine.query(Query(text, results_format=CSV)).body.split()) for text in texts]

    assert min(sizes) > 10
