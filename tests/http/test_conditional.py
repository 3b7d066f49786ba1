"""Answers carry an entity tag of dataset version and request; a client that has them gets 304 and no body."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from kg.evidence import hash_text

ASK = "/sparql?query=ASK{}"


def test_same_request_has_the_same_tag_and_another_has_another(client: FlaskClient) -> None:
    first, again, other = client.get(ASK), client.get(ASK), client.get(ASK + "%20")

    assert first.headers["ETag"].startswith('W/"')
    assert first.headers["ETag"] == again.headers["ETag"] != other.headers["ETag"]
    assert first.headers["Cache-Control"] == "no-cache"


def test_tag_differs_by_what_is_accepted(client: FlaskClient) -> None:
    accepted = [{"Accept": "text/csv"}, {"Accept": "text/tab-separated-values"}, {"Accept-Language": "de"}]

    tags = {client.get(ASK, headers=headers).headers["ETag"] for headers in accepted}

    assert len(tags) == 3


TEXT = "A text of one sentence."
ARTICLE = f"""<https://example.org/kg/article/test> a schema:NewsArticle ; kg:sha256 "{hash_text(TEXT)}" ;
    rdfs:label "Test"@en ."""


@pytest.fixture
def text(tmp_path: Path) -> Path:
    """A file with the text of the article ARTICLE."""
    (tmp_path / "text.txt").write_text(TEXT, encoding="utf-8")
    return tmp_path / "text.txt"


@pytest.mark.parametrize("setting", ["text", "strict_default_graph", "base"])
def test_client_of_a_service_with_other_settings_gets_its_answer_anew(
    serve: Callable[..., FlaskClient], text: Path, setting: str
) -> None:
    values: dict[str, Any] = {"text": text, "strict_default_graph": True, "base": "https://example.org/"}
    tag = serve(ARTICLE, packaged=False).get(ASK).headers["ETag"]

    client = serve(ARTICLE, packaged=False, **{setting: values[setting]})

    assert client.get(ASK, headers={"If-None-Match": tag}).status_code == 200


def test_another_text_is_another_answer(serve: Callable[..., FlaskClient], text: Path) -> None:
    other = "Another text."
    tag = serve(ARTICLE, text=text).get("/").headers["ETag"]
    text.write_text(other, encoding="utf-8")

    client = serve(ARTICLE.replace(hash_text(TEXT), hash_text(other)), text=text)

    assert client.get("/").headers["ETag"] != tag


def test_same_settings_give_the_same_tag(serve: Callable[..., FlaskClient], text: Path) -> None:
    first, second = (serve(ARTICLE, text=text).get("/").headers["ETag"] for _ in range(2))

    assert first == second


@pytest.mark.parametrize("path", [ASK, "/", "/ontology", "/export.ttl"])
def test_client_that_has_the_answer_gets_304(client: FlaskClient, path: str) -> None:
    tag = client.get(path).headers["ETag"]

    answer = client.get(path, headers={"If-None-Match": f'"old", {tag}'})

    assert (answer.status_code, answer.data, answer.headers["ETag"]) == (304, b"", tag)


@pytest.mark.parametrize("path", [ASK, "/ontology", "/export.ttl"])
@pytest.mark.parametrize("accept", ["*/*", "text/html"])
@pytest.mark.parametrize("is_star", [True, False], ids=["any", "tag"])
def test_a_304_has_the_headers_of_the_answer(client: FlaskClient, path: str, accept: str, *, is_star: bool) -> None:
    whole = client.get(path, headers={"Accept": accept})
    known = {"Accept": accept, "If-None-Match": "*" if is_star else whole.headers["ETag"]}

    answer = client.get(path, headers=known)

    assert (answer.status_code, answer.data) == (304, b"")
    for name in ("ETag", "Cache-Control"):
        assert answer.headers[name] == whole.headers[name]
    assert answer.vary.to_header() == whole.vary.to_header() or path == "/export.ttl"


@pytest.mark.parametrize(
    ("path", "accept", "status"),
    [("/id/none", "*/*", 404), ("/sparql?query=SELEC", "*/*", 400), (ASK, "image/png", 406), ("/graphs", "*/*", 400)],
)
def test_nothing_that_is_not_there_is_known(client: FlaskClient, path: str, accept: str, status: int) -> None:
    assert client.get(path, headers={"If-None-Match": "*", "Accept": accept}).status_code == status


def test_failure_has_no_tag(client: FlaskClient) -> None:
    assert "ETag" not in client.get("/sparql?query=nonsense").headers


@pytest.mark.parametrize("function", ["NOW()", "RAND()", "uuid()", "StrUUID()"])
def test_query_that_is_new_each_time_is_never_stored(client: FlaskClient, function: str) -> None:
    answer = client.get("/sparql", query_string={"query": f"SELECT ({function} AS ?x) {{}}"})

    assert answer.headers["Cache-Control"] == "no-store"
    assert "ETag" not in answer.headers


def test_name_of_such_a_function_in_a_string_is_none(client: FlaskClient) -> None:
    answer = client.get("/sparql", query_string={"query": "SELECT ('NOW' AS ?x) {}"})

    assert "ETag" in answer.headers
