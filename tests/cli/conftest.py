"""Runs commands in this process; files for them to read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kg.cli.main import main
from kg.resources import find_articles

Run = Callable[..., Result]

ADA = """\
@prefix id: <https://example.org/kg/id/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix schema: <https://schema.org/> .

id:ada a schema:Person ; rdfs:label "Ada [bold] Lovelace"@en , "Ada [bold] von Lovelace"@de .
"""


def read_terminal(leader: int) -> str:
    """Return all that was written to a pseudo terminal whose other end is closed, and close this one."""
    shown = b""
    with suppress(OSError), open(leader, "rb", buffering=0) as file:  # Linux says that it is at its end by EIO
        while piece := file.read(1 << 16):
            shown += piece
    return shown.decode()


@pytest.fixture
def run() -> Run:
    """Return a function that runs ``kg`` with these arguments; an error in the program passes through."""

    def run_command(*arguments: str, stdin: str | bytes | None = None, env: Mapping[str, str] | None = None) -> Result:
        return CliRunner().invoke(main, arguments, input=stdin, env=env, catch_exceptions=False)

    return run_command


@pytest.fixture(autouse=True)
def _no_wish_for_colours(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever runs the tests may have asked for colours (GitHub's actions, tox), and these are about what is shown."""
    for name in ("FORCE_COLOR", "TTY_COMPATIBLE", "TTY_INTERACTIVE"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Standard output is for people."""
    for module in ("outputs", "query", "questions"):
        monkeypatch.setattr(f"kg.cli.{module}.is_for_people", lambda: True)
    monkeypatch.setenv("COLUMNS", "100")


@pytest.fixture
def ada(tmp_path: Path) -> str:
    """Name a file with one person that only it knows."""
    (tmp_path / "ada.ttl").write_text(ADA, encoding="utf-8")
    return str(tmp_path / "ada.ttl")


@pytest.fixture
def demonstration() -> str:
    """Name the file with the demonstration article's text."""
    return str(find_articles() / "first-release" / "article.txt")
