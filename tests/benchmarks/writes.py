"""How long a service takes to open a store, and to validate and commit one article in it, by the size of the store.

Usage: python -m tests.benchmarks.writes TRIPLES...
"""

from __future__ import annotations

import io
import resource
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from kg.engine import GraphChange, Limits, render_sources
from kg.formats import N_QUADS
from kg.sources import Source
from kg.store import Store
from kg.stored import open_stored
from kg.vocabulary import ENTITIES_GRAPH
from tests.acme import ACME, read_acme
from tests.benchmarks.generate import write_dataset

WRITES = 11


def make_store(path: Path, triples: int) -> None:
    """Make a store of about so many triples."""
    out = io.StringIO()
    write_dataset(out, triples)
    Store.create(path, render_sources([Source(ENTITIES_GRAPH, out.getvalue(), N_QUADS)])).close()


def measure(triples: int) -> tuple[float, float, float, float]:
    """Return seconds: to open, for the first write, the median of further ones, and the longest of those."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "facts.kg"
        make_store(path, triples)
        begin = time.perf_counter()
        graph = open_stored(path, limits=Limits())
        opened = time.perf_counter() - begin
        taken = []
        for number in range(WRITES + 1):
            article = read_acme().replace('"Acme and Widget"@en', f'"Acme and Widget {number}"@en')
            begin = time.perf_counter()
            graph.writer.write(GraphChange((Source(ACME, article),)))
            taken.append(time.perf_counter() - begin)
        graph.writer.close()
        graph.engine.close()
        return opened, taken[0], median(taken[1:]), max(taken[1:])


def main() -> None:
    """Print a line for each size."""
    print("triples     open  first write  median  longest (s)")
    for triples in map(int, sys.argv[1:]):
        opened, first, middle, longest = measure(triples)
        print(f"{triples:>9} {opened:6.2f} {first:12.3f} {middle:7.3f} {longest:8.3f}")
    print(f"largest process: {resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024} MiB")


if __name__ == "__main__":
    main()
