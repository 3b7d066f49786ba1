"""What the service can be told, and what it refuses to be told."""

from __future__ import annotations

import pytest

from kg.errors import InputError
from kg.http import Settings


@pytest.mark.parametrize(
    "base", ["https://example.org/kg/", "http://localhost:8000/", "https://example.org/kg#", "http://ä.example/ö/"]
)
def test_a_base_is_a_beginning_of_iris(base: str) -> None:
    assert Settings(base=base).base == base


@pytest.mark.parametrize(
    "base",
    [
        "x y",
        "",
        "/kg/",
        "ftp://example.org/",
        "https://example.org/kg",
        "https:///",
        "https://example.org/a b/",
        "https://example.org/<a>/",
        "https://example.org/?a=/",
        "https://example.org/##",
        "https://example.org/\n",
        "https://example.org/\x00/",
    ],
)
def test_another_base_is_refused(base: str) -> None:
    with pytest.raises(InputError, match="is not an absolute http or https IRI that ends with / or #"):
        Settings(base=base)


def test_a_base_may_come_from_the_environment() -> None:
    assert Settings.from_environment({"KG_BASE": "https://example.com/"}).base == "https://example.com/"
