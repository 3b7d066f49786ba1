"""Sends answers under Granian's RSGI: a large one out of a file, of which no more is read than its client takes.

What Granian is given in pieces it keeps in memory until the client has read it: a few slow readers would fill that.
It never knows what is sent.
"""

from __future__ import annotations

import asyncio
from concurrent.futures import Executor
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.engine.spool import Spool, can_reopen, open_nameless

if TYPE_CHECKING:
    from granian.rsgi import HTTPProtocol  # type: ignore[attr-defined]  # re-exported implicitly

    from kg.http.rsgi import WsgiAnswer

# Seconds that a file is kept open for Granian to open it anew: it does so at once, but does not tell.
OPENED_WITHIN = 10.0


async def send(answer: WsgiAnswer, protocol: HTTPProtocol, threads: Executor) -> None:
    """Send an answer at once, or a large one as fast as its client reads; ``threads`` write what lies in no file."""
    if not answer.is_large:
        protocol.response_bytes(answer.status, answer.headers, b"".join(answer.pieces))
        return
    loop = asyncio.get_running_loop()
    if answer.path is None and can_reopen():
        answer = await loop.run_in_executor(threads, put_into_file, answer)
    if answer.path is None:
        await stream(answer, protocol)
        return
    protocol.response_file(answer.status, answer.headers, answer.path)  # its Content-Length bytes of the file
    loop.call_later(OPENED_WITHIN, answer.close)


def put_into_file(answer: WsgiAnswer) -> WsgiAnswer:
    """Return an answer that lies in a file which has no name."""
    file, size = open_nameless(), 0
    try:
        for piece in answer.pieces:
            size += file.write(piece)
        file.flush()
    finally:
        answer.close()
    return replace(answer, pieces=Spool(file, size).chunks())


async def stream(answer: WsgiAnswer, protocol: HTTPProtocol) -> None:
    """Send an answer piece by piece, where the system has no name for its file; what is not read stays in memory."""
    try:
        transport = protocol.response_stream(answer.status, answer.headers)
        for piece in answer.pieces:
            await transport.send_bytes(piece)
    finally:
        answer.close()
