"""Requests that are none, or odd ones, byte by byte against a running service.

What is not answered within a few seconds waits for more of the request, and is given up: that a service does not wait for
ever is tested elsewhere.

Usage: python -m tests.fuzzing.requests --minutes 20 --seed 1 --findings found.jsonl
"""

from __future__ import annotations

import random
import re
import socket
import time

from tests.fuzzing.harness import TIMEOUT_S, read_arguments, send_for, watch
from tests.fuzzing.replies import Findings, Reply, judge, print_summary
from tests.service import TOKEN, Process

# Seconds after which a request counts as one that is not complete; more than a complete one may take.
GIVEN_UP_S = TIMEOUT_S + 2
PATHS = [
    "/", "/sparql", "/sparql?query=ASK{}", "/graphs", "/graphs?default", "/graphs?graph=http://fuzz/1", "/graphs/a/b", "/update", "/health",
    "/metrics", "/status", "/facts", "/facts?page=2", "/facts?find=x", "/timeline", "/questions", "/question/who-bought-what", "/ontology",
    "/shapes", "/export.nq", "/export.xyz", "/completions", "/id/microsoft", "/article/first-release", "/static/style.css", "/static/../x",
    "/article/first-release/fact/none", "*", "http://other.example/", "", "//", "/%", "/robots.txt", "/favicon.ico", "/entities", "/id/",
]  # fmt: skip
PARAMETERS = [
    "page", "find", "query", "format", "graph", "default", "view", "lang", "kind", "stance", "from", "to", "who", "article", "default-graph-uri",
    "named-graph-uri", "using-graph-uri", "update", "language", "q", "next", "sort",
]  # fmt: skip
VALUES = [
    "", "1", "-1", "0", "9" * 30, "1e9", "NaN", "\u0663", "%00", "%FF", "%ED%A0%80", "%C0%AE", "%", "%u0041", "%2F%2e%2e", "a%0d%0aX:y", "<script>",
    "'", '"', "json", "nq", "ASK{}", "SELECT*{?s?p?o}", "http://e/", "urn:%20", "id:microsoft", "%F0%9F%98%80", "x" * 3000, "2020-13-45", "${7*7}",
    "{{7*7}}", "%E2%80%AE", "https://example.org/kg/id/microsoft", "_:b", "graph", "table", "de", "xx-YY-zz",
]  # fmt: skip
METHODS = [
    "GET",
    "GET",
    "GET",
    "POST",
    "PUT",
    "DELETE",
    "HEAD",
    "OPTIONS",
    "PATCH",
    "TRACE",
    "CONNECT",
    "get",
    "PROPFIND",
    "G\x00T",
    "X" * 300,
    "",
]
HEADERS = {
    "Accept": ["*/*", "text/html", "application/sparql-results+json", "text/turtle;q=0.5,*/*;q=0", "a/b;q=x", ",,;;", "text/html;q=1.0000001",
               "text/*;q=0.1;level=\"a,b\"", "application/rdf+xml", "x" * 5000, "text/html;q=-1", "application/sparql-results+xml;q=NaN"],
    "Accept-Language": ["de", "*", "xx;q=1e5", "en-" + "a" * 100, "de;q=", ",", "q=0"],
    "Accept-Encoding": ["gzip", "br;q=0", "*;q=0", "identity;q=0", "\xff"],
    "Content-Type": ["application/sparql-query", "application/sparql-update", "application/x-www-form-urlencoded", "text/turtle", "text/csv",
                     "multipart/form-data; boundary=b", "multipart/form-data", "multipart/form-data; boundary=" + "b" * 300, "application/ld+json",
                     "text/turtle; charset=utf-7", "text/turtle; charset", "application/rdf+xml;charset=\"utf-8", ";", "a", "*/*",
                     "application/x-www-form-urlencoded; charset=\xff"],
    "Content-Length": ["0", "1", "-1", "99999999999999999999", "1, 1", "0x10", "+3", "\u0663", " 3"],
    "Transfer-Encoding": ["chunked", "gzip, chunked", "identity", "chunked, chunked", "xchunked"],
    "Content-Encoding": ["gzip", "x"], "Expect": ["100-continue", "200-ok"], "Range": ["bytes=0-1", "bytes=9-1", "bytes=-", "x=1", "bytes=" + "0-1," * 99],
    "If-None-Match": ["*", '"x"', 'W/"x"', '"', 'W/', '"a" "b"'], "If-Match": ["*", '"x"'], "If-Modified-Since": ["x", "Thu, 01 Jan 1970 00:00:00 GMT"],
    "Host": ["a", "", "a:b", "a:99999", "[::1", "evil.example/..", "a b", "\xe9", "localhost:1, b"], "Cookie": ["language=de", "language=\x80", "=;;=", "a=" + "b" * 4000],
    "Authorization": [f"Bearer {TOKEN}", "Bearer", "Bearer \xff\xfe", "Basic Og==", "Basic !!!", f"bearer  {TOKEN}", "Digest username=", "Bearer " + "x" * 5000],
    "X-Forwarded-For": ["a"], "X-Forwarded-Proto": ["https"], "Connection": ["close", "upgrade", "keep-alive, x"], "Upgrade": ["websocket", "h2c"],
    "Origin": ["null", "http://e"], "Access-Control-Request-Method": ["PUT"], "Referer": ["\x80"], "X Y": ["z"], "": ["z"], "A:B": ["c"], "X-Long": ["x" * 70000],
}  # fmt: skip
BODIES = [
    b"", b"ASK{}", b"query=ASK{}", b"query=ASK{}&query=ASK{}", b"update=CLEAR+GRAPH+<http://fuzz/1>", b"INSERT DATA { GRAPH <http://fuzz/1> { <x:s> <x:p> 1 } }",
    b"<x:s> <x:p> <x:o> .", b"\xff\xfe\x00", b"query=%", b"query=%ED%A0%80", b"&" * 5000, b"a=b&" * 3000, b"x" * 5_000_000, b"{}", b"[", b"\x1f\x8b\x08",
    b"--b\r\nContent-Disposition: form-data; name=\"a\"; filename=\"a.ttl\"\r\nContent-Type: text/turtle\r\n\r\n<x:s> <x:p> 2 .\r\n--b--\r\n",
    b"--b\r\nContent-Disposition: form-data; name=\"a\"; filename=\"\\\"\r\n\r\n\r\n--b--", b"--b\r\n\r\n--b\r\n", b"--b\r\nContent-Disposition: x\r\n\r\n\r\n--b--\r\n",
    b"--b--", b"--b\r\n" * 2000, b"--b\r\nContent-Disposition: form-data; name*=utf-8''%ff; filename*=x'y\r\nContent-Type: text/turtle; charset=x\r\n\r\na\r\n--b--\r\n",
    b"--b\r\n" + b"X: y\r\n" * 5000 + b"\r\n\r\n--b--\r\n",
]  # fmt: skip
CHUNKS = [
    b"%x\r\n",
    b"%X;a=b\r\n",
    b'%x ;"\r\n',
    b"-%x\r\n",
    b"%x\n",
    b"f%x\r\n",
    b"00000000000000000000%x\r\n",
    b"z%x\r\n",
    b"+%x\r\n",
]
_STATUS = re.compile(rb"HTTP/1\.[01] (\d{3})[^\r\n]*\r\n")


def make_target(chance: random.Random) -> str:
    """Make up a request's target."""
    target = chance.choice(PATHS)
    for _ in range(chance.choice([0, 0, 1, 2, 50] if chance.random() < 0.97 else [2000])):
        glue = "&" if "?" in target else chance.choice(["?", "?", "&", ";"])
        target += f"{glue}{chance.choice(PARAMETERS)}{chance.choice(['=', '=', '=', ''])}{chance.choice(VALUES)}"
    if chance.random() < 0.15:
        target += "/" + chance.choice(VALUES)
    return target


def make_body(chance: random.Random, lines: list[str]) -> bytes:
    """Make up a body, and the header lines that announce it, rightly for the most part."""
    body = chance.choice(BODIES)
    if chance.random() < 0.7:
        lines.append(f"Content-Length: {len(body) + chance.choice([0, 0, 0, 0, 0, 1, -1])}")
        return body
    if chance.random() < 0.8:
        lines.append("Transfer-Encoding: chunked")
        size = chance.choice(CHUNKS) if chance.random() < 0.3 else CHUNKS[0]
        end = chance.choice([b"0\r\n\r\n", b"0\r\n\r\n", b"0\r\nX: y\r\n\r\n", b"0\r\n", b""])
        return size % len(body) + body + b"\r\n" + end
    return body


def make_bytes(chance: random.Random) -> bytes:
    """Make up a request."""
    method = chance.choice(METHODS[:9] if chance.random() < 0.9 else METHODS)
    version = chance.choice(["HTTP/1.1"] * 12 + ["HTTP/1.0", "HTTP/2.0", "HTTP/9", "", "http/1.1"])
    lines = [f"{method} {make_target(chance)} {version}"]
    if chance.random() < 0.95:
        lines.append("Host: 127.0.0.1")
    body = b""
    if method in ("POST", "PUT", "PATCH") or chance.random() < 0.1:
        body = make_body(chance, lines)
        lines.append(f"Content-Type: {chance.choice(HEADERS['Content-Type'])}")
        lines += [f"Authorization: Bearer {TOKEN}"] if chance.random() < 0.7 else []
    for name in chance.sample(list(HEADERS), chance.choice([0, 1, 1, 2, 3])):
        lines.append(f"{name}: {chance.choice(HEADERS[name])}")
    lines += [f"X-{number}: y" for number in range(chance.choice([0] * 30 + [90, 300, 5000]))]
    end = "\r\n" if chance.random() < 0.97 else chance.choice(["\n", "\r", "\r\n "])
    data = (end.join(lines) + end + end).encode("utf-8" if chance.random() < 0.5 else "latin-1", "replace") + body
    if chance.random() < 0.1:
        place = chance.randrange(len(data) + 1)
        data = data[:place] + bytes(chance.randrange(256) for _ in range(chance.choice([1, 1, 4, 100]))) + data[place:]
    return data[: chance.randrange(len(data) + 1)] if chance.random() < 0.02 else data


def exchange(address: tuple[str, int], data: bytes) -> bytes | None:
    """Send, and return what comes back until the service closes or nothing more comes; None where nothing came in time."""
    received = b""
    with socket.create_connection(address, timeout=GIVEN_UP_S) as connection:
        try:
            connection.sendall(data)
            while chunk := connection.recv(1 << 16):
                received += chunk
                connection.settimeout(0.05)
        except TimeoutError:
            return received or None
        except ConnectionError:
            pass
    return received


def send_bytes(service: Process, findings: Findings, chance: random.Random) -> None:
    """Send one request, and judge each answer to it."""
    host, _, port = service.address.removeprefix("http://").rpartition(":")
    data = make_bytes(chance)
    began = time.monotonic()
    try:
        received = exchange((host, int(port)), data)
    except OSError as error:
        findings.report("no connection", error=error)
        return
    seconds = time.monotonic() - began
    if not received:
        findings.count("closed" if received == b"" else "waits")
        return
    matches = list(_STATUS.finditer(received))
    if not matches:
        findings.report("no status line", sent=data[:2000], received=received[:300])
    for match in matches[:1]:
        if int(match[1]) != 100:
            # The body may go on past the silence, so only its status is judged.
            status = int(match[1])
            body = received[-1500:] if status >= 500 else b""
            judge(findings, Reply(status, "", body, seconds), data[:20000], TIMEOUT_S + 1)


def main() -> None:
    """Fuzz for so many minutes."""
    chance, until, findings = read_arguments(main.__module__)
    with watch(findings, "--max-body", "1") as service:
        send_for(until, lambda own: send_bytes(service, findings, own), chance)
    print_summary(findings)


if __name__ == "__main__":
    main()
