"""``kg serve``: what it refuses before it serves."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.cli.serve import read_settings, serve
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
