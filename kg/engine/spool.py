"""A large answer in a file that has no name and goes when it is closed."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from typing import BinaryIO, cast

_CHUNK = 65536


def open_nameless() -> BinaryIO:
    """Open a temporary file that no name leads to, and that goes when it is closed."""
    return cast("BinaryIO", tempfile.TemporaryFile())


class Spool:
    """The first ``size`` bytes of a file; reading moves no position, so that several can read at once."""

    def __init__(self, file: BinaryIO, size: int) -> None:
        self._file = file
        self.size = size

    def chunks(self) -> Iterator[bytes]:
        """Yield the content in pieces of at most 64 KiB."""
        for offset in range(0, self.size, _CHUNK):
            yield os.pread(self._file.fileno(), min(_CHUNK, self.size - offset), offset)

    def close(self) -> None:
        """Give the file back."""
        self._file.close()

    def __del__(self) -> None:
        self._file.close()
