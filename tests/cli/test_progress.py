"""Progress is for terminals; a pipe gets nothing of it."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

from kg.cli.progress import show_progress
from kg.store import Store
from tests.cli.conftest import read_terminal


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("stream", "is_shown"), [(Terminal(), True), (io.StringIO(), False)])
def test_only_a_terminal_shows_how_far_it_is(
    monkeypatch: pytest.MonkeyPatch, stream: io.StringIO, is_shown: bool
) -> None:
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setenv("TERM", "xterm")
    with show_progress("Loading") as progress:
        progress(1, 2)

    assert ("Loading" in stream.getvalue(), stream.getvalue() != "") == (is_shown, is_shown)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="pseudo terminals are opened as Linux does")
def test_a_service_shows_on_a_terminal_that_it_opens_its_store(tmp_path: Path) -> None:
    Store.create(tmp_path / "facts.kg", {}).close()
    ours, theirs = os.openpty()
    command = [sys.executable, "-m", "kg", "serve", "--port", "0", "--store", str(tmp_path / "facts.kg")]
    environment = os.environ | {"TERM": "xterm"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=theirs, text=True, env=environment) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        process.terminate()
        process.wait(60)
    os.close(theirs)
    shown = read_terminal(ours)

    assert line.startswith("Serving on ")
    assert "Opening the store" in shown
