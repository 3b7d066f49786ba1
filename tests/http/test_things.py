"""Content negotiation at the IRIs of things: page or RDF, and 404 for what nobody speaks of."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from rdflib import RDF, Graph, URIRef

from kg.formats import RDF_FORMATS, Format

from .conftest import BROWSER

BASE = "https://example.org/kg/"
PARSERS = {"ttl": "turtle", "nt": "nt", "rdf": "xml", "jsonld": "json-ld", "nq": "nquads", "trig": "trig"}
Serve = Callable[..., FlaskClient]


@pytest.mark.parametrize("format", RDF_FORMATS, ids=lambda one: one.name)
@pytest.mark.parametrize("path", ["id/microsoft", "ontology", "questions", "article/salesforce-microsoft"])
def test_a_thing_comes_in_the_format_asked_for(client: FlaskClient, path: str, format: Format) -> None:
    answer = client.get(f"/{path}", headers={"Accept": format.media_type})

    assert (answer.status_code, answer.mimetype) == (200, format.media_type)
    assert answer.headers["Content-Location"] == f"/{path}?format={format.name}"
    assert b"example.org" in answer.data


@pytest.mark.parametrize("path", ["id/microsoft", "ontology", "shapes", "questions", "article/salesforce-microsoft"])
def test_a_page_stands_where_it_says(client: FlaskClient, path: str) -> None:
    page = client.get(f"/{path}", headers={"Accept": BROWSER})

    again = client.get(page.headers["Content-Location"])

    assert (again.status_code, again.mimetype) == (200, "text/html")


@pytest.mark.parametrize("path", ["/id/salesforce", "/id/microsoft", "/article/salesforce-microsoft/fact/s04-spying"])
def test_turtle_begins_with_the_thing_asked_for_and_goes_on_in_order(client: FlaskClient, path: str) -> None:
    blocks = client.get(f"{path}?format=ttl").text.split("\n\n")[1:]

    subjects = [block.split()[0] for block in blocks]
    assert subjects[0] in (path.replace("/id/", "id:"), f"<{BASE[:-1]}{path}>")
    assert len(subjects) == len(set(subjects)) > 3
    assert [one for one in subjects[1:] if one[0] == "<"] == sorted(one for one in subjects[1:] if one[0] == "<")


def test_a_program_without_preference_gets_turtle(client: FlaskClient) -> None:
    answer = client.get("/id/microsoft")

    assert answer.mimetype == "text/turtle"


def test_a_facts_rdf_is_whole_with_time_and_passages(client: FlaskClient) -> None:
    iri = BASE + "article/salesforce-microsoft/fact/s04-criticism"

    graph = Graph().parse(data=client.get(iri.removeprefix(BASE[:-1]) + "?format=ttl").data, format="turtle")

    kg = BASE + "ontology#"
    assert (URIRef(iri), URIRef(kg + "modality"), URIRef(kg + "Actual")) in graph
    assert {str(node) for node in graph.objects(predicate=URIRef(kg + "notBefore"))} == {"2017-01-01"}
    assert (None, URIRef(kg + "end"), None) in graph


def test_an_articles_rdf_is_its_graph(client: FlaskClient) -> None:
    graph = Graph().parse(data=client.get("/article/first-release?format=nt").data, format="nt")

    assert (URIRef(BASE + "article/first-release"), RDF.type, URIRef("https://schema.org/NewsArticle")) in graph
    assert (URIRef(BASE + "id/microsoft"), None, None) not in graph


def test_the_derived_graph_has_an_address_too(client: FlaskClient) -> None:
    answer = client.get("/article/salesforce-microsoft/derived?format=nt")

    assert b"ontology#acquired" in answer.data


@pytest.mark.parametrize("accept", ["image/png", "application/sparql-results+json"])
def test_other_types_are_406_with_what_there_is(client: FlaskClient, accept: str) -> None:
    answer = client.get("/id/microsoft", headers={"Accept": accept})

    assert answer.status_code == 406
    assert "text/turtle" in answer.get_json(force=True)["detail"]


def test_an_unknown_format_name_is_400_with_those_there_are(client: FlaskClient) -> None:
    answer = client.get("/id/microsoft?format=docx")

    assert answer.status_code == 400
    assert "ttl, nt" in answer.get_json(force=True)["detail"]


@pytest.mark.parametrize("accept", ["text/html", "text/turtle"])
@pytest.mark.parametrize("path", ["/id/nobody", "/id/%3Cscript%3E", "/id/a%20b", "/wp-login.php", "/article/x/fact/y"])
def test_what_nobody_speaks_of_is_404(client: FlaskClient, path: str, accept: str) -> None:
    assert client.get(path, headers={"Accept": accept}).status_code == 404


@pytest.mark.parametrize("name", ["zürich", "a'b", "a(b)", "d%C3%BCsseldorf", "c+d", "e,f"])
def test_names_beyond_ascii_are_found_and_linked(serve: Serve, name: str) -> None:
    client = serve(f'<{BASE}id/{name}> rdfs:label "Here"@en .')
    query = {"query": "SELECT ?it { ?it rdfs:label 'Here'@en }"}

    page = client.get("/sparql", query_string=query, headers=BROWSER).text
    link = page.split('href="/id/')[1].split('"')[0].replace("&#39;", "'")

    assert "Here" in client.get(f"/id/{link}", headers=BROWSER).text


def test_a_thing_that_is_only_pointed_at_has_a_page(serve: Serve) -> None:
    client = serve("id:somebody schema:knows id:stranger .")

    answer = client.get("/id/stranger", headers=BROWSER)

    assert answer.status_code == 200
    assert "somebody" in answer.text
