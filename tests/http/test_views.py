"""Results drawn by their shape: bars, timeline, graph, text; offered only where they fit."""

from __future__ import annotations

import re
from itertools import combinations
from math import hypot

import pytest
from flask.testing import FlaskClient

from kg.http.network import HEIGHT, MARGIN_X, WIDTH, fit, place_nodes

from .conftest import BROWSER

KINDS = "SELECT ?kind (COUNT(*) AS ?n) { ?f a ?kind . ?kind rdfs:subClassOf kg:Fact } GROUP BY ?kind"
DATED = "SELECT ?f ?b ?e { ?f time:hasTime ?t . ?t kg:notBefore ?b ; kg:notAfter ?e }"
RELATIONS = "SELECT ?a ?p ?b { ?p a kg:DirectRelation . ?a ?p ?b }"


def open_view(client: FlaskClient, query: str, view: str = "") -> str:
    return client.get("/sparql", query_string={"query": query, "view": view}, headers=BROWSER).text


@pytest.mark.parametrize(
    ("query", "views"),
    [
        (KINDS, ["Table", "Bars", "Text"]),
        (DATED, ["Table", "Timeline", "Text"]),
        (RELATIONS, ["Table", "Graph", "Text"]),
        ("SELECT ?l { id:microsoft rdfs:label ?l }", ["Table", "Text"]),
        ("SELECT (1 AS ?a) (2 AS ?b) {}", ["Table", "Text"]),
        ("SELECT ('x' AS ?a) (-2 AS ?b) {}", ["Table", "Text"]),
        ("CONSTRUCT WHERE { ?x kg:leads ?y }", ["Text", "Graph"]),
        ("ASK {}", []),
    ],
)
def test_the_views_that_fit_are_offered(client: FlaskClient, query: str, views: list[str]) -> None:
    nav = re.search(r'<nav class="views".*?</nav>', open_view(client, query), re.S)

    assert (re.findall(r">(\w+)</a>", nav[0]) if nav else []) == views


def test_the_longest_bar_is_the_greatest_number(client: FlaskClient) -> None:
    page = open_view(client, KINDS, "bars")

    pairs = re.findall(r"<b>(\d+)</b>.*?class=\"span\" d=\"M0 5h(\d+)\"", page, re.S)
    assert max(pairs, key=lambda pair: int(pair[0]))[1] == "1000"
    for number, length in pairs:
        assert abs(int(length) - 1000 * int(number) / 12) <= 1


def test_rows_lie_on_the_timeline_from_first_to_last_date(client: FlaskClient) -> None:
    page = open_view(client, DATED, "timeline")

    assert re.search(r'd="M0 5h365".*?>Microsoft and Salesforce worked together', page, re.S)


def test_triples_are_drawn_with_links(client: FlaskClient) -> None:
    page = open_view(client, "CONSTRUCT WHERE { ?x kg:leads ?y }", "graph")
    drawing = re.search(r'<svg class="network".*?</svg>', page, re.S)

    assert drawing is not None
    assert '<a href="/id/marc-benioff">' in drawing[0]
    assert "<title>leads</title>" in drawing[0]


def test_a_view_that_does_not_fit_is_the_table(client: FlaskClient) -> None:
    assert '<table class="sortable">' in open_view(client, "SELECT ?l { id:microsoft rdfs:label ?l }", "bars")


def test_text_is_the_answer_as_it_came(client: FlaskClient) -> None:
    assert "&#34;bindings&#34;" in open_view(client, RELATIONS, "raw")


def test_places_are_apart_within_the_drawing_and_always_the_same() -> None:
    names = [f"n{number}" for number in range(20)]
    edges = [(names[number], names[number // 3]) for number in range(1, 20)]

    places = fit(place_nodes(names, edges))

    assert places == fit(place_nodes(names, edges))
    assert min(hypot(a[0] - b[0], a[1] - b[1]) for a, b in combinations(places.values(), 2)) > 18
    assert all(MARGIN_X <= x <= WIDTH - MARGIN_X and 0 < y < HEIGHT for x, y in places.values())


def test_a_thing_joined_to_itself_alone_is_no_drawing(client: FlaskClient) -> None:
    page = open_view(client, "CONSTRUCT { id:x rdfs:seeAlso id:x } {}", "graph")

    assert "Nothing here joins one thing to another." in page
