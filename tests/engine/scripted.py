"""A server that answers what a test says, byte by byte, and remembers what it was asked."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from urllib.parse import parse_qs

Act = Callable[[socket.socket], None]

ROWS = b'{"head":{"vars":["x"]},"results":{"bindings":[{"x":{"type":"literal","value":"a"}}]}}'
TRIPLE = b'<http://e/s> <http://e/p> "a" .\n'
JSON_TYPE = "application/sparql-results+json"
TLS_HANDSHAKE = b"\x16"
N_TRIPLES_TYPE = "application/n-triples"


@dataclass(frozen=True)
class Asked:
    """One request: its first line, its headers by name in lower case, and its form."""

    line: str
    headers: dict[str, str]
    form: dict[str, list[str]]


@dataclass
class ScriptedEndpoint:
    """What a test sees of the server; ``asked`` grows with each request."""

    address: str
    asked: list[Asked] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://{self.address}/sparql"


@contextmanager
def answering(*acts: bytes | Act, tls: ssl.SSLContext | None = None) -> Iterator[ScriptedEndpoint]:
    """Serve on a free port: the first act for the first connection, and so on; the last one again and again."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        host, port = listener.getsockname()
        endpoint = ScriptedEndpoint(f"{host}:{port}")
        thread = threading.Thread(target=_serve, args=[listener, acts, endpoint.asked, tls])
        thread.start()
        try:
            yield endpoint
        finally:
            with suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)
            listener.close()
            thread.join()


def _serve(
    listener: socket.socket, acts: tuple[bytes | Act, ...], asked: list[Asked], tls: ssl.SSLContext | None
) -> None:
    number = 0
    while True:
        try:
            connection, _ = listener.accept()
        except OSError:
            return
        act = acts[min(number, len(acts) - 1)]
        number += 1
        with (
            connection,
            suppress(OSError),
            tls.wrap_socket(connection, server_side=True) if tls else connection as stream,
        ):
            _answer(stream, act, asked)


def _answer(stream: socket.socket, act: bytes | Act, asked: list[Asked]) -> None:
    if isinstance(stream, ssl.SSLSocket) or stream.recv(1, socket.MSG_PEEK) != TLS_HANDSHAKE:
        asked.append(_read_request(stream))
    if isinstance(act, bytes):
        stream.sendall(act)
    else:
        act(stream)


def _read_request(connection: socket.socket) -> Asked:
    with connection.makefile("rb") as file:
        line = file.readline().decode("latin-1").strip()
        headers = {}
        while header := file.readline().decode("latin-1").strip():
            name, _, value = header.partition(":")
            headers[name.lower()] = value.strip()
        body = file.read(int(headers.get("content-length", "0")))
    return Asked(line, headers, parse_qs(body.decode(), keep_blank_values=True))


def wait(stream: socket.socket) -> None:
    """Say nothing until the other side goes."""
    stream.recv(1)


def write_reply(
    body: bytes = ROWS, media_type: str = JSON_TYPE, status: str = "200 OK", *headers: str, length: int | None = None
) -> bytes:
    """Return an answer in HTTP/1.1, with Content-Length, that of the body unless another is given."""
    lines = [f"HTTP/1.1 {status}", f"Content-Type: {media_type}", f"Content-Length: {length or len(body)}", *headers]
    return "\r\n".join([*lines, "", ""]).encode() + body


def write_chunked(*chunks: bytes, media_type: str = JSON_TYPE, end: bytes = b"0\r\n\r\n") -> bytes:
    """Return an answer in HTTP/1.1 in these chunks; ``end`` stands where the last one is announced."""
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {media_type}\r\nTransfer-Encoding: chunked\r\n\r\n".encode()
    return head + b"".join(b"%x\r\n%s\r\n" % (len(chunk), chunk) for chunk in chunks) + end
