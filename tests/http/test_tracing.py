"""The facts behind rows: those that the query matched, and no other; and why there are no rows."""

from __future__ import annotations

import threading
import time

import pytest
from flask import Flask
from flask.testing import FlaskClient

from kg.engine import Answer, Cancellation, Engine, Query
from kg.errors import Busy, Cancelled
from kg.formats import JSON, Format
from kg.http.emptiness import Culprit, find_culprit
from kg.http.haste import HastyEngine
from kg.http.queries import read_rows
from kg.http.site import EXTENSION
from kg.http.tracing import Trace, trace_rows

from .conftest import BROWSER


@pytest.fixture
def engine(app: Flask) -> Engine:
    engine: Engine = app.extensions[EXTENSION].graph.engine
    return engine


def trace(app: Flask, text: str) -> tuple[list[dict[str, str]], Trace]:
    query = Query(text, results_format=JSON, graph_format=None)
    engine = app.extensions[EXTENSION].graph.engine
    rows = read_rows(engine, query)
    with app.test_request_context("/"):
        found = trace_rows(engine, query, rows, "en")
    assert found is not None
    return [{name: term["value"].rpartition("/")[2] for name, term in row.items()} for row in rows], found


def name_facts(found: Trace) -> list[list[str]]:
    return [[fact.iri.rpartition("/")[2] for fact in facts] for facts in found.rows]


def test_a_direct_relation_is_traced_to_the_facts_that_yield_it(app: Flask) -> None:
    _, found = trace(app, "SELECT ?who ?what { ?who kg:acquired ?what }")

    assert found.is_exact
    assert name_facts(found) == [["s03-acquisition"]]


def test_what_merely_co_occurs_is_no_evidence(app: Flask) -> None:
    rows, found = trace(app, "SELECT ?label { id:microsoft rdfs:label ?label }")

    assert len(rows) == 2
    assert name_facts(found) == [[], []]


def test_facts_that_are_not_projected_are_found(app: Flask) -> None:
    _, found = trace(app, "SELECT ?who { ?fact kg:modality kg:Alleged ; kg:actor ?who }")

    assert name_facts(found) == [["s04-spying"]]


def test_anonymous_facts_are_found(app: Flask) -> None:
    _, found = trace(app, "SELECT DISTINCT ?who { [ a kg:Bid ; kg:losingBidder ?who ] }")

    assert name_facts(found) == [["s05-bid"]]


def test_a_fact_that_the_query_names_is_behind_its_rows(app: Flask) -> None:
    fact = "<https://example.org/kg/article/salesforce-microsoft/fact/s05-bid>"

    _, found = trace(app, f"SELECT ?target {{ {fact} kg:target ?target }}")

    assert name_facts(found) == [["s05-bid"]]


def test_a_triple_term_is_no_fact(client: FlaskClient) -> None:
    query = "SELECT * { ?fact a kg:Fact . BIND(TRIPLE(?fact, rdfs:label, 'y') AS ?t) } LIMIT 2"

    answer = client.get("/sparql", query_string={"query": query}, headers=BROWSER)

    assert answer.status_code == 200


def test_each_row_has_its_own_facts(app: Flask) -> None:
    rows, found = trace(app, "SELECT ?org ?place { ?org kg:seatedIn ?place } ORDER BY ?org ?place")

    expected = {"microsoft": ["s02-seat-microsoft"], "salesforce": ["s02-seat-salesforce"]}
    assert [expected[row["org"]] for row in rows] == name_facts(found)


def test_the_branch_that_matched_counts(app: Flask) -> None:
    rows, found = trace(app, "SELECT ?a ?b { { ?a kg:leads ?b } UNION { ?a kg:acquired ?b } } ORDER BY ?a")

    assert [row["a"] for row in rows] == ["marc-benioff", "microsoft"]
    assert name_facts(found) == [["s01-leadership"], ["s03-acquisition"]]


def test_a_row_of_an_optional_part_that_did_not_match_has_no_facts_of_it(app: Flask) -> None:
    pattern = "VALUES ?org { id:microsoft id:linkedin } OPTIONAL { ?org kg:acquired ?what }"

    rows, found = trace(app, f"SELECT ?org ?what {{ {pattern} }} ORDER BY ?org")

    assert [row["org"] for row in rows] == ["linkedin", "microsoft"]
    assert name_facts(found) == [[], ["s03-acquisition"]]


def test_an_aggregate_has_related_facts_and_says_so(app: Flask) -> None:
    _, found = trace(app, "SELECT ?who (COUNT(*) AS ?n) { ?who kg:leads ?what } GROUP BY ?who")

    assert not found.is_exact
    assert "s01-leadership" in name_facts(found)[0]


@pytest.mark.parametrize(
    ("query", "heading"),
    [
        ("SELECT ?who { ?who kg:acquired ?what }", '<th scope="col">Evidence</th>'),
        ("SELECT ?who (COUNT(*) AS ?n) { ?who kg:leads ?what } GROUP BY ?who", '<th scope="col">Related</th>'),
    ],
)
def test_the_column_says_what_it_is(client: FlaskClient, query: str, heading: str) -> None:
    page = client.get("/sparql", query_string={"query": query}, headers=BROWSER).text

    assert heading in page


def test_a_table_without_facts_has_no_column(client: FlaskClient) -> None:
    page = client.get("/sparql?query=SELECT+?l+{+id:microsoft+rdfs:label+?l+}", headers=BROWSER).text

    assert '<th scope="col">Evidence</th>' not in page


@pytest.mark.parametrize(
    ("query", "culprit"),
    [
        ("SELECT * {\n ?x a kg:Usage .\n ?x kg:mainMeans ?m }", Culprit("?x kg:mainMeans ?m .", 3, is_alone=False)),
        ("SELECT * {\n id:salesforce kg:uses ?x }", Culprit("id:salesforce kg:uses ?x .", 2, is_alone=True)),
        ("SELECT * { FILTER(?n > 9999)\n ?x kg:start ?n }", Culprit("FILTER(?n > 9999)", 1, is_alone=False)),
        (
            "SELECT * { ?x a kg:Bid ;\n kg:target [ a schema:Person ] }",
            Culprit("?_anonymous1 a schema:Person .", 2, is_alone=False),
        ),
    ],
)
def test_an_empty_result_names_what_removed_the_last_rows(engine: Engine, query: str, culprit: Culprit) -> None:
    assert find_culprit(engine, Query(query)) == culprit


def test_a_result_that_is_empty_for_no_single_part_names_none(engine: Engine) -> None:
    assert find_culprit(engine, Query("SELECT * { ?x kg:leads ?y } OFFSET 100")) is None
    assert find_culprit(engine, Query("SELECT (COUNT(*) AS ?n) { ?x kg:uses id:nothing } HAVING (?n > 1)")) is None


def test_the_page_shows_the_culprit(client: FlaskClient) -> None:
    page = client.get("/sparql?query=SELECT+*+{+id:salesforce+kg:uses+?x+}", headers=BROWSER).text

    assert "Line 1 matches nothing at all:" in page
    assert "id:salesforce kg:uses ?x ." in page


@pytest.mark.parametrize("opening", ["{", "OPTIONAL {", "GRAPH ?g {"])
@pytest.mark.parametrize("depth", [30, 300])
def test_a_query_that_is_nested_deeply_is_answered_without_a_trace(
    client: FlaskClient, opening: str, depth: int
) -> None:
    query = f"SELECT * {{ {opening * depth} ?s a kg:Fact {'}' * depth} }} LIMIT 3"

    answer = client.get("/sparql", query_string={"query": query}, headers=BROWSER)

    assert answer.status_code == 200


class SlowEngine:
    """Answers nothing until it is cancelled, or for half a minute."""

    def query(self, query: Query, *, cancellation: Cancellation | None = None) -> Answer:
        assert cancellation is not None
        is_over = threading.Event()
        with cancellation.calling(is_over.set):
            is_over.wait(30)
        raise Cancelled("The query was ended.")

    def export(self, format: Format, *, graph: str | None = None) -> bytes:
        raise NotImplementedError

    def close(self) -> None:
        """Hold nothing."""


class BusyEngine(SlowEngine):
    """An engine that takes no query."""

    def query(self, query: Query, *, cancellation: Cancellation | None = None) -> Answer:
        """Refuse."""
        raise Busy("Too many queries are waiting.", retry_after=1)


def test_what_takes_long_to_trace_or_explain_is_left_out(app: Flask) -> None:
    began = time.monotonic()
    query = Query("SELECT ?s { ?s ?p ?o }", results_format=JSON)

    with app.test_request_context("/"):
        beside = HastyEngine(SlowEngine()), HastyEngine(SlowEngine())
        found = trace_rows(beside[0], query, [{"s": {"type": "uri", "value": "http://e/"}}], "en")
        culprit = find_culprit(beside[1], query)

    assert (found, culprit) == (None, None)
    assert [engine.has_failed for engine in beside] == [True, True]
    assert time.monotonic() - began < 15


@pytest.mark.parametrize("query", ["SELECT ?x { ?x kg:uses id:nothing }", "SELECT ?x { ?x kg:leads ?y }"])
def test_a_page_that_lacks_what_belongs_beside_the_rows_is_not_kept(
    app: Flask, monkeypatch: pytest.MonkeyPatch, query: str
) -> None:
    client = app.test_client()
    with monkeypatch.context() as patch:
        patch.setattr("kg.http.answers.HastyEngine", lambda _: HastyEngine(BusyEngine()))
        short = client.get("/sparql", query_string={"query": query}, headers=BROWSER)
    whole = client.get("/sparql", query_string={"query": query}, headers=BROWSER)

    assert (short.headers.get("ETag"), short.headers["Cache-Control"]) == (None, "no-store")
    assert whole.headers["Cache-Control"] == "no-cache"
    assert len(short.data) < len(whole.data)
