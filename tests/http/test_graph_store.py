"""Graphs over HTTP: SPARQL 1.1 Graph Store HTTP Protocol."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from urllib.parse import quote

import pytest
from rdflib import Graph

from tests.http.writing import AUTHORIZED, Service, close_service, open_service

ONE = "<http://s> <http://p> 1 ."
TWO = "<http://s> <http://p> 2 ."


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    service = open_service(tmp_path / "facts.kg", validates=False, strict_default_graph=True)
    yield service
    close_service(service)


def read(service: Service, address: str) -> set[str]:
    """Return the values of the graph at an address."""
    answer = service.client.get(address, headers={"Accept": "text/turtle"})
    assert (answer.status_code, answer.mimetype) == (200, "text/turtle")
    return {str(value) for value in Graph().parse(data=answer.data, format="turtle").objects()}


@pytest.mark.parametrize(
    "address",
    [
        "/graphs?graph=http%3A%2F%2Fa%2Fb",
        "/graphs/http%3A%2F%2Fa%2Fb",
        "/graphs/http://a/b",
        "/graphs/person/1.ttl",
        "/graphs?default",
    ],
)
def test_a_graph_is_made_replaced_extended_and_removed(service: Service, address: str) -> None:
    made = service.send("PUT", address, ONE).status_code
    replaced = service.send("PUT", address, TWO).status_code
    after_replacing = read(service, address)
    extended = service.send("POST", address, ONE).status_code
    after_extending = read(service, address)
    removed = service.send("DELETE", address).status_code

    assert (made, replaced, extended, removed) == (204 if "default" in address else 201, 204, 204, 204)
    assert (after_replacing, after_extending) == ({"2"}, {"1", "2"})
    assert service.send("GET", address).status_code == (200 if "default" in address else 404)


def test_direct_and_indirect_names_are_of_the_same_graph(service: Service) -> None:
    service.send("PUT", "/graphs/person/1", ONE)

    assert read(service, f"/graphs?graph={quote('http://localhost/graphs/person/1', safe='')}") == {"1"}


def test_a_post_to_the_store_makes_a_new_graph(service: Service) -> None:
    first, second = (service.send("POST", "/graphs", ONE) for _ in range(2))

    assert (first.status_code, second.status_code) == (201, 201)
    assert first.headers["Location"] != second.headers["Location"]
    assert read(service, f"/graphs?graph={quote(first.headers['Location'], safe='')}") == {"1"}
    assert read(service, first.headers["Location"]) == {"1"}


def test_several_files_of_a_form_are_merged(service: Service) -> None:
    files = {
        "one": (BytesIO(ONE.encode()), "one.ttl", "text/turtle"),
        "two": (BytesIO(b'<http://s> <http://p> "2" .'), "two.nt", "application/n-triples"),
    }

    answer = service.client.post("/graphs?graph=http://a", data=files, headers=AUTHORIZED)

    assert answer.status_code == 201
    assert read(service, "/graphs?graph=http://a") == {"1", "2"}


def test_an_empty_graph_is_there(service: Service) -> None:
    made = service.send("PUT", "/graphs?graph=http://a", "")

    assert made.status_code == 201
    assert read(service, "/graphs?graph=http://a") == set()


def test_head_is_get_without_the_body(service: Service) -> None:
    service.send("PUT", "/graphs?graph=http://a", ONE)

    there = service.client.head("/graphs?graph=http://a", headers={"Accept": "text/turtle"})
    missing = service.client.head("/graphs?graph=http://b")

    assert (there.status_code, there.mimetype, there.data) == (200, "text/turtle", b"")
    assert missing.status_code == 404


@pytest.mark.parametrize(
    ("method", "address", "body", "media_type", "status"),
    [
        ("PUT", "/graphs", ONE, "text/turtle", 400),
        ("GET", "/graphs", "", "", 400),
        ("DELETE", "/graphs", "", "", 400),
        ("PUT", "/graphs?graph=relative", ONE, "text/turtle", 400),
        ("PUT", "/graphs?graph=http://a&graph=http://b", ONE, "text/turtle", 400),
        ("PUT", "/graphs?graph=http://a&default", ONE, "text/turtle", 400),
        ("PUT", "/graphs/x?graph=http://a", ONE, "text/turtle", 400),
        ("PUT", "/graphs?graph=http://a%3E%20x", ONE, "text/turtle", 400),
        ("PUT", "/graphs?graph=http://a", "<http://s> <http://p>", "text/turtle", 400),
        ("PUT", "/graphs?graph=http://a", ONE, "text/html", 415),
        ("PUT", "/graphs?graph=http://a", ONE, "", 415),
        ("PUT", "/graphs?graph=http://a", ONE, "application/trig", 415),
        ("PUT", "/graphs?graph=http://a", ONE, "multipart/form-data; boundary=x", 400),
        ("PUT", "/graphs?graph=http://a", ONE, "text/turtle; charset=utf-16", 415),
        ("PATCH", "/graphs?graph=http://a", ONE, "text/turtle", 405),
        ("DELETE", "/graphs?graph=http://none", "", "", 404),
        ("PUT", "/graphs?graph=http://a", "x" * (5 << 20), "text/turtle", 413),
    ],
)
def test_what_cannot_be_is_a_status_of_its_own(
    service: Service, method: str, address: str, body: str, media_type: str, status: int
) -> None:
    answer = service.send(method, address, body, media_type)

    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")


def test_a_format_that_is_no_graph_is_not_acceptable(service: Service) -> None:
    service.send("PUT", "/graphs?graph=http://a", ONE)

    assert service.client.get("/graphs?graph=http://a", headers={"Accept": "image/png"}).status_code == 406


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE"])
def test_writing_needs_the_token_and_reading_does_not(service: Service, method: str) -> None:
    service.send("PUT", "/graphs?graph=http://a", ONE)

    answer = service.client.open("/graphs?graph=http://a", method=method, data=TWO, content_type="text/turtle")

    assert answer.status_code == 401
    assert read(service, "/graphs?graph=http://a") == {"1"}


def test_with_the_gate_a_graph_that_violates_a_shape_is_not_taken(tmp_path: Path) -> None:
    service = open_service(tmp_path / "gated.kg")

    wrong = "@prefix kg: <https://example.org/kg/ontology#> . <http://s> kg:uses <http://o> ."
    refused = service.send("PUT", "/graphs?graph=http://a", wrong)
    kept = service.send("DELETE", "/graphs?graph=https://example.org/kg/ontology")
    unnamed = service.send("PUT", "/graphs?default", ONE)

    assert (refused.status_code, kept.status_code, unnamed.status_code) == (422, 403, 403)
    assert service.send("GET", "/graphs?graph=http://a").status_code == 404
    assert b"kg:Fact" in service.client.get("/graphs?default", headers={"Accept": "text/turtle"}).data
    close_service(service)


def test_a_part_that_is_no_file_is_not_left_out(service: Service) -> None:
    form = {"file": (BytesIO(ONE.encode()), "one.ttl", "text/turtle"), "text": ONE}

    answer = service.client.put("/graphs?graph=http://a", data=form, headers=AUTHORIZED)

    assert answer.status_code == 400
    assert service.send("GET", "/graphs?graph=http://a").status_code == 404


def test_a_part_of_a_graph_is_refused(service: Service) -> None:
    answer = service.send("PUT", "/graphs?graph=http://a", ONE, **{"Content-Range": "bytes 0-9/100"})

    assert answer.status_code == 400
    assert service.send("GET", "/graphs?graph=http://a").status_code == 404


def test_an_answer_without_a_body_has_no_type(service: Service) -> None:
    answers = [service.send("PUT", "/graphs?graph=http://a", ONE) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [201, 204]
    assert not any("Content-Type" in answer.headers for answer in answers)


def test_a_new_graph_is_not_named_after_no_host(service: Service) -> None:
    answer = service.send("POST", "/graphs", ONE, Host='"><x>')

    assert answer.status_code == 400
    assert "Host" in answer.get_json(force=True)["detail"]
