"""The store keeps what was written, all of it, and refuses a file that is not whole."""

from __future__ import annotations

import os
import random
import resource
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from kg.errors import Damaged, InUse, KgError, StorageFull, Unreadable
from kg.store import Store

ARTICLE = "https://example.org/kg/article/a"
TEXTS = {
    ARTICLE: '<http://s> <http://p> "Ä\\n" .\n',
    "": "",
    "https://example.org/kg/entities": "<http://s> <http://p> _:x .\n",
}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """The path of a store that holds TEXTS and is closed."""
    path = tmp_path / "facts.kg"
    Store.create(path, TEXTS).close()
    return path


def read(path: Path) -> dict[str, str | None]:
    store = Store.open(path)
    texts = dict(store.read_graphs())
    store.close()
    return texts


def test_what_is_written_is_read_exactly(path: Path) -> None:
    assert read(path) == TEXTS


def test_a_commit_replaces_adds_and_drops_graphs_and_counts_the_version(path: Path) -> None:
    store = Store.open(path)
    version = store.commit({ARTICLE: "<http://s> <http://p> 1 .\n", "": None, "http://new": "x"})
    store.close()

    again = Store.open(path)

    assert (version, again.version) == (2, 2)
    assert dict(again.read_graphs()) == TEXTS | {ARTICLE: "<http://s> <http://p> 1 .\n", "": None, "http://new": "x"}
    again.close()


def test_a_store_remembers_that_something_was_not_judged(path: Path) -> None:
    store = Store.open(path)
    before = store.is_judged
    store.commit({"http://a": "x"}, judged=False)
    store.commit({"http://a": "y"})
    store.close()

    again = Store.open(path)

    assert (before, again.is_judged) == (True, False)
    again.close()


def test_a_commit_of_nothing_changes_nothing(path: Path) -> None:
    store = Store.open(path)

    assert store.commit({}) == 1
    store.close()
    assert read(path) == TEXTS


def test_a_new_store_never_replaces_a_file(path: Path) -> None:
    store = Store.create(path, {"http://other": ""})

    assert dict(store.read_graphs()) == TEXTS
    assert [file.name for file in path.parent.iterdir() if file.name.startswith(".")] == []
    store.close()


def test_replaced_entries_are_dropped_when_they_are_many(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.store._MANY_STALE", 10)
    store = Store.open(path)
    for number in range(11):
        store.commit({ARTICLE: f"{number}"})
    store.close()

    Store.open(path).close()

    with sqlite3.connect(path) as connection:
        assert connection.execute("SELECT count(*) FROM entry").fetchone() == (3,)
    connection.close()
    assert read(path) == TEXTS | {ARTICLE: "10"}


def test_a_second_process_is_refused(path: Path) -> None:
    store = Store.open(path)
    attempt = "import sys; from kg.store import Store; Store.open(sys.argv[1])"

    second = subprocess.run([sys.executable, "-c", attempt, path], capture_output=True, text=True, check=False)
    with pytest.raises(InUse):
        Store.open(path)

    assert "InUse: " in second.stderr
    assert "in use by another process" in second.stderr
    store.close()
    assert read(path) == TEXTS


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE entry SET text = x'00' WHERE name = ''",
        "UPDATE entry SET name = 'x' WHERE name = ''",
        "DELETE FROM entry WHERE number = 3",
        "DELETE FROM entry WHERE number = 1",
        "UPDATE entry SET version = 7",
        "UPDATE entry SET version = -1",
        "UPDATE head SET judged = 0",
        "UPDATE head SET judged = 2",
        "DELETE FROM head",
        "DROP TABLE head",
    ],
)
def test_a_change_by_another_hand_is_found(path: Path, change: str) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute(change)
    connection.close()

    with pytest.raises(Damaged, match="not served in part"):
        Store.open(path)


def test_an_older_state_of_an_entry_is_found(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        old = connection.execute("SELECT digest, text, hash FROM entry WHERE name = ?", (ARTICLE,)).fetchone()
    connection.close()
    store = Store.open(path)
    store.commit({ARTICLE: "new"})
    store.close()
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE entry SET digest = ?, text = ?, hash = ? WHERE number = 4", old)
    connection.close()

    with pytest.raises(Damaged):
        Store.open(path)


def test_a_truncated_file_is_refused_at_every_length(path: Path) -> None:
    whole = path.read_bytes()

    for length in range(0, len(whole), 997):
        path.write_bytes(whole[:length])
        with pytest.raises(Unreadable):
            Store.open(path)


def test_flipped_bits_are_refused_or_harmless(path: Path) -> None:
    whole, chance, refused = path.read_bytes(), random.Random(1), 0
    for _ in range(60):
        position = chance.randrange(len(whole))
        path.write_bytes(whole[:position] + bytes([whole[position] ^ 1 << chance.randrange(8)]) + whole[position + 1 :])
        try:
            assert read(path) == TEXTS
        except KgError:
            refused += 1

    assert refused > 0


def test_a_flipped_bit_in_the_description_of_the_tables_is_damage_or_harmless(path: Path) -> None:
    whole, sentences = path.read_bytes(), []
    page = whole[: int.from_bytes(whole[16:18])]
    # SQLite's file header takes 100 bytes; zeros are where the page has nothing.
    for position in (number for number, byte in enumerate(page) if number >= 100 and byte):
        for bit in {0x80, 1 << position % 8}:
            path.write_bytes(whole[:position] + bytes([whole[position] ^ bit]) + whole[position + 1 :])
            try:
                assert read(path) == TEXTS
            except Damaged as error:
                sentences.append(str(error))

    assert len(sentences) > 500
    assert [sentence for sentence in sentences if not sentence.isprintable()] == []


def test_what_was_not_judged_does_not_pass_for_judged_by_a_flipped_bit(path: Path) -> None:
    store = Store.open(path)
    store.commit({ARTICLE: "x"}, judged=False)
    store.close()
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE head SET judged = 1")
    connection.close()

    with pytest.raises(Damaged, match="head is not what was written last"):
        Store.open(path)


def test_what_was_not_judged_is_remembered_when_replaced_entries_are_dropped(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.store._MANY_STALE", 1)
    store = Store.open(path)
    store.commit({ARTICLE: "x"}, judged=False)
    store.close()
    Store.open(path).close()

    again = Store.open(path)

    assert (again.is_judged, dict(again.read_graphs())) == (False, TEXTS | {ARTICLE: "x"})
    again.close()


def test_a_flipped_bit_in_a_text_is_refused(path: Path) -> None:
    whole = path.read_bytes()
    position = whole.index(b"<http://s>")
    path.write_bytes(whole[:position] + b">" + whole[position + 1 :])

    with pytest.raises(Damaged, match="not what was written"):
        Store.open(path)


@pytest.mark.skipif(os.name != "posix", reason="RLIMIT_FSIZE is of POSIX")
def test_a_full_disk_is_an_error_that_heals_and_loses_nothing(path: Path) -> None:
    store = Store.open(path)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, limits[1]))
    try:
        with pytest.raises(StorageFull, match="Nothing was changed"):
            store.commit({"http://large": "x" * 1_000_000})
        assert store.commit({"http://small": "y"}) == 2
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert store.commit({"http://large": "x" * 1_000_000}) == 3
    store.close()

    assert read(path) == TEXTS | {"http://small": "y", "http://large": "x" * 1_000_000}


def test_a_process_that_is_killed_within_a_commit_leaves_the_version_before(path: Path) -> None:
    script = """
import os, signal, sys
from kg import store
opened = store.Store.open(sys.argv[1])
def die(*_): os.kill(os.getpid(), signal.SIGKILL)
opened._connection.execute("PRAGMA cache_spill = 1")
opened._connection.execute("PRAGMA cache_size = 1")
opened._connection.set_trace_callback(lambda sql: sql.startswith("UPDATE head") and die())
opened.commit({"http://a": "x" * 500_000, "": "changed"})
"""
    died = subprocess.run([sys.executable, "-c", script, path], check=False)

    assert died.returncode != 0
    assert path.with_name(path.name + "-journal").exists()
    assert read(path) == TEXTS
