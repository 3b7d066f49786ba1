"""Sources in a file without a name, for the store process; after them, the graphs of a store as they were kept."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from kg.engine.spool import open_nameless
from kg.formats import find_format
from kg.sources import Source

_END_OF_SOURCES = b"\n"


def write_sources(sources: Iterable[Source], texts: Iterable[tuple[str, str | None]] = ()) -> BinaryIO:
    """Write sources, one line each, and names and texts of graphs, into a file that goes when it is closed."""
    return _write(open_nameless(), sources, texts)


def write_texts(texts: Iterable[tuple[str, str | None]]) -> BinaryIO:
    """Write names and texts of graphs into such a file, in memory, which no full disk prevents (memfd_create(2))."""
    return _write(os.fdopen(os.memfd_create("graphs"), "w+b"), (), texts)


def _write(file: BinaryIO, sources: Iterable[Source], texts: Iterable[tuple[str, str | None]]) -> BinaryIO:
    for source in sources:
        line = json.dumps([source.graph, source.format.name, source.origin, source.text])
        file.write(line.encode() + b"\n")
    file.write(_END_OF_SOURCES)
    for name, text in texts:
        file.write(json.dumps([name, text]).encode() + b"\n")
    file.flush()
    return file


def read_sources(file: BinaryIO) -> Iterator[Source]:
    """Yield the sources again, from the beginning of the file; after the last, `read_texts` goes on."""
    file.seek(0)
    for line in file:
        if line == _END_OF_SOURCES:
            return
        graph, name, origin, text = json.loads(line)
        yield Source(graph, text, find_format(name), origin)


class KeptSources:
    """The sources in such a file, read again each time that they are asked for; for any number of threads (Linux)."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def __iter__(self) -> Iterator[Source]:
        """Read from the beginning, without moving the position that others have in the file."""
        with Path(f"/proc/self/fd/{self._file.fileno()}").open("rb") as file:
            yield from read_sources(file)


def read_texts(file: BinaryIO) -> Iterator[tuple[str, str | None]]:
    """Yield names and texts of graphs, once `read_sources` is at its end."""
    for line in file:
        name, text = json.loads(line)
        yield name, text
