"""Runs a WSGI application under Granian's RSGI: whole bodies in, whole answers out, in a pool of threads.

Granian's own WSGI gives a thread to a connection as soon as it has headers, so that a few idle uploads hang
the service, and ends an answer whose generator raises as if it were complete. Here a request gets a thread
when its body is there, and an answer is sent when it is whole. It never knows what the application answers.
"""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Awaitable, Callable, Iterable
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING
from wsgiref.types import WSGIApplication, WSGIEnvironment

from kg.engine import Cancellation
from kg.http.access_log import log_cached
from kg.http.cache import Cached, ResponseCache, make_key
from kg.http.compression import accepts_gzip, compress, is_compressible, vary
from kg.http.sending import send

if TYPE_CHECKING:
    from granian.rsgi import HTTPProtocol, Scope  # type: ignore[attr-defined]  # re-exported implicitly

RsgiApplication = Callable[["Scope", "HTTPProtocol"], Awaitable[object]]

# Seconds that a request's body may take to arrive.
BODY_DEADLINE = 30.0
# Characters in the values of a request's headers; what is in them is read in the event loop, and holds up others.
LONGEST_HEADERS = 16384
# Headers that describe the body as it was sent; the application gets it whole.
REPLACED = ("CONTENT_LENGTH", "TRANSFER_ENCODING")
# Seconds after which a request is long enough under way to watch for its client.
WATCH_AFTER = 0.1
# Headers that an answer without a body has no use for (RFC 9110, section 15.4.5).
OF_A_BODY = ("content-type", "content-length", "content-encoding", "content-security-policy")
TEXT = [("Content-Type", "text/plain; charset=utf-8")]


# Where a view finds the Cancellation of its request.
CANCELLATION = "kg.cancellation"
# Bytes from which an answer is sent out of a file.
LARGE = 1 << 20


@dataclass(frozen=True)
class WsgiAnswer:
    """What a WSGI application answered: ``pieces`` of a whole that is known to be complete."""

    status: int
    headers: list[tuple[str, str]]
    pieces: Iterable[bytes]

    @property
    def is_large(self) -> bool:
        """Whether to send it out of a file; an answer that does not tell its length is none such."""
        lengths = [value for name, value in self.headers if name.lower() == "content-length"]
        return bool(lengths) and int(lengths[0]) > LARGE

    @property
    def path(self) -> str | None:
        """Where the file can be opened that begins with the answer; None if it lies in none."""
        return getattr(self.pieces, "path", None)

    def close(self) -> None:
        """Give back what the application holds for this answer (PEP 3333)."""
        close = getattr(self.pieces, "close", None)
        if close is not None:
            close()


# Answers a request, which may take one of these threads, or leaves it to the application by None; see `vary`.
Shortcut = Callable[[WSGIEnvironment, Executor], Awaitable[WsgiAnswer | None]]
# Sends the answer and returns it; None where the request did not arrive.
Asking = Callable[["Scope", "HTTPProtocol"], Awaitable[WsgiAnswer | None]]


def build_environ(scope: Scope, body: bytes) -> WSGIEnvironment:
    """Return the WSGI environment of a request (PEP 3333): text as latin-1, headers in CGI's names."""
    host, _, port = scope.server.rpartition(":")
    environ: WSGIEnvironment = {
        "REQUEST_METHOD": scope.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": scope.path.encode().decode("latin-1"),
        "QUERY_STRING": scope.query_string.encode().decode("latin-1"),
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
        if "_" in name:  # it would be taken for the header whose hyphens CGI writes so
            continue
        variable = name.upper().replace("-", "_")
        if variable == "CONTENT_TYPE":
            environ[variable] = value
        elif variable not in REPLACED:
            # of what Werkzeug takes apart, as its pattern looks through many blanks again from each of them
            text = " ".join(value.split()) if variable.startswith("ACCEPT") else value
            key = f"HTTP_{variable}"
            environ[key] = f"{environ[key]}, {text}" if key in environ else text
    return environ


def run_application(application: WSGIApplication, environ: WSGIEnvironment) -> WsgiAnswer:
    """Call the application and return its answer: read to the end, unless it is large."""
    started: list[tuple[str, list[tuple[str, str]]]] = []
    written: list[bytes] = []

    def start_response(status: str, headers: list[tuple[str, str]], *_: object) -> Callable[[bytes], object]:
        started[:] = [(status, headers)]
        return written.append

    pieces = application(environ, start_response)
    status, headers = started[0]
    answer = WsgiAnswer(int(status.partition(" ")[0]), headers, pieces)
    if answer.is_large and not written:
        return answer
    try:
        return WsgiAnswer(answer.status, headers, [b"".join([*written, *pieces])])
    finally:
        answer.close()


def has_body(scope: Scope) -> bool:
    """Say whether a request has a body (RFC 9112, section 6)."""
    return "content-length" in scope.headers or "transfer-encoding" in scope.headers


async def read_body(scope: Scope, protocol: HTTPProtocol, limit: int) -> bytes | None:
    """Return the request's body, or None where it broke off (RFC 9112, section 8).

    At most one byte past the limit is returned: enough for the application to refuse it.
    """
    body, ends = bytearray(), 0
    async for chunk in protocol:
        body += chunk
        ends += not chunk  # Granian ends a body by an empty piece, and has one for what is no piece, too
        if len(body) > limit:
            return bytes(body[: limit + 1])
    if "transfer-encoding" in scope.headers:
        return bytes(body) if ends <= 1 else None
    return bytes(body) if len(body) == int(scope.headers.get("content-length") or 0) else None


def adapt(
    application: WSGIApplication,
    *,
    threads: int,
    max_body: int,
    deadline: float = BODY_DEADLINE,
    cache: ResponseCache | None = None,
    shortcut: Shortcut | None = None,
) -> RsgiApplication:
    """Return the application for RSGI: at most ``threads`` requests at once, ``max_body`` in bytes.

    What ``cache`` has is answered first, then what ``shortcut`` can answer; the rest by the application.
    """
    pool = ThreadPoolExecutor(threads, thread_name_prefix="request")

    async def answer(environ: WSGIEnvironment) -> WsgiAnswer:
        if shortcut and (found := await shortcut(environ, pool)):
            return found
        return vary(await asyncio.get_running_loop().run_in_executor(pool, run_application, application, environ))

    async def ask(scope: Scope, protocol: HTTPProtocol) -> WsgiAnswer | None:
        environ = await receive(scope, protocol, max_body, deadline)
        if environ is None:
            return None
        with Watch(protocol) as environ[CANCELLATION]:
            whole = await answer(environ)
        if accepts_gzip(environ.get("HTTP_ACCEPT_ENCODING", "")) and is_compressible(whole):
            whole = await asyncio.get_running_loop().run_in_executor(pool, compress, whole)
        await send(whole, protocol, pool)
        return whole

    return ask if cache is None else remember(ask, cache)


async def receive(scope: Scope, protocol: HTTPProtocol, max_body: int, deadline: float) -> WSGIEnvironment | None:
    """Return a request that has arrived whole, or None for one that is refused.

    That is one with headers past `LONGEST_HEADERS` (RFC 6585, section 5), one not here within ``deadline`` seconds, and
    one whose body broke off: half of an update may be another update.
    """
    if sum(map(len, scope.headers.values())) > LONGEST_HEADERS:
        protocol.response_str(431, TEXT, f"The headers have more than {LONGEST_HEADERS} characters. Send fewer.\n")
        return None
    if not has_body(scope):
        return build_environ(scope, b"")
    try:
        async with asyncio.timeout(deadline):
            body = await read_body(scope, protocol, max_body)
    except TimeoutError:
        protocol.response_str(408, TEXT, f"The body did not arrive within {deadline:g} seconds.\n")
        return None
    if body is None:
        protocol.response_str(400, TEXT, "The body broke off before its end, so nothing was done. Send it whole.\n")
        return None
    return build_environ(scope, body)


def remember(ask: Asking, cache: ResponseCache) -> RsgiApplication:
    """Return what answers as ``ask`` does, but reads that are in the cache out of it."""

    async def answer(scope: Scope, protocol: HTTPProtocol) -> None:
        if scope.method != "GET":
            await ask(scope, protocol)
            return
        started = time.perf_counter()
        key = make_key(scope.path, scope.query_string, scope.headers.items())
        cached = cache.find(key)
        if cached is not None:
            status, size = send_cached(cached, scope.headers.get("if-none-match"), protocol)
            seconds = time.perf_counter() - started
            cache.observe(scope.path, seconds)
            log_cached(scope.path, scope.query_string, status, seconds, size)
            return
        version = cache.version
        whole = await ask(scope, protocol)
        if whole is not None and whole.status == 200 and not whole.is_large:
            cache.keep(key, version, whole.headers, b"".join(whole.pieces))

    return answer


def send_cached(cached: Cached, if_none_match: str | None, protocol: HTTPProtocol) -> tuple[int, int]:
    """Send an answer out of the cache, or that the client has it; return the status and how many bytes of body."""
    if cached.is_known(if_none_match):
        headers = [(name, value) for name, value in cached.headers if name.lower() not in OF_A_BODY]
        protocol.response_empty(304, headers)
        return 304, 0
    protocol.response_bytes(200, cached.headers, cached.body)
    return 200, len(cached.body)


class Watch:
    """Gives a cancellation that is cancelled if the client goes away meanwhile; watching begins when it takes long."""

    def __init__(self, protocol: HTTPProtocol) -> None:
        self._protocol, self._cancellation = protocol, Cancellation()
        self._timer = asyncio.get_running_loop().call_later(WATCH_AFTER, self._begin)
        self._watching: asyncio.Future[None] | None = None

    def __enter__(self) -> Cancellation:
        return self._cancellation

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()
        if self._watching is not None:
            self._watching.cancel()

    def _begin(self) -> None:
        self._watching = asyncio.ensure_future(self._wait())

    async def _wait(self) -> None:
        await self._protocol.client_disconnect()
        self._cancellation.cancel()
