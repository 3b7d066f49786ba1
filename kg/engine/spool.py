"""A large answer in a file that has no name and goes when it is closed."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

_CHUNK = 65536
# Where Linux has a name for each open file of this process, also for one that has no other.
_OPEN_FILES = Path("/proc/self/fd")


def open_nameless() -> BinaryIO:
    """Open a temporary file that no name leads to, and that goes when it is closed."""
    return cast("BinaryIO", tempfile.TemporaryFile())


def can_reopen() -> bool:
    """Say whether this system has names for files that are open."""
    return _OPEN_FILES.exists()


class Spool:
    """The first ``size`` bytes of a file; reading moves no position, so that several can read at once."""

    def __init__(self, file: BinaryIO, size: int) -> None:
        self._file = file
        self.size = size

    def chunks(self) -> Chunks:
        """Return the content, to be read as often as one likes."""
        return Chunks(self)

    def read(self, size: int, offset: int) -> bytes:
        """Return so many bytes from there, or fewer at the end of the file."""
        return os.pread(self._file.fileno(), size, offset)

    @property
    def path(self) -> str | None:
        """Where this process can open the file anew while it is open; None where the system has no name for it."""
        return f"{_OPEN_FILES}/{self._file.fileno()}" if can_reopen() else None

    def close(self) -> None:
        """Give the file back."""
        self._file.close()

    def __del__(self) -> None:
        self._file.close()


@dataclass(frozen=True)
class Chunks:
    """A spool's content in pieces of at most 64 KiB; keeps its file open, and never closes it."""

    spool: Spool

    def __iter__(self) -> Iterator[bytes]:
        for offset in range(0, self.spool.size, _CHUNK):
            yield self.spool.read(min(_CHUNK, self.spool.size - offset), offset)

    @property
    def path(self) -> str | None:
        """See `Spool.path`; of that file only the first ``spool.size`` bytes count."""
        return self.spool.path
