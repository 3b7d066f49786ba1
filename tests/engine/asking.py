"""Queries to scripted endpoints, and the errors that they come to."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kg.engine import Limits, Query, RemoteEngine
from kg.errors import DeadlineExceeded, KgError
from tests.engine.scripted import Act, ScriptedEndpoint, answering

LIMITS = Limits(timeout_s=0.6, workers=1, queue=1, slow_after_s=0.1, slow_queries=1, export_timeout_s=0.6)
# For all that is not about time: on a busy machine too, no reply is late.
PATIENT = replace(LIMITS, timeout_s=30.0, slow_after_s=20.0, export_timeout_s=30.0)
SELECT = "SELECT ?x { ?x ?p ?o }"
CONSTRUCT = "CONSTRUCT WHERE { ?s ?p ?o }"
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/sparql-results+json\r\n"


def ask(endpoint: ScriptedEndpoint, text: str = SELECT) -> bytes:
    return RemoteEngine(endpoint.url, limits=PATIENT).query(Query(text)).body


def fail(reply: bytes | Act, text: str = SELECT, limits: Limits = PATIENT) -> KgError:
    """Return the error of a query to an endpoint that answers so; a password in its address is never shown."""
    with answering(reply) as endpoint:
        engine = RemoteEngine(f"http://ada:secret@{endpoint.address}/private?key=hidden", limits=limits)
        with pytest.raises(KgError) as caught:
            engine.query(Query(text))

        message = str(caught.value)
        assert not any(word in message for word in ("ada", "secret", "private", "hidden"))
        assert isinstance(caught.value, DeadlineExceeded) or endpoint.address in message
    return caught.value
