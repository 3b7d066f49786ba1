"""SPARQL 1.1 Protocol, section 2.1: ways of asking, datasets, formats, refusals."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from kg.formats import RDF_FORMATS, RESULTS_FORMATS, Format

ASK = "ASK { ?s ?p ?o }"
SELECT = "SELECT ?who { ?who kg:leads id:salesforce }"
CONSTRUCT = "CONSTRUCT WHERE { id:redmond rdfs:label ?label }"
LEADER = "https://example.org/kg/id/marc-benioff"
Serve = Callable[[str], FlaskClient]


def test_a_query_is_answered_by_get_form_and_direct_post_alike(client: FlaskClient) -> None:
    answers = [
        client.get("/sparql", query_string={"query": SELECT}),
        client.post("/sparql", data={"query": SELECT}),
        client.post("/sparql", data=SELECT, content_type="application/sparql-query"),
        client.post("/sparql", data=SELECT, content_type="application/sparql-query; charset=UTF-8"),
    ]

    for answer in answers:
        assert answer.status_code == 200
        assert answer.mimetype == "application/sparql-results+json"
        assert [row["who"]["value"] for row in answer.get_json(force=True)["results"]["bindings"]] == [LEADER]


@pytest.mark.parametrize("format", RESULTS_FORMATS[:2], ids=lambda one: one.name)
def test_a_boolean_comes_in_the_format_asked_for(client: FlaskClient, format: Format) -> None:
    answer = client.get("/sparql", query_string={"query": ASK}, headers={"Accept": format.media_type})

    assert (answer.status_code, answer.mimetype) == (200, format.media_type)
    assert b"true" in answer.data


@pytest.mark.parametrize("format", RESULTS_FORMATS, ids=lambda one: one.name)
def test_rows_come_in_the_format_asked_for(client: FlaskClient, format: Format) -> None:
    by_header = client.get("/sparql", query_string={"query": SELECT}, headers={"Accept": format.media_type})
    by_name = client.get("/sparql", query_string={"query": SELECT, "format": format.name})

    assert (by_header.status_code, by_header.mimetype) == (200, format.media_type)
    assert LEADER.encode() in by_header.data
    assert by_name.data == by_header.data


@pytest.mark.parametrize("format", RDF_FORMATS, ids=lambda one: one.name)
def test_triples_come_in_the_format_asked_for(client: FlaskClient, format: Format) -> None:
    by_header = client.get("/sparql", query_string={"query": CONSTRUCT}, headers={"Accept": format.media_type})
    by_name = client.post("/sparql", data={"query": CONSTRUCT, "format": format.name})

    assert (by_header.status_code, by_header.mimetype) == (200, format.media_type)
    assert b"Redmond" in by_header.data
    assert by_name.data == by_header.data


@pytest.mark.parametrize(
    ("query", "accept"),
    [(SELECT, "text/turtle"), (CONSTRUCT, "application/sparql-results+json"), (SELECT, "image/png")],
)
def test_an_answer_in_no_acceptable_format_is_406(client: FlaskClient, query: str, accept: str) -> None:
    answer = client.get("/sparql", query_string={"query": query}, headers={"Accept": accept})

    assert answer.status_code == 406


@pytest.mark.parametrize(
    ("request_", "status", "words"),
    [
        ({"query_string": {"query": "   "}}, 400, "no query"),
        ({"query_string": {"query": [ASK, ASK]}}, 400, "2 parameters 'query'"),
        ({"query_string": {"query": ASK, "format": "docx"}}, 400, "docx"),
        ({"method": "POST", "data": {"update": "CLEAR ALL"}}, 400, "update"),
        ({"method": "POST", "data": {"query": ""}}, 400, "no query"),
        ({"method": "POST", "data": {"format": "json"}}, 400, "no query"),
        ({"method": "POST", "data": ASK, "content_type": "text/plain"}, 415, "text/plain"),
        ({"method": "POST", "data": ASK}, 415, "unknown"),
        ({"method": "POST", "data": b"\xff", "content_type": "application/sparql-query"}, 400, "byte 0"),
        (
            {"method": "POST", "data": ASK, "content_type": "application/sparql-query; charset=utf-16"},
            415,
            "utf-16",
        ),
        (
            {
                "method": "POST",
                "data": ASK,
                "content_type": "application/sparql-query",
                "query_string": {"query": ASK},
            },
            400,
            "twice",
        ),
        ({"method": "PUT", "data": ASK}, 405, "is not for this address"),
        ({"method": "DELETE"}, 405, "is not for this address"),
    ],
)
def test_what_is_no_query_is_refused(client: FlaskClient, request_: dict[str, Any], status: int, words: str) -> None:
    answer = client.open("/sparql", **request_)

    assert answer.status_code == status
    assert answer.mimetype == "application/problem+json"
    assert words in answer.get_json(force=True)["detail"]


@pytest.mark.parametrize("host", ["[::1", "a b", "a:b", "\x80"])
def test_a_host_that_is_none_harms_no_query(client: FlaskClient, host: str) -> None:
    answer = client.get("/sparql", query_string={"query": "ASK {}"}, headers={"Host": host})

    assert answer.status_code in (200, 400)


def test_a_malformed_query_is_400_with_its_place(client: FlaskClient) -> None:
    answer = client.get("/sparql", query_string={"query": "SELECT *\nWHERE { ?x foo:bar ?y }"})

    problem = answer.get_json(force=True)
    assert answer.status_code == 400
    assert (problem["line"], problem["column"]) == (2, 12)
    assert "foo:" in problem["detail"]
    assert problem["title"] == "Bad Request"


def test_a_federated_query_is_refused(client: FlaskClient) -> None:
    query = "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }"

    answer = client.get("/sparql", query_string={"query": query})

    assert answer.status_code == 403
    assert "SERVICE" in answer.get_json(force=True)["detail"]


def test_a_body_past_the_limit_is_413(serve: Callable[..., FlaskClient]) -> None:
    client = serve("", max_body=100)

    answers = [
        client.post("/sparql", data=ASK + " " * 200, content_type="application/sparql-query"),
        client.post("/sparql", data={"query": ASK + " " * 200}),
    ]

    assert [answer.status_code for answer in answers] == [413, 413]
    assert "9.53674e-05 MiB, the most that is read here (--max-body)" in answers[0].get_json(force=True)["detail"]


@pytest.mark.parametrize("address", ["/sparql?query=ASK%7B%7D%FF", "/facts?find=%E9", "/sparql?query=%ED%A0%80"])
def test_an_address_that_is_not_utf_8_is_refused(client: FlaskClient, address: str) -> None:
    answer = client.get(address)

    assert answer.status_code == 400
    assert "The address has bytes that are not UTF-8" in answer.get_json(force=True)["detail"]


@pytest.mark.parametrize("body", [b"query=SELECT('%FF'AS+?x){}", b"query=SELECT('\xe9'AS+?x){}"])
def test_a_form_that_is_not_utf_8_is_refused(client: FlaskClient, body: bytes) -> None:
    answer = client.post("/sparql", data=body, content_type="application/x-www-form-urlencoded")

    assert answer.status_code == 400
    assert "The form has bytes that are not UTF-8" in answer.get_json(force=True)["detail"]


def test_the_dataset_of_the_request_overrides_that_of_the_query(client: FlaskClient) -> None:
    query = "SELECT (COUNT(*) AS ?n) FROM <https://example.org/kg/ontology> { ?s ?p ?o }"
    empty = {"query": query, "default-graph-uri": "https://example.org/nothing"}

    answers = [client.get("/sparql", query_string={"query": query}), client.get("/sparql", query_string=empty)]

    counts = [int(one.get_json(force=True)["results"]["bindings"][0]["n"]["value"]) for one in answers]
    assert counts[0] > 0
    assert counts[1] == 0


def test_a_named_graph_of_the_request_is_the_only_one(client: FlaskClient) -> None:
    query = "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }"
    graph = "https://example.org/kg/entities"

    answer = client.post("/sparql", data={"query": query, "named-graph-uri": graph})

    rows = answer.get_json(force=True)["results"]["bindings"]
    assert [row["g"]["value"] for row in rows] == [graph]


def test_without_a_query_programs_get_the_service_description(client: FlaskClient) -> None:
    answer = client.get("/sparql", headers={"Accept": "text/turtle"})

    assert (answer.status_code, answer.mimetype) == (200, "text/turtle")
    assert b"sparql-service-description#Service" in answer.data
    assert b"http://localhost/sparql" in answer.data


def test_head_is_get_without_the_body(client: FlaskClient) -> None:
    asked = {"query": SELECT}

    head, get = client.head("/sparql", query_string=asked), client.get("/sparql", query_string=asked)

    assert head.status_code == 200
    assert head.data == b""
    assert head.headers["Content-Length"] == get.headers["Content-Length"]
