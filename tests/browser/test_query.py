"""The query page: with the editor, and as a plain form."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable
from contextlib import suppress

import pytest
from playwright.sync_api import Error, Locator, Page, Route, expect

from kg.resources import find_folder
from tests.engine.processes import wait_until

from .conftest import Visit

Visitor = Callable[..., Visit]
BUNDLE = find_folder("web") / "static" / "dist" / "editor.js"


@pytest.fixture
def page(visit: Visitor) -> Page:
    """The query page in a browser that may use the clipboard."""
    return visit("/sparql", permissions=["clipboard-read", "clipboard-write"]).page


def find_editor(page: Page) -> Locator:
    return page.locator(".editor .cm-content")


def write(page: Page, text: str) -> None:
    """Replace the editor's text as if pasted, so that nothing is completed on the way."""
    find_editor(page).click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(text)


def complete(page: Page, text: str) -> list[str]:
    write(page, text)
    page.keyboard.press("Control+Space")
    offered = page.locator(".editor .cm-tooltip-autocomplete li")
    expect(offered.first).to_be_visible()
    return offered.all_text_contents()


def explain_error(page: Page) -> Locator:
    """Point at the mark until the editor says what is wrong there; marks that are drawn anew take that away."""
    explanation = page.locator(".editor .cm-diagnostic")
    for _ in range(10):
        page.mouse.move(0, 0)
        page.locator(".editor .cm-lintRange-error").hover()
        with suppress(Error):
            explanation.wait_for(timeout=6_000)
            break
    return explanation


def test_the_bundle_is_there_and_small() -> None:
    assert BUNDLE.is_file(), "built by 'pip install -e .'"
    assert len(gzip.compress(BUNDLE.read_bytes())) <= 160 * 1024


def test_control_enter_runs_in_place_and_keeps_an_address(page: Page) -> None:
    write(page, "SELECT ?who { ?who kg:leads ?what }")
    page.keyboard.press("Control+Enter")

    expect(page.locator("#outcome table")).to_contain_text("Marc Benioff")
    expect(page).to_have_url(re.compile("leads"))
    page.reload()
    expect(page.locator("#outcome table")).to_contain_text("Marc Benioff")
    expect(find_editor(page)).to_contain_text("kg:leads")


def test_kinds_are_offered_after_a(page: Page) -> None:
    offered = complete(page, "SELECT * { ?x a kg:Us")

    assert offered[0].startswith("kg:Usage")
    assert "usage · 12" in offered[0]
    assert not any(option.startswith("kg:user") for option in offered)


def test_properties_of_the_subjects_kind_come_first(page: Page) -> None:
    offered = complete(page, "SELECT * { ?x a kg:Bid ; kg:")

    assert offered[0].startswith(("kg:target", "kg:losingBidder", "kg:winningBidder"))


def test_things_are_found_by_their_label(page: Page) -> None:
    offered = complete(page, "SELECT * { ?x kg:leader Benioff")

    assert offered[0].startswith("id:marc-benioff")


def test_variables_of_the_query_are_offered(page: Page) -> None:
    assert complete(page, "SELECT ?company { ?company kg:leads ?c") == ["?company"]


def test_an_unknown_prefix_is_marked_with_a_sentence(page: Page) -> None:
    write(page, "SELECT * { ?x foo:bar ?y }")

    expect(page.locator(".editor .cm-lintRange-error")).to_have_text("foo:")
    expect(explain_error(page)).to_contain_text("Unknown prefix foo: - known are")


def test_a_prefix_in_a_string_is_none(page: Page) -> None:
    write(page, 'SELECT * { ?x rdfs:label "foo:bar" } # see foo:baz')
    page.wait_for_timeout(900)

    assert page.locator(".editor .cm-lintRange-error").count() == 0


@pytest.mark.parametrize("waited_ms", [0, 900])
def test_the_services_error_is_marked_at_its_place(page: Page, waited_ms: int) -> None:
    write(page, "SELECT * {\n  ?x kg:leads\n}")
    page.wait_for_timeout(waited_ms)
    page.keyboard.press("Control+Enter")

    expect(page.locator("#failure")).to_contain_text("Line 3")
    expect(page.locator(".editor .cm-lintRange-error")).to_have_text("}")


def test_prefixes_are_written_out_on_demand(page: Page) -> None:
    write(page, "SELECT * { ?x kg:leads id:salesforce }")
    page.get_by_role("button", name="Write out the prefixes").click()

    expect(find_editor(page)).to_contain_text("PREFIX kg: <https://example.org/kg/ontology#>")
    assert "PREFIX id:" in (page.locator("textarea#query").input_value())


def test_a_query_can_be_stopped(page: Page) -> None:
    held: list[Route] = []
    page.route("**/sparql?*", lambda route: held.append(route))  # noqa: PLW0108  # must take attributes
    write(page, "ASK {}")
    page.keyboard.press("Control+Enter")

    expect(page.get_by_role("timer")).to_contain_text(re.compile(r"0\.[1-9] s|[1-9]\.\d s"))
    page.get_by_role("button", name="Stop").click()
    expect(page.locator("#running")).to_be_hidden()
    assert len(held) == 1


def test_queries_that_ran_are_kept_in_this_browser_and_forgotten_on_demand(page: Page) -> None:
    write(page, "ASK { id:microsoft kg:acquired id:linkedin }")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".verdict")).to_have_text("Yes")
    page.goto("/sparql")

    page.get_by_text("Run in this browser before").click()
    page.locator("#past li button").first.click()
    expect(find_editor(page)).to_contain_text("kg:acquired")
    page.get_by_role("button", name="Forget them").click()
    expect(page.locator("#past")).to_be_hidden()


def test_a_long_query_is_posted(page: Page) -> None:
    write(page, f"ASK {{}} # {'x' * 9000}")
    with page.expect_request("**/sparql") as request:
        page.keyboard.press("Control+Enter")

    assert request.value.method == "POST"
    expect(page.locator(".verdict")).to_have_text("Yes")


def test_a_table_is_sorted_by_its_headings(page: Page) -> None:
    write(page, "SELECT ?n { VALUES ?n { 10 9 100 } }")
    page.keyboard.press("Control+Enter")
    heading = page.locator("th", has_text="n").locator("button")

    heading.click()
    expect(page.locator("td.numeric")).to_have_text(["9", "10", "100"])
    heading.click()
    expect(page.locator("td.numeric")).to_have_text(["100", "10", "9"])


def test_code_is_copied(page: Page) -> None:
    write(page, "ASK {}")
    page.keyboard.press("Control+Enter")
    page.get_by_text("As code").click()
    page.get_by_role("button", name="Copy: curl").click()

    wanted = "curl --get http://127.0.0.1"
    assert wait_until(lambda: page.evaluate("navigator.clipboard.readText()").startswith(wanted))


def test_the_editor_breaks_no_policy(visit: Visitor) -> None:
    visited = visit("/sparql")
    complete(visited.page, "SELECT * { ?x a kg:")
    write(visited.page, "SELECT * { ?x foo:bar ?y }")
    expect(explain_error(visited.page)).to_be_visible()

    assert visited.messages == []


@pytest.mark.parametrize("is_blocked", [True, False], ids=["without the bundle", "without script"])
def test_the_plain_form_does_all(visit: Visitor, is_blocked: bool) -> None:
    page = visit("/sparql", java_script_enabled=is_blocked).page
    if is_blocked:
        page.route("**/dist/editor.js", lambda route: route.abort())
        page.reload()

    page.get_by_label("SPARQL query").fill("SELECT ?who { ?who kg:leads ?what }")
    page.get_by_role("button", name="Run", exact=True).click()
    expect(page.locator("table")).to_contain_text("Marc Benioff")
    page.get_by_role("link", name="Text", exact=True).click()
    expect(page.locator("pre.code").first).to_contain_text("bindings")
