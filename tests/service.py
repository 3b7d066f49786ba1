"""``kg serve`` as a process with a store, for tests that ask it over HTTP, or end it without warning."""

from __future__ import annotations

import http.client
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit

TOKEN = "correct-horse"


@dataclass(frozen=True)
class Process:
    """A running service and its address, without a slash at the end."""

    process: subprocess.Popen[str]
    address: str

    def ask(self, method: str, path: str, body: bytes | None = None, **headers: str) -> tuple[int, bytes]:
        """Send a request with the token; return status and body."""
        place = urlsplit(self.address)
        connection = http.client.HTTPConnection(place.hostname or "", place.port, timeout=60)
        try:
            connection.request(method, path, body, {"Authorization": f"Bearer {TOKEN}", **headers})
            response = connection.getresponse()
            return response.status, response.read()
        finally:
            connection.close()

    def put(self, graph: str, turtle: str) -> int:
        """Replace a graph; return the status."""
        headers = {"Content-Type": "text/turtle"}
        return self.ask("PUT", f"/graphs?graph={quote(graph, safe='')}", turtle.encode(), **headers)[0]

    def query(self, text: str, accept: str = "text/csv") -> str:
        """Return the answer to a query."""
        status, body = self.ask("GET", f"/sparql?query={quote(text, safe='')}", Accept=accept)
        assert status == 200, body
        return body.decode()

    def kill(self) -> None:
        """End it as a power cut would."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(30)


@contextmanager
def run_service(store: Path, *options: str) -> Iterator[Process]:
    """Start ``kg serve`` over a store as `serve` does."""
    with serve("--store", str(store), *options, log=store.with_suffix(".log")) as service:
        yield service


@contextmanager
def serve(*options: str, log: Path) -> Iterator[Process]:
    """Start ``kg serve`` on a free port, and end it afterwards if it still runs.

    What it logs goes to a file: nobody reads a pipe, and whoever writes into a full one waits for ever.
    """
    command = [sys.executable, "-m", "kg", "serve", "--port", "0", *options]
    environment = os.environ | {"KG_TOKEN": TOKEN}
    with (
        log.open("a") as errors,
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, text=True, env=environment) as process,
    ):
        assert process.stdout is not None
        line = process.stdout.readline()
        try:
            if not line.startswith("Serving on "):
                raise RuntimeError(f"It does not serve: {line}{log.read_text()}")
            yield Process(process, line.split()[2].rstrip("/"))
        finally:
            process.terminate()
            process.communicate(timeout=60)
