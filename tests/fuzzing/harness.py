"""Sends what a generator makes up to a service, and watches what must hold all the while.

The service lives; each answer is as it must be (`tests.fuzzing.replies`); a small query beside it is answered right;
what is stored stays; descriptors and processes return to what they were.
"""

from __future__ import annotations

import argparse
import http.client
import random
import re
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from tests.engine.processes import find_children
from tests.fuzzing.replies import Findings, Request, send
from tests.service import Process, run_service

TIMEOUT_S = 2.0
LIMITS = ("--timeout", f"{TIMEOUT_S:g}", "--memory", "256", "--max-answer", "16", "--workers", "2")
# Threads that send at the same time.
SENDERS = 4
# Seconds that a probe may take on a machine that is busy with hostile queries.
PATIENCE_S = TIMEOUT_S + 1.0
DERIVED = "https://example.org/kg/article/first-release/derived"
PROBE = f"SELECT ?who ?what {{ GRAPH <{DERIVED}> {{ ?who ?p ?what }} }} ORDER BY ?who ?what"


class Watch:
    """What must hold of a service while it is sent anything."""

    def __init__(self, service: Process, findings: Findings) -> None:
        self.service, self._findings = service, findings
        self._expected = service.query(PROBE)
        self._content = self._read_content()
        self._before = self._measure()
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._probe)
        self._thread.start()

    def _probe(self) -> None:
        path = f"/sparql?query={quote(PROBE)}"
        while not self._is_over.wait(0.5):
            try:
                # Not from the cache: the address is a new one each time.
                reply = send(self.service, Request("GET", f"{path}%20%23{time.monotonic_ns()}", {"Accept": "text/csv"}))
            except (OSError, http.client.HTTPException) as error:
                self._findings.report("probe", error=error)
                continue
            self._findings.count(f"probe {reply.status}")
            if reply.status == 503:
                continue
            if reply.seconds > PATIENCE_S:
                self._findings.report("slow probe", seconds=reply.seconds)
            if reply.status != 200 or reply.body.decode() != self._expected:
                self._findings.report("wrong probe", status=reply.status, body=reply.body[:300])

    def _read_content(self) -> list[str]:
        query = "SELECT ?g ?s ?p ?o { GRAPH ?g { ?s ?p ?o FILTER(STRSTARTS(STR(?g), 'https://example.org/kg/')) } }"
        return sorted(self.service.query(query).splitlines())

    def _measure(self) -> tuple[int, list[int]]:
        """Return descriptors of the service, and the processes that live as long as it."""
        pid = self.service.process.pid
        return len(list(Path(f"/proc/{pid}/fd").iterdir())), find_children(pid)

    def end(self) -> None:
        """Check what is left."""
        self._is_over.set()
        self._thread.join()
        if self.service.process.poll() is not None:
            self._findings.report("the service ended", status=self.service.process.returncode)
            return
        time.sleep(TIMEOUT_S + 2)
        if self._read_content() != self._content:
            self._findings.report("content changed")
        descriptors, children = self._measure()
        if descriptors > self._before[0] + 8:
            self._findings.report("descriptors", before=self._before[0], after=descriptors)
        if children[:1] != self._before[1][:1] or len(children) > len(self._before[1]) + 2:
            self._findings.report("processes", before=self._before[1], after=children)


def send_for(until: float, work: Callable[[random.Random], None], chance: random.Random) -> None:
    """Let some threads do ``work`` again and again until then."""

    def run(own: random.Random) -> None:
        while time.monotonic() < until:
            work(own)

    threads = [threading.Thread(target=run, args=(random.Random(chance.random()),)) for _ in range(SENDERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


@contextmanager
def watch(findings: Findings, *options: str) -> Iterator[Process]:
    """Run a service over a new store, and watch it."""
    with tempfile.TemporaryDirectory() as folder:
        with run_service(Path(folder) / "facts.kg", *LIMITS, *options) as service:
            watching = Watch(service, findings)
            try:
                yield service
            finally:
                watching.end()
        for failure in re.findall(r"Traceback .*?\n(?=\S)[^\n]*", (Path(folder) / "facts.log").read_text(), re.DOTALL):
            if "_castLexicalToPython" in failure:
                continue  # rdflib logs each literal without a value so, and goes on
            findings.report(f"traceback: {failure.splitlines()[-1][:80]}", failure=failure)


def read_arguments(what: str) -> tuple[random.Random, float, Findings]:
    """Return a source of chance, when to end (by the monotonic clock), and where findings go."""
    parser = argparse.ArgumentParser(description=what)
    parser.add_argument("--minutes", type=float, default=20.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--findings", type=Path, default=Path("findings.jsonl"))
    options = parser.parse_args()
    return random.Random(options.seed), time.monotonic() + 60 * options.minutes, Findings(options.findings)
