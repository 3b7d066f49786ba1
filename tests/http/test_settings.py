"""What the service can be told, and what it refuses to be told."""

from __future__ import annotations

import pytest

from kg.engine import Limits
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


def test_limits_may_come_from_the_environment() -> None:
    variables = {
        "KG_TIMEOUT": "2.5",
        "KG_WRITE_TIMEOUT": "7",
        "KG_MEMORY": "64",
        "KG_MAX_ANSWER": "0.5",
        "KG_WORKERS": "3",
        "KG_QUEUE": "0",
    }

    limits = Settings.from_environment(variables).limits

    assert limits == Limits(2.5, 64 << 20, 1 << 19, workers=3, queue=0, write_timeout_s=7)
    assert Settings.from_environment({"KG_QUEUE": ""}).limits == Limits()


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("KG_TIMEOUT", "soon", "KG_TIMEOUT is 'soon', which is no number"),
        ("KG_WORKERS", "0", "KG_WORKERS is 0; give a number from 1 on"),
        ("KG_CACHE", "-1", "KG_CACHE is -1; give a number from 0 on"),
        ("KG_MAX_BODY", "nan", "KG_MAX_BODY is nan; give a number from 0 on"),
    ],
)
def test_what_is_no_number_is_named(name: str, text: str, sentence: str) -> None:
    with pytest.raises(InputError, match=sentence):
        Settings.from_environment({name: text})
