"""Options that commands share."""

from __future__ import annotations

import click
import pytest

from kg.cli.main import main
from kg.cli.options import find_language
from tests.cli.conftest import Run


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"),
        ({"LANG": "de_AT.UTF-8"}, "de"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "fr_FR.UTF-8"}, "en"),
        ({"LANG": "de_DE.UTF-8", "LC_ALL": "en_GB.UTF-8"}, "en"),
        ({"LANG": "en_GB.UTF-8", "LC_ALL": "", "LC_MESSAGES": "de_DE.UTF-8"}, "de"),
    ],
)
def test_the_readers_language_is_the_terminals(environment: dict[str, str], language: str) -> None:
    assert find_language(environment) == language


NUMBERS = [
    (name, option.opts[0])
    for name, command in main.commands.items()
    for option in command.params
    if isinstance(option.type, (click.types.IntParamType, click.types.FloatParamType))
]


def test_there_are_options_that_take_numbers() -> None:
    assert len(NUMBERS) >= 9


@pytest.mark.parametrize("number", ["nan", "inf", "-inf", "1e999", "-NaN", "Infinity"])
@pytest.mark.parametrize(("command", "option"), NUMBERS)
def test_what_is_no_finite_number_is_refused_by_the_options_name(
    run: Run, command: str, option: str, number: str
) -> None:
    result = run(command, option, number)

    assert (result.exit_code, result.stdout) == (2, "")
    assert f"Invalid value for '{option}'" in result.stderr
