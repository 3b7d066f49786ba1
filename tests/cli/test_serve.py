"""``kg serve``: what it refuses before it serves."""

from __future__ import annotations

import os
from pathlib import Path

import click
import pytest

from kg.cli.serve import read_settings, serve
from kg.errors import KgError
from kg.http import Settings
from tests.cli.conftest import Run


@pytest.mark.parametrize("base", ["x y", "https://example.org/kg"])
def test_a_base_to_which_nothing_can_be_appended_is_refused(run: Run, base: str) -> None:
    result = run("serve", "--base", base)

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == f"Error: The base '{base}' is not an absolute http or https IRI that ends with / or #.\n"


def test_a_text_that_is_none_is_refused_in_one_sentence(run: Run, tmp_path: Path) -> None:
    (tmp_path / "text.txt").write_bytes(b"\x00\xff")

    result = run("serve", "--text", str(tmp_path / "text.txt"))

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == f"Error: '{tmp_path / 'text.txt'}' is not UTF-8: see line 1. Save it as UTF-8.\n"


@pytest.mark.parametrize(
    ("arguments", "environment", "expected"),
    [([], {}, 60.0), (["--write-timeout", "5"], {}, 5.0), ([], {"KG_WRITE_TIMEOUT": "7"}, 7.0)],
)
def test_a_write_has_a_limit_of_its_own_on_time(
    monkeypatch: pytest.MonkeyPatch, arguments: list[str], environment: dict[str, str], expected: float
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)

    limits = read_settings(serve.make_context("serve", arguments).params).limits

    assert limits is not None
    assert limits.write_timeout_s == expected
    assert limits.timeout_s == 10.0


SWITCHES = ("KG_PACKAGED", "KG_NO_VALIDATE", "KG_STRICT_DEFAULT_GRAPH")
AMOUNTS = ("KG_TIMEOUT", "KG_WRITE_TIMEOUT", "KG_MEMORY", "KG_MAX_ANSWER", "KG_CACHE", "KG_MAX_BODY", "KG_WORKERS")
WORDS = ("", " ", "1", "0", "true", "FALSE", "t", "f", "Yes", "no", "y", "n", "on", "Off", " 1 ", "2", "maybe")
NUMBERS = (
    *("", " ", "0", "-0", "-1", "1", "3", " 16 ", "15", "17", "1_0", "2.5", "1e-3", "1e3", "1000000", "1000001"),
    *("1e300", "1e999", "inf", "-inf", "nan", "many", "9" * 30, "9" * 5000),
)
TEXTS = ("", "https://example.com/", "http://localhost:7878/query", "secret")


def read_as_the_command() -> Settings | str:
    try:
        return read_settings(serve.make_context("serve", []).params)
    except (click.UsageError, KgError) as error:
        return str(error)


def read_as_the_application() -> Settings | str:
    try:
        return Settings.from_environment(os.environ)
    except KgError as error:
        return str(error)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        *((name, word) for name in SWITCHES for word in WORDS),
        *((name, number) for name in (*AMOUNTS, "KG_QUEUE") for number in NUMBERS),
        *((name, text) for name in ("KG_ENGINE", "KG_STORE", "KG_TOKEN") for text in TEXTS),
        *(("KG_BASE", base) for base in ("", "https://example.com/")),
        *((name, "") for name in ("KG_DATA", "KG_TEXT", "KG_TOKEN_FILE")),
    ],
)
def test_an_application_of_its_own_reads_a_variable_as_the_command_does(
    monkeypatch: pytest.MonkeyPatch, name: str, text: str
) -> None:
    monkeypatch.setenv(name, text)

    taken, by_command = read_as_the_application(), read_as_the_command()

    assert taken == by_command or (isinstance(taken, str) and name in taken and isinstance(by_command, str))


@pytest.mark.parametrize(
    ("names", "is_taken"),
    [
        (["KG_DATA", "KG_TEXT", "KG_TOKEN_FILE"], True),
        (["KG_STORE", "KG_TOKEN_FILE"], True),
        (["KG_STORE", "KG_DATA"], False),
        (["KG_ENGINE", "KG_DATA"], False),
        (["KG_ENGINE", "KG_STORE"], False),
        (["KG_ENGINE", "KG_STRICT_DEFAULT_GRAPH"], False),
    ],
)
def test_both_read_several_variables_alike(
    monkeypatch: pytest.MonkeyPatch, ada: str, tmp_path: Path, names: list[str], is_taken: bool
) -> None:
    (tmp_path / "token").write_text("secret\n", encoding="utf-8")
    values = {
        "KG_DATA": os.pathsep.join(("", ada, "", ada)),
        "KG_TEXT": ada,
        "KG_TOKEN_FILE": str(tmp_path / "token"),
        "KG_STORE": str(tmp_path / "facts.kg"),
        "KG_ENGINE": "http://localhost:7878/query",
        "KG_STRICT_DEFAULT_GRAPH": "true",
    }
    for name in names:
        monkeypatch.setenv(name, values[name])

    taken = read_as_the_application()

    assert taken == read_as_the_command()
    assert isinstance(taken, Settings) == is_taken
