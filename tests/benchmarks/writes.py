"""How long a service takes to open a store, and to validate and commit one article in it, by the size of the store.

A small article has one fact, a full one 39: the packaged one about Salesforce.

Usage: python -m tests.benchmarks.writes TRIPLES...
"""

from __future__ import annotations

import io
import resource
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from statistics import median

from kg.engine import GraphChange, Limits, Writer, render_sources
from kg.formats import N_QUADS
from kg.sources import Source, packaged_sources
from kg.store import Store
from kg.stored import open_stored
from kg.vocabulary import ENTITIES_GRAPH
from tests.acme import ACME, read_acme
from tests.benchmarks.generate import write_dataset

WRITES = 11
FULL = "https://example.org/kg/article/salesforce-microsoft"
# After the start, the shapes are read while nothing is asked.
QUIET_S = 2.0


def make_store(path: Path, triples: int) -> None:
    """Make a store of about so many triples."""
    out = io.StringIO()
    write_dataset(out, triples)
    Store.create(path, render_sources([Source(ENTITIES_GRAPH, out.getvalue(), N_QUADS)])).close()


def write_small(number: int) -> GraphChange:
    """Return a write of the small article that differs by its number."""
    article = read_acme().replace('"Acme and Widget"@en', f'"Acme and Widget {number}"@en')
    return GraphChange((Source(ACME, article),))


def write_full(number: int) -> GraphChange:
    """Return a write of the full article that differs by its number."""
    sources = [source for source in packaged_sources() if source.graph == FULL]
    return GraphChange(tuple(replace(part, text=part.text.replace('"@en', f' {number}"@en')) for part in sources))


def measure(triples: int) -> tuple[float, ...]:
    """Return seconds: to open, for the first write, the median and the longest of more, and a full one's median."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "facts.kg"
        make_store(path, triples)
        begin = time.perf_counter()
        graph = open_stored(path, limits=Limits())
        opened = time.perf_counter() - begin
        time.sleep(QUIET_S)
        small = [time_write(graph.writer, write_small(number)) for number in range(WRITES + 1)]
        entities = [source for source in packaged_sources() if source.graph == ENTITIES_GRAPH]
        graph.writer.write(GraphChange(tuple(entities), mode="merge"))
        full = [time_write(graph.writer, write_full(number)) for number in range(WRITES)]
        graph.writer.close()
        graph.engine.close()
        return opened, small[0], median(small[1:]), max(small[1:]), median(full)


def time_write(writer: Writer, change: GraphChange) -> float:
    """Return the seconds that a write takes."""
    begin = time.perf_counter()
    writer.write(change)
    return time.perf_counter() - begin


def main() -> None:
    """Print a line for each size."""
    print("triples     open  first write  median  longest  full article (s)")
    for triples in map(int, sys.argv[1:]):
        opened, first, middle, longest, full = measure(triples)
        print(f"{triples:>9} {opened:6.2f} {first:12.3f} {middle:7.3f} {longest:8.3f} {full:13.3f}")
    print(f"largest process: {resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024} MiB")


if __name__ == "__main__":
    main()
