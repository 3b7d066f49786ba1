"""Sends a request over HTTP, and judges what comes back.

Each answer has a proper status, never 500, in the time allowed, and is what its type says.
"""

from __future__ import annotations

import csv
import http.client
import io
import json
import re
import threading
import time
import xml.etree.ElementTree as ET
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import pyoxigraph as ox

from tests.service import Process

csv.field_size_limit(1 << 30)  # a value may be as long as an answer
STATUSES = {
    200, 201, 204, 206, 301, 302, 303, 304, 308, 400, 401, 403, 404, 405, 406, 408, 411, 412, 413, 414, 415, 416, 417, 422, 431,
    501, 503, 504, 505, 507,
}  # fmt: skip
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


def print_summary(findings: Findings) -> None:
    """Print how often each outcome was, and what was found."""
    print("outcomes:", dict(findings.outcomes.most_common()))
    print("found:", dict(findings.kinds.most_common()) or "nothing")
