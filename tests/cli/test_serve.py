"""``kg serve``: what it refuses before it serves."""

from __future__ import annotations

from pathlib import Path

import pytest

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
