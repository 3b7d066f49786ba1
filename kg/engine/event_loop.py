"""Waits for workers and for places in an event loop, which so needs no thread for each query that is under way."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from threading import get_ident
from typing import Protocol


class HasDescriptor(Protocol):
    """What has a descriptor to wait for."""

    def fileno(self) -> int:
        """Return the descriptor."""


async def await_readable(file: HasDescriptor, timeout_s: float) -> bool:
    """Wait until there is something to read, or the end of it; False where there is not within ``timeout_s``."""
    loop = asyncio.get_running_loop()
    ready = loop.create_future()
    loop.add_reader(file.fileno(), resolve, ready, True)
    timer = loop.call_later(timeout_s, resolve, ready, False)
    try:
        return bool(await ready)
    finally:
        timer.cancel()
        loop.remove_reader(file.fileno())


def make_waker(future: asyncio.Future[bool]) -> Callable[[], None]:
    """Return what resolves a future of this event loop, from any thread."""
    loop, thread = asyncio.get_running_loop(), get_ident()

    def wake() -> None:
        if get_ident() == thread:
            resolve(future, True)
        else:
            loop.call_soon_threadsafe(resolve, future, True)

    return wake


def resolve(future: asyncio.Future[bool], value: bool) -> None:
    """Give a future its value, unless it has one."""
    if not future.done():
        future.set_result(value)
