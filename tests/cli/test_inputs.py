"""Texts from files and standard input."""

from __future__ import annotations

from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest

from kg.cli.inputs import read_text
from kg.errors import MalformedText, Unreadable


def test_line_ends_stay_as_they_are(tmp_path: Path) -> None:
    (tmp_path / "text").write_bytes(b"a\r\nb\rc\n")

    assert read_text(str(tmp_path / "text")) == "a\r\nb\rc\n"


def test_a_dash_is_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO("für".encode()), encoding="ascii"))

    assert read_text("-") == "für"


def test_a_byte_order_mark_is_no_character(tmp_path: Path) -> None:
    (tmp_path / "text").write_bytes(b"\xef\xbb\xbfa")

    assert read_text(str(tmp_path / "text")) == "a"


def test_a_missing_file_is_unreadable(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match=r"^Cannot read '.*/missing': No such file or directory\.$"):
        read_text(str(tmp_path / "missing"))


def test_a_text_that_is_not_utf_8_is_malformed_and_its_line_is_named(tmp_path: Path) -> None:
    (tmp_path / "text").write_bytes(b"a\nb\xe4")

    with pytest.raises(MalformedText, match="is not UTF-8: see line 2") as caught:
        read_text(str(tmp_path / "text"))

    assert caught.value.line == 2
