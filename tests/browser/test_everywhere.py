"""What holds on every page: axe finds nothing, no other host is asked, none scrolls sideways, no policy is broken."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from .conftest import Visit

Visitor = Callable[..., Visit]
KINDS = quote("SELECT ?k (COUNT(*) AS ?n) { ?f a ?k . ?k rdfs:subClassOf kg:Fact } GROUP BY ?k")
QUERY = quote("SELECT ?fact ?passage ?start { ?fact kg:evidence ?passage . ?passage kg:start ?start }")
PAGES = {
    "home": "/",
    "facts": "/facts?who=id:salesforce&stance=planned",
    "timeline": "/timeline",
    "questions": "/questions",
    "question": "/question/who-bought-what",
    "query": "/sparql",
    "result": f"/sparql?query={QUERY}",
    "triples": f"/sparql?query={quote('DESCRIBE id:microsoft')}",
    "bars": f"/sparql?view=bars&query={KINDS}",
    "spans": f"/sparql?view=timeline&query={quote('SELECT ?f ?b { ?f time:hasTime ?t . ?t kg:notBefore ?b }')}",
    "network": f"/sparql?view=graph&query={quote('SELECT ?a ?p ?b { ?p a kg:DirectRelation . ?a ?p ?b }')}",
    "empty": f"/sparql?query={quote('SELECT * { id:salesforce kg:uses ?x }')}",
    "mistake": f"/sparql?query={quote('SELECT * { ?x foo:bar ?y }')}",
    "ontology": "/ontology",
    "shapes": "/shapes",
    "status": "/status",
    "entity": "/id/microsoft",
    "article": "/article/salesforce-microsoft",
    "text": "/article/first-release",
    "fact": "/article/salesforce-microsoft/fact/s04-criticism",
    "missing": "/nothing",
}
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
every_page = pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)


def find_violations(page: Page) -> list[tuple[str, list[str]]]:
    """Return what axe finds, each with the elements concerned."""
    violations = Axe().run(page, options={"runOnly": WCAG}).response["violations"]
    return [(one["id"], [node["html"] for node in one["nodes"]]) for one in violations]


def measure_width(page: Page, window: int) -> int:
    """Return how wide the page is in a window of that width, which it may just have got."""
    page.wait_for_function("width => innerWidth === width", arg=window)
    width: int = page.evaluate("document.documentElement.scrollWidth")
    return width


@every_page
def test_a_page_on_a_desk_is_accessible_and_its_english_fits_a_phone(visit: Visitor, path: str) -> None:
    page = visit(path, bypass_csp=True).page

    assert find_violations(page) == []
    page.set_viewport_size({"width": 390, "height": 844})
    assert measure_width(page, 390) <= 390


@every_page
def test_a_page_on_a_dark_phone_is_accessible_and_its_german_fits(visit: Visitor, path: str) -> None:
    viewport = {"width": 390, "height": 844}
    page = visit(path, locale="de-DE", color_scheme="dark", viewport=viewport, bypass_csp=True).page

    assert find_violations(page) == []
    assert measure_width(page, 390) <= 390


@every_page
def test_a_page_asks_no_other_host_and_breaks_no_policy(visit: Visitor, path: str, address: str) -> None:
    visited = visit(path)
    visited.page.wait_for_load_state("networkidle")

    assert [request.url for request in visited.requests if not request.url.startswith(address)] == []
    assert [message for message in visited.messages if "status of 4" not in message] == []


@every_page
def test_the_keyboard_reaches_the_content_first_and_then_every_link(visit: Visitor, path: str) -> None:
    page = visit(path).page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"

    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    is_inside = page.evaluate("Boolean(document.activeElement.closest('main, .colophon'))")

    assert is_inside
    assert page.locator("a:not([href]), [tabindex]:not([tabindex='0'], .cm-scroller)").count() == 0


@every_page
def test_a_page_says_all_without_script(visit: Visitor, path: str) -> None:
    page = visit(path, java_script_enabled=False).page

    assert len(page.locator("main").inner_text()) > 60
    assert page.locator("main a, main button").count() > 0
