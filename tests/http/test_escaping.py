"""Hostile content in the graph: shown as text, never as markup, script or link."""

from __future__ import annotations

import html
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from .conftest import BROWSER
from .test_pages import Outline

Serve = Callable[..., FlaskClient]
SCRIPT = "<script>alert(1)</script>"
ATTACKS = [SCRIPT, '"><img src=x onerror=alert(1)>', "{{ 7 * 7 }}", "</title><svg onload=alert(1)>", "%(who)s %s %"]
FACT = """
fact:f a kg:Usage ; rdfs:label {0}@en ; kg:user id:x ; kg:polarity kg:Affirmed ; kg:modality kg:Alleged ;
  kg:attributedTo id:x ; kg:evidence <https://example.org/kg/article/test#char=0,5> ; skos:note {0}@en .
id:x rdfs:label {0}@en , {0}@de ; schema:description {0} ; schema:sameAs <javascript:alert(1)> .
<https://example.org/kg/article/test> a schema:NewsArticle ; rdfs:label {0}@en ; schema:inLanguage {0} .
<https://example.org/kg/article/test#char=0,5> a kg:Sentence ; oa:hasSource <https://example.org/kg/article/test> ;
  kg:start 0 ; kg:end 5 ; schema:position 1 .
"""
PATHS = ["/", "/id/x", "/article/test", "/article/test/fact/f", "/sparql?query=SELECT+*+%7B+?s+rdfs:label+?o+%7D"]


def quote(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r")
    return f'"{escaped}"'


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize("path", PATHS)
def test_hostile_labels_are_text(serve: Serve, attack: str, path: str) -> None:
    page = serve(FACT.format(quote(attack))).get(path, headers=BROWSER).text
    outline = Outline(page)

    assert outline.inline == []
    assert html.escape(attack, quote=True) in page.replace("&#34;", "&quot;").replace("&#39;", "&#x27;")
    assert not any(link.startswith("javascript") for link in outline.links)


@given(st.text(st.characters(exclude_categories=("Cc", "Cs", "Cn")), min_size=1, max_size=40))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_label_leaves_the_page_well_formed(serve: Serve, label: str) -> None:
    page = serve(FACT.format(quote(label))).get("/article/test/fact/f", headers=BROWSER)

    assert page.status_code == 200
    assert Outline(page.text).open == []


@pytest.mark.parametrize("attack", [*ATTACKS, "</textarea><script>alert(1)</script>"])
def test_a_hostile_query_is_text(client: FlaskClient, attack: str) -> None:
    page = client.get("/sparql", query_string={"query": f"SELECT * {{ {attack}"}, headers=BROWSER).text

    assert Outline(page).inline == []
    assert "<img" not in page


def test_a_hostile_address_is_text(client: FlaskClient) -> None:
    page = client.get("/%3Cimg%20src=x%3E?lang=en&x=%22%3E%3Cscript%3E", headers=BROWSER).text

    assert "<img" not in page
    assert Outline(page).inline == []


def test_a_very_long_literal_is_cut_in_a_table(serve: Serve) -> None:
    client = serve(f'id:x rdfs:label "{"x" * 100_000}" .')

    page = client.get("/sparql", query_string={"query": "SELECT ?l { id:x rdfs:label ?l }"}, headers=BROWSER).text

    assert len(page) < 20_000


def test_a_label_with_an_override_of_direction_is_isolated(serve: Serve) -> None:
    page = serve('id:x rdfs:label "\u202eevil"@en .').get("/id/x", headers=BROWSER).text

    assert "<h1><bdi>\u202eevil</bdi></h1>" in page


URN = """
<urn:fact> a kg:Usage ; rdfs:label "F"@en ; kg:user <urn:user> , id:x ; kg:polarity kg:Affirmed ;
  kg:modality kg:Actual ; kg:attributedTo id:x ; kg:evidence <urn:passage> .
<urn:passage> a kg:Passage ; oa:hasSource <https://example.org/kg/article/test> ; kg:start 0 ; kg:end 5 .
<https://example.org/kg/article/test> a schema:NewsArticle ; rdfs:label "T"@en .
"""


@pytest.mark.parametrize(
    "path", ["/", "/id/x", "/article/test", "/facts", "/sparql?query=SELECT+*+%7B+?f+a+kg:Usage+%7D"]
)
def test_what_has_no_address_is_no_link(serve: Serve, path: str) -> None:
    page = serve(URN).get(path, headers=BROWSER).text

    assert "urn:" in page or ">F<" in page
    assert [link for link in Outline(page).links if link.startswith(("None", "urn:"))] == []
