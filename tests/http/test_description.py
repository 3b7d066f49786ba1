"""The service says what it is and what its dataset is, at ``/sparql`` and where VoID looks for it."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from rdflib import DCTERMS, RDF, XSD, Graph, Literal, Namespace, URIRef
from rdflib.namespace import VOID

from kg.engine import Answer, Cancellation, InProcessEngine, Query
from kg.errors import Busy, DeadlineExceeded, KgError
from kg.formats import RDF_FORMATS
from kg.http import Settings, create_app
from kg.http.statistics import Counts, Statistics
from kg.sources import Source
from tests.http.conftest import NO_RULE, FewTriples
from tests.http.writing import close_service, open_service

PATHS = ["/sparql", "/.well-known/void"]
ENDPOINT = "http://localhost/sparql"
DATASET = URIRef(f"{ENDPOINT}#dataset")
SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
FEW = """
@prefix kg: <https://example.org/kg/ontology#> . @prefix e: <http://e/> . @prefix schema: <https://schema.org/> .
e:a a schema:Person ; kg:leads e:b . e:c a schema:Person , e:Thing ; kg:leads e:b . e:b schema:name "B" .
"""


class Counting(InProcessEngine):
    """An engine over FEW that fails with an error, if any, where it is asked to count, and tells how often it was."""

    def __init__(self, error: KgError | None = None) -> None:
        super().__init__((Source("http://e/graph", FEW),), rule=NO_RULE)
        self.error, self.times = error, 0

    def query(self, query: Query, *, cancellation: Cancellation | None = None) -> Answer:
        if "COUNT" in query.text:
            self.times += 1
            if self.error:
                raise self.error
        return super().query(query, cancellation=cancellation)


def serve_few(engine: Counting, version: str = "1") -> FlaskClient:
    return create_app(Settings(), graph=FewTriples(engine, version=version)).test_client()


def read(client: FlaskClient, path: str = "/sparql") -> Graph:
    answer = client.get(path, headers={"Accept": "text/turtle"})
    assert (answer.status_code, answer.mimetype) == (200, "text/turtle")
    return Graph().parse(data=answer.data, format="turtle")


def read_numbers(graph: Graph, about: URIRef = DATASET) -> dict[str, int]:
    """Return the numbers in the words of VoID."""
    return {
        str(name).removeprefix(str(VOID)): int(number)
        for name, number in graph.predicate_objects(about)
        if isinstance(number, Literal) and number.datatype == XSD.integer
    }


@pytest.mark.parametrize("path", PATHS)
def test_the_dataset_is_counted(path: str) -> None:
    graph = read(serve_few(Counting()), path)

    assert read_numbers(graph) == {"triples": 6, "distinctSubjects": 3, "properties": 3, "classes": 2}
    assert set(graph.objects(DATASET, VOID.vocabulary)) == {
        URIRef("https://example.org/kg/ontology#"),
        URIRef("https://schema.org/"),
        URIRef(str(RDF)),
    }


@pytest.mark.parametrize("path", PATHS)
def test_the_dataset_says_where_it_is_had(path: str) -> None:
    graph = read(serve_few(Counting()), path)

    assert set(graph.objects(DATASET, RDF.type)) == {SD.Dataset, VOID.Dataset}
    assert set(graph.objects(DATASET, VOID.sparqlEndpoint)) == {URIRef(ENDPOINT)}
    assert set(graph.objects(DATASET, VOID.dataDump)) == {
        URIRef(f"http://localhost/export.{format.name}") for format in RDF_FORMATS
    }


@pytest.mark.parametrize(
    ("kind", "what", "term", "number"),
    [
        ("property", "triples", "https://example.org/kg/ontology#leads", 2),
        ("class", "entities", "https://schema.org/Person", 2),
    ],
)
def test_the_dataset_is_parted_by_property_and_class(kind: str, what: str, term: str, number: int) -> None:
    graph = read(serve_few(Counting()))

    part = next(
        part for part in graph.objects(DATASET, VOID[f"{kind}Partition"]) if (part, VOID[kind], URIRef(term)) in graph
    )
    assert isinstance(part, URIRef)
    assert read_numbers(graph, part) == {what: number}


def test_where_void_looks_there_is_the_service_too(client: FlaskClient) -> None:
    asked, looked_for = (client.get(path, headers={"Accept": "application/n-triples"}).data for path in PATHS)

    assert sorted(asked.splitlines()) == sorted(looked_for.splitlines())


@pytest.mark.parametrize("accept", ["application/ld+json", "application/rdf+xml", "application/trig"])
def test_a_format_is_chosen_by_accept(client: FlaskClient, accept: str) -> None:
    answer = client.get("/.well-known/void", headers={"Accept": accept})

    assert (answer.status_code, answer.mimetype) == (200, accept)


def test_what_is_ours_alone_says_its_licence(client: FlaskClient, tmp_path: Path) -> None:
    service = open_service(tmp_path / "facts.kg", packaged=True)

    licences = [list(read(each).objects(DATASET, DCTERMS.license)) for each in (client, service.client)]

    assert licences == [[URIRef("https://creativecommons.org/licenses/by/4.0/")], []]
    close_service(service)


def test_it_is_counted_once_for_each_version() -> None:
    engine = Counting()
    client = serve_few(engine)

    for path in PATHS * 2:
        client.get(path)

    assert engine.times == 1


def test_a_write_is_counted(tmp_path: Path) -> None:
    service = open_service(tmp_path / "facts.kg", validates=False)
    before = read_numbers(read(service.client))["triples"]

    service.update("INSERT DATA { GRAPH <urn:g> { <urn:s> <urn:p> 1, 2 } }")

    assert read_numbers(read(service.client))["triples"] == before + 2
    close_service(service)


def test_what_takes_too_long_is_left_out_and_not_tried_again() -> None:
    engine = Counting(DeadlineExceeded("10 s"))
    client = serve_few(engine)

    answers = [client.get(path, headers={"Accept": "text/turtle"}) for path in PATHS]

    assert ["void#triples" in answer.text for answer in answers] == [False, False]
    assert [answer.headers["Cache-Control"] for answer in answers] == ["no-cache"] * 2
    assert engine.times == 1


def test_what_cannot_be_counted_now_is_left_out_of_an_answer_that_is_not_kept() -> None:
    engine = Counting(Busy("full"))
    client = serve_few(engine)

    without = client.get("/sparql")
    engine.error = None

    assert (without.status_code, without.headers["Cache-Control"]) == (200, "no-store")
    assert read_numbers(read(client))["triples"] == 6


def test_of_what_changes_unseen_nothing_is_counted() -> None:
    engine = Counting()

    graph = read(serve_few(engine, version=""))

    assert (read_numbers(graph), engine.times) == ({}, 0)
    assert set(graph.objects(DATASET, VOID.sparqlEndpoint)) == {URIRef(ENDPOINT)}


def test_who_comes_while_it_is_counted_does_not_wait() -> None:
    begun, released = threading.Event(), threading.Event()

    class Slow(Counting):
        def query(self, query: Query, *, cancellation: Cancellation | None = None) -> Answer:
            begun.set()
            released.wait(30)
            return super().query(query, cancellation=cancellation)

    counts = Counts(Slow(), lambda: "1")
    first: list[Statistics | None] = []
    thread = threading.Thread(target=lambda: first.append(counts.read()))
    thread.start()
    begun.wait(30)

    second = counts.read()
    released.set()
    thread.join()

    assert second is None
    assert first[0] is not None
    assert first[0].numbers["triples"] == 6
