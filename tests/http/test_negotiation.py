"""Accept headers: a table of what clients send, and the rules for any header."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MIMEAccept
from werkzeug.http import parse_accept_header

from kg.formats import CSV, JSON, RDF_FORMATS, RDF_XML, RESULTS_FORMATS, TSV, TURTLE, XML, Format
from kg.http.negotiation import choose_format, wants_page

from .conftest import BROWSER


def parse(header: str) -> MIMEAccept:
    return parse_accept_header(header, MIMEAccept)


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("", JSON),
        ("*/*", JSON),
        ("application/sparql-results+xml", XML),
        ("application/xml", XML),
        ("application/json", JSON),
        ("text/*", CSV),
        ("text/tab-separated-values", TSV),
        ("text/csv;q=0.5, application/sparql-results+xml;q=0.9", XML),
        ("text/csv;charset=utf-8", CSV),
        ("TEXT/CSV", CSV),
        ("text/csv;q=0", None),
        ("*/*, application/sparql-results+json;q=0", XML),
        ("text/*;q=0.9, text/csv;q=0.1", TSV),
        ("image/png", None),
        ("text/csv;q=high, application/sparql-results+xml;q=0.1", XML),
    ],
)
def test_rows_come_in_the_format_that_weighs_most(header: str, expected: Format | None) -> None:
    assert choose_format(parse(header), RESULTS_FORMATS) == expected


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("", TURTLE),
        ("application/rdf+xml, text/turtle;q=0.9", RDF_XML),
        ("text/turtle;q=0.3, application/*;q=0.3", TURTLE),
        ("application/sparql-results+json", None),
    ],
)
def test_triples_come_in_the_format_that_weighs_most(header: str, expected: Format | None) -> None:
    assert choose_format(parse(header), RDF_FORMATS) == expected


@pytest.mark.parametrize(
    ("header", "is_browser"),
    [
        (BROWSER["Accept"], True),
        ("text/html", True),
        ("text/turtle, text/html", True),
        ("text/turtle, text/html;q=0.9", False),
        ("text/html;q=0.1, application/json", False),
        ("text/html;q=0.1, text/xml;q=0.9", False),
        ("text/html;q=0.1, application/xml;q=0.9", False),
        ("text/html, application/json", True),
        ("application/xhtml+xml, application/json;q=0.9", True),
        ("text/html;q=0", False),
        ("*/*", False),
        ("", False),
        ("text/*", False),
        ("application/sparql-results+json, */*;q=0.1", False),
    ],
)
def test_a_page_is_for_those_who_name_it_and_prefer_nothing_else(header: str, is_browser: bool) -> None:
    assert wants_page(parse(header)) is is_browser


@pytest.mark.parametrize("path", ["/sparql?query=ASK{}", "/id/salesforce"])
@pytest.mark.parametrize(
    ("header", "answered"),
    [
        ("text/html;q=0.1, application/json", "json"),
        ("text/html;q=0.1, text/xml;q=0.9", "xml"),
        (BROWSER["Accept"], "text/html"),
    ],
)
def test_who_prefers_data_by_another_name_gets_data(client: FlaskClient, path: str, header: str, answered: str) -> None:
    assert answered in str(client.get(path, headers={"Accept": header}).mimetype)


MEDIA_TYPES = [offer.media_type for offer in RESULTS_FORMATS]
RANGES = st.sampled_from([*MEDIA_TYPES, "text/*", "application/*", "*/*", "image/png"])
QUALITIES = st.integers(0, 1000).map(lambda thousandths: thousandths / 1000)
HEADERS = st.lists(st.tuples(RANGES, QUALITIES), min_size=1, max_size=6, unique_by=lambda pair: pair[0])


def find_quality(media_type: str, ranges: dict[str, float]) -> float:
    """RFC 9110, section 12.5.1: the most specific range decides."""
    for candidate in (media_type, media_type.partition("/")[0] + "/*", "*/*"):
        if candidate in ranges:
            return ranges[candidate]
    return 0.0


@given(HEADERS)
def test_no_other_offer_weighs_more_than_the_chosen(pairs: list[tuple[str, float]]) -> None:
    header = ", ".join(f"{name};q={quality:.3f}" for name, quality in pairs)
    weights = [find_quality(media_type, dict(pairs)) for media_type in MEDIA_TYPES]

    chosen = choose_format(parse(header), RESULTS_FORMATS)

    expected = RESULTS_FORMATS[weights.index(max(weights))] if max(weights) > 0 else None
    assert chosen == expected


@given(st.text(max_size=60))
def test_any_header_is_read_without_a_failure(header: str) -> None:
    assert choose_format(parse(header), RESULTS_FORMATS) in (*RESULTS_FORMATS, None)
