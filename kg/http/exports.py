"""Whole exports: sent from the file that they are in, and kept there while the dataset is the same."""

from __future__ import annotations

import threading
from collections.abc import Callable

from kg.engine import Answer, Engine, export_whole
from kg.formats import RDF_FORMATS, Format


class Exports:
    """The last export in each format, where it has at most so many bytes; for any number of threads."""

    def __init__(self, engine: Engine, max_bytes: int, version: Callable[[], str]) -> None:
        """Keep what ``version()``, which is empty where nobody knows it, says to be true still."""
        self._engine, self._max_bytes, self._read_version = engine, max_bytes, version
        self._locks = {format: threading.Lock() for format in RDF_FORMATS}  # one that is kept waits for no other
        self._kept: dict[Format, tuple[str, Answer]] = {}

    def read(self, format: Format) -> Answer:
        """Return everything in this format, one of RDF. Raises what `kg.engine.Engine.export` raises."""
        with self._locks[format]:
            version = self._read_version()
            kept_at, answer = self._kept.get(format, ("", None))
            if answer is None or kept_at != version:
                answer = Answer("GRAPH", format, export_whole(self._engine, format))
                if version and version == self._read_version() and answer.size <= self._max_bytes:
                    self._kept[format] = version, answer
                else:
                    self._kept.pop(format, None)
        return answer
