"""A hundred thousand rows are shown a page at a time."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from .conftest import BROWSER


@pytest.mark.slow
def test_a_hundred_thousand_rows_are_shown_a_page_at_a_time(client: FlaskClient) -> None:
    numbers = " ".join(str(number) for number in range(10))
    pattern = " ".join(f"VALUES ?{name} {{ {numbers} }}" for name in "abcde")

    page = client.post("/sparql", data={"query": f"SELECT * {{ {pattern} }}"}, headers=BROWSER).text

    assert "Rows 1 to 200 of 100000" in page
    assert len(page) < 200_000
