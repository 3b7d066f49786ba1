"""Times a whole export from ``kg serve`` beside ``oxigraph serve``, in one run over the same triples, in turn.

Both send all quads: N-Quads and TriG. ``kg`` sorts up to 200,000 quads, which Oxigraph never does.

Usage: python -m tests.benchmarks.exports [--triples 100000] [--repeats 5]
"""

from __future__ import annotations

import argparse
import tempfile
import time
import urllib.request
from pathlib import Path
from statistics import median

from tests.benchmarks.generate import write_dataset
from tests.benchmarks.peers import Peer, start_kg, start_oxigraph, start_uncached

FORMATS = {"nq": "application/n-quads", "trig": "application/trig"}


def time_export(url: str, accept: str) -> tuple[float, int]:
    """Return the seconds that a whole export takes, and its number of bytes."""
    start = time.perf_counter()
    with urllib.request.urlopen(urllib.request.Request(url, headers={"Accept": accept}), timeout=600) as response:
        size = sum(len(piece) for piece in iter(lambda: response.read(1 << 20), b""))
    return time.perf_counter() - start, size


def find_address(peer: Peer, extension: str) -> str:
    """Return where a peer exports everything."""
    server = peer.endpoint.rpartition("/")[0]
    return f"{server}/store" if peer.name == "oxigraph" else f"{server}/export.{extension}"


def main() -> None:
    """Run the benchmark and print its table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--triples", type=int, default=100_000)
    parser.add_argument("--repeats", type=int, default=5)
    options = parser.parse_args()
    peers: list[Peer] = []
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder, "articles.nq")
        with data.open("w", encoding="utf-8") as out:
            write_dataset(out, options.triples)
        try:
            peers += [start_kg(data), start_uncached(data)]
            with urllib.request.urlopen(find_address(peers[0], "nq"), timeout=600) as response:
                data.write_bytes(response.read())
            peers.append(start_oxigraph(data))
            print("| | " + " | ".join(peer.name for peer in peers) + " |\n|---|" + "---:|" * len(peers))
            for extension, accept in FORMATS.items():
                timed = [
                    [time_export(find_address(peer, extension), accept) for peer in peers]
                    for _ in range(options.repeats)
                ]
                medians = [median(row[column][0] for row in timed) for column in range(len(peers))]
                sizes = [timed[0][column][1] / 2**20 for column in range(len(peers))]
                cells = (f"{seconds:.2f} s, {size:.0f} MiB" for seconds, size in zip(medians, sizes, strict=True))
                print(f"| {extension} | " + " | ".join(cells) + " |")
        finally:
            for peer in peers:
                peer.stop()


if __name__ == "__main__":
    main()
