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

_DECODER = json.JSONDecoder()
_LENGTHS = struct.Struct("!II")
MOST = 1 << 16  # bytes at a time; few messages have more, and a larger buffer takes time for each
_OPTIONAL = ("line", "column", "source", "retry_after")


def send(channel: socket.socket, header: Header, body: bytes = b"", *, descriptors: Sequence[int] = ()) -> None:
    """Send one message, and with it open descriptors. Raises OSError where nobody listens any more."""
    message = encode(header, body)
    if descriptors:
        sent = socket.send_fds(channel, [message], descriptors)
        message = message[sent:]
    channel.sendall(message)


def encode(header: Header, body: bytes = b"") -> bytes:
    """Return a message as it is sent."""
    encoded = json.dumps(header).encode()
    return _LENGTHS.pack(len(encoded), len(body)) + encoded + body


def receive(channel: socket.socket, first: bytes = b"") -> tuple[Header, bytes]:
    """Receive one message, of which ``first`` is there already; one at a time is under way in each direction.

    Raises EOFError where the other side is gone, OSError (TimeoutError) for trouble.
    """
    pieces, length = [first], len(first)
    while (message := decode(pieces, length)) is None:
        piece = channel.recv(MOST)
        if not piece:
            raise EOFError
        pieces.append(piece)
        length += len(piece)
    return message


def decode(pieces: list[bytes], length: int) -> tuple[Header, bytes] | None:
    """Return the message of these pieces, which have this length together; None where it is not whole."""
    if length < _LENGTHS.size:
        return None
    if len(pieces[0]) < _LENGTHS.size:
        pieces[:] = [b"".join(pieces)]
    header_length, body_length = _LENGTHS.unpack_from(pieces[0])
    body_start = _LENGTHS.size + header_length
    if length < body_start + body_length:
        return None
    message = b"".join(pieces)
    header, _ = _DECODER.raw_decode(message[_LENGTHS.size : body_start].decode())
    return header, message[body_start : body_start + body_length]


def receive_descriptors(channel: socket.socket, most: int) -> tuple[Header, list[int]]:
    """Receive one message without a body, and the descriptors that came with it."""
    first, descriptors, _, _ = socket.recv_fds(channel, MOST, most)
    if not first:
        raise EOFError
    return receive(channel, first)[0], list(descriptors)


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
