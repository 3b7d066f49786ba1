"""The reader's page: a text that is pasted or dropped is proved, shown, linked, and sent nowhere."""

from __future__ import annotations

import re
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from kg.resources import find_articles

from .conftest import Visit

Visitor = Callable[..., Visit]
TEXT = (find_articles() / "first-release" / "article.txt").read_text(encoding="utf-8")
ARTICLE = "/article/first-release"


@pytest.fixture
def bare(visit: Visitor) -> Visit:
    """The main article's page, told to expect the demonstration article's hashes instead of its own."""
    visit_ = visit("/article/salesforce-microsoft")
    page = visit_.page
    text = [*TEXT]
    page.evaluate(
        """([hash, sentences]) => {
            document.getElementById("bring").dataset.sha256 = hash;
            const items = [...document.querySelectorAll("#sentences > li")];
            items.forEach((item, index) => {
                if (!sentences[index]) return item.remove();
                Object.assign(item.dataset, sentences[index]);
                item.querySelectorAll("[data-marks]").forEach((entry, number) => {
                    entry.dataset.marks = number ? "" : `${sentences[index].start}-${sentences[index].start + 5} `;
                });
            });
        }""",
        [
            sha256(TEXT.encode()).hexdigest(),
            [
                {"start": start, "end": end, "sha256": sha256("".join(text[start:end]).encode()).hexdigest()}
                for start, end in ((0, 80), (81, 152), (153, 220))
            ],
        ],
    )
    return visit_


def read_shown(page: Page) -> str:
    return "".join(page.locator(".segment").all_text_contents())


def test_a_pasted_text_is_proved_and_shown(bare: Visit) -> None:
    bare.page.get_by_label("or the text itself").fill(TEXT)

    expect(bare.page.get_by_role("status")).to_contain_text("Proved")
    assert read_shown(bare.page) == TEXT[0:80] + TEXT[81:152] + TEXT[153:220]


@pytest.mark.parametrize(
    "change", [lambda text: text.replace("\n", "\r\n"), lambda text: text + "\n", lambda text: "\ufeff" + text]
)
def test_what_editors_add_does_no_harm(bare: Visit, tmp_path: Path, change: Callable[[str], str]) -> None:
    file = tmp_path / "article.txt"
    file.write_bytes(change(TEXT).encode())

    bare.page.get_by_label("Text file").set_input_files(file)

    expect(bare.page.get_by_role("status")).to_contain_text("Proved")


def test_a_changed_text_is_refused_but_for_the_sentences_that_are_right(bare: Visit) -> None:
    bare.page.get_by_label("or the text itself").fill(TEXT.replace("next release", "last release"))

    expect(bare.page.get_by_role("status")).to_contain_text("This is not the article’s text")
    expect(bare.page.get_by_role("status")).to_contain_text("(2/3)")
    assert read_shown(bare.page) == TEXT[0:80] + TEXT[81:152]


def test_a_brought_text_is_never_sent(bare: Visit) -> None:
    before = len(bare.requests)

    bare.page.get_by_label("or the text itself").fill(TEXT)
    expect(bare.page.get_by_role("status")).to_contain_text("Proved")
    refused = bare.page.evaluate("fetch('/health').then(() => 'sent', () => 'refused')")

    assert refused == "refused"
    assert [request.url for request in bare.requests[before:] if "health" not in request.url] == []


def test_hostile_text_stays_text(bare: Visit) -> None:
    bare.page.get_by_label("or the text itself").fill("<img src=x onerror=alert(1)>")

    expect(bare.page.get_by_role("status")).to_contain_text("This is not the article’s text")
    assert bare.page.locator("#sentences img").count() == 0


def test_a_dropped_file_is_read(bare: Visit) -> None:
    bare.page.evaluate(
        """(text) => {
            const dataTransfer = new DataTransfer();
            dataTransfer.items.add(new File([text], "article.txt", {type: "text/plain"}));
            const event = new DragEvent("drop", {dataTransfer, bubbles: true, cancelable: true});
            document.getElementById("bring").dispatchEvent(event);
        }""",
        TEXT,
    )

    expect(bare.page.get_by_role("status")).to_contain_text("Proved")


def test_a_passage_lights_up_with_its_fact_and_the_other_way(visit: Visitor) -> None:
    page = visit(ARTICLE).page
    key = page.locator(".segment[data-keys]:not([data-keys=''])").first.get_attribute("data-keys") or ""
    first = key.split(" ")[0]
    entry = page.locator(f".entry[data-key='{first}']")

    page.locator(".segment[data-keys]:not([data-keys=''])").first.hover()
    expect(entry).to_have_class("entry lit")
    page.locator(f"a.ref[data-keys='{first}']").focus()
    expect(page.locator(f".segment[data-keys~='{first}']").first).to_have_class("segment lit")


def test_a_mark_leads_to_its_fact_and_back_without_script(visit: Visitor) -> None:
    page = visit(ARTICLE, java_script_enabled=False).page

    page.locator("a.ref").first.click()
    expect(page).to_have_url(re.compile("#fact-1"))
    page.locator(".entry a.key").first.click()
    expect(page).to_have_url(re.compile("#char="))


def test_the_browser_cuts_as_the_server_does(visit: Visitor) -> None:
    page = visit(ARTICLE).page
    by_server = page.locator(".segment").evaluate_all("all => all.map(one => [one.textContent, one.dataset.keys])")
    closed = page.locator("a.ref").evaluate_all("all => all.map(one => [one.textContent, one.dataset.keys])")
    digest = sha256(TEXT.encode()).hexdigest()

    page.evaluate(
        """async (digest) => {
            document.querySelectorAll(".original").forEach((one) => one.remove());
            const bring = document.createElement("section");
            bring.id = "bring";
            Object.assign(bring.dataset, {sha256: digest, spoken: "en", proved: "Proved", other: "Other"});
            bring.innerHTML = '<input type="file" id="bring-file"><textarea id="bring-text"></textarea>'
                + '<p id="bring-verdict" role="status"></p>';
            document.getElementById("sentences").before(bring);
            await import("/static/article.js?again");
        }""",
        digest,
    )
    page.locator("#bring-text").fill(TEXT)
    expect(page.locator("#bring-verdict")).to_have_text("Proved")

    by_browser = page.locator(".segment").evaluate_all("all => all.map(one => [one.textContent, one.dataset.keys])")
    assert by_browser == by_server
    assert page.locator("a.ref").evaluate_all("all => all.map(one => [one.textContent, one.dataset.keys])") == closed
