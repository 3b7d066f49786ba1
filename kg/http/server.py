"""Serves an application with Granian, in this process, until Ctrl-C or SIGTERM; never builds one."""

from __future__ import annotations

import asyncio
import errno
import os
import signal
import socket
import sys
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING
from wsgiref.types import WSGIApplication

from kg.errors import InputError
from kg.http.cache import ResponseCache
from kg.http.rsgi import RsgiApplication, Shortcut, adapt
from kg.http.settings import Settings
from kg.http.site import find_site
from kg.http.thin import ThinPath

if TYPE_CHECKING:
    from flask import Flask
    from granian.server.embed import Server

# Requests at once beside the queries that run and wait: pages, health checks, refusals.
SPARE_THREADS = 8
# Connections that the kernel holds for us, and those that are open: past Granian's 128, idle ones shut all others out.
BACKLOG, CONNECTIONS = 1024, 512
# Open files at most for each connection, with what is sent on it, and for each query, with its worker; with room.
CONNECTION_FILES, QUERY_FILES = 4, 8
# Milliseconds that a request's header may take to arrive, from when it is awaited: what is idle is closed then.
HEADER_DEADLINE_MS = 10_000
# Seconds that requests under way have to be answered once the service is told to stop.
STOP_DEADLINE = 10.0
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM)
# Seconds between two looks whether the socket listens; Granian opens it in a thread of its own.
POLL = 0.005
# Where a browser on this machine finds what listens on every address.
BROWSED = {"0.0.0.0": "127.0.0.1", "::": "::1"}

REASONS = {
    errno.EADDRINUSE: "Port {port} of {host} is in use. Stop what runs there, or use --port {next}.",
    errno.EACCES: "Port {port} needs the rights of root. Choose one above 1023: --port 8000.",
    errno.EADDRNOTAVAIL: "{host} is no address of this machine. Use 127.0.0.1, or 0.0.0.0 for all of them.",
}


def reserve_address(host: str, port: int) -> tuple[str, int]:
    """Return the numeric address and port to listen on; port 0 is any free one. InputError if there is none.

    Granian shares ports silently (SO_REUSEPORT): a second service would take half of the first's requests.
    """
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except (OSError, UnicodeError) as error:
        raise InputError(f"There is no host '{host}'. Use 127.0.0.1, or 0.0.0.0 for all addresses.") from error
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        if os.name == "posix":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
        except OSError as error:
            reason = REASONS.get(error.errno or 0, "Cannot listen on port {port} of {host}: {error.strerror}.")
            raise InputError(reason.format(host=host, port=port, next=port + 1, error=error)) from error
        bound = probe.getsockname()
    return str(bound[0]), int(bound[1])


def format_address(host: str, port: int) -> str:
    """Return the address for a browser's location bar: ``http://127.0.0.1:8000/``."""
    shown = BROWSED.get(host, host)
    return f"http://[{shown}]:{port}/" if ":" in shown else f"http://{shown}:{port}/"


def serve_app(app: Flask, host: str, port: int, *, announce: Callable[[str], None]) -> None:
    """Serve our application with its cache and the thin path for queries; see `run_server`."""
    site, shortcut = find_site(app), ThinPath(app)
    run_server(app, host, port, settings=site.settings, announce=announce, cache=site.cache, shortcut=shortcut)


def run_server(
    application: WSGIApplication,
    host: str,
    port: int,
    *,
    settings: Settings,
    announce: Callable[[str], None],
    cache: ResponseCache | None = None,
    shortcut: Shortcut | None = None,
) -> None:
    """Serve until SIGINT or SIGTERM, then finish the requests under way, or drop them after `STOP_DEADLINE`.

    ``announce`` gets the service's address once it listens; for ``cache`` and ``shortcut`` see `adapt`.
    Raises InputError when the address cannot be had.
    """
    threads = SPARE_THREADS + (settings.limits.places if settings.limits else 0)
    _allow_files(CONNECTION_FILES * CONNECTIONS + QUERY_FILES * threads)
    address, free_port = reserve_address(host, port)
    adapted = adapt(application, threads=threads, max_body=settings.max_body, cache=cache, shortcut=shortcut)
    _run(_serve(adapted, address, free_port, announce))


def _run(serving: Coroutine[None, None, None]) -> None:
    """Run to the end in uvloop, which takes less time for each event than asyncio's own loop; Windows has none."""
    if sys.platform == "win32":
        asyncio.run(serving)
    else:
        import uvloop

        uvloop.run(serving)


def _allow_files(count: int) -> None:
    """Raise this process's limit on open files where it is lower; a usual one is 1024, and on macOS 256.

    Granian 2.8 does so too when it is loaded, as far as the system lets it, but promises nothing of the kind.
    """
    if os.name == "posix":
        from kg.engine.process import allow_descriptors

        allow_descriptors(count)


async def _serve(application: RsgiApplication, host: str, port: int, announce: Callable[[str], None]) -> None:
    from granian.constants import HTTPModes, Interfaces
    from granian.http import HTTP1Settings
    from granian.server.embed import Server

    server = Server(
        application,
        address=host,
        port=port,
        interface=Interfaces.RSGI,
        http=HTTPModes.http1,  # telling HTTP/2 from it would wait without end for who says nothing
        log_enabled=False,
        websockets=False,
        backlog=BACKLOG,
        backpressure=CONNECTIONS,
        http1_settings=HTTP1Settings(header_read_timeout=HEADER_DEADLINE_MS),
    )
    serving = asyncio.create_task(server.serve())
    with _stopping_on_signals(server, serving):
        while not serving.done() and not await _is_listening(host, port):
            await asyncio.sleep(POLL)
        if not serving.done():
            announce(format_address(host, port))
        await asyncio.wait({serving})
    if not serving.cancelled():
        await serving


async def _is_listening(host: str, port: int) -> bool:
    try:
        _, writer = await asyncio.open_connection(host, port)
    except ConnectionRefusedError:
        return False
    writer.close()
    return True


@contextmanager
def _stopping_on_signals(server: Server, serving: asyncio.Task[None]) -> Iterator[None]:
    """Stop the server on SIGINT and SIGTERM within this context; afterwards they do what they did before."""
    loop = asyncio.get_running_loop()

    def drop() -> None:
        loop.set_exception_handler(lambda *_: None)  # Granian still gives results to futures that this cancels
        serving.cancel()

    def stop() -> None:
        server.stop()  # type: ignore[no-untyped-call]  # Granian does not annotate it
        loop.call_later(STOP_DEADLINE, drop)

    former = {number: signal.getsignal(number) for number in STOP_SIGNALS}
    with suppress(NotImplementedError):  # Windows: asyncio.run turns Ctrl-C into KeyboardInterrupt
        for number in STOP_SIGNALS:
            loop.add_signal_handler(number, stop)
    try:
        yield
    finally:
        with suppress(NotImplementedError):  # uvloop does not do it when it closes: then nothing would heed them
            for number in STOP_SIGNALS:
                loop.remove_signal_handler(number)
        for number, handler in former.items():
            signal.signal(number, handler)
