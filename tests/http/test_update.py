"""Updates over HTTP: SPARQL 1.1 Protocol, section 2.2, and what is not taken."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from rdflib import RDF, SH, Graph

from kg.http import Settings, create_app
from tests.acme import ACME, read_acme
from tests.http.conftest import BROWSER, GERMAN
from tests.http.writing import AUTHORIZED, Service, close_service, open_service

INSERT = "INSERT DATA { GRAPH <http://a> { <http://s> <http://p> 1 } }"
WRONG = f"INSERT DATA {{ GRAPH <{ACME}> {{ id:x kg:uses id:y }} }}"
ASK = "ASK { GRAPH <http://a> { <http://s> <http://p> 1 } }"
UPDATE_TYPE = "application/sparql-update"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    service = open_service(tmp_path_factory.mktemp("store") / "facts.kg")
    yield service
    close_service(service)


@pytest.fixture
def ungated(tmp_path: Path) -> Iterator[Service]:
    service = open_service(tmp_path / "facts.kg", validates=False, strict_default_graph=True)
    yield service
    close_service(service)


def test_an_update_is_seen_at_once_and_kept(tmp_path: Path) -> None:
    service = open_service(tmp_path / "facts.kg")

    answer = service.update(INSERT)
    close_service(service)
    again = open_service(tmp_path / "facts.kg")

    assert (answer.status_code, answer.data) == (204, b"")
    assert again.ask(ASK)
    close_service(again)


def test_an_update_is_taken_as_a_form_too(service: Service) -> None:
    answer = service.client.post("/update", data={"update": INSERT.replace("1", "2")}, headers=AUTHORIZED)

    assert answer.status_code == 204
    assert service.ask(ASK.replace("1", "2"))


def test_the_dataset_of_the_protocol_is_looked_in(ungated: Service) -> None:
    ungated.update(
        "INSERT DATA { GRAPH <http://a> { <http://s> <http://p> 1 } GRAPH <http://b> { <http://s> <http://p> 2 } }"
    )

    copy = "INSERT { GRAPH <http://c> { ?s ?p ?o } } WHERE { ?s ?p ?o }"
    ungated.client.post("/update?using-graph-uri=http://a", data=copy, content_type=UPDATE_TYPE, headers=AUTHORIZED)

    assert ungated.ask("ASK { GRAPH <http://c> { ?s ?p 1 } FILTER NOT EXISTS { GRAPH <http://c> { ?s ?p 2 } } }")


def test_relative_iris_are_those_of_the_address(ungated: Service) -> None:
    ungated.update("INSERT DATA { <x> <p> 1 }")

    assert ungated.ask("ASK { <http://localhost/x> <p> 1 }")


@pytest.mark.parametrize(
    ("headers", "status", "challenge"),
    [
        ({}, 401, "realm"),
        ({"Authorization": "Basic Y29ycmVjdC1ob3JzZQ=="}, 401, "realm"),
        ({"Authorization": "Bearer wrong"}, 401, "invalid_token"),
        ({"Authorization": "Bearer"}, 401, "invalid_token"),
        ({"Authorization": "Bearer \xe4"}, 401, "invalid_token"),
    ],
)
def test_who_has_not_the_token_changes_nothing(
    service: Service, headers: dict[str, str], status: int, challenge: str
) -> None:
    answer = service.client.post("/update", data=INSERT.replace("1", "3"), content_type=UPDATE_TYPE, headers=headers)

    assert answer.status_code == status
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert challenge in answer.headers["WWW-Authenticate"]
    assert not service.ask(ASK.replace("1", "3"))


def test_without_a_token_configured_nobody_writes(tmp_path: Path) -> None:
    service = open_service(tmp_path / "facts.kg", token=None)

    answer = service.update(INSERT)

    assert (answer.status_code, "--token-file" in answer.get_json(force=True)["detail"]) == (403, True)
    close_service(service)


def test_without_a_store_nobody_writes() -> None:
    client = create_app(Settings(packaged=False, limits=None, token="x")).test_client()

    for method, address in (
        ("POST", "/update"),
        ("PUT", "/graphs?graph=http://a"),
        ("DELETE", "/graphs?graph=http://a"),
    ):
        answer = client.open(address, method=method, headers={"Authorization": "Bearer x"})

        assert answer.status_code == 403
        assert "--store" in answer.get_json(force=True)["detail"]


@pytest.mark.parametrize(
    ("request_", "status", "words"),
    [
        ({"data": b"", "content_type": UPDATE_TYPE}, 400, "no update"),
        ({"data": INSERT, "content_type": "text/plain"}, 415, "text/plain"),
        ({"data": INSERT}, 415, "unknown"),
        ({"data": b"\xff", "content_type": UPDATE_TYPE}, 400, "UTF-8"),
        ({"data": INSERT, "content_type": f"{UPDATE_TYPE}; charset=UTF-16"}, 415, "utf-16"),
        ({"data": {"update": [INSERT, INSERT]}}, 400, "2 parameters"),
        ({"data": {"query": "ASK {}"}}, 400, "0 parameters"),
        ({"data": {"update": INSERT, "query": "ASK {}"}}, 400, "query"),
        ({"data": INSERT, "content_type": UPDATE_TYPE, "query_string": {"update": INSERT}}, 400, "twice"),
        ({"data": INSERT, "content_type": UPDATE_TYPE, "query_string": {"using-graph-uri": "> x"}}, 400, "absolute"),
        ({"data": {"update": "WITH <http://a> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }", "using-graph-uri": "http://a"}},
         400, "only one of them"),
        ({"data": {"update": "CLEAR XYZ"}}, 400, "XYZ"),
        ({"data": {"update": "INSERT DATA { <http://s> <http://p> 1 }"}}, 400, "The union of all graphs is"),
        ({"data": {"update": "CLEAR GRAPH <https://example.org/kg/ontology>"}}, 403, "ontology"),
        ({"data": {"update": "DROP ALL"}}, 403, "writes do not change it"),
        ({"data": {"update": "LOAD <http://127.0.0.1:1/>"}}, 403, "LOAD"),
        ({"data": {"update": "DROP GRAPH <http://none>"}}, 404, "<http://none>"),
    ],
)  # fmt: skip
def test_what_is_no_update_to_take_is_a_sentence(
    service: Service, request_: dict[str, object], status: int, words: str
) -> None:
    answer = service.client.post("/update", headers=AUTHORIZED, **request_)

    assert answer.status_code == status
    assert words in answer.get_json(force=True)["detail"]


def test_updates_come_by_post_alone(service: Service) -> None:
    answer = service.client.get("/update", query_string={"update": INSERT}, headers=AUTHORIZED)

    assert (answer.status_code, "POST" in answer.headers["Allow"]) == (405, True)


def test_a_violation_is_a_problem_for_programs(service: Service) -> None:
    answer = service.update(WRONG)

    problem = answer.get_json(force=True)
    assert (answer.status_code, answer.mimetype, problem["status"]) == (422, "application/problem+json", 422)
    assert [finding["focus"] for finding in problem["findings"]] == ["https://example.org/kg/id/x"]
    assert not service.ask("ASK { id:x kg:uses id:y }")


@pytest.mark.parametrize("media_type", ["text/turtle", "application/n-triples", "application/rdf+xml"])
def test_a_violation_is_a_validation_report_for_who_asks_for_rdf(service: Service, media_type: str) -> None:
    answer = service.update(WRONG, Accept=media_type)

    report = Graph().parse(data=answer.data, format=media_type)
    assert (answer.status_code, answer.mimetype) == (422, media_type)
    assert len(list(report.subjects(RDF.type, SH.ValidationReport))) == 1


def test_a_violation_is_a_page_for_people(service: Service) -> None:
    english = service.update(WRONG, **BROWSER)
    german = service.update(WRONG, **GERMAN)

    assert (english.status_code, english.mimetype) == (422, "text/html")
    assert "https://example.org/kg/id/x" in english.text
    assert "No fact yields this direct relation" in english.text
    assert "Nicht angenommen" in german.text


def test_an_article_is_written_by_update_and_read_back(service: Service) -> None:
    answer = service.send("PUT", f"/graphs?graph={ACME}", read_acme())

    assert answer.status_code == 201
    assert service.ask("ASK { id:acme kg:acquired id:widget }")


def test_an_answer_is_tagged_anew_after_a_write(service: Service) -> None:
    asked = {"query_string": {"query": "SELECT * { ?s ?p ?o }"}}
    tag = service.client.get("/sparql", **asked).headers["ETag"]

    same = service.client.get("/sparql", headers={"If-None-Match": tag}, **asked)
    service.update(INSERT.replace("1", "4"))
    other = service.client.get("/sparql", headers={"If-None-Match": tag}, **asked)

    assert (same.status_code, other.status_code) == (304, 200)


@pytest.mark.parametrize(
    ("settings", "words", "features"),
    [
        ({}, "conforms to the shapes", {"UnionDefaultGraph", "EmptyGraphs"}),
        ({"validates": False, "strict_default_graph": True}, "validation is turned off", {"EmptyGraphs"}),
    ],
)
def test_the_description_says_whether_writes_are_judged(
    tmp_path: Path, settings: dict[str, bool], words: str, features: set[str]
) -> None:
    service = open_service(tmp_path / "facts.kg", **settings)

    graph = Graph().parse(data=service.client.get("/sparql", headers={"Accept": "text/turtle"}).data, format="turtle")

    found = {str(o).rpartition("#")[2] for o in graph.objects() if "service-description#" in str(o)}
    assert features | {"SPARQL11Query", "SPARQL11Update"} <= found
    assert ("UnionDefaultGraph" in features) == ("UnionDefaultGraph" in found)
    assert any(words in str(o) for o in graph.objects())
    assert bool(list(graph.objects(predicate=SH.shapesGraph))) == ("validates" not in settings)
    close_service(service)


def test_the_page_of_a_query_has_the_same_default_graph(ungated: Service) -> None:
    ungated.update("INSERT DATA { <http://s> <http://p> 'unnamed' . GRAPH <http://a> { kg:s kg:p 'named' } }")

    page = ungated.client.get("/sparql", query_string={"query": "SELECT ?o { ?s ?p ?o }"}, headers=BROWSER).text

    assert ("unnamed" in page, ">named<" in page) == (True, False)
