"""One question to another server and the beginning of its answer, by HTTP/1.1 (RFC 9112), within a deadline.

No redirect leads to another server, no proxy is asked, no certificate is waived. Each exchange has a connection of its
own, which a cancellation closes. Looking up a host's addresses alone is the system's, and not ended by the deadline.
"""

from __future__ import annotations

import http.client
import io
import socket
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import cache
from typing import Any, cast

from kg.engine.cancellation import Cancellation
from kg.engine.endpoint import Endpoint
from kg.engine.patience import Patience
from kg.errors import Cancelled, Unavailable

_REDIRECTS = (301, 302, 307, 308)
_MOST_REDIRECTS = 3
_CHUNK = 65536


class Reply:
    """The answer as it comes: ``status``, headers, and a body that is read once."""

    def __init__(self, response: http.client.HTTPResponse, endpoint: Endpoint, cancellation: Cancellation) -> None:
        self.status = response.status
        self.endpoint = endpoint
        self._response, self._cancellation = response, cancellation

    def header(self, name: str) -> str:
        """Return a header's value, or nothing."""
        return self._response.headers.get(name, "")

    @property
    def media_type(self) -> str:
        """The body's media type in lower case, without parameters."""
        return self.header("Content-Type").partition(";")[0].strip().lower()

    @property
    def has_known_end(self) -> bool:
        """Whether one can tell from a body that it was cut."""
        return self._response.chunked or self._response.length is not None

    def read(self, size: int = _CHUNK) -> bytes:
        """Return at most ``size`` bytes of the body, nothing at its end. Raises Unavailable where it was cut."""
        with translate_failures(self.endpoint, self._cancellation):
            data = self._response.read(size)
            if not data and self._cancellation.is_cancelled:
                raise ConnectionAbortedError
            if not data and self._response.length:
                raise http.client.IncompleteRead(b"", self._response.length)
            return data


@contextmanager
def ask(
    endpoint: Endpoint, body: bytes, headers: Mapping[str, str], *, patience: Patience, cancellation: Cancellation
) -> Iterator[Reply]:
    """Send ``body`` by POST, and yield the reply; after this context its body cannot be read.

    Raises DeadlineExceeded, Cancelled, and Unavailable where there is no answer or a redirect to another server.
    """
    for _ in range(_MOST_REDIRECTS + 1):
        with _connect(endpoint, patience, cancellation) as sock:
            reply = _post(sock, endpoint, body, headers, cancellation)
            if reply.status not in _REDIRECTS:
                yield reply
                return
            endpoint = _follow(endpoint, reply.header("Location"))
    raise Unavailable(f"The endpoint {endpoint.name} redirects again and again; give the address where it ends.")


def _follow(endpoint: Endpoint, location: str) -> Endpoint:
    there = endpoint.redirect(location) if location else None
    if there is None:
        raise Unavailable(
            f"The endpoint {endpoint.name} redirects to another server, which is not followed. "
            "Give the address of that server if it is the right one."
        )
    return there


def _post(
    sock: socket.socket, endpoint: Endpoint, body: bytes, headers: Mapping[str, str], cancellation: Cancellation
) -> Reply:
    sent = {**headers, "Connection": "close"}
    if endpoint.authorization:
        sent["Authorization"] = endpoint.authorization
    connection = http.client.HTTPConnection(endpoint.host, endpoint.port)
    connection.sock = sock
    with translate_failures(endpoint, cancellation):
        connection.request("POST", endpoint.target, body, sent)
        return Reply(connection.getresponse(), endpoint, cancellation)


@contextmanager
def _connect(endpoint: Endpoint, patience: Patience, cancellation: Cancellation) -> Iterator[socket.socket]:
    """Yield a connection that a cancellation shuts down."""
    with translate_failures(endpoint, cancellation):
        raw = _open(endpoint, patience)
    with raw, translate_failures(endpoint, cancellation):
        raw.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        raw.settimeout(patience.left_in_all())
        sock = _secure(raw, endpoint)
    with sock, cancellation.calling(lambda: _shut_down(sock)):
        yield cast("socket.socket", _PatientSocket(sock, patience))


def _open(endpoint: Endpoint, patience: Patience) -> socket.socket:
    """Return a connection to the first of the host's addresses that takes one; all share the time that is left."""
    found = socket.getaddrinfo(endpoint.host, endpoint.port, type=socket.SOCK_STREAM)
    addresses = [(str(address[0]), int(address[1])) for *_, address in found]
    for address in addresses[:-1]:
        with suppress(OSError):
            return socket.create_connection(address, patience.left_in_all())
    return socket.create_connection(addresses[-1], patience.left_in_all())


def _secure(sock: socket.socket, endpoint: Endpoint) -> socket.socket:
    """Return the connection to read and write by, which is now what must be closed."""
    if endpoint.scheme == "http":
        return sock.dup()
    return _make_context().wrap_socket(sock, server_hostname=endpoint.host)


@cache
def _make_context() -> ssl.SSLContext:
    """Return what certificates are checked by; reading the system's takes longer than a query."""
    return ssl.create_default_context()


def _shut_down(sock: socket.socket) -> None:
    with suppress(OSError):
        socket.socket.shutdown(sock, socket.SHUT_RDWR)  # the one of ssl must not be called from another thread


class _PatientSocket:
    """What http.client uses of a socket; no wait of it is longer than the patience that is left."""

    def __init__(self, sock: socket.socket, patience: Patience) -> None:
        self._sock, self._patience = sock, patience

    def sendall(self, data: bytes) -> None:
        view = memoryview(data)
        while view:
            self._sock.settimeout(self._patience.left())
            with suppress(TimeoutError):  # then `left` raises, or there is time for another try
                view = view[self._sock.send(view) :]

    def makefile(self, *_: Any) -> io.BufferedReader:
        return io.BufferedReader(_PatientReader(self._sock, self._patience), _CHUNK)

    def close(self) -> None:
        """Leave that to who opened it."""


class _PatientReader(io.RawIOBase):
    def __init__(self, sock: socket.socket, patience: Patience) -> None:
        self._sock, self._patience = sock, patience

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while True:
            self._sock.settimeout(self._patience.left())
            with suppress(TimeoutError):
                return self._sock.recv_into(buffer)


_REASONS: tuple[tuple[type[Exception], str], ...] = (
    (http.client.IncompleteRead, "broke its answer off in the middle; ask again"),
    (http.client.RemoteDisconnected, "closed the connection without an answer"),
    (http.client.HTTPException, "does not answer in HTTP"),
    (ssl.SSLCertVerificationError, "has no certificate that can be trusted"),
    (ssl.SSLError, "could not be reached by https"),
    (socket.gaierror, "has no address: there is no host of that name"),
    (ConnectionRefusedError, "refuses connections; it is not running, or not at this address"),
    (ConnectionError, "broke the connection; ask again"),
    (TimeoutError, "does not take the connection"),
    (OSError, "cannot be reached"),
)


@contextmanager
def translate_failures(endpoint: Endpoint, cancellation: Cancellation) -> Iterator[None]:
    """Raise Unavailable, which names the endpoint's host alone, for whatever the connection raises."""
    try:
        yield
    except (OSError, http.client.HTTPException) as error:
        if cancellation.is_cancelled:
            raise Cancelled("The query was cancelled, and its connection closed.") from error
        reason = next(reason for kind, reason in _REASONS if isinstance(error, kind))
        raise Unavailable(f"The endpoint {endpoint.name} {reason}.") from error
