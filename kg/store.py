"""Keeps named graphs in one file, SQLite's, and refuses a file that is not whole.

Knows no RDF: a graph is a name and a text. What was written is read back exactly or not at all, never in part. Each
entry carries a SHA-256 over its version, its name, its text's digest and the hash of the entry before. The head seals
the last hash, so that missing entries show too, together with whether everything was judged, which nothing else tells.
A graph that is written again leaves its older entry behind without its text, until `Store.open` finds many of those.
The file is locked while it is open. It has a rollback journal and no write-ahead log: half of such a log opens without
an error and with less.
"""

from __future__ import annotations

import os
import sqlite3
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from hashlib import sha256
from pathlib import Path

from kg.database import connect, describe_damage, lock, transaction, translating
from kg.errors import Damaged, Unreadable

APPLICATION_ID = 0x6B674752
SCHEMA_VERSION = 2

_SCHEMA = f"""
PRAGMA journal_mode = DELETE;
PRAGMA application_id = {APPLICATION_ID};
PRAGMA user_version = {SCHEMA_VERSION};
CREATE TABLE entry (
    number INTEGER PRIMARY KEY,
    version INTEGER NOT NULL,
    name TEXT NOT NULL,
    digest BLOB,
    text BLOB,
    hash BLOB NOT NULL
) STRICT;
CREATE INDEX entry_by_name ON entry (name);
CREATE TABLE head (version INTEGER NOT NULL, judged INTEGER NOT NULL, seal BLOB NOT NULL) STRICT;
"""
_LATEST = "SELECT max(number) FROM entry GROUP BY name"
_STALE = "text IS NULL AND digest IS NOT NULL"
_MANY_STALE = 1000

# Names and texts of graphs; None for a graph that was dropped.
Texts = Mapping[str, str | None]


class Store:
    """An open file of graphs; may be called from several threads."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        """Take over an open connection; `open` and `create` are the ways to make one."""
        self.path, self._connection = path, connection
        self._lock = threading.Lock()
        self.version = 0
        self._hash = b""
        self._judged = True

    @classmethod
    def open(cls, path: str | Path) -> Store:
        """Open a file, lock it, and prove it whole.

        Raises InUse where another process has it open, Damaged where it is not what was written, Unreadable where
        it is no store, is not there, or cannot be opened.
        """
        path = Path(path)
        if is_there(path) and path.stat().st_size == 0:
            raise Damaged(f"'{path}' is empty, which a store never is. Remove it to begin a new one.")
        store = cls(path, connect(path))
        with ExitStack() as undo, translating(path):
            undo.callback(store.close)
            lock(store._connection)
            store._require_store()
            store._prove()
            store._drop_stale()
            undo.pop_all()
        return store

    @classmethod
    def create(cls, path: str | Path, texts: Texts) -> Store:
        """Make a new file with these graphs as `write_store` does, or where one is there leave it, and open it."""
        write_store(path, texts)
        return cls.open(path)

    @property
    def fingerprint(self) -> str:
        """What differs between any two states that a store was in."""
        return f"{self.version}-{self._hash.hex()}"

    def read_graphs(self) -> Iterator[tuple[str, str | None]]:
        """Yield name and text of each graph, None for a dropped one, in the order in which they were last written."""
        query = f"SELECT name, text FROM entry WHERE number IN ({_LATEST}) ORDER BY number"
        with self._lock, translating(self.path):
            for name, text in self._connection.execute(query):
                yield name, None if text is None else text.decode()

    @property
    def is_judged(self) -> bool:
        """Whether everything that was ever written was judged, as the writers said."""
        return self._judged

    def commit(self, texts: Texts, *, judged: bool = True) -> int:
        """Write these graphs, all or none, and return the new version; when this returns they are on the disk.

        ``judged`` says whether they were validated; a store remembers if ever they were not.
        Raises StorageFull where there is no room: nothing is changed then, and a later commit can succeed.
        """
        with self._lock:
            return self._commit(texts, judged=judged) if texts else self.version

    def close(self) -> None:
        """Close and unlock the file; closing twice does nothing."""
        self._connection.close()

    def _commit(self, texts: Texts, *, judged: bool) -> int:
        version, previous, judged = self.version + 1, self._hash, judged and self._judged
        with translating(self.path), transaction(self._connection):
            for name, text in texts.items():
                previous = self._write(version, name, None if text is None else text.encode(), previous)
            head = (version, judged, _seal(previous, judged=judged))
            self._connection.execute("UPDATE head SET version = ?, judged = ?, seal = ?", head)
        self.version, self._hash, self._judged = version, previous, judged
        return version

    def _write(self, version: int, name: str, text: bytes | None, previous: bytes) -> bytes:
        digest = None if text is None else sha256(text).digest()
        current = _chain(previous, version, name, digest)
        self._connection.execute("UPDATE entry SET text = NULL WHERE name = ? AND text IS NOT NULL", (name,))
        self._connection.execute(
            "INSERT INTO entry (version, name, digest, text, hash) VALUES (?, ?, ?, ?, ?)",
            (version, name, digest, text, current),
        )
        return current

    def _require_store(self) -> None:
        application = self._read_number("PRAGMA application_id")
        if application != APPLICATION_ID:
            raise Unreadable(f"'{self.path}' is a database of another application, and no store of kg.")
        schema = self._read_number("PRAGMA user_version")
        if schema != SCHEMA_VERSION:
            raise Unreadable(f"'{self.path}' is of version {schema}; this kg reads version {SCHEMA_VERSION}.")

    def _prove(self) -> None:
        """Hold the file against SQLite's own check and against the chain of hashes."""
        verdict = self._connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
        if verdict != "ok":
            raise describe_damage(self.path, str(verdict).splitlines()[-1])
        latest = {number for (number,) in self._connection.execute(_LATEST)}
        rows = self._connection.execute("SELECT number, version, name, digest, text, hash FROM entry ORDER BY number")
        for number, version, name, digest, text, written in rows:
            self._hash = _chain(self._hash, version, name, digest)
            if self._hash != written or _is_wrong(digest, text, is_latest=number in latest):
                raise describe_damage(self.path, f"the graph <{name}> is not what was written")
            self.version = max(self.version, version)
        heads = self._connection.execute("SELECT version, judged, seal FROM head").fetchall()
        self._judged = heads == [(self.version, True, _seal(self._hash, judged=True))]
        if not self._judged and heads != [(self.version, False, _seal(self._hash, judged=False))]:
            raise describe_damage(self.path, "its head is not what was written last")

    def _drop_stale(self) -> None:
        """Forget entries that later ones replaced, where they are many, and chain the rest anew."""
        if self._read_number(f"SELECT count(*) FROM entry WHERE {_STALE}") < _MANY_STALE:
            return
        current = b""
        with transaction(self._connection):
            self._connection.execute(f"DELETE FROM entry WHERE {_STALE}")
            rows = self._connection.execute("SELECT number, version, name, digest FROM entry ORDER BY number")
            for number, version, name, digest in rows.fetchall():
                current = _chain(current, version, name, digest)
                self._connection.execute("UPDATE entry SET hash = ? WHERE number = ?", (current, number))
            self._connection.execute("UPDATE head SET seal = ?", (_seal(current, judged=self._judged),))
        self._hash = current

    def _read_number(self, query: str) -> int:
        return int(self._connection.execute(query).fetchone()[0])


def is_there(path: str | Path) -> bool:
    """Say whether there is a file. Raises Unreadable where the system does not say."""
    try:
        return Path(path).exists()
    except OSError as error:
        raise Unreadable(f"'{path}' cannot be looked for: {error.strerror}.") from error


def write_store(path: str | Path, texts: Texts, *, judged: bool = True) -> bool:
    """Make a new file with these graphs, whole or not at all; a file that is there is never replaced: then say False.

    ``judged`` is as in `Store.commit`. Raises Unreadable where no file can be made, StorageFull.
    """
    path = Path(path)
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    except OSError as error:
        raise Unreadable(f"No file can be made in '{path.parent}': {error.strerror}.") from error
    os.close(handle)
    draft = Path(name)
    try:
        _fill(draft, texts, judged=judged)
        path.hardlink_to(draft)
    except FileExistsError:
        return False
    except OSError as error:
        raise Unreadable(f"'{path}' cannot be made: {error.strerror}. Choose another place for it.") from error
    finally:
        draft.unlink()
        _synchronize(path.parent)
    return True


def _fill(draft: Path, texts: Texts, *, judged: bool) -> None:
    """Make a store of these graphs in an empty file, and have it on the disk."""
    store = Store(draft, connect(draft))
    try:
        with translating(draft):
            store._connection.executescript(_SCHEMA)
            store._connection.execute("INSERT INTO head VALUES (0, TRUE, ?)", (_seal(b"", judged=True),))
        store.commit(texts, judged=judged)
    finally:
        store.close()


def _synchronize(folder: Path) -> None:
    """Have the folder's list of files on the disk, where the system can."""
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _chain(previous: bytes, version: int, name: str, digest: bytes | None) -> bytes:
    """Return the hash of an entry; each part has a length of its own or a length before it, so that none can shift."""
    encoded = name.encode()
    parts = (previous, version.to_bytes(8, signed=True), len(encoded).to_bytes(4), encoded, digest or b"")
    return sha256(b"".join(parts)).digest()


def _seal(last: bytes, *, judged: bool) -> bytes:
    """Return the hash of a head by the hash of the last entry."""
    return sha256(last + bytes([judged])).digest()


def _is_wrong(digest: bytes | None, text: bytes | None, *, is_latest: bool) -> bool:
    """Say whether an entry's text is not what its digest says; a replaced entry has none."""
    if digest is None or not is_latest:
        return text is not None
    return text is None or sha256(text).digest() != digest
