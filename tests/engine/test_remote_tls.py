"""An endpoint by https: its certificate is checked, and deadline and cancellation hold."""

from __future__ import annotations

import ssl
import subprocess
import threading
from pathlib import Path

import pytest

from kg.engine import Cancellation, Limits, Query, RemoteEngine
from kg.errors import Cancelled, DeadlineExceeded, Unavailable
from tests.engine.scripted import ROWS, answering, wait, write_reply
from tests.engine.servers import find_program

pytestmark = pytest.mark.slow
SELECT = Query("SELECT ?x { ?x ?p ?o }")
PATIENT = Limits(timeout_s=30.0)


@pytest.fixture
def tls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    """A server's context with a certificate for localhost, which clients of this test trust."""
    program = find_program("openssl")
    if program is None:
        pytest.skip("openssl is missing: install it")
    certificate, key = str(tmp_path / "certificate.pem"), str(tmp_path / "key.pem")
    name = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
    make = [program, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-out", certificate, "-keyout", key]
    subprocess.run([*make, *name], check=True, capture_output=True)
    trusting = ssl.create_default_context(cafile=certificate)
    monkeypatch.setattr("kg.engine.exchange._make_context", lambda: trusting)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    return context


def connect(address: str, limits: Limits = PATIENT) -> RemoteEngine:
    return RemoteEngine(f"https://localhost:{address.rpartition(':')[2]}/sparql", limits=limits)


def test_a_query_goes_by_https(tls: ssl.SSLContext) -> None:
    with answering(write_reply(), tls=tls) as endpoint:
        assert connect(endpoint.address).query(SELECT).body == ROWS
        assert endpoint.asked[0].line == "POST /sparql HTTP/1.1"


def test_a_certificate_for_another_host_is_not_trusted(tls: ssl.SSLContext) -> None:
    with answering(write_reply(), tls=tls) as endpoint:
        with pytest.raises(Unavailable, match="no certificate that can be trusted"):
            RemoteEngine(f"https://{endpoint.address}/", limits=PATIENT).query(SELECT)

        assert endpoint.asked == []


def test_an_answer_that_is_cut_short_is_an_error(tls: ssl.SSLContext) -> None:
    with (
        answering(write_reply(length=999), tls=tls) as endpoint,
        pytest.raises(Unavailable, match="broke its answer off"),
    ):
        connect(endpoint.address).query(SELECT)


def test_the_deadline_holds(tls: ssl.SSLContext) -> None:
    with answering(wait, tls=tls) as endpoint, pytest.raises(DeadlineExceeded):
        connect(endpoint.address, Limits(timeout_s=1.0)).query(SELECT)


def test_whoever_cancels_ends_the_exchange(tls: ssl.SSLContext) -> None:
    cancellation = Cancellation()
    timer = threading.Timer(0.2, cancellation.cancel)
    with answering(wait, tls=tls) as endpoint:
        timer.start()

        with pytest.raises(Cancelled):
            connect(endpoint.address).query(SELECT, cancellation=cancellation)

    timer.join()
