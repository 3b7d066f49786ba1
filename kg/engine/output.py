"""What an answer is written into: memory at first, a file past a threshold, an error past a limit."""

from __future__ import annotations

import os
from collections.abc import Callable

from kg.engine.limits import describe_answer_limit
from kg.errors import AnswerTooLarge

# Bytes that are written at a time: enough that calls cost little, and few enough to lie in memory that is used again.
_BATCH = 1 << 16


class Output:
    """A binary output that counts, to be flushed at the end.

    ``spool`` is a descriptor, open for writing, or None to keep all in memory. Up to ``threshold`` bytes are held in
    memory; past it they go into the file, and so do those that follow, some at a time.
    """

    def __init__(self, *, spool: int | None = None, threshold: int = 0, limit: int | None = None) -> None:
        self._spool, self._threshold, self._limit = spool, threshold, limit
        self._pieces: list[bytes] = []
        self._held = 0
        self.size = 0
        self.is_spooled = False

    def write(self, data: bytes) -> int:
        """Take ``data``. Raises AnswerTooLarge past the limit, OSError where the file takes no more."""
        self.size += len(data)
        if self._limit is not None and self.size > self._limit:
            raise AnswerTooLarge(describe_answer_limit(self._limit))
        self._pieces.append(bytes(data))
        self._held += len(data)
        if self._spool is not None and self._held > (_BATCH if self.is_spooled else self._threshold):
            self.is_spooled = True
            self.flush()
        return len(data)

    def flush(self) -> None:
        """Put what is held into the file, if the file has what came before. Raises OSError where it takes no more."""
        if self.is_spooled and self._spool is not None:
            view = memoryview(self.take())
            while view:
                view = view[os.write(self._spool, view) :]

    def take(self) -> bytes:
        """Return what is in memory, and forget it; nothing where the file has it."""
        data = b"".join(self._pieces)
        self._pieces.clear()
        self._held = 0
        return data

    def rewrite(self, change: Callable[[bytes], bytes]) -> None:
        """Put what is in memory through ``change``; leave what the file has as it is."""
        if not self.is_spooled:
            data = change(self.take())
            self.size = 0
            self.write(data)
