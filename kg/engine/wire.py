"""Messages between the service, the store process and its workers: a JSON header and a body, over a Unix socket."""

from __future__ import annotations

import json
import socket
import struct
from collections.abc import Sequence
from typing import Any

import kg.errors
from kg.engine.query import Query
from kg.errors import KgError
from kg.formats import find_format

Header = dict[str, Any]

_LENGTHS = struct.Struct("!II")
_OPTIONAL = ("line", "column", "source", "retry_after")


def send(channel: socket.socket, header: Header, body: bytes = b"", *, descriptors: Sequence[int] = ()) -> None:
    """Send one message, and with it open descriptors. Raises OSError where nobody listens any more."""
    encoded = json.dumps(header).encode()
    message = _LENGTHS.pack(len(encoded), len(body)) + encoded + body
    if descriptors:
        sent = socket.send_fds(channel, [message], descriptors)
        message = message[sent:]
    channel.sendall(message)


def receive(channel: socket.socket) -> tuple[Header, bytes]:
    """Receive one message. Raises EOFError where the other side is gone, OSError (TimeoutError) for trouble."""
    return _receive_rest(channel, b"")


def receive_descriptors(channel: socket.socket, most: int) -> tuple[Header, list[int]]:
    """Receive one message without a body, and the descriptors that came with it."""
    first, descriptors, _, _ = socket.recv_fds(channel, _LENGTHS.size, most)
    if not first:
        raise EOFError
    header, _ = _receive_rest(channel, first)
    return header, list(descriptors)


def _receive_rest(channel: socket.socket, first: bytes) -> tuple[Header, bytes]:
    lengths = first + _receive_exactly(channel, _LENGTHS.size - len(first))
    header_length, body_length = _LENGTHS.unpack(lengths)
    header = json.loads(_receive_exactly(channel, header_length))
    return header, _receive_exactly(channel, body_length)


def _receive_exactly(channel: socket.socket, length: int) -> bytes:
    pieces, missing = [], length
    while missing:
        piece = channel.recv(min(missing, 1 << 20))
        if not piece:
            raise EOFError
        pieces.append(piece)
        missing -= len(piece)
    return b"".join(pieces)


def encode_query(query: Query) -> Header:
    """Return a query as what JSON carries."""
    return {
        "text": query.text,
        "results_format": query.results_format and query.results_format.name,
        "graph_format": query.graph_format and query.graph_format.name,
        "default_graphs": query.default_graphs,
        "named_graphs": query.named_graphs,
        "union": query.union,
        "base": query.base,
        "first": query.first,
    }


def decode_query(header: Header) -> Query:
    """Return the query that `encode_query` made this of."""
    return Query(
        header["text"],
        header["results_format"] and find_format(header["results_format"]),
        header["graph_format"] and find_format(header["graph_format"]),
        tuple(header["default_graphs"]),
        tuple(header["named_graphs"]),
        header["union"],
        header["base"],
        header["first"],
    )


def encode_error(error: KgError) -> Header:
    """Return an error as what JSON carries."""
    details = {name: getattr(error, name) for name in _OPTIONAL if hasattr(error, name)}
    return {"error": type(error).__name__, "message": str(error), "details": details}


def decode_error(header: Header) -> KgError:
    """Return the error that `encode_error` made this of."""
    kind: type[KgError] = getattr(kg.errors, header["error"])
    return kind(header["message"], **header["details"])
