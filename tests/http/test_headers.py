"""Headers: security, CORS, Vary, languages."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from .conftest import BROWSER

PATHS = ["/", "/sparql", "/id/microsoft", "/nothing", "/export.ttl", "/static/style.css", "/health"]


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_carries_the_strict_policy(client: FlaskClient, path: str) -> None:
    with client.get(path, headers=BROWSER) as answer:
        headers = answer.headers

    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_scripts_of_other_sites_may_read_without_credentials(client: FlaskClient) -> None:
    headers = client.get("/id/microsoft", headers={"Origin": "https://other.example"}).headers

    assert headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in headers


def test_a_preflight_allows_queries_by_post(client: FlaskClient) -> None:
    asked = {"Origin": "https://other.example", "Access-Control-Request-Method": "POST"}

    answer = client.options("/sparql", headers=asked)

    assert answer.status_code == 200
    assert "POST" in answer.headers["Access-Control-Allow-Methods"]
    assert "Content-Type" in answer.headers["Access-Control-Allow-Headers"]


def test_pages_vary_by_type_and_language_data_by_type(client: FlaskClient) -> None:
    page = client.get("/id/microsoft", headers=BROWSER)
    data = client.get("/id/microsoft", headers={"Accept": "text/turtle"})

    assert set(page.vary) == {"Accept", "Accept-Language", "Cookie"}
    assert set(data.vary) == {"Accept"}


@pytest.mark.parametrize(
    ("accepted", "expected"),
    [("de", "de"), ("de-CH, en;q=0.5", "de"), ("en-GB", "en"), ("fr", "en"), ("fr, de;q=0.2", "de"), ("", "en")],
)
def test_the_language_follows_accept_language(client: FlaskClient, accepted: str, expected: str) -> None:
    answer = client.get("/", headers=BROWSER | {"Accept-Language": accepted})

    assert f'<html lang="{expected}">' in answer.text


def test_the_switch_changes_the_language_and_is_kept(client: FlaskClient) -> None:
    switched = client.get("/?lang=de", headers=BROWSER)
    later = client.get("/", headers=BROWSER)

    assert '<html lang="de">' in switched.text
    assert '<html lang="de">' in later.text


def test_an_unknown_language_is_ignored(client: FlaskClient) -> None:
    answer = client.get("/?lang=xx", headers=BROWSER)

    assert '<html lang="en">' in answer.text
    assert "Set-Cookie" not in answer.headers


def test_the_switch_keeps_the_rest_of_the_address(client: FlaskClient) -> None:
    answer = client.get("/sparql?query=ASK%20%7B%7D&lang=en", headers=BROWSER)

    assert 'href="/sparql?query=ASK+%7B%7D&amp;lang=de"' in answer.text
