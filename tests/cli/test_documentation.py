"""README has every command, every option and every environment variable; help has examples for each."""

from __future__ import annotations

import re
from collections.abc import Iterator

import click
import pytest

from kg.cli.main import main
from kg.resources import PACKAGE

COMMANDS = sorted(main.commands)


@pytest.fixture(scope="module")
def readme() -> str:
    return (PACKAGE.parent / "README.md").read_text(encoding="utf-8")


def list_options(name: str) -> Iterator[click.Option]:
    return (each for each in main.commands[name].params if isinstance(each, click.Option))


@pytest.mark.parametrize("name", COMMANDS)
def test_readme_has_the_command(name: str, readme: str) -> None:
    assert f"kg {name}" in readme


@pytest.mark.parametrize("name", COMMANDS)
def test_readme_has_every_option(name: str, readme: str) -> None:
    longest = [max([*option.opts, *option.secondary_opts], key=len) for option in list_options(name)]

    assert [option for option in longest if f"`{option}" not in readme] == []


@pytest.mark.parametrize("name", COMMANDS)
def test_readme_has_every_environment_variable(name: str, readme: str) -> None:
    variables = [str(option.envvar) for option in list_options(name) if option.envvar]

    assert [variable for variable in variables if variable not in readme] == []


@pytest.mark.parametrize("name", COMMANDS)
def test_help_has_an_example_and_says_what_each_option_does(name: str) -> None:
    command = main.commands[name]

    assert re.search(rf"Examples:\n +(.*\| )?kg {name}\b", str(command.help))
    assert [option.name for option in list_options(name) if not option.help] == []
