"""The engine for strangers' queries: each is evaluated in a process that can be ended without harm to any other.

A store process (`kg.engine.store_process`) holds the graph and forks workers, which see it copy on write; the kernel
ends a worker at its deadline or at its memory limit, and no worker can open a file or a connection. Linux alone has all
that this needs; elsewhere there is `InProcessEngine`.
"""

from __future__ import annotations

import asyncio
import os
import sys
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import Executor
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from functools import partial
from typing import BinaryIO

from kg.engine import wire
from kg.engine.cancellation import Cancellation
from kg.engine.limits import Limits
from kg.engine.pool import Reply, WorkerPool
from kg.engine.query import Answer, Engine, Query
from kg.engine.slots import Slots
from kg.engine.source_file import KeptSources, write_sources
from kg.engine.spool import Spool
from kg.engine.supervisor import Supervisor
from kg.errors import KgError, Unavailable
from kg.formats import Format, find_format
from kg.sources import Source


def can_fork() -> bool:
    """True where `ForkedEngine` works."""
    return sys.platform == "linux"


@dataclass(frozen=True)
class EngineStatus:
    """What a forked engine is doing: queries running (slow ones apart) and waiting, and idle workers.

    ``deaths`` counts workers that ended before they answered, by the name of the error that was raised for it;
    ``restarts`` counts the store processes that were started after the first.
    """

    running: int
    slow: int
    waiting: int
    idle: int
    restarts: int
    deaths: dict[str, int]


class ForkedEngine:
    """Answers within limits; every method may be called from several threads."""

    def __init__(self, sources: Iterable[Source], *, rule: str, limits: Limits | None = None) -> None:
        """Start a store process that loads ``sources`` and derives by ``rule``; see `InProcessEngine`.

        Raises MalformedData, MalformedQuery for a rule that does not parse, Unavailable where there is no fork, or no
        room for a file.
        """
        if not can_fork():
            raise Unavailable("A forked engine needs Linux; use the engine in process.")
        self.limits = limits or Limits()
        self._slots = Slots(self.limits)
        self._sources = _write_sources(sources)
        self._supervisor = Supervisor(self._open_sources, rule)
        self._pool = WorkerPool(self._supervisor, self.limits)
        self._export_lock = threading.Lock()
        try:
            self._supervisor.start()
        except KgError:
            self._pool.close()
            self._sources.close()
            raise

    def query(self, query: Query, *, cancellation: Cancellation | None = None) -> Answer:
        """Evaluate a query; see `kg.engine.Engine.query`.

        Raises DeadlineExceeded, MemoryExceeded, AnswerTooLarge; Busy when too many wait; Cancelled; WorkerDied where
        the query ended its process; Unavailable while the store process starts again.
        """
        cancellation = cancellation or Cancellation()
        with self._slots.place(cancellation) as place:
            return self._evaluate(query, cancellation, place.try_slow)

    async def query_soon(self, query: Query, *, cancellation: Cancellation, threads: Executor) -> Answer:
        """Evaluate a query as `query` does, from an event loop; ``threads`` take what is slow or goes wrong."""
        request = self._write_request(query)
        place = await self._slots.take(cancellation)
        try:
            reply = await self._pool.run_soon(request, cancellation, place.try_slow, threads)
        finally:
            is_handed_on = self._slots.leave(place)
        if is_handed_on:
            await asyncio.sleep(0)  # whoever waited has the worker begin before this answer is made ready
        return _make_answer(reply)

    def check(self) -> None:
        """Evaluate a small query beside all places and queues, for health checks; raises what `query` raises."""
        self._evaluate(Query("ASK {}"), Cancellation(), lambda: True)

    def export(self, format: Format, *, graph: str | None = None) -> bytes:
        """Serialise the dataset or one graph; see `kg.engine.Engine.export` and `export_content`."""
        return read_content(self.export_content(format, graph=graph))

    def export_content(
        self, format: Format, *, graph: str | None = None, cancellation: Cancellation | None = None
    ) -> bytes | Spool:
        """Do as `export` does, and leave what is large in its file.

        One graph is exported within the limits of a query, and raises what `query` raises; the dataset has a deadline
        of its own, and one export at a time.
        """
        if graph is None:
            with self._export_lock:
                request = {"export": format.name, "graph": None, "timeout_s": self.limits.export_timeout_s}
                return self._pool.run_unbounded(request)[1]
        request = {"export": format.name, "graph": graph, "timeout_s": self.limits.timeout_s}
        cancellation = cancellation or Cancellation()
        with self._slots.place(cancellation) as place:
            return self._pool.run(request, cancellation, place.try_slow)[1]

    @property
    def status(self) -> EngineStatus:
        """What the engine is doing now."""
        slots, pool = self._slots, self._pool
        restarts = max(0, self._supervisor.generation - 1)
        return EngineStatus(slots.quick, slots.slow, slots.waiting, pool.idle, restarts, dict(pool.deaths))

    @property
    def store_pid(self) -> int | None:
        """The process id of the store process."""
        return self._supervisor.pid

    def close(self) -> None:
        """End all processes of this engine; a query under way raises Unavailable."""
        self._supervisor.close()
        self._pool.close()
        self._sources.close()

    @property
    def sources(self) -> KeptSources:
        """What was loaded at the start; it lies in a file, and can be read until this is closed."""
        return KeptSources(self._sources)

    def _open_sources(self) -> AbstractContextManager[BinaryIO]:
        """Open what a store process loads; called each time that one starts."""
        return nullcontext(self._sources)

    def _evaluate(self, query: Query, cancellation: Cancellation, on_slow: Callable[[], bool]) -> Answer:
        return _make_answer(self._pool.run(self._write_request(query), cancellation, on_slow))

    def _write_request(self, query: Query) -> wire.Header:
        return {"query": wire.encode_query(query), "timeout_s": self.limits.timeout_s}


def _write_sources(sources: Iterable[Source]) -> BinaryIO:
    try:
        return write_sources(sources)
    except OSError as error:
        reason = os.strerror(error.errno or 0)
        raise Unavailable(f"The facts could not be written to a temporary file: {reason}. Make room there.") from error


def _make_answer(reply: Reply) -> Answer:
    header, content = reply
    return Answer(header["form"], find_format(header["format"]), content, header["boolean"])


async def query_soon(engine: Engine, query: Query, *, cancellation: Cancellation, threads: Executor) -> Answer:
    """Evaluate a query from an event loop: in one of the ``threads``, where the engine does not do better itself."""
    if isinstance(engine, ForkedEngine):
        return await engine.query_soon(query, cancellation=cancellation, threads=threads)
    run = partial(engine.query, query, cancellation=cancellation)
    return await asyncio.get_running_loop().run_in_executor(threads, run)


def export_answer(
    engine: Engine, format: Format, *, graph: str | None = None, cancellation: Cancellation | None = None
) -> Answer:
    """Serialise everything, or one graph, as `Engine.export` does; an engine that has it in a file leaves it there."""
    if isinstance(engine, ForkedEngine):
        return Answer("GRAPH", format, engine.export_content(format, graph=graph, cancellation=cancellation))
    return Answer("GRAPH", format, engine.export(format, graph=graph))


def read_content(content: bytes | Spool) -> bytes:
    """Return all of a worker's answer, and give back the file of a large one."""
    if isinstance(content, bytes):
        return content
    try:
        return b"".join(content.chunks())
    finally:
        content.close()
