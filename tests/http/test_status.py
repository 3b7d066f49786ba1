"""The status page: counts, conformance, coverage, gaps, versions; the shapes' page."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from kg.http.status import Range, merge_ranges

from .conftest import BROWSER
from .writing import close_service, open_service

Serve = Callable[..., FlaskClient]


def test_the_figures_are_those_of_the_graph(client: FlaskClient) -> None:
    page = client.get("/status", headers=BROWSER).text
    query = "SELECT (COUNT(DISTINCT ?f) AS ?facts) { ?f kg:modality ?m }"
    rows = client.get("/sparql", query_string={"query": query}).get_json(force=True)["results"]["bindings"]

    figures = dict(re.findall(r"<dt>([\w ]+)</dt><dd>(\d+)</dd>", page))
    assert figures["facts"] == rows[0]["facts"]["value"]
    assert figures["articles"] == "2"


def test_the_matrix_counts_what_its_links_show(client: FlaskClient) -> None:
    page = client.get("/status", headers=BROWSER).text
    cells = re.findall(r'<a href="(/facts\?kind=[^"]+)">(\d+)</a>', page)

    assert len(cells) > 15
    for link, number in cells[:6]:
        assert f"{number} statement" in client.get(link.replace("&amp;", "&"), headers=BROWSER).text


def test_the_packaged_graph_conforms_and_covers_every_sentence(client: FlaskClient) -> None:
    page = client.get("/status", headers=BROWSER).text

    assert "Every fact conforms to the shapes." in page
    assert "18 of 18 sentences, 98 % of the characters" in page


def test_coverage_counts_a_character_once(serve: Serve) -> None:
    base = "https://example.org/kg/article/test"
    page = (
        serve(
            f"""
            <{base}> a schema:NewsArticle ; kg:length 10 ; rdfs:label "T"@en .
            <{base}#char=0,6> a kg:Passage , kg:Sentence ; oa:hasSource <{base}> ; kg:start 0 ; kg:end 6 .
            <{base}#char=2,4> a kg:Passage ; oa:hasSource <{base}> ; kg:start 2 ; kg:end 4 .
            <{base}#char=3,5> a kg:Passage ; oa:hasSource <{base}> ; kg:start 3 ; kg:end 5 .
            <{base}#char=6,9> a kg:Passage , kg:Sentence ; oa:hasSource <{base}> ; kg:start 6 ; kg:end 9 .
            fact:a kg:modality kg:Actual ; kg:evidence <{base}#char=2,4> , <{base}#char=3,5> .
            """
        )
        .get("/status", headers=BROWSER)
        .text
    )

    assert "1 of 2 sentences, 30 % of the characters" in page


def test_versions_are_named(client: FlaskClient) -> None:
    page = client.get("/status", headers=BROWSER).text

    assert re.search(r"<dt>pyoxigraph</dt><dd>[\d.]+</dd>", page)
    assert re.search(r"<dt>Ontology</dt><dd>[\d.]+</dd>", page)


def test_every_shape_with_a_message_is_shown(client: FlaskClient) -> None:
    page = client.get("/shapes", headers=BROWSER).text

    assert 'id="polarity"' in page
    assert "Give the fact an IRI" in page


def test_terms_say_how_often_they_are_used_and_offer_a_query(client: FlaskClient) -> None:
    page = client.get("/ontology", headers=BROWSER).text
    usage = page.split('id="Usage"')[1].split("</article>")[0]
    link = re.search(r'href="(/sparql\?query=[^"]+)">12 uses', usage)

    assert link is not None
    assert "12 rows" in client.get(link[1].replace("&amp;", "&"), headers=BROWSER).text


def test_conformance_is_that_of_the_facts_as_they_are(tmp_path: Path) -> None:
    service = open_service(tmp_path / "facts.kg", validates=False)
    before = service.client.get("/status", headers=BROWSER)
    service.update("INSERT DATA { GRAPH <https://example.org/kg/article/a> { id:a a kg:Acquisition } }")
    after = service.client.get("/status", headers=BROWSER)
    close_service(service)

    assert "Every fact conforms to the shapes." in before.text
    assert "Every fact conforms to the shapes." not in after.text
    assert before.headers["ETag"] != after.headers["ETag"]


@pytest.mark.parametrize(
    ("ranges", "merged"),
    [
        ([], []),
        ([(5, 9), (0, 3)], [(0, 3), (5, 9)]),
        ([(0, 5), (2, 3), (5, 7)], [(0, 7)]),
        ([(0, 10**18), (4, 4), (7, 6)], [(0, 10**18)]),
    ],
)
def test_ranges_are_merged_however_long_they_are(ranges: list[Range], merged: list[Range]) -> None:
    assert merge_ranges(ranges) == merged
