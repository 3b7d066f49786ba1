"""Runs a WSGI application under Granian's RSGI: whole bodies in, whole answers out, in a pool of threads.

Granian's own WSGI gives a thread to a connection as soon as it has headers, so that a few idle uploads hang
the service, and ends an answer whose generator raises as if it were complete. Here a request gets a thread
when its body is there, and an answer is sent when it is whole. It never knows what the application answers.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING
from wsgiref.types import WSGIApplication, WSGIEnvironment

if TYPE_CHECKING:
    from granian.rsgi import HTTPProtocol, Scope  # type: ignore[attr-defined]  # re-exported implicitly

# Seconds that a request's body may take to arrive.
BODY_DEADLINE = 30.0
# Headers that describe the body as it was sent; the application gets it whole.
REPLACED = ("CONTENT_LENGTH", "TRANSFER_ENCODING")
TEXT = [("Content-Type", "text/plain; charset=utf-8")]


@dataclass(frozen=True)
class WsgiAnswer:
    """What a WSGI application answered, complete."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes


def build_environ(scope: Scope, body: bytes) -> WSGIEnvironment:
    """Return the WSGI environment of a request (PEP 3333): text as latin-1, headers in CGI's names."""
    host, _, port = scope.server.rpartition(":")
    environ: WSGIEnvironment = {
        "REQUEST_METHOD": scope.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": scope.path.encode().decode("latin-1"),
        "QUERY_STRING": scope.query_string,
        "SERVER_NAME": host,
        "SERVER_PORT": port,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "REMOTE_ADDR": scope.client.rpartition(":")[0],
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.input": BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    for name, value in scope.headers.items():
        variable = name.upper().replace("-", "_")
        if variable == "CONTENT_TYPE":
            environ[variable] = value
        elif variable not in REPLACED:
            key = f"HTTP_{variable}"
            environ[key] = f"{environ[key]}, {value}" if key in environ else value
    return environ


def run_application(application: WSGIApplication, environ: WSGIEnvironment) -> WsgiAnswer:
    """Call the application and return its answer, read to the end."""
    started: list[tuple[str, list[tuple[str, str]]]] = []
    written: list[bytes] = []

    def start_response(status: str, headers: list[tuple[str, str]], *_: object) -> Callable[[bytes], object]:
        started[:] = [(status, headers)]
        return written.append

    chunks = application(environ, start_response)
    try:
        body = b"".join([*written, *chunks])
    finally:
        close = getattr(chunks, "close", None)
        if close is not None:
            close()
    status, headers = started[0]
    return WsgiAnswer(int(status.partition(" ")[0]), headers, body)


async def read_body(protocol: HTTPProtocol, limit: int) -> bytes:
    """Return the request's body, at most one byte past the limit: enough for the application to refuse it."""
    body = bytearray()
    async for chunk in protocol:
        body += chunk
        if len(body) > limit:
            break
    return bytes(body[: limit + 1])


def adapt(
    application: WSGIApplication, *, threads: int, max_body: int, deadline: float = BODY_DEADLINE
) -> Callable[[Scope, HTTPProtocol], Awaitable[None]]:
    """Return the application for RSGI: at most ``threads`` requests at once, ``max_body`` in bytes."""
    pool = ThreadPoolExecutor(threads, thread_name_prefix="request")

    async def answer(scope: Scope, protocol: HTTPProtocol) -> None:
        try:
            async with asyncio.timeout(deadline):
                body = await read_body(protocol, max_body)
        except TimeoutError:
            protocol.response_str(408, TEXT, f"The body did not arrive within {deadline:g} seconds.\n")
            return
        loop = asyncio.get_running_loop()
        whole = await loop.run_in_executor(pool, run_application, application, build_environ(scope, body))
        protocol.response_bytes(whole.status, whole.headers, whole.body)

    return answer
