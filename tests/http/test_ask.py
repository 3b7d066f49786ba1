"""The form without SPARQL: what is chosen becomes a query, and the numbers beside the choices are true."""

from __future__ import annotations

import re
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from kg.engine import InProcessEngine, Query
from kg.http.ask import read_form
from kg.http.choice import Choice, read_choice
from kg.http.queries import run_select
from kg.http.site import EXTENSION

from .conftest import BROWSER, GERMAN, NO_RULE

SALESFORCE = "https://example.org/kg/id/salesforce"
CHOICES = [
    Choice(),
    Choice(who=SALESFORCE),
    Choice(stance="planned"),
    Choice(who=SALESFORCE, whom="https://example.org/kg/id/microsoft"),
    Choice(kind="https://example.org/kg/ontology#Usage", stance="planned"),
    Choice(start=2014, end=2015),
    Choice(who=SALESFORCE, start=2017),
]


def count(app: Flask, choice: Choice) -> int:
    return len(run_select(app.extensions[EXTENSION].graph.engine, choice.write_query()))


@pytest.mark.parametrize("choice", CHOICES, ids=str)
def test_choosing_an_option_leaves_as_many_statements_as_it_says(app: Flask, choice: Choice) -> None:
    with app.test_request_context("/facts"):
        form = read_form(app.extensions[EXTENSION].graph.engine, choice, "en")

    from dataclasses import replace

    for field in ("who", "kind", "whom"):
        for option in getattr(form, field):
            chosen = read_choice({field: option.value})
            assert count(app, replace(choice, **{field: getattr(chosen, field)})) == option.number
    for one in form.stances:
        assert count(app, replace(choice, stance=one.stance.name)) == one.number


def test_the_form_is_kept_and_its_statements_shown(client: FlaskClient) -> None:
    asked = {"who": "id:salesforce", "kind": "kg:Usage", "stance": "planned", "from": "", "to": ""}

    page = client.get("/facts", query_string=asked, headers=BROWSER).text

    assert '<option value="id:salesforce" selected>Salesforce (' in page
    assert '<option value="kg:Usage" selected>' in page
    statements = re.findall(r'class="statement"><a href="([^"]+)"', page)
    assert "/article/salesforce-microsoft/fact/s08-azure" in statements
    assert all('class="badge planned"' in part for part in page.split('class="statement"')[1:])


def test_as_sparql_opens_exactly_the_query_that_was_run(client: FlaskClient) -> None:
    page = client.get("/facts?who=id:salesforce&stance=planned", headers=BROWSER).text
    link = re.search(r'<a class="button" href="([^"]+)"', page)
    total = re.search(r"(\d+) statements", page)

    assert link is not None
    assert total is not None
    result = client.get(unescape(link[1]), headers=BROWSER).text
    assert f"{total[1]} rows" in result


def test_years_find_what_overlaps_them(client: FlaskClient) -> None:
    page = client.get("/facts?from=2014&to=2014", headers=BROWSER).text

    assert "2 statements" in page
    assert "Salesforce1" in page


def test_nothing_that_fits_is_said(client: FlaskClient) -> None:
    page = client.get("/facts?kind=kg:Seat&stance=alleged", headers=GERMAN).text

    assert "0 Aussagen" in page
    assert "Nichts im Graphen passt" in page


@given(
    st.fixed_dictionaries(
        {},
        optional={name: st.text(max_size=20) for name in ("who", "kind", "whom", "from", "to", "stance")},
    )
)
def test_whatever_is_sent_becomes_a_query_that_parses(parameters: dict[str, str]) -> None:
    choice = read_choice(parameters)
    engine = InProcessEngine((), rule=NO_RULE)

    engine.query(Query(choice.write_query()))
    for field in ("who", "kind", "whom", "stance"):
        engine.query(Query(choice.write_count(field)))


@pytest.mark.parametrize("value", ["id:x> . ?s ?p ?o", "javascript alert", "", "9 9", "id:x;drop"])
def test_what_is_no_term_counts_as_not_chosen(value: str) -> None:
    choice = read_choice({"who": value})

    assert choice.who is None or "<https://example.org/kg/id/x;drop>" in choice.write_query()


@pytest.mark.parametrize("year", ["0", "-5", "20140", "٢٠١٤", "9" * 5000])
def test_what_is_no_year_counts_as_not_chosen(client: FlaskClient, year: str) -> None:
    assert read_choice({"from": year, "to": "2014"}) == read_choice({"to": "2014"})
    assert client.get("/facts", query_string={"from": year}, headers=BROWSER).status_code == 200
