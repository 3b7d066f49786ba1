"""Sources in a file without a name, so that the store process can read them again after a restart."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from kg.engine.spool import open_nameless
from kg.formats import find_format
from kg.sources import Source


def write_sources(sources: Iterable[Source]) -> BinaryIO:
    """Write the sources, one line each, into a temporary file that goes when it is closed."""
    file = open_nameless()
    for source in sources:
        line = json.dumps([source.graph, source.format.name, source.origin, source.text])
        file.write(line.encode() + b"\n")
    file.flush()
    return file


def read_sources(file: BinaryIO) -> Iterator[Source]:
    """Yield the sources again, from the beginning of the file."""
    file.seek(0)
    for line in file:
        graph, name, origin, text = json.loads(line)
        yield Source(graph, text, find_format(name), origin)
