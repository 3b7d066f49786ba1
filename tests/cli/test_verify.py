"""``kg verify``: the evidence proved, or what fails."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.cli.conftest import Run

needs_text = pytest.mark.skipif(
    "KG_ARTICLE_TEXT" not in os.environ, reason="KG_ARTICLE_TEXT does not name the article's text"
)


def test_the_demonstration_article_is_proved(run: Run, demonstration: str) -> None:
    result = run("verify", demonstration)

    assert result.exit_code == 0
    assert result.stdout.startswith("first-release: 12 of 12 passages proved.\n7 of 7 sentences")


def test_the_text_may_come_from_standard_input(run: Run, demonstration: str) -> None:
    assert run("verify", "-", stdin=Path(demonstration).read_bytes()).exit_code == 0


def test_a_changed_character_is_found_and_its_passage_named(run: Run, demonstration: str, tmp_path: Path) -> None:
    text = Path(demonstration).read_text(encoding="utf-8").replace("Flask", "flask")
    (tmp_path / "changed.txt").write_text(text, encoding="utf-8")

    result = run("verify", str(tmp_path / "changed.txt"))

    assert result.exit_code == 1
    assert "first-release#char=" in result.stdout
    assert "passages proved" in result.stdout


def test_a_text_of_no_article_is_said(run: Run, tmp_path: Path) -> None:
    (tmp_path / "other.txt").write_text("Something else.", encoding="utf-8")

    result = run("verify", str(tmp_path / "other.txt"))

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("Error: ")


def test_the_article_can_be_named(run: Run, demonstration: str) -> None:
    result = run("verify", demonstration, "--article", "salesforce-microsoft")

    assert result.exit_code == 1
    assert "salesforce-microsoft: 0 of " in result.stdout


def test_an_article_that_is_not_here_is_said(run: Run, demonstration: str) -> None:
    result = run("verify", demonstration, "--article", "nonsense")

    assert result.exit_code == 2
    assert "'nonsense'" in result.stderr


def test_bytes_that_are_no_text_are_said(run: Run, tmp_path: Path) -> None:
    (tmp_path / "bytes").write_bytes(b"a\n\xff")

    result = run("verify", str(tmp_path / "bytes"))

    assert result.exit_code == 2
    assert "not UTF-8: see line 2" in result.stderr


@needs_text
def test_the_article_itself_is_proved(run: Run) -> None:
    result = run("verify", os.environ["KG_ARTICLE_TEXT"])

    assert result.exit_code == 0
    assert "18 of 18 sentences" in result.stdout
