"""The same answers from a server of somebody else that holds the packaged graph: Oxigraph, and Virtuoso 7."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from rdflib import Graph
from rdflib.compare import isomorphic

from kg.engine import Engine, Limits, Query, RemoteEngine
from kg.errors import AnswerTooLarge, DeadlineExceeded, MalformedQuery, Unavailable, UnknownName
from kg.formats import CSV, N_TRIPLES, RDF_FORMATS, TURTLE, Format
from kg.http import Settings, create_app
from kg.questions import Question, read_questions
from kg.vocabulary import ENTITIES_GRAPH, ONTOLOGY_GRAPH
from tests.engine.servers import find_program, running_oxigraph, running_virtuoso
from tests.packaged import MAIN, open_packaged

pytestmark = pytest.mark.slow

LIMITS = Limits(timeout_s=20.0)
SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?c != ?f && ?b != ?h) }"
PAGES = ("/", "/questions", "/timeline", "/ontology", "/shapes", "/id/microsoft", "/article/first-release")
FACT = MAIN.removeprefix("https://example.org/kg") + "/fact/s03-acquisition"
BROWSER = {"Accept": "text/html"}

# What Virtuoso 7.2.5 gives other rows for, and why.
NOT_BY_VIRTUOSO = {
    "what-happened-2014-to-2017": "it finds no xsd:date to be at most another: FILTER(?date <= …) is never true",
}


def find_oxigraph() -> str:
    program = find_program("oxigraph")
    if program is None:
        pytest.skip("oxigraph is missing: pip install oxigraph")
    return program


@pytest.fixture(scope="module")
def oxigraph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running_oxigraph(find_oxigraph(), tmp_path_factory.mktemp("oxigraph")) as (url, _):
        yield url


@pytest.fixture(scope="module")
def virtuoso(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    program, isql = find_program("virtuoso-t"), find_program("isql-vt")
    if program is None or isql is None:
        pytest.skip("Virtuoso is missing: install Debian's package virtuoso-opensource-7-bin")
    with running_virtuoso(program, isql, tmp_path_factory.mktemp("virtuoso")) as url:
        yield url


@pytest.fixture(params=["oxigraph", "virtuoso"])
def url(request: pytest.FixtureRequest) -> str:
    return str(request.getfixturevalue(request.param))


@pytest.fixture
def remote(url: str) -> RemoteEngine:
    return RemoteEngine(url, limits=LIMITS)


def is_same(engine: Engine, question: Question) -> bool:
    query = Query(question.text, results_format=CSV, graph_format=N_TRIPLES)
    answer, expected = engine.query(query), open_packaged().engine.query(query)
    if answer.form == "GRAPH":
        return isomorphic(*(Graph().parse(data=each.body, format="nt") for each in (answer, expected)))
    return (answer.form, answer.boolean, answer.body) == (expected.form, expected.boolean, expected.body)


def rows(engine: Engine, text: str, **options: object) -> list[str]:
    return sorted(engine.query(Query(text, results_format=CSV, **options)).body.decode().splitlines()[1:])  # type: ignore[arg-type]


@pytest.mark.parametrize("question", [pytest.param(each, id=each.name) for each in read_questions()])
def test_oxigraph_answers_every_question_as_the_engine_in_process(oxigraph: str, question: Question) -> None:
    assert is_same(RemoteEngine(oxigraph, limits=LIMITS), question)


@pytest.mark.parametrize("question", [pytest.param(each, id=each.name) for each in read_questions()])
def test_virtuoso_answers_the_questions_that_it_can(virtuoso: str, question: Question) -> None:
    assert is_same(RemoteEngine(virtuoso, limits=LIMITS), question) is (question.name not in NOT_BY_VIRTUOSO)


def test_named_graphs_are_asked_by_name(remote: RemoteEngine) -> None:
    text = "SELECT ?it { GRAPH <https://example.org/kg/entities> { ?it a schema:Organization } }"

    assert rows(remote, text) == rows(open_packaged().engine, text) != []


@pytest.mark.parametrize(
    "clause", [f"FROM <{ENTITIES_GRAPH}>", f"FROM <{ONTOLOGY_GRAPH}> FROM NAMED <{ENTITIES_GRAPH}>"]
)
def test_a_dataset_in_the_query_holds_there(remote: RemoteEngine, clause: str) -> None:
    text = f"SELECT DISTINCT ?it {clause} {{ ?it a ?class }}"

    assert rows(remote, text) == rows(open_packaged().engine, text) != []


def test_the_dataset_of_the_protocol_is_passed_on(remote: RemoteEngine) -> None:
    text = "SELECT DISTINCT ?it { ?it a ?class }"
    graphs = {"default_graphs": (ENTITIES_GRAPH,), "named_graphs": (ONTOLOGY_GRAPH,)}

    assert rows(remote, text, **graphs) == rows(open_packaged().engine, text, **graphs) != []


@pytest.mark.parametrize("graph", [MAIN, MAIN + "/derived", ENTITIES_GRAPH, ONTOLOGY_GRAPH])
def test_a_graph_is_exported_with_the_same_bytes(remote: RemoteEngine, graph: str) -> None:
    assert remote.export(TURTLE, graph=graph) == open_packaged().engine.export(TURTLE, graph=graph)


@pytest.mark.parametrize("format", RDF_FORMATS)
def test_oxigraph_exports_everything_with_the_same_bytes(oxigraph: str, format: Format) -> None:
    assert RemoteEngine(oxigraph, limits=LIMITS).export(format) == open_packaged().engine.export(format)


def test_virtuoso_exports_everything_and_its_own_graphs(virtuoso: str) -> None:
    exported = set(RemoteEngine(virtuoso, limits=LIMITS).export(N_TRIPLES).splitlines())

    assert exported > set(open_packaged().engine.export(N_TRIPLES).splitlines())


@pytest.mark.parametrize("graph", ["https://example.org/kg/nothing", "no iri"])
def test_a_graph_that_is_not_there_is_an_unknown_name(remote: RemoteEngine, graph: str) -> None:
    with pytest.raises(UnknownName, match="There is no graph"):
        remote.export(TURTLE, graph=graph)


def test_what_the_endpoint_cannot_read_is_malformed(remote: RemoteEngine) -> None:
    with pytest.raises(
        MalformedQuery, match=r"Line 2(, column \d+)?: the endpoint 127\.0\.0\.1:\d+ cannot read"
    ) as caught:
        remote.query(Query("SELECT ?x {\n kg:a ] ?x }"))

    assert caught.value.line == 2


def test_rows_that_virtuoso_leaves_out_are_an_error(virtuoso: str) -> None:
    with pytest.raises(AnswerTooLarge, match="at most 10000 rows"):
        RemoteEngine(virtuoso, limits=LIMITS).query(Query("SELECT ?s { ?s ?p ?o , ?x }"))


def test_a_server_that_is_killed_in_mid_query_is_unavailable(tmp_path: Path) -> None:
    with running_oxigraph(find_oxigraph(), tmp_path) as (url, process):
        engine = RemoteEngine(url, limits=LIMITS)
        threading.Timer(2.0, process.kill).start()

        with pytest.raises(Unavailable, match=r"(closed|broke) the connection"):
            engine.query(Query(SLOW))

        process.wait()
        with pytest.raises(Unavailable, match="refuses connections"):
            engine.query(Query("ASK {}"))


@pytest.mark.parametrize("path", [*PAGES, FACT])
def test_pages_are_those_that_the_engine_in_process_gives(url: str, path: str) -> None:
    expected = create_app(Settings(), graph=open_packaged()).test_client().get(path, headers=BROWSER)

    page = create_app(Settings(engine=url)).test_client().get(path, headers=BROWSER)

    assert (page.status_code, page.text) == (200, expected.text)


@pytest.mark.parametrize("path", ["/status", "/facts", "/question/who-bought-what", "/sparql", "/health", "/metrics"])
def test_virtuoso_serves_all_else(virtuoso: str, path: str) -> None:
    client = create_app(Settings(engine=virtuoso, limits=LIMITS)).test_client()

    assert client.get(path, headers=BROWSER).status_code == 200


def test_rdf_about_a_thing_is_what_the_endpoint_holds(url: str) -> None:
    client = create_app(Settings(engine=url)).test_client()

    answer = client.get("/id/linkedin", headers={"Accept": "text/turtle"})

    assert (answer.status_code, answer.mimetype) == (200, "text/turtle")
    assert "id:microsoft kg:acquired id:linkedin" in answer.text
    assert "ETag" not in answer.headers


def test_the_service_describes_itself_and_the_graphs_there(url: str) -> None:
    client = create_app(Settings(engine=url)).test_client()

    answer = client.get("/sparql", headers={"Accept": "application/n-triples"})

    assert answer.status_code == 200
    assert "sparql-service-description#SPARQL11Query>" in answer.text
    assert f"sparql-service-description#name> <{ENTITIES_GRAPH}>" in answer.text


def test_nothing_can_be_written(url: str) -> None:
    client = create_app(Settings(engine=url)).test_client()

    assert client.post("/update", data={"update": "CLEAR ALL"}).status_code == 403
    assert client.delete("/graphs?default").status_code == 403
    assert client.post("/sparql", data={"query": "CLEAR ALL"}).status_code == 400


# Last, as Virtuoso goes on with a query that nobody waits for.
def test_a_slow_query_ends_at_the_deadline_and_the_next_is_answered(virtuoso: str) -> None:
    with pytest.raises(DeadlineExceeded, match=r"longer than 0\.5 s"):
        RemoteEngine(virtuoso, limits=Limits(timeout_s=0.5)).query(Query(SLOW))

    assert RemoteEngine(virtuoso, limits=LIMITS).query(Query("ASK { ?s kg:leads ?o }")).boolean is True


def test_a_time_limit_of_virtuoso_is_a_deadline(virtuoso: str) -> None:
    with pytest.raises(DeadlineExceeded, match="the query, as it took too long"):
        RemoteEngine(virtuoso, limits=LIMITS).query(Query(SLOW))
