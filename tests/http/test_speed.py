"""Pages are quick: fifty facts, a hundred thousand rows. In processor time, the best of several, as machines vary."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from kg.http import Settings, create_app

from .conftest import BROWSER

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def quick() -> FlaskClient:
    """A client of a service whose engine works in this process, so that its time counts."""
    return create_app(Settings(limits=None)).test_client()


def measure(action: Callable[[], object], times: int) -> float:
    """Return the least processor time of the action, in milliseconds."""

    def once() -> float:
        start = time.process_time()
        action()
        return 1000 * (time.process_time() - start)

    return min(once() for _ in range(times))


def test_fifty_facts_take_less_than_50_ms(quick: FlaskClient) -> None:
    page = quick.get("/timeline", headers=BROWSER).text

    assert page.count('<article class="fact') >= 50
    assert measure(lambda: quick.get("/timeline", headers=BROWSER), 10) < 50


def test_a_hundred_thousand_rows_are_shown_a_page_at_a_time(quick: FlaskClient) -> None:
    numbers = " ".join(str(number) for number in range(10))
    pattern = " ".join(f"VALUES ?{name} {{ {numbers} }}" for name in "abcde")
    asked = {"query": f"SELECT * {{ {pattern} }}"}

    page = quick.post("/sparql", data=asked, headers=BROWSER).text

    assert "Rows 1 to 200 of 100000" in page
    assert len(page) < 200_000
    assert measure(lambda: quick.post("/sparql", data=asked, headers=BROWSER), 2) < 3000
