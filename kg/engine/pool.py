"""Workers: kept while they are clean, replaced when they died, and their deaths put into words."""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import replace

from kg.engine import wire
from kg.engine.cancellation import Cancellation
from kg.engine.deaths import explain_deadline, explain_death, is_external
from kg.engine.event_loop import await_readable
from kg.engine.limits import Limits
from kg.engine.spool import Spool
from kg.engine.supervisor import Supervisor
from kg.engine.worker_handle import WorkerGone, WorkerHandle
from kg.errors import Busy, Cancelled, KgError, WorkerDied

_LOG = logging.getLogger(__name__)
_UNBOUNDED = 1 << 46  # more than any address space has
_ATTEMPTS = 4
_PATIENCE_S = 5.0  # with a store process that is starting again

Reply = tuple[wire.Header, bytes | Spool]


class WorkerPool:
    """Runs requests in workers; how many at a time is the caller's to bound."""

    def __init__(self, supervisor: Supervisor, limits: Limits) -> None:
        self._supervisor, self._limits = supervisor, limits
        self._lock = threading.Lock()
        self._idle: list[WorkerHandle] = []
        self._epoch = 0
        self._is_closing = threading.Event()
        self._sweeper = threading.Thread(target=self._sweep, name="kg-workers", daemon=True)
        self._sweeper.start()
        self.deaths: Counter[str] = Counter()

    @property
    def idle(self) -> int:
        """How many workers wait for a request."""
        return len(self._idle)

    def run(
        self,
        request: wire.Header,
        cancellation: Cancellation,
        on_slow: Callable[[], bool],
        begun: WorkerHandle | None = None,
    ) -> Reply:
        """Return a worker's reply to ``request``, which one may have ``begun``; see `WorkerHandle.ask` for ``on_slow``.

        Raises the error that the worker reports, or that explains its death. A worker that was ended from outside is
        replaced, and asked again, at most ``_ATTEMPTS`` times in all: a query changes nothing.
        """
        worker = begun or self._take_idle()
        for attempt in range(1, _ATTEMPTS + 1):
            try:
                return self._ask(worker or self._fork(self._limits), request, cancellation, on_slow)
            except WorkerGone as gone:
                if attempt == _ATTEMPTS or not self._is_worth_another(gone, cancellation):
                    raise self._explain(gone, request, cancellation) from None
            worker = None
        raise AssertionError("the last attempt returns or raises")

    async def run_soon(
        self, request: wire.Header, cancellation: Cancellation, on_slow: Callable[[], bool], threads: Executor
    ) -> Reply:
        """Do as `run` does, from an event loop: a thread is taken only for what is slow, goes wrong or needs a fork."""
        loop = asyncio.get_running_loop()
        worker = self._take_idle()
        if worker is not None and worker.begin(request):
            try:
                is_readable = await await_readable(worker, self._limits.slow_after_s)
            except asyncio.CancelledError:
                threads.submit(worker.discard)
                raise
            if is_readable and (reply := worker.read_reply()) is not None:
                if self._keep(worker, reply[0]):
                    return self._conclude(worker, *reply)
                return await loop.run_in_executor(threads, self._settle, worker, *reply)
        return await loop.run_in_executor(threads, self.run, request, cancellation, on_slow, worker)

    def run_unbounded(self, request: wire.Header) -> Reply:
        """Run a request of our own in a new worker, without limits on memory and answer."""
        limits = replace(self._limits, memory_bytes=_UNBOUNDED, max_answer_bytes=_UNBOUNDED)
        try:
            worker = self._fork(limits)
            worker.is_reusable = False
            return self._ask(worker, request, Cancellation(), lambda: True)
        except WorkerGone as gone:
            raise self._explain(gone, request, Cancellation()) from None

    def run_change(self, request: wire.Header, *, validates: bool) -> Reply:
        """Run a change in a candidate of its own, once; see `run` for what is raised."""
        try:
            worker = self._fork(self._limits, validates=validates)
            worker.is_reusable = False
            return self._ask(worker, request, Cancellation(), lambda: True)
        except WorkerGone as gone:
            raise self._explain(gone, request, Cancellation()) from None

    def renew(self) -> None:
        """Let no query that begins after this see the store as it was before."""
        with self._lock:
            self._epoch += 1
        self._forget()

    def close(self) -> None:
        """Forget all idle workers, for good."""
        self._is_closing.set()
        self._sweeper.join()
        self._forget()

    def _forget(self) -> None:
        while worker := self._take_idle():
            worker.discard()

    def _sweep(self) -> None:
        """Let idle workers go that are old or spare: each has copied the pages of the graph that its queries read."""
        limits = self._limits
        while not self._is_closing.wait(min(limits.renew_after_s, limits.spare_after_s) / 4):
            now = time.monotonic()
            forked_after, answered_after = now - limits.renew_after_s, now - limits.spare_after_s
            with self._lock:
                others = self._idle[:-1]  # but the one that is asked next
                spare = {worker for worker in others if worker.answered_at < answered_after}
                old = [worker for worker in self._idle if worker in spare or worker.forked_at < forked_after]
                self._idle = [worker for worker in self._idle if worker not in old]
            for worker in old:
                worker.discard()

    def _ask(
        self, worker: WorkerHandle, request: wire.Header, cancellation: Cancellation, on_slow: Callable[[], bool]
    ) -> Reply:
        try:
            with cancellation.calling(worker.kill):
                header, body = worker.ask(request, slow_after_s=self._limits.slow_after_s, on_slow=on_slow)
        except Busy:
            worker.discard()
            raise
        if self._keep(worker, header):
            return self._conclude(worker, header, body)
        return self._settle(worker, header, body)

    def _keep(self, worker: WorkerHandle, header: wire.Header) -> bool:
        """Keep a worker that is clean for the next request; return whether it is."""
        with self._lock:
            is_kept = worker.is_reusable and worker.epoch == self._epoch and not header["is_worn"]
            if is_kept:
                worker.answered_at = time.monotonic()
                self._idle.append(worker)
        return is_kept

    def _settle(self, worker: WorkerHandle, header: wire.Header, body: bytes) -> Reply:
        """Let a worker go; see `_conclude`."""
        worker.discard(keep_spool=header.get("is_spooled", False))
        return self._conclude(worker, header, body)

    def _conclude(self, worker: WorkerHandle, header: wire.Header, body: bytes) -> Reply:
        """Return a worker's reply, or raise the error that it reports."""
        if "error" in header:
            raise wire.decode_error(header)
        return header, Spool(worker.spool, header["size"]) if header.get("is_spooled", False) else body

    def _take_idle(self) -> WorkerHandle | None:
        with self._lock:
            return self._idle.pop() if self._idle else None

    def _fork(self, limits: Limits, **more: bool) -> WorkerHandle:
        epoch = self._epoch
        header = {
            "memory_bytes": limits.memory_bytes,
            "max_answer_bytes": limits.max_answer_bytes,
            "spool_threshold": limits.spool_threshold_bytes,
        }
        worker = WorkerHandle(self._supervisor, header | more, patience_s=_PATIENCE_S)
        worker.epoch = epoch
        return worker

    def _is_worth_another(self, gone: WorkerGone, cancellation: Cancellation) -> bool:
        return is_external(gone.status) and not gone.is_late and not cancellation.is_cancelled

    def _explain(self, gone: WorkerGone, request: wire.Header, cancellation: Cancellation) -> KgError:
        error: KgError
        if cancellation.is_cancelled:
            error = Cancelled("The query was cancelled.")
        elif gone.is_late:
            error = explain_deadline(request["timeout_s"])
        else:
            error = explain_death(gone.status, gone.error_output, self._limits, request["timeout_s"])
        with self._lock:
            self.deaths[type(error).__name__] += 1
        if isinstance(error, WorkerDied):
            _LOG.warning(
                "A worker died (status %s): %s", gone.status, gone.error_output[-2000:].decode(errors="replace")
            )
        return error
