"""How every command ends: exit status, one sentence, never a traceback."""

from __future__ import annotations

from typing import Any, cast

import pytest
from click.testing import CliRunner

from kg.cli.commands import Commands
from kg.cli.main import main
from kg.errors import Busy, KgError, MalformedQuery, Nonconforming, Unreadable


def make_failing(error: Exception) -> Commands:
    """Return a group whose one command, ``fail``, raises this error."""
    group = Commands()

    @group.command()
    def fail() -> None:
        raise error

    return group


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (Nonconforming("It does not conform.", cast("Any", None)), 1),
        (MalformedQuery("Line 1, column 2: no.", line=1, column=2), 2),
        (Unreadable("Cannot read it."), 2),
        (Busy("Too many wait."), 2),
        (KgError("Something else."), 2),
    ],
    ids=lambda value: type(value).__name__,
)
def test_an_error_of_the_library_is_a_sentence_and_a_status(error: KgError, code: int) -> None:
    result = CliRunner().invoke(make_failing(error), ["fail"])

    assert (result.exit_code, result.stderr) == (code, f"Error: {error}\n")


def test_an_error_in_the_program_is_not_hidden() -> None:
    with pytest.raises(ZeroDivisionError):
        CliRunner().invoke(make_failing(ZeroDivisionError()), ["fail"], catch_exceptions=False)


def test_commands_are_listed_as_they_were_added() -> None:
    listed = CliRunner().invoke(main, ["--help"]).stdout.partition("Commands:")[2]

    assert [line.split()[0] for line in listed.strip().splitlines()] == [
        "serve", "query", "questions", "export", "validate", "verify", "passage", "load",
    ]  # fmt: skip


@pytest.mark.parametrize("name", sorted(main.commands))
def test_an_unknown_option_is_a_usage_error(name: str) -> None:
    result = CliRunner().invoke(main, [name, "--no-such-option"])

    assert result.exit_code == 2
    assert "No such option" in result.stderr
