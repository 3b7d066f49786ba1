"""``kg serve --engine``: what goes together with it, and what does not."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.cli.main import main
from kg.http import Settings
from tests.cli.conftest import Run

URL = "http://ada:secret@localhost:7878/query"


@pytest.mark.parametrize("option", ["--data", "--store", "--strict-default-graph"])
def test_facts_of_ones_own_do_not_go_with_another_endpoint(run: Run, ada: str, tmp_path: Path, option: str) -> None:
    values = {"--data": [ada], "--store": [str(tmp_path / "facts.kg")]}

    result = run("serve", "--engine", URL, option, *values.get(option, []))

    assert result.exit_code == 2
    assert option in result.stderr
    assert "secret" not in result.output
    assert not (tmp_path / "facts.kg").exists()


def test_an_address_that_is_none_is_a_usage_error_that_does_not_show_it(run: Run) -> None:
    result = run("serve", env={"KG_ENGINE": "ftp://ada:secret@localhost/"})

    assert result.exit_code == 2
    assert "http or https" in result.stderr
    assert "secret" not in result.output


def test_settings_come_from_the_environment_and_do_not_show_a_password() -> None:
    settings = Settings.from_environment({"KG_ENGINE": URL})

    assert settings.engine == URL
    assert Settings.from_environment({}).engine is None
    assert "secret" not in repr(settings)


def test_the_option_has_its_variable() -> None:
    option = next(each for each in main.commands["serve"].params if "--engine" in each.opts)

    assert option.envvar == "KG_ENGINE"
