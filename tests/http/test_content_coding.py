"""A body that is compressed is refused for what it is, whatever it would be."""

from __future__ import annotations

import gzip
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from kg.http.thin import read_parameters
from tests.http.test_thin import build_post
from tests.http.writing import AUTHORIZED, Service, close_service, open_service


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    service = open_service(tmp_path_factory.mktemp("store") / "facts.kg")
    yield service
    close_service(service)


@pytest.mark.parametrize(
    ("method", "address", "media_type", "body"),
    [
        ("POST", "/sparql", "application/sparql-query", "ASK {}"),
        ("POST", "/sparql", "application/x-www-form-urlencoded", "query=ASK{}"),
        ("POST", "/update", "application/sparql-update", "INSERT DATA { GRAPH <urn:a> { <urn:s> <urn:p> 1 } }"),
        ("POST", "/graphs?graph=http://a", "text/turtle", "<http://s> <http://p> 1 ."),
        ("PUT", "/graphs?graph=http://a", "text/turtle", "<http://s> <http://p> 1 ."),
    ],
)
@pytest.mark.parametrize("coding", ["gzip", "identity, GZIP", "br"])
def test_an_encoded_body_is_refused(
    service: Service, method: str, address: str, media_type: str, body: str, coding: str
) -> None:
    answer = service.client.open(
        address,
        method=method,
        data=gzip.compress(body.encode()),
        content_type=media_type,
        headers=AUTHORIZED | {"Content-Encoding": coding},
    )

    assert (answer.status_code, answer.mimetype) == (415, "application/problem+json")
    assert answer.headers["Accept-Encoding"] == "identity"
    assert coding.rpartition(" ")[2].lower() in answer.get_json(force=True)["detail"]


@pytest.mark.parametrize("coding", ["identity", "", "Identity"])
def test_a_body_that_is_not_encoded_may_say_so(client: FlaskClient, coding: str) -> None:
    answer = client.post(
        "/sparql", data="ASK {}", content_type="application/sparql-query", headers={"Content-Encoding": coding}
    )

    assert answer.status_code == 200


def test_the_thin_path_leaves_an_encoded_body_to_the_application() -> None:
    environ = build_post("ASK {}", "application/sparql-query")

    plain, encoded = read_parameters(dict(environ)), read_parameters(environ | {"HTTP_CONTENT_ENCODING": "gzip"})

    assert (plain, encoded) == ({"query": ["ASK {}"]}, None)
