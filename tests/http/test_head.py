"""HEAD is answered as GET is, without the body (RFC 9110, section 9.3.2), at every address."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from .conftest import BROWSER

# Addresses for each route that answers GET.
ADDRESSES = {
    "static": ["/static/style.css"],
    "sparql.answer_query": [
        "/sparql",
        "/sparql?query=ASK{}",
        "/sparql?query=nonsense",
        "/sparql?query=SELECT+(RAND()*0+AS?x){}",
    ],
    "description.show_description": ["/.well-known/void"],
    "completions.list_completions": ["/completions"],
    "pages.show_home": ["/"],
    "pages.show_questions": ["/questions"],
    "pages.show_question": ["/question/who-leads-whom", "/question/none"],
    "ask.show_facts": ["/facts"],
    "timeline.show_timeline": ["/timeline"],
    "status.show_status": ["/status"],
    "shapes.show_shapes": ["/shapes"],
    "terms.show_ontology": ["/ontology"],
    "downloads.export": ["/export.ttl", "/export.none"],
    "downloads.report_health": ["/health"],
    "downloads.report_life": ["/health/live"],
    "things.show_thing": ["/id/salesforce", "/article/first-release", "/id/none"],
    "update.refuse_reading": ["/update"],
    "graph_store.show_graph": ["/graphs?default", "/graphs?graph=https://example.org/kg/ontology", "/graphs/none"],
    "metrics.show_metrics": ["/metrics"],
}


def test_every_route_is_looked_at(app: Flask) -> None:
    routes = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}

    assert routes == ADDRESSES.keys()


@pytest.mark.parametrize("headers", [{}, BROWSER], ids=["program", "browser"])
@pytest.mark.parametrize("address", [each for addresses in ADDRESSES.values() for each in addresses])
def test_head_has_status_and_headers_of_get_and_no_body(
    client: FlaskClient, address: str, headers: dict[str, str]
) -> None:
    counts = {"Content-Length"} if address == "/metrics" else set()  # it counts these very requests

    with client.get(address, headers=headers) as whole, client.head(address, headers=headers) as head:
        kept = [
            {name: value for name, value in each.headers if name not in {"Date", *counts}} for each in (whole, head)
        ]

        assert kept[0] == kept[1]
        assert (head.status_code, head.data) == (whole.status_code, b"")
