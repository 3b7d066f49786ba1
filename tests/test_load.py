"""Many clients at once, some of them hostile: each answer is the one that the engine in process gives, or a refusal."""

from __future__ import annotations

import http.client
import os
import random
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest

import kg
from kg.engine import Query
from kg.formats import CSV
from tests.service import Process, run_service

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="hostile queries need processes that can be ended"),
]
CLIENTS = 64
SECONDS = float(os.environ.get("KG_LOAD_SECONDS", "60"))
PRODUCT = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i"
DOUBLING = " ".join(f"BIND(CONCAT(?x{i}, ?x{i}) AS ?x{i + 1})" for i in range(40))
HOSTILE = [
    f"SELECT (COUNT(*) AS ?n) {{ {PRODUCT} }}",
    f"SELECT * {{ {PRODUCT} }} ORDER BY ?c ?f ?i",
    f"SELECT * {{ {PRODUCT} }}",
    f"SELECT (STRLEN(?x40) AS ?n) {{ BIND('aaaaaaaa' AS ?x0) {DOUBLING} }}",
    "ASK { FILTER(" + "(" * 5000 + "1" + ")" * 5000 + ") }",
    "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
    "SELECT * { ?s ?p",
]
# Each refuses a hostile query: malformed, SERVICE, too large, busy, too long, too much memory or depth.
REFUSALS = {400, 403, 413, 503, 504, 507}
SORTED = [
    "SELECT ?s ?label { ?s rdfs:label ?label } ORDER BY ?s ?label LIMIT 200",
    "SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p ORDER BY ?p",
    "SELECT DISTINCT ?from ?to { ?from (kg:acquired|^kg:acquired)+ ?to } ORDER BY ?from ?to",
    "SELECT ?v { VALUES ?v { 3 '2' 1.5 2e0 '2020-01-01'^^xsd:date 'x'@de true } } ORDER BY ?v",
]


@pytest.fixture(scope="module")
def expected() -> dict[str, bytes]:
    """The answers of the engine in process, by query."""
    graph = kg.open_graph()
    queries = [*SORTED, *(question.text for question in graph.questions if "CONSTRUCT" not in question.text)]
    return {text: graph.engine.query(Query(text, results_format=CSV)).body for text in queries}


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Process]:
    options = ("--timeout", "2", "--memory", "256", "--max-answer", "8", "--cache", "0")
    with run_service(tmp_path / "facts.kg", *options) as service:
        yield service


class Client(threading.Thread):
    """Asks queries one after the other over a connection of its own, and compares the answers."""

    def __init__(self, service: Process, expected: dict[str, bytes], seed: int, until: float) -> None:
        super().__init__(daemon=True)
        self._place, self._expected, self._until = urlsplit(service.address), expected, until
        self._chance = random.Random(seed)
        self.outcomes: Counter[str] = Counter()
        self.wrong: list[tuple[str, int, bytes]] = []

    def run(self) -> None:
        connection = http.client.HTTPConnection(self._place.hostname or "", self._place.port, timeout=60)
        while time.monotonic() < self._until:
            text = self._chance.choice(HOSTILE if self._chance.random() < 0.05 else list(self._expected))
            connection.request("GET", f"/sparql?query={quote(text, safe='')}", headers={"Accept": "text/csv"})
            response = connection.getresponse()
            self.judge(text, response.status, response.read())
        connection.close()

    def judge(self, text: str, status: int, body: bytes) -> None:
        if text not in self._expected:
            self.outcomes[f"hostile {status}"] += 1
            is_right = status in REFUSALS
        else:
            self.outcomes[str(status)] += 1
            # The queue is bounded, so that one of so many may be told to come back.
            is_right = status == 503 or (status == 200 and body == self._expected[text])
        if not is_right:
            self.wrong.append((text[:100], status, body[:300]))


def test_64_clients_get_no_wrong_answer(service: Process, expected: dict[str, bytes]) -> None:
    until = time.monotonic() + SECONDS
    clients = [Client(service, expected, seed, until) for seed in range(CLIENTS)]
    for client in clients:
        client.start()
    for client in clients:
        client.join(SECONDS + 120)
    outcomes = sum((client.outcomes for client in clients), Counter())
    wrong = [answer for client in clients for answer in client.wrong]

    assert not any(client.is_alive() for client in clients)
    assert wrong == []
    assert service.process.poll() is None
    assert outcomes["200"] > len(expected)
    assert outcomes["hostile 504"] > 0
    assert service.query(SORTED[1]).encode() == expected[SORTED[1]]
