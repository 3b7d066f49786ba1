"""A client that says what it read overwrites nothing that is newer (RFC 9110, section 13.1)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.http.writing import Service, close_service, open_service

GRAPH, OTHER, NONE = (f"/graphs?graph=urn:{name}" for name in ("y", "z", "none"))
ONE, TWO = ("<http://s> <http://p> 1 .", "<http://s> <http://p> 2 .")
WRITES = [("PUT", GRAPH), ("POST", GRAPH), ("DELETE", GRAPH)]


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    service = open_service(tmp_path / "facts.kg", validates=False)
    service.send("PUT", GRAPH, ONE)
    yield service
    close_service(service)


def read_tag(service: Service, address: str = GRAPH, **headers: str) -> str:
    """Return the tag of HEAD, as a plain client asks."""
    return service.client.head(address, headers=headers).headers["ETag"]


def read(service: Service, address: str = GRAPH) -> str:
    return service.client.get(address, headers={"Accept": "application/n-triples"}).text


@pytest.mark.parametrize(("method", "address"), WRITES)
@pytest.mark.parametrize("accept", ["*/*", "application/n-triples"])
def test_who_has_the_present_tag_may_write(service: Service, method: str, address: str, accept: str) -> None:
    tag = read_tag(service, Accept=accept)

    answer = service.send(method, address, TWO, **{"If-Match": f'"x", {tag}'})

    assert answer.status_code == 204


@pytest.mark.parametrize(("method", "address"), WRITES)
def test_who_has_an_older_tag_writes_nothing(service: Service, method: str, address: str) -> None:
    tag = read_tag(service)
    service.send("PUT", GRAPH, TWO)
    before = read(service)

    answer = service.send(method, address, ONE, **{"If-Match": tag})

    assert (answer.status_code, answer.mimetype) == (412, "application/problem+json")
    assert "<urn:y> has changed since you read it" in answer.get_json(force=True)["detail"]
    assert read(service) == before


@pytest.mark.parametrize("tag", ['"x"', 'W/"x"', '"x", "y"', "x", '"-"', '""'])
def test_a_tag_that_was_never_given_matches_nothing(service: Service, tag: str) -> None:
    before = read(service)

    assert service.send("PUT", GRAPH, TWO, **{"If-Match": tag}).status_code == 412
    assert read(service) == before


def test_tag_holds_while_only_other_graphs_change(service: Service) -> None:
    tag = read_tag(service)
    service.send("PUT", OTHER, ONE)

    assert service.send("PUT", GRAPH, TWO, **{"If-Match": tag}).status_code == 204


def test_tag_counts_without_the_mark_of_a_weak_one(service: Service) -> None:
    tag = read_tag(service).removeprefix("W/")

    assert service.send("PUT", GRAPH, TWO, **{"If-Match": tag}).status_code == 204


@pytest.mark.parametrize(
    ("method", "address", "header", "status"),
    [
        ("PUT", GRAPH, "If-Match", 204),
        ("PUT", NONE, "If-Match", 412),
        ("POST", NONE, "If-Match", 412),
        ("POST", "/graphs", "If-Match", 412),
        ("DELETE", GRAPH, "If-Match", 204),
        ("DELETE", NONE, "If-Match", 404),
        ("PUT", GRAPH, "If-None-Match", 412),
        ("PUT", NONE, "If-None-Match", 201),
        ("POST", GRAPH, "If-None-Match", 412),
        ("POST", NONE, "If-None-Match", 201),
        ("POST", "/graphs", "If-None-Match", 201),
        ("DELETE", GRAPH, "If-None-Match", 412),
        ("PUT", "/graphs?default", "If-None-Match", 412),
        ("PUT", "/graphs?default", "If-Match", 204),
    ],
)
def test_a_star_is_any_graph_that_is_there(
    service: Service, method: str, address: str, header: str, status: int
) -> None:
    answer = service.send(method, address, TWO, **{header: "*"})

    assert answer.status_code == status
    assert service.ask("ASK { GRAPH <urn:none> {?s ?p ?o} }") == (status == 201 and address == NONE)


def test_a_graph_is_created_once_even_if_it_is_empty(service: Service) -> None:
    statuses = [service.send("PUT", NONE, "", **{"If-None-Match": "*"}).status_code for _ in range(2)]

    assert statuses == [201, 412]


def test_what_was_removed_and_made_again_is_another_state(service: Service) -> None:
    tag = read_tag(service)
    service.send("DELETE", GRAPH)
    service.send("PUT", GRAPH, ONE)

    assert service.send("PUT", GRAPH, TWO, **{"If-Match": tag}).status_code == 412


def test_who_has_what_is_there_may_ask_for_something_else(service: Service) -> None:
    tag = read_tag(service)

    same = service.send("PUT", GRAPH, TWO, **{"If-None-Match": tag})
    changed = service.send("PUT", GRAPH, TWO, **{"If-None-Match": '"x"'})

    assert (same.status_code, changed.status_code) == (412, 204)


def test_the_default_graph_that_reads_as_the_union_changes_with_each_graph(service: Service) -> None:
    tag = read_tag(service, "/graphs?default")
    service.send("PUT", OTHER, ONE)

    assert service.send("PUT", "/graphs?default", TWO, **{"If-Match": tag}).status_code == 412


def test_an_update_may_go_by_the_tag_of_a_query(service: Service) -> None:
    tag = service.client.get("/sparql?query=SELECT*{?s?p?o}").headers["ETag"]
    insert = "INSERT DATA {{ GRAPH <urn:y> {{ <http://s> <http://p> {} }} }}"

    first = service.update(insert.format(3), **{"If-Match": tag})
    second = service.update(insert.format(4), **{"If-Match": tag})

    assert (first.status_code, second.status_code) == (204, 412)
    assert ("3" in read(service), "4" in read(service)) == (True, False)


def test_tag_holds_after_a_restart_without_writes(service: Service, tmp_path: Path) -> None:
    tag = read_tag(service)
    close_service(service)

    again = open_service(tmp_path / "facts.kg", validates=False)
    statuses = [again.send("PUT", GRAPH, TWO, **{"If-Match": tag}).status_code for _ in range(2)]

    assert statuses == [204, 412]
    close_service(again)


@pytest.mark.parametrize("name", ["If-Match", "If-None-Match"])
@pytest.mark.parametrize("value", ["", ","])
def test_a_precondition_without_a_tag_is_refused(service: Service, name: str, value: str) -> None:
    answer = service.send("PUT", "/graphs?graph=http://a", "<http://s> <http://p> 1 .", **{name: value})

    assert answer.status_code == 400
    assert f"{name} has no entity tag" in answer.get_json(force=True)["detail"]
