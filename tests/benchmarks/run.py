"""Measures ``kg serve`` beside its peers in one run, over the same triples, with their answers compared.

Peers: ``oxigraph serve`` in memory (PyPI ``oxigraph``) and ``rdflib-endpoint`` (PyPI); load by wrk (Debian ``wrk``).

Usage: python -m tests.benchmarks.run [--triples 100000] [--clients 16] [--seconds 10] [--peers kg,uncached,oxigraph]
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from tests.benchmarks.generate import write_dataset
from tests.benchmarks.peers import PEERS, Peer

HERE = Path(__file__).parent
REPEATS = 20
JSON_TYPE, N_TRIPLES_TYPE = "application/sparql-results+json", "application/n-triples"
WRK_SCRIPT = """
local paths = {}
for line in io.lines("%s") do paths[#paths + 1] = line end
local at = 0
request = function()
  at = at + 1
  return wrk.format("GET", paths[(at - 1) %% #paths + 1], {Accept = "%s"})
end
"""


@dataclass(frozen=True)
class Measured:
    """What one peer did: medians in ms by query, requests a second on the mix, PSS in MiB, seconds to start."""

    medians: dict[str, float]
    throughput: float
    memory: float
    started: float


def read_queries() -> dict[str, str]:
    """Return the benchmark's queries by name."""
    return {path.stem: path.read_text(encoding="utf-8") for path in sorted((HERE / "queries").glob("*.rq"))}


def fetch(url: str, accept: str) -> bytes:
    """Return what a GET answers."""
    request = urllib.request.Request(url, headers={"Accept": accept})
    with urllib.request.urlopen(request, timeout=600) as response:
        return bytes(response.read())


def ask(peer: Peer, query: str) -> bytes:
    """Return a peer's answer: JSON for rows, N-Triples for triples."""
    accept = N_TRIPLES_TYPE if "CONSTRUCT" in query else JSON_TYPE
    return fetch(f"{peer.endpoint}?{urllib.parse.urlencode({'query': query})}", accept)


def normalise(body: bytes) -> object:
    """Return an answer so that equal answers are equal, whatever their order."""
    if not body.startswith(b"{"):
        return sorted(body.splitlines())
    document = json.loads(body)
    if "boolean" in document:
        return document["boolean"]
    return sorted(json.dumps(row, sort_keys=True) for row in document["results"]["bindings"])


def time_queries(peer: Peer, queries: dict[str, str], repeats: int) -> dict[str, float]:
    """Return the median time of each query in ms, one client."""
    medians = {}
    for name, query in queries.items():
        times = []
        for _ in range(repeats):
            start = time.perf_counter()
            ask(peer, query)
            times.append(1000 * (time.perf_counter() - start))
        medians[name] = median(times)
    return medians


def measure_load(peer: Peer, queries: dict[str, str], clients: int, seconds: int) -> float:
    """Return the requests a second that a peer answers, ``clients`` asking the queries in turn."""
    paths = [
        f"{urllib.parse.urlsplit(peer.endpoint).path}?{urllib.parse.urlencode({'query': q})}" for q in queries.values()
    ]
    with tempfile.TemporaryDirectory() as folder:
        listed, script = Path(folder, "paths"), Path(folder, "mix.lua")
        listed.write_text("\n".join(paths), encoding="utf-8")
        script.write_text(WRK_SCRIPT % (listed, f"{JSON_TYPE}, {N_TRIPLES_TYPE}"), encoding="utf-8")
        command = ["wrk", "-t1", f"-c{clients}", f"-d{seconds}s", "--timeout", "60s", "-s", str(script), peer.endpoint]
        printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in printed:
        sys.exit(f"{peer.name} failed under load:\n{printed}")
    match = re.search(r"Requests/sec:\s+([\d.]+)", printed)
    return float(match[1]) if match else 0.0


def measure(peer: Peer, queries: dict[str, str], options: argparse.Namespace, slow: bool) -> Measured:
    """Measure one peer that has started."""
    medians = time_queries(peer, queries, 3 if slow else REPEATS)
    throughput = measure_load(peer, queries, options.clients, options.seconds)
    return Measured(medians, throughput, peer.memory(), peer.started)


def compare(peers: list[Peer], queries: dict[str, str]) -> list[str]:
    """Return the queries whose answers differ from the first peer's."""
    expected = {name: normalise(ask(peers[0], query)) for name, query in queries.items()}
    return [
        f"{peer.name}: {name}"
        for peer in peers[1:]
        for name, query in queries.items()
        if normalise(ask(peer, query)) != expected[name]
    ]


def print_table(results: dict[str, Measured], queries: dict[str, str]) -> None:
    """Print the figures as a Markdown table."""
    names = list(results)
    print("| | " + " | ".join(names) + " |\n|---|" + "---:|" * len(names))
    for query in queries:
        print(f"| {query}, ms | " + " | ".join(f"{results[name].medians[query]:.2f}" for name in names) + " |")
    print("| mix, requests/s | " + " | ".join(f"{results[name].throughput:.0f}" for name in names) + " |")
    print("| memory, MiB (PSS) | " + " | ".join(f"{results[name].memory:.0f}" for name in names) + " |")
    print("| start to first answer, s | " + " | ".join(f"{results[name].started:.1f}" for name in names) + " |")


def main() -> None:
    """Run the benchmark and print its table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--triples", type=int, default=100_000)
    parser.add_argument("--clients", type=int, default=16)
    parser.add_argument("--seconds", type=int, default=10)
    parser.add_argument("--peers", default=",".join(PEERS))
    options = parser.parse_args()
    if not shutil.which("wrk"):
        sys.exit("wrk is missing: install it (Debian: wrk).")
    queries = read_queries()
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder, "articles.nq")
        with data.open("w", encoding="utf-8") as out:
            articles = write_dataset(out, options.triples)
        print(f"{articles} articles, {options.triples} triples, {options.clients} clients\n")
        peers: list[Peer] = []
        try:
            for name in options.peers.split(","):
                peers.append(PEERS[name](data))
                if name == "kg":
                    data.write_bytes(fetch(peers[0].endpoint.replace("/sparql", "/export.nq"), "*/*"))
            differing = compare(peers, queries)
            results = {peer.name: measure(peer, queries, options, peer.name == "rdflib-endpoint") for peer in peers}
        finally:
            for peer in peers:
                peer.stop()
    print_table(results, queries)
    print("\nAnswers are equal." if not differing else f"\nAnswers differ: {', '.join(differing)}")


if __name__ == "__main__":
    main()
