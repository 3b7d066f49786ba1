"""The timeline: bars where the dates are, and no date for what has none."""

from __future__ import annotations

import re
from collections.abc import Callable

from flask.testing import FlaskClient

from .conftest import BROWSER

Serve = Callable[..., FlaskClient]


def read_section(page: str, heading: str) -> str:
    match = re.search(rf'<h2 id="{heading}">.*?</section>', page, re.S)
    assert match is not None
    return match[0]


def test_a_year_spans_the_year_and_a_quarter_the_quarter(client: FlaskClient) -> None:
    page = client.get("/timeline", headers=BROWSER).text
    dated = read_section(page, "dated")

    rows = re.findall(r'class="span" d="M(\d+) 5h(\d+)".*?fact/([\w-]+)', dated, re.S)
    spans = {fact: (int(start), int(length)) for start, length, fact in rows}
    assert spans["s14-outlook-app"] == (0, 365)
    assert spans["s12-arrival"] == (2465, 92)


def test_what_is_inferred_relative_or_undated_is_told_apart(client: FlaskClient) -> None:
    page = client.get("/timeline", headers=BROWSER).text

    assert "publication" in read_section(page, "inferred")
    assert "s03-public-displeasure" in read_section(page, "relative")
    assert "s03-acquisition" in read_section(page, "undated")
    assert "s03-acquisition" not in read_section(page, "dated")


def test_a_graph_without_dates_has_no_axis(serve: Serve) -> None:
    assert 'class="axis"' not in serve("").get("/timeline", headers=BROWSER).text


def test_open_and_impossible_dates_do_no_harm(serve: Serve) -> None:
    client = serve(
        """
        @prefix time: <http://www.w3.org/2006/time#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
        fact:a kg:modality kg:Actual ; kg:polarity kg:Affirmed ; kg:evidence id:p ; time:hasTime id:t ;
          rdfs:label "A"@en .
        id:t kg:notAfter "2020-12-31"^^xsd:date .
        fact:b kg:modality kg:Actual ; kg:polarity kg:Affirmed ; kg:evidence id:p ; time:hasTime id:u ;
          rdfs:label "B"@en .
        id:u kg:notBefore "-0044-03-15"^^xsd:date .
        """
    )

    page = client.get("/timeline", headers=BROWSER).text

    assert 'class="span" d="M0 5h366"' in page
    assert "fact/b" in read_section(page, "undated")
