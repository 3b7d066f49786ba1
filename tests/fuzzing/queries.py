"""Queries made up from a small grammar, and then damaged now and then, against a running service.

Usage: python -m tests.fuzzing.queries --minutes 20 --seed 1 --findings found.jsonl
"""

from __future__ import annotations

import http.client
import random
from urllib.parse import quote, quote_from_bytes

from tests.fuzzing.grammar import Grammar
from tests.fuzzing.harness import TIMEOUT_S, read_arguments, send_for, watch
from tests.fuzzing.replies import Findings, Request, judge, print_summary, send
from tests.service import Process

ACCEPTED = [
    "application/sparql-results+json", "application/sparql-results+xml", "text/csv", "text/tab-separated-values", "text/html",
    "text/turtle", "application/rdf+xml", "application/n-triples", "application/ld+json", "application/n-quads", "application/trig",
]  # fmt: skip
ANY_ROWS = "application/sparql-results+json;q=0.1,application/n-triples;q=0.1,"


def damage(chance: random.Random, text: str) -> str:
    """Take away, double or put in a few characters."""
    for _ in range(chance.randrange(1, 4)):
        start = chance.randrange(len(text) + 1)
        end = min(len(text), start + chance.randrange(1, 12))
        with_ = chance.choice(
            [
                "",
                text[start:end] * 2,
                text[start:end] * 50,
                '"',
                "<",
                "\\u",
                "\x00",
                "\ufffe",
                "#",
                "'''",
                "é",
                "{",
                ")",
            ]
        )
        text = text[:start] + with_ + text[end:]
    return text


def make_request(chance: random.Random) -> Request:
    """Make up a query and how it is sent."""
    text = Grammar(chance).query()
    if chance.random() < 0.15:
        text = damage(chance, text)
    encoded = text.encode()
    if chance.random() < 0.02:
        encoded += chance.choice([b"\xed\xa0\x80", b"\xff", b"\xc0\x80", b"\x00"])
    accept = {"Accept": (ANY_ROWS if chance.random() < 0.7 else "") + chance.choice(ACCEPTED)}
    dataset = chance.choice(
        ["", "", "", "", "&default-graph-uri=http%3A%2F%2Fe%2F", "&named-graph-uri=x", "&default-graph-uri=%00"]
    )
    if len(encoded) < 20000 and chance.random() < 0.6:
        return Request("GET", f"/sparql?query={quote_from_bytes(encoded)}{dataset}", accept)
    if chance.random() < 0.5:
        headers = accept | {"Content-Type": "application/sparql-query"}
        return Request("POST", f"/sparql?{dataset[1:]}", headers, encoded)
    headers = accept | {"Content-Type": "application/x-www-form-urlencoded"}
    return Request("POST", "/sparql", headers, f"query={quote(encoded)}{dataset}".encode())


def ask(service: Process, findings: Findings, chance: random.Random) -> None:
    """Send one query."""
    request = make_request(chance)
    try:
        judge(findings, send(service, request), request, TIMEOUT_S + 1)
    except (OSError, http.client.HTTPException) as error:
        findings.report("no answer", sent=request, error=error)


def main() -> None:
    """Fuzz for so many minutes."""
    chance, until, findings = read_arguments(main.__module__)
    with watch(findings) as service:
        send_for(until, lambda own: ask(service, findings, own), chance)
    print_summary(findings)


if __name__ == "__main__":
    main()
