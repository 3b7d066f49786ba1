"""The drawing of a thing's neighbourhood."""

from __future__ import annotations

import re
from collections.abc import Callable
from xml.etree import ElementTree as ET

from flask.testing import FlaskClient

from .conftest import BROWSER

Serve = Callable[..., FlaskClient]
SVG = "{http://www.w3.org/2000/svg}"


def read_drawing(page: str) -> ET.Element:
    match = re.search(r'<svg class="neighbours".*?</svg>', page, re.S)
    assert match is not None
    return ET.fromstring(match[0].replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))


def test_each_neighbour_is_a_link_with_its_stances(client: FlaskClient) -> None:
    drawing = read_drawing(client.get("/id/linkedin", headers=BROWSER).text)

    titles = {link.get("href"): link.findtext(f"{SVG}title") for link in drawing.iter(f"{SVG}a")}
    assert titles["/id/salesforce"] == "Salesforce: Presented as fact 2"
    assert titles["/id/microsoft"] == "Microsoft: Presented as fact 4, Denied 1"


def test_lines_of_plans_are_of_another_class_than_those_of_facts(client: FlaskClient) -> None:
    drawing = read_drawing(client.get("/id/aws", headers=BROWSER).text)

    assert [path.get("class") for path in drawing.iter(f"{SVG}path")] == ["line actual", "line planned"]


def test_too_many_neighbours_are_counted_not_drawn(serve: Serve) -> None:
    facts = "".join(
        f"fact:f{number} a kg:Usage ; kg:user id:x ; kg:product id:p{number} ; kg:polarity kg:Affirmed ;"
        f' kg:modality kg:Planned ; rdfs:label "F"@en .\n'
        for number in range(20)
    )

    page = serve(facts).get("/id/x", headers=BROWSER).text

    assert len(list(read_drawing(page).iter(f"{SVG}a"))) == 14
    assert "and 6 more" in page


def test_a_thing_alone_has_no_drawing(client: FlaskClient) -> None:
    assert 'class="neighbours"' not in client.get("/ontology", headers=BROWSER).text


def test_what_is_only_planned_is_not_said_as_fact(client: FlaskClient) -> None:
    page = client.get("/id/salesforce", headers=BROWSER).text
    unsaid = re.search(r'<h2 id="unsaid">.*?</section>', page, re.S)

    assert unsaid is not None
    assert ">uses</bdi></a> …" in unsaid[0]
    assert "only: Planned" in unsaid[0]
    assert "leads" not in unsaid[0]
