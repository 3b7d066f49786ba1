"""A real Chromium before a real service on a port of this machine; every test has a context of its own."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, expect, sync_playwright

from tests.service import serve

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"]
# How long, in milliseconds, a busy machine may take for what is there at once on another; Playwright's own is 5 s.
PATIENCE_MS = 60_000
expect.set_options(timeout=PATIENCE_MS)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what is in this folder: ``pytest -m browser`` runs it."""
    for item in items:
        if "tests/browser/" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)
            if CHROMIUM is None:
                item.add_marker(pytest.mark.skip(reason="Chromium is not installed"))


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a service over the packaged graph."""
    with serve(log=tmp_path_factory.mktemp("service") / "log") as service:
        yield service.address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS, timeout=2 * PATIENCE_MS)
        yield browser
        browser.close()


@dataclass
class Visit:
    """A page and what went on in it: messages of its console, and the requests that it made."""

    page: Page
    messages: list[str] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Callable[..., Visit]]:
    """Return a function that opens a path; further arguments are those of a browser context."""
    contexts: list[BrowserContext] = []

    def open_path(path: str, **options: object) -> Visit:
        settings = {"locale": "en-GB", "viewport": {"width": 1280, "height": 900}} | options
        context = browser.new_context(base_url=address, **settings)  # type: ignore[arg-type]
        context.set_default_timeout(PATIENCE_MS)
        contexts.append(context)
        visit = Visit(context.new_page())

        def keep(message: ConsoleMessage) -> None:
            visit.messages.append(message.text)

        visit.page.on("console", keep)
        visit.page.on("pageerror", lambda error: visit.messages.append(str(error)))
        visit.page.on("request", lambda request: visit.requests.append(request))  # noqa: PLW0108  # must take attributes
        visit.page.goto(path)
        return visit

    yield open_path
    for context in contexts:
        context.close()
