"""What is no store, or where none can be, is said in a sentence."""

from __future__ import annotations

import errno
import os
import sqlite3
from pathlib import Path

import pytest

from kg.errors import Unreadable
from kg.store import Store


@pytest.mark.parametrize(
    ("content", "words"), [(b"", "is empty"), (b"@prefix x: <http://x> .\n" * 100, "no store of kg")]
)
def test_a_file_that_is_no_store_is_refused(tmp_path: Path, content: bytes, words: str) -> None:
    (tmp_path / "file").write_bytes(content)

    with pytest.raises(Unreadable, match=words):
        Store.open(tmp_path / "file")


@pytest.mark.parametrize(
    ("pragma", "words"),
    [("application_id = 0", "another application"), ("user_version = 1", "is of version 1; this kg")],
)
def test_a_database_of_another_kind_is_refused(tmp_path: Path, pragma: str, words: str) -> None:
    path = tmp_path / "facts.kg"
    Store.create(path, {}).close()
    with sqlite3.connect(path) as connection:
        connection.execute(f"PRAGMA {pragma}")
    connection.close()

    with pytest.raises(Unreadable, match=words):
        Store.open(path)


def test_a_file_that_is_not_there_or_in_no_folder_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="cannot be opened"):
        Store.open(tmp_path / "none")
    with pytest.raises(Unreadable, match="No file can be made"):
        Store.create(tmp_path / "none" / "file", {})
    with pytest.raises(Unreadable, match="cannot be looked for: File name too long"):
        Store.open(tmp_path / ("x" * 300))


def test_a_file_system_without_links_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_link: Path, _target: Path) -> None:
        raise PermissionError(errno.EPERM, os.strerror(errno.EPERM))

    monkeypatch.setattr(Path, "hardlink_to", refuse)

    with pytest.raises(Unreadable, match=r"file' cannot be made: Operation not permitted"):
        Store.create(tmp_path / "file", {})
    assert list(tmp_path.iterdir()) == []
