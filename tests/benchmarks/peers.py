"""The services that the benchmark compares, each started over the same file of N-Quads on a free port."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from pathlib import Path

PATIENCE = 900.0


class Peer:
    """A running service: its SPARQL endpoint and how long it took from start to first answer, in seconds."""

    def __init__(self, name: str, command: list[str], endpoint: str, load: tuple[str, Path] | None = None) -> None:
        self.name, self.endpoint = name, endpoint
        start = time.perf_counter()
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _wait_for(endpoint, self._process)
        if load:
            _load(*load)
        self.started = time.perf_counter() - start

    def memory(self) -> float:
        """Return the proportional set size of the service and its processes, in MiB."""
        return sum(_read_pss(pid) for pid in _find_family(self._process.pid)) / 1024

    def stop(self) -> None:
        """End the service."""
        self._process.terminate()
        self._process.wait(timeout=30)


def _wait_for(endpoint: str, process: subprocess.Popen[bytes]) -> None:
    url = f"{endpoint}?{urllib.parse.urlencode({'query': 'ASK {}'})}"
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        try:
            urllib.request.urlopen(url, timeout=PATIENCE).close()
        except urllib.error.HTTPError as error:
            sys.exit(f"{endpoint} answers {error.code}")
        except OSError:
            time.sleep(0.01)
        else:
            return
    sys.exit(f"{endpoint} did not start")


def _load(url: str, data: Path) -> None:
    request = urllib.request.Request(url, data.read_bytes(), {"Content-Type": "application/n-quads"}, method="POST")
    urllib.request.urlopen(request, timeout=PATIENCE).close()


def _find_family(pid: int) -> list[int]:
    lists = [path.read_text(encoding="ascii").split() for path in Path(f"/proc/{pid}/task").glob("*/children")]
    return [pid, *(member for children in lists for child in children for member in _find_family(int(child)))]


def _read_pss(pid: int) -> int:
    try:
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    except (FileNotFoundError, ProcessLookupError):  # it ended meanwhile
        return 0
    return next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:"))


def _find_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _find_command(name: str) -> str:
    beside = Path(sys.executable).parent / name
    found = str(beside) if beside.exists() else shutil.which(name)
    return found or sys.exit(f"{name} is missing: pip install {name}")


def start_kg(data: Path, *options: str, name: str = "kg") -> Peer:
    """Start ``kg serve`` over the file beside the packaged articles."""
    port = _find_port()
    command = [sys.executable, "-m", "kg", "serve", "--port", str(port), "--data", str(data), "--no-validate", *options]
    return Peer(name, command, f"http://127.0.0.1:{port}/sparql")


def start_uncached(data: Path) -> Peer:
    """Start ``kg serve`` without its cache of answers."""
    return start_kg(data, "--cache", "0", name="kg, no cache")


def start_oxigraph(data: Path) -> Peer:
    """Start ``oxigraph serve`` in memory and load the file."""
    address = f"127.0.0.1:{_find_port()}"
    command = [_find_command("oxigraph"), "serve", "--bind", address, "--union-default-graph"]
    return Peer("oxigraph", command, f"http://{address}/query", (f"http://{address}/store", data))


def start_rdflib(data: Path) -> Peer:
    """Start ``rdflib-endpoint`` over the file."""
    port = _find_port()
    command = [_find_command("rdflib-endpoint"), "serve", str(data), "--host", "127.0.0.1", "--port", str(port)]
    return Peer("rdflib-endpoint", command, f"http://127.0.0.1:{port}/")


PEERS: dict[str, Callable[[Path], Peer]] = {
    "kg": start_kg,
    "uncached": start_uncached,
    "oxigraph": start_oxigraph,
    "rdflib": start_rdflib,
}
