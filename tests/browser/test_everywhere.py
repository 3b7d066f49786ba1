"""What holds on every page: axe finds nothing, no other host is asked, none scrolls sideways, no policy is broken."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

import pytest
from axe_playwright_python.sync_playwright import Axe

from .conftest import Visit

Visitor = Callable[..., Visit]
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


@every_page
@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_axe_finds_nothing(visit: Visitor, path: str, scheme: str, width: int) -> None:
    page = visit(path, color_scheme=scheme, viewport={"width": width, "height": 800}, bypass_csp=True).page

    results = Axe().run(page, options={"runOnly": WCAG})

    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in results.response["violations"]] == []


@every_page
@pytest.mark.parametrize("locale", ["en-GB", "de-DE"])
def test_a_phone_shows_no_sideways_scroll(visit: Visitor, path: str, locale: str) -> None:
    page = visit(path, locale=locale, viewport={"width": 390, "height": 844}).page

    assert page.evaluate("document.documentElement.scrollWidth") <= 390


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
    assert page.locator("a:not([href]), [tabindex]:not([tabindex='0'])").count() == 0


@every_page
def test_a_page_says_all_without_script(visit: Visitor, path: str) -> None:
    with_script = visit(path).page.locator("main").inner_text()
    without = visit(path, java_script_enabled=False).page.locator("main").inner_text()

    assert len(without) > 100 or path == "/nothing"
    assert set(without.split()) <= set(with_script.split()) | {""}
