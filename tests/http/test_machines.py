"""What pages say of themselves to machines: JSON-LD, previews; and that their HTML parses without an error."""

from __future__ import annotations

import json
import re
from typing import Any

import html5rdf
import pytest
from flask.testing import FlaskClient

from .conftest import BROWSER, GERMAN
from .test_pages import PAGES


def read_linked(page: str) -> dict[str, Any]:
    match = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)
    assert match is not None
    linked: dict[str, Any] = json.loads(match[1])
    return linked


def test_a_fact_is_a_claim_of_its_article(client: FlaskClient) -> None:
    linked = read_linked(client.get("/article/salesforce-microsoft/fact/s04-spying", headers=BROWSER).text)

    assert linked["@type"] == "Claim"
    assert linked["appearance"] == [
        {"@type": "NewsArticle", "@id": "https://example.org/kg/article/salesforce-microsoft"}
    ]
    assert [agent["name"] for agent in linked["claimInterpreter"]] == ["Marc Benioff"]


def test_a_thing_says_what_it_is_and_where_else_it_is_described(client: FlaskClient) -> None:
    linked = read_linked(client.get("/id/microsoft", headers=BROWSER).text)

    assert linked["@type"] == ["Organization"]
    assert linked["sameAs"] == ["http://www.wikidata.org/entity/Q2283"]


def test_an_article_says_what_it_is_about(client: FlaskClient) -> None:
    linked = read_linked(client.get("/article/salesforce-microsoft", headers=GERMAN).text)

    assert linked["inLanguage"] == "de"
    assert "LinkedIn" in [thing["name"] for thing in linked["about"]]


def test_a_preview_has_the_pages_title_and_stance(client: FlaskClient) -> None:
    page = client.get("/article/salesforce-microsoft/fact/s04-spying", headers=BROWSER).text

    assert '<meta property="og:title" content="Marc Benioff alleged that Microsoft had spied.">' in page
    assert '<meta property="og:description" content="Alleged: Marc Benioff alleged that Microsoft had spied.">' in page


@pytest.mark.parametrize("headers", [BROWSER, GERMAN], ids=["en", "de"])
@pytest.mark.parametrize(
    "path", [*PAGES, "/sparql?query=SELECT+*+{?s+kg:start+?o}", "/sparql?query=SELECT+{", "/question/who-bought-what"]
)
def test_html_parses_without_an_error(client: FlaskClient, path: str, headers: dict[str, str]) -> None:
    html5rdf.HTMLParser(strict=True).parse(client.get(path, headers=headers).text)


def test_questions_are_found_by_their_words(client: FlaskClient) -> None:
    found = client.get("/questions?find=bought+WHOM", headers=BROWSER).text
    nothing = client.get("/questions?find=zebra", headers=BROWSER).text

    assert found.count('href="/question/') == 1
    assert nothing.count('href="/question/') == 0
    assert nothing.count("No question has these words.") == 2
