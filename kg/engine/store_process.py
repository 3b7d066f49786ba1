"""The store process: one thread, the graph in memory; it forks workers, which see that memory copy on write.

Started by `kg.engine.supervisor` as ``python -m kg.engine.store_process CONTROL SOURCES PARENT``: the descriptors of
its control channel and of the file of sources, and its parent's process id. It evaluates nothing itself.

While it loads, it says ``{"read": bytes, "size": bytes}`` of the file of sources now and then.

Requests: ``{"fork": limits}`` with three descriptors (channel, spool, error output) is answered with ``{"pid": …}``;
``{"reap": pid}`` ends that worker where it has not ended, and is answered with ``{"status": …}`` as of waitpid(2).
Limits with ``validates``, true or false, fork a candidate (`kg.engine.change_worker`). ``{"commit": …}`` with the
descriptor of a file of graphs puts them into the store, and is answered when they are there. ``{"prepare": …}`` is
answered at once, and has the shapes read as soon as nothing is asked; so has ``prepares`` in the configuration that
comes first.
"""

from __future__ import annotations

import gc
import os
import select
import signal
import socket
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from typing import BinaryIO

import pyoxigraph as ox

from kg.engine import wire
from kg.engine.change_worker import ChangeWorker
from kg.engine.derivation import derive_all
from kg.engine.graphs import put_graphs
from kg.engine.loading import load_sources
from kg.engine.process import die_with_parent, keep_descriptors
from kg.engine.source_file import read_sources, read_texts
from kg.engine.worker import serve_requests
from kg.errors import KgError, Unavailable

# As long nothing is asked before the shapes are read, for which some tenths of a second pass.
_QUIET_S = 0.2
# How often it is said how far loading is.
_SAID_EVERY_S = 0.1


def main(control_descriptor: int, sources_descriptor: int, parent: int) -> None:
    """Load, report, and serve requests until the control channel closes."""
    die_with_parent(parent)
    control = socket.socket(fileno=control_descriptor)
    configuration, _ = wire.receive(control)
    with open(sources_descriptor, "rb", closefd=False) as file:
        try:
            store = _load(file, configuration["rule"], lambda reached: _say(control, reached))
        except KgError as error:
            wire.send(control, wire.encode_error(error))
            return
    gc.collect()
    gc.freeze()  # else the collector's marks would copy pages in every worker
    wire.send(control, {"quads": len(store)})
    candidate = ChangeWorker(configuration["rule"])
    candidate.is_awaited = configuration["prepares"]
    _serve(store, control, candidate)


def _say(control: socket.socket, reached: wire.Header) -> None:
    """Say how far loading is; what is said next waits for the answer, as one message at a time is under way."""
    wire.send(control, reached)
    wire.receive(control)


def _load(file: BinaryIO, rule: str, report: Callable[[wire.Header], None]) -> ox.Store:
    store = ox.Store()
    load_sources(store, read_sources(file))
    put_graphs(store, _follow(file, report))
    derive_all(store, rule)
    return store


def _follow(file: BinaryIO, report: Callable[[wire.Header], None]) -> Iterator[tuple[str, str | None]]:
    """Yield the texts of graphs, and report how far in the file that is."""
    size, said = os.fstat(file.fileno()).st_size, time.monotonic()
    for graph in read_texts(file):
        yield graph
        if time.monotonic() > said + _SAID_EVERY_S:
            report({"read": file.tell(), "size": size})
            said = time.monotonic()


def _serve(store: ox.Store, control: socket.socket, candidate: ChangeWorker) -> None:
    own = os.getpid()
    asked = select.poll()  # select(2) takes no descriptor past 1023, and the service may have so many
    asked.register(control, select.POLLIN)
    while True:
        if candidate.is_awaited and not asked.poll(_QUIET_S * 1000):
            candidate.prepare()
        try:
            request, descriptors = wire.receive_descriptors(control, 3)
        except (EOFError, OSError):
            return
        if "fork" not in request:
            wire.send(control, _carry_out(store, request, descriptors, candidate))
            continue
        limits = request["fork"]
        if limits.get("validates"):
            candidate.prepare()
        pid, reply = _try_fork()
        if pid == 0:
            die_with_parent(own)
            control.close()
            _become_worker(store, descriptors, limits, candidate if "validates" in limits else None)
        for descriptor in descriptors:
            os.close(descriptor)
        wire.send(control, reply)


def _carry_out(store: ox.Store, request: wire.Header, descriptors: list[int], candidate: ChangeWorker) -> wire.Header:
    if "reap" in request:
        return {"status": _reap(request["reap"])}
    if "commit" in request:
        return _commit(store, *descriptors)
    candidate.is_awaited = bool(request["prepare"])
    return {"preparing": True}


def _try_fork() -> tuple[int | None, wire.Header]:
    try:
        pid = os.fork()
    except OSError as error:
        reason = f"No process can be had: {os.strerror(error.errno or 0)}. Ask again in a moment."
        return None, wire.encode_error(Unavailable(reason))
    return pid, {"pid": pid}


def _commit(store: ox.Store, descriptor: int) -> wire.Header:
    with open(descriptor, "rb") as file:
        load_sources(store, read_sources(file))  # there are none, and the texts begin after them
        put_graphs(store, read_texts(file))
    return {"committed": True}


def _become_worker(
    store: ox.Store, descriptors: list[int], limits: wire.Header, candidate: ChangeWorker | None
) -> None:
    """Serve on the channel, as a candidate or as a worker for queries, and end without coming back."""
    channel, spool, errors = descriptors
    os.dup2(errors, 2)
    keep_descriptors((channel, spool))
    serve = serve_requests if candidate is None else candidate.serve_request
    status = 1
    try:
        serve(store, socket.socket(fileno=channel), spool, limits)
        status = 0
    finally:
        if status:
            traceback.print_exc()
        os._exit(status)  # at once: a channel that closes first would have it ended before its status is known


def _reap(pid: int) -> int:
    os.kill(pid, signal.SIGKILL)  # of no effect where it has ended, and its status stands
    return os.waitpid(pid, 0)[1]


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
