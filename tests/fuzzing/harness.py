"""Sends what a generator makes up to a service, and watches what must hold all the while.

The service lives; each answer has a proper status, never 500, within the timeout and a second, and is what its type
says; a small query beside it is answered right; what is stored stays; descriptors and processes return to what they were.
"""

from __future__ import annotations

import argparse
import csv
import http.client
import io
import json
import random
import re
import tempfile
import threading
import time
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import pyoxigraph as ox

from tests.engine.processes import find_children
from tests.service import Process, run_service

TIMEOUT_S = 2.0
LIMITS = ("--timeout", f"{TIMEOUT_S:g}", "--memory", "256", "--max-answer", "16", "--workers", "2")
# Threads that send at the same time.
SENDERS = 4
# Seconds that a probe may take on a machine that is busy with hostile queries.
PATIENCE_S = TIMEOUT_S + 1.0
STATUSES = {
    200,
    201,
    204,
    206,
    301,
    302,
    303,
    304,
    308,
    400,
    401,
    403,
    404,
    405,
    406,
    408,
    411,
    412,
    413,
    414,
    415,
    416,
}
STATUSES |= {417, 422, 431, 501, 503, 504, 505, 507}
DERIVED = "https://example.org/kg/article/first-release/derived"
PROBE = f"SELECT ?who ?what {{ GRAPH <{DERIVED}> {{ ?who ?p ?what }} }} ORDER BY ?who ?what"
RDF = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
    "application/ld+json": ox.RdfFormat.JSON_LD,
    "application/n-quads": ox.RdfFormat.N_QUADS,
    "application/trig": ox.RdfFormat.TRIG,
}


@dataclass(frozen=True)
class Request:
    """What to send over HTTP."""

    method: str
    path: str
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes | None = None


@dataclass(frozen=True)
class Reply:
    """What came back, and after how many seconds; ``status`` is None where the connection was closed."""

    status: int | None
    media_type: str
    body: bytes
    seconds: float


class Findings:
    """Counts outcomes, and keeps what must not be, each kind a few times, as JSON lines in a file."""

    def __init__(self, path: Path) -> None:
        self._path, self._lock = path, threading.Lock()
        self.outcomes: Counter[str] = Counter()
        self.kinds: Counter[str] = Counter()

    def count(self, outcome: str) -> None:
        with self._lock:
            self.outcomes[outcome] += 1

    def report(self, kind: str, **details: object) -> None:
        with self._lock:
            self.kinds[kind] += 1
            if self.kinds[kind] <= 5:
                with self._path.open("a", encoding="utf-8") as out:
                    out.write(
                        json.dumps({"kind": kind, **{name: repr(value) for name, value in details.items()}}) + "\n"
                    )


def send(service: Process, request: Request) -> Reply:
    """Send a request and read the answer to its end. ConnectionError where there is none."""
    host, _, port = service.address.removeprefix("http://").rpartition(":")
    connection = http.client.HTTPConnection(host, int(port), timeout=60)
    began = time.monotonic()
    try:
        connection.request(request.method, request.path, request.body, request.headers)
        response = connection.getresponse()
        body = response.read()
        media_type = response.getheader("Content-Type", "").partition(";")[0]
        return Reply(response.status, media_type, body, time.monotonic() - began)
    finally:
        connection.close()


def require_valid(reply: Reply) -> None:
    """Raise ValueError (or a subclass, or SyntaxError) where a body is not what its type says."""
    if reply.media_type in RDF:
        for _ in ox.parse(reply.body, RDF[reply.media_type]):
            pass
    elif reply.media_type.endswith("json"):
        json.loads(reply.body)
    elif reply.media_type.endswith("xml"):
        try:
            ET.fromstring(reply.body)
        except ET.ParseError as error:
            raise ValueError(f"no XML: {error}") from error
    elif reply.media_type == "text/csv":
        rows = list(csv.reader(io.StringIO(reply.body.decode(), newline="")))
        if len({len(row) or 1 for row in rows}) > 1:
            raise ValueError("rows of different lengths")
    else:
        reply.body.decode()


def judge(findings: Findings, reply: Reply, sent: object, allowed_s: float) -> None:
    """Report a reply that must not be."""
    findings.count(str(reply.status))
    if reply.status not in STATUSES:
        sentence = re.sub(r"[^a-z ]", "", reply.body.decode(errors="replace"))[:80]
        findings.report(f"status {reply.status}: {sentence}", sent=sent, body=reply.body[-1500:])
    if reply.seconds > allowed_s:
        findings.report("slow", sent=sent, seconds=reply.seconds, status=reply.status)
    try:
        if reply.status in (200, 422):
            require_valid(reply)
    except (ValueError, SyntaxError, csv.Error) as error:
        findings.report("invalid answer", sent=sent, error=error, type=reply.media_type, body=reply.body[:300])


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


def print_summary(findings: Findings) -> None:
    """Print how often each outcome was, and what was found."""
    print("outcomes:", dict(findings.outcomes.most_common()))
    print("found:", dict(findings.kinds.most_common()) or "nothing")
