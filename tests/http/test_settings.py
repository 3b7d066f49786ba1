"""What the service can be told, and what it refuses to be told."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kg.engine import Limits
from kg.errors import InputError, Unreadable
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
        ("KG_TIMEOUT", "soon", "KG_TIMEOUT is 'soon'; give a number above 0 and up to 1000000"),
        ("KG_WORKERS", "0", "KG_WORKERS is '0'; give a whole number from 1 up to 1000000"),
        ("KG_CACHE", "-1", "KG_CACHE is '-1'; give a number from 0 up to 1000000"),
        ("KG_MAX_BODY", "nan", "KG_MAX_BODY is 'nan'; give a number above 0"),
        (
            "KG_PACKAGED",
            "maybe",
            "KG_PACKAGED is 'maybe'; give one of 1, true, t, yes, y, on, or 0, false, f, no, n, off",
        ),
    ],
)
def test_what_cannot_be_is_named(name: str, text: str, sentence: str) -> None:
    with pytest.raises(InputError, match=sentence):
        Settings.from_environment({name: text})


def test_a_token_may_come_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "token").write_text("secret\n", encoding="utf-8")

    settings = Settings.from_environment({"KG_TOKEN_FILE": str(tmp_path / "token"), "KG_TOKEN": "other"})

    assert settings.token == "secret"
    assert Settings.from_environment({"KG_TOKEN_FILE": "", "KG_TOKEN": "other"}).token == "other"


def test_a_file_of_a_token_that_has_none_is_refused(tmp_path: Path) -> None:
    (tmp_path / "token").write_text(" \n", encoding="utf-8")

    with pytest.raises(InputError, match=r"There is no token in .*KG_TOKEN_FILE"):
        Settings.from_environment({"KG_TOKEN_FILE": str(tmp_path / "token")})
    with pytest.raises(Unreadable, match="could not be read"):
        Settings.from_environment({"KG_TOKEN_FILE": str(tmp_path / "none")})


@pytest.mark.parametrize(
    "settings",
    [
        {"engine": "http://x", "data": (Path("a.ttl"),)},
        {"engine": "http://x", "store": Path("facts.kg")},
        {"engine": "http://x", "strict_default_graph": True},
        {"store": Path("facts.kg"), "data": (Path("a.ttl"),)},
    ],
)
def test_settings_that_do_not_go_together_are_refused(settings: dict[str, Any]) -> None:
    with pytest.raises(InputError, match="--data"):
        Settings(**settings)
