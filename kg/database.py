"""Opens SQLite files for `kg.store`, and says what SQLite complains of in the words of our errors."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from kg.errors import Damaged, InUse, KgError, StorageFull, Unavailable, Unreadable

_CANNOT_WRITE = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_WRITE, sqlite3.SQLITE_IOERR_FSYNC)


def connect(path: Path) -> sqlite3.Connection:
    """Open a file that is there; transactions are begun and ended by hand."""
    address = f"file:{quote(str(path.absolute()))}?mode=rw"
    with translating(path):
        connection = sqlite3.connect(address, uri=True, timeout=0, isolation_level=None, check_same_thread=False)
        connection.execute("PRAGMA trusted_schema = OFF")
        return connection


def lock(connection: sqlite3.Connection) -> None:
    """Take the file until the connection is closed; the kernel gives it back when the process dies."""
    connection.execute("PRAGMA locking_mode = EXCLUSIVE")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("BEGIN EXCLUSIVE")
    connection.execute("COMMIT")


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Write all that is written within, and have it on the disk; or, where anything fails, none of it."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")


@contextmanager
def translating(path: Path) -> Iterator[None]:
    """Turn SQLite's errors into ours."""
    try:
        yield
    except sqlite3.Error as error:
        raise _translate(error, path) from error
    except UnicodeDecodeError as error:  # SQLite's message quotes what is damaged, and Python cannot read it
        raise describe_damage(path, "its description of itself is no text") from error


def _translate(error: sqlite3.Error, path: Path) -> KgError:
    if isinstance(error, sqlite3.ProgrammingError):
        return Unavailable(f"'{path}' is closed.")
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR)
    primary = code & 0xFF
    if code in _CANNOT_WRITE:
        return StorageFull(
            f"'{path}' cannot grow: the disk is full, or this process may write no larger file. Nothing was changed; "
            "make room and write again."
        )
    if primary in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return InUse(f"'{path}' is in use by another process. Stop that one first; two would overwrite each other.")
    if primary == sqlite3.SQLITE_NOTADB:
        return Unreadable(f"'{path}' is no store of kg, or its beginning is damaged.")
    if primary in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_ERROR):  # ERROR: a table is not there
        return describe_damage(path, str(error))
    if primary in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM):
        return Unreadable(f"'{path}' cannot be opened for reading and writing: {error}.")
    return Unavailable(f"'{path}' cannot be read or written at the moment: {error}.")


def describe_damage(path: Path, reason: str) -> Damaged:
    """Return the error for a file that is not what was written."""
    shown = "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in reason)
    return Damaged(f"'{path}' is damaged ({shown}), and is not served in part. Restore it from a copy.")
