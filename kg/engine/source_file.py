"""Sources in a file without a name, for the store process; after them, the graphs of a store as they were kept."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from kg.engine.spool import open_nameless
from kg.formats import find_format
from kg.sources import Source

_END_OF_SOURCES = b"\n"


def write_sources(sources: Iterable[Source], texts: Iterable[tuple[str, str | None]] = ()) -> BinaryIO:
    """Write sources, one line each, and names and texts of graphs, into a file that goes when it is closed."""
    file = open_nameless()
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


def read_texts(file: BinaryIO) -> Iterator[tuple[str, str | None]]:
    """Yield names and texts of graphs, once `read_sources` is at its end."""
    for line in file:
        name, text = json.loads(line)
        yield name, text
