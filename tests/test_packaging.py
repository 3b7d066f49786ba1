"""What is shipped, and under which name, licence and dependencies."""

from __future__ import annotations

import os
import re
import tomllib
from importlib.metadata import entry_points, metadata
from typing import Any
from urllib.parse import urlsplit

import pytest

from kg.resources import PACKAGE, find_articles, find_folder

TOP = PACKAGE.parent


@pytest.fixture(scope="module")
def project() -> dict[str, Any]:
    return tomllib.loads((TOP / "pyproject.toml").read_text(encoding="utf-8"))


def test_the_command_kg_is_installed() -> None:
    from kg.cli.main import main

    (command,) = entry_points(group="console_scripts", name="kg")

    assert command.load() is main


def test_the_version_is_the_one_in_the_project_file(project: dict[str, Any]) -> None:
    assert metadata("article-kg")["Version"] == project["project"]["version"]


def test_the_change_log_begins_with_this_version(project: dict[str, Any]) -> None:
    headings = re.findall(r"^## \[?([\w.]+)", (TOP / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)

    assert next(heading for heading in headings if heading != "Unreleased") == project["project"]["version"]


def test_both_licences_are_there_in_full() -> None:
    text = (TOP / "LICENSE").read_text(encoding="utf-8")

    assert metadata("article-kg")["License-Expression"] == "Apache-2.0 AND CC-BY-4.0"
    assert "END OF TERMS AND CONDITIONS" in text
    assert "Section 8 -- Interpretation." in text


def test_types_are_shipped() -> None:
    assert (PACKAGE / "py.typed").is_file()


@pytest.mark.parametrize("name", ["ontology", "shapes", "web"])
def test_data_folders_are_found_here_and_land_in_the_wheel(name: str, project: dict[str, Any]) -> None:
    wheel = project["tool"]["hatch"]["build"]["targets"]["wheel"]

    assert any(find_folder(name).iterdir())
    assert name in wheel["only-include"]
    assert wheel["sources"][name] == f"kg/_data/{name}"


def test_articles_are_in_the_package() -> None:
    assert sorted(folder.name for folder in find_articles().iterdir() if folder.is_dir()) == [
        "first-release",
        "salesforce-microsoft",
    ]


def test_the_lock_file_names_the_public_registry_alone() -> None:
    addresses = re.findall(r'"(https?://[^"]+)"', (TOP / "uv.lock").read_text(encoding="utf-8"))

    assert {urlsplit(address).hostname for address in addresses} == {"pypi.org", "files.pythonhosted.org"}


def test_the_lock_file_has_every_dependency(project: dict[str, Any]) -> None:
    locked = {package["name"] for package in tomllib.loads((TOP / "uv.lock").read_text("utf-8"))["package"]}
    wanted = [*project["project"]["dependencies"], *project["project"]["optional-dependencies"]["test"]]

    assert {re.split(r"[^\w.-]", each)[0] for each in wanted} <= locked


@pytest.mark.skipif(os.name != "posix", reason="only POSIX has executable files")
def test_ci_is_executable() -> None:
    assert os.access(TOP / ".ci" / "run", os.X_OK)
