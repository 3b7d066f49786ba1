"""Compresses whole answers by gzip where the client takes it (RFC 9110, sections 8.4 and 12.5.3).

Answers that are sent in pieces, as they lie in their file, go as they are: nothing about them is computed here. An
answer to HEAD is one that has the length of a body, and no body.
"""

from __future__ import annotations

import gzip
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from werkzeug.datastructures import Accept
from werkzeug.http import parse_accept_header

if TYPE_CHECKING:
    from kg.http.rsgi import WsgiAnswer

# Bytes from which compressing is worth its header; a smaller answer fits into one packet.
SMALLEST = 1400
# Characters of an Accept-Encoding header.
LONGEST_HEADER = 1000
# Of zlib's levels from 1 to 9: past this one text hardly gets smaller.
LEVEL = 5
KINDS = ("text/", "application/json", "application/javascript", "application/n-", "application/trig", "image/svg+xml")
SUFFIXES = ("+json", "+xml")


@lru_cache(maxsize=256)
def accepts_gzip(accept_encoding: str) -> bool:
    """Say whether a client that sends this header takes gzip; what is longer than any such header is not read."""
    return len(accept_encoding) <= LONGEST_HEADER and parse_accept_header(accept_encoding, Accept).quality("gzip") > 0


def is_text(media_type: str) -> bool:
    """Say whether what has this media type gets smaller; pictures and fonts do not."""
    essence = media_type.partition(";")[0].strip().lower()
    return essence.startswith(KINDS) or essence.endswith(SUFFIXES)


def is_compressible(answer: WsgiAnswer) -> bool:
    """Say whether an answer is whole, of text, not compressed and large enough, be it only by its Content-Length."""
    named = {name.lower(): value for name, value in answer.headers}
    if (
        answer.is_large
        or {"content-encoding", "content-range"} & named.keys()
        or not is_text(named.get("content-type", ""))
    ):
        return False
    size = named.get("content-length") or sum(map(len, answer.pieces))
    return int(size) >= SMALLEST


def compress(answer: WsgiAnswer) -> WsgiAnswer:
    """Return an answer, compressed; its entity tag, if any, is a weak one: the bytes are others (section 8.8.1).

    Without a body, nobody knows how long it would be, and the answer does not say so (section 8.6).
    """
    body = b"".join(answer.pieces)
    pieces = [gzip.compress(body, LEVEL, mtime=0)] if body else []
    headers = [("Content-Encoding", "gzip"), *(("Content-Length", str(len(piece))) for piece in pieces)]
    for name, value in answer.headers:
        if name.lower() == "etag":
            headers.append((name, value if value.startswith("W/") else f"W/{value}"))
        elif name.lower() != "content-length":
            headers.append((name, value))
    return replace(answer, headers=headers, pieces=pieces)


def vary(answer: WsgiAnswer) -> WsgiAnswer:
    """Return an answer that says that it varies by Accept-Encoding, as every one does that may be compressed."""
    named = {name.lower(): value for name, value in answer.headers}
    if not is_text(named.get("content-type", "text/")):
        return answer
    others = [(name, value) for name, value in answer.headers if name.lower() != "vary"]
    varies = f"{named['vary']}, Accept-Encoding" if "vary" in named else "Accept-Encoding"
    return replace(answer, headers=[*others, ("Vary", varies)])
