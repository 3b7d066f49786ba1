"""What a page is made of is bounded: large or odd answers cost what a page shows of them, and are no failure."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from werkzeug.datastructures import MIMEAccept
from werkzeug.http import parse_accept_header

from kg.formats import CSV, RESULTS_FORMATS
from kg.http.iris import find_page
from kg.http.labels import Labels
from kg.http.negotiation import MOST_RANGES, choose_format, read_ranges
from kg.http.network import MOST_LINES, draw_network
from kg.http.queries import LONGEST_IRI, is_iri
from kg.http.records import Record
from kg.http.results import MOST_COLUMNS
from kg.http.syntax import LONGEST, Unfollowed, read_select

from .conftest import BROWSER


def open_page(client: FlaskClient, query: str, view: str = "") -> tuple[int, str]:
    """Return status and text of the page about a query."""
    answer = client.post("/sparql", data={"query": query, "view": view}, headers=BROWSER)
    return answer.status_code, answer.text


def test_a_text_past_the_longest_iri_is_none() -> None:
    assert [is_iri("x:" + "a" * (length - 2)) for length in (LONGEST_IRI, LONGEST_IRI + 1)] == [True, False]


def test_more_columns_than_a_page_shows_are_in_the_downloads(client: FlaskClient) -> None:
    names = [f"?v{number}" for number in range(MOST_COLUMNS + 1)]
    cut, whole = (
        open_page(client, f"SELECT {' '.join(names[:count])} {{ BIND(1 AS ?v0) BIND(2 AS ?v{MOST_COLUMNS}) }}")[1]
        for count in (MOST_COLUMNS + 1, MOST_COLUMNS)
    )

    assert [text.count('<th scope="col">') for text in (cut, whole)] == [MOST_COLUMNS, MOST_COLUMNS]
    assert ["The rest is in the downloads." in text for text in (cut, whole)] == [True, False]


@pytest.mark.parametrize("query", ["SELECT * { ?s ?p ?o }", "CONSTRUCT WHERE { ?s ?p ?o }"])
def test_an_answer_past_what_a_page_shows_is_refused_with_what_to_do(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, query: str
) -> None:
    monkeypatch.setattr("kg.http.results.LARGEST_SHOWN", 1 << 14)

    status, text = open_page(client, query)
    spreadsheet = client.get("/sparql", query_string={"query": query, "format": "spreadsheet"})
    data = client.get("/sparql", query_string={"query": query})

    assert status == 413
    assert "Add LIMIT" in text
    assert spreadsheet.status_code == (413 if query.startswith("SELECT") else 406)
    assert data.status_code == 200


def test_of_very_many_ranges_the_first_are_weighed() -> None:
    header = ",".join(["text/csv", *["a/b;q=0.1"] * 4000])
    ranges = parse_accept_header(header, MIMEAccept)

    assert len(read_ranges(ranges)) == MOST_RANGES
    assert choose_format(ranges, RESULTS_FORMATS) == CSV


def test_a_long_query_is_answered_and_not_followed(client: FlaskClient) -> None:
    query = "SELECT ?x { ?x kg:leads ?y }" + " " * LONGEST

    with pytest.raises(Unfollowed):
        read_select(query)
    assert open_page(client, query)[0] == 200


def test_many_patterns_for_many_rows_are_related_only(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    query = "SELECT ?x { ?x kg:leads ?y }"
    exact = open_page(client, query)[1]
    monkeypatch.setattr("kg.http.tracing.MOST_MATCHED", 0)

    assert ("Evidence</th>" in exact, "Related</th>" in open_page(client, query)[1]) == (True, True)


def test_a_long_query_that_does_not_parse_is_not_repeated_line_by_line(client: FlaskClient) -> None:
    short, long = (open_page(client, "x\n" + "\n" * count) for count in (3, LONGEST))

    assert [status for status, _ in (short, long)] == [400, 400]
    assert ['<ol class="lines"' in text for _, text in (short, long)] == [True, False]


def test_no_more_lines_are_drawn_than_there_is_room_for(client: FlaskClient) -> None:
    edges = [("http://a", f"http://p{number}", "http://b") for number in range(MOST_LINES + 1)]
    with client.application.test_request_context("/"):
        drawing = draw_network(edges, Labels({}))

    assert drawing is not None
    assert len(drawing.lines) == MOST_LINES


@pytest.mark.parametrize(
    "query",
    [
        "SELECT (<http://a\u2100b/> AS ?x) {}",
        'SELECT ("x" AS ?l) (1e308 AS ?n) {}',
        'SELECT ("x" AS ?l) ("INF"^^xsd:double AS ?n) {}',
        'SELECT ("x" AS ?l) ("9999999999-01-01"^^xsd:date AS ?d) {}',
        "CONSTRUCT { <http://a\u2100b/> <http://p> <http://c\u2100d/> } {}",
    ],
)
@pytest.mark.parametrize("view", ["table", "bars", "timeline", "graph", "raw"])
def test_odd_values_are_shown(client: FlaskClient, query: str, view: str) -> None:
    assert open_page(client, query, view)[0] == 200


def test_an_iri_with_an_odd_host_is_looked_for(client: FlaskClient) -> None:
    with client.application.test_request_context("/"):
        assert find_page("http://a\u2100b/") == "http://a\u2100b/"

    assert client.get("/facts", query_string={"who": "http://a\u2100b/"}, headers=BROWSER).status_code == 200


@pytest.mark.parametrize("host", ["a..b", ".a", "a" * 64])
def test_a_host_that_is_none_is_refused_on_pages_too(client: FlaskClient, host: str) -> None:
    assert client.get("/", headers=BROWSER | {"Host": host}).status_code == 400


def test_a_number_of_very_many_digits_is_none() -> None:
    digits = [{"type": "literal", "value": text} for text in ("9" * 5000, "12")]
    record = Record("http://a", {"https://example.org/kg/ontology#length": digits})

    assert record.find_number("kg:length") == 12
