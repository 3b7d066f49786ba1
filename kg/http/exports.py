"""Exports: whole ones are sent from the file that they are in, and kept there while the dataset is the same."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from kg.engine import Answer, Cancellation, Engine, export_answer
from kg.errors import Busy
from kg.formats import RDF_FORMATS, Format

# Requests that make an export or wait for one, each in a thread; as many are spare (`kg.http.server`).
MOST = 8
# Seconds after which to ask again where there are so many.
RETRY_AFTER = 10


class Exports:
    """The last export in each format, where it has at most so many bytes; for any number of threads."""

    def __init__(self, engine: Engine, max_bytes: int, version: Callable[[], str]) -> None:
        """Keep what ``version()``, which is empty where nobody knows it, says to be true still."""
        self._engine, self._max_bytes, self._read_version = engine, max_bytes, version
        self._locks = {format: threading.Lock() for format in RDF_FORMATS}
        self._places = threading.BoundedSemaphore(MOST)
        self._kept: dict[Format, tuple[str, Answer]] = {}

    def read(self, format: Format) -> Answer:
        """Return everything in this format, one of RDF. Raises Busy, and what `kg.engine.Engine.export` raises."""
        if (kept := self._find(format)) is not None:
            return kept
        with self._place(), self._locks[format]:
            return self._find(format) or self._export(format)

    def read_graph(self, format: Format, graph: str, cancellation: Cancellation | None) -> Answer:
        """Return one graph, which is not kept; see `read`."""
        with self._place():
            return export_answer(self._engine, format, graph=graph, cancellation=cancellation)

    @contextmanager
    def _place(self) -> Iterator[None]:
        if not self._places.acquire(blocking=False):
            message = f"Too many exports are under way; ask again in {RETRY_AFTER} s."
            raise Busy(message, retry_after=RETRY_AFTER)
        try:
            yield
        finally:
            self._places.release()

    def _find(self, format: Format) -> Answer | None:
        version, answer = self._kept.get(format, ("", None))
        return answer if version == self._read_version() else None

    def _export(self, format: Format) -> Answer:
        version = self._read_version()
        answer = export_answer(self._engine, format)
        if version and version == self._read_version() and answer.size <= self._max_bytes:
            self._kept[format] = version, answer
        else:
            self._kept.pop(format, None)
        return answer
