"""What an answer is written into: memory at first, a file past a threshold, an error past a limit."""

from __future__ import annotations

import os
from collections.abc import Callable

from kg.engine.limits import describe_answer_limit
from kg.errors import AnswerTooLarge


class Output:
    """A binary output that counts. ``spool`` is a descriptor, open for writing, or None to keep all in memory."""

    def __init__(self, *, spool: int | None = None, threshold: int = 0, limit: int | None = None) -> None:
        self._spool, self._threshold, self._limit = spool, threshold, limit
        self._pieces: list[bytes] = []
        self.size = 0
        self.is_spooled = False

    def write(self, data: bytes) -> int:
        """Take ``data``. Raises AnswerTooLarge past the limit, OSError where the file takes no more."""
        self.size += len(data)
        if self._limit is not None and self.size > self._limit:
            raise AnswerTooLarge(describe_answer_limit(self._limit))
        if self.is_spooled:
            self._write_out(data)
        else:
            self._pieces.append(bytes(data))
            if self._spool is not None and self.size > self._threshold:
                self.is_spooled = True
                self._write_out(self.take())
        return len(data)

    def flush(self) -> None:
        """Do nothing: all that is written is there."""

    def take(self) -> bytes:
        """Return what is in memory, and forget it; nothing where the file has it."""
        data = b"".join(self._pieces)
        self._pieces.clear()
        return data

    def rewrite(self, change: Callable[[bytes], bytes]) -> None:
        """Put what is in memory through ``change``; leave what the file has as it is."""
        if not self.is_spooled:
            data = change(self.take())
            self.size = 0
            self.write(data)

    def _write_out(self, data: bytes) -> None:
        assert self._spool is not None
        view = memoryview(data)
        while view:
            view = view[os.write(self._spool, view) :]
