"""The service's end of one worker: asks it, watches the clock, and ends it."""

from __future__ import annotations

import os
import select
import signal
import socket
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack, suppress

from kg.engine import wire
from kg.engine.spool import open_nameless
from kg.engine.supervisor import Supervisor
from kg.errors import Unavailable

_GRACE_S = 0.5  # past the deadline, at which the kernel ends a worker that runs at all
_REAPED_S = 0.2  # past that, in which it is reaped unless the store process hangs
_LOWER_PRIORITY = 10
_AT_ONCE = 1 << 16  # bytes that an empty channel takes in any case


class WorkerGone(Exception):
    """The worker ended before it answered. ``status`` is that of waitpid(2), None where nobody knows it."""

    def __init__(self, status: int | None, error_output: bytes, *, is_late: bool) -> None:
        super().__init__(status)
        self.status, self.error_output, self.is_late = status, error_output, is_late


class WorkerHandle:
    """One worker. Only one thread at a time may ask it; any thread may kill it."""

    def __init__(self, supervisor: Supervisor, limits: wire.Header, *, patience_s: float) -> None:
        """Have a worker forked. Raises Unavailable."""
        self._supervisor = supervisor
        self.is_reusable = True
        self.epoch = 0
        self.forked_at = self.answered_at = time.monotonic()
        self._is_asked, self._received, self._deadline = False, b"", 0.0
        self._lock = threading.Lock()
        self._pidfd: int | None = None
        try:
            self._open(limits, patience_s)
        except OSError as error:
            reason = f"No worker can be had: {os.strerror(error.errno or 0)}. Ask again in a moment."
            raise Unavailable(reason) from error

    def _open(self, limits: wire.Header, patience_s: float) -> None:
        """Open what a worker needs, and have it forked; what fails leaves nothing open and no process."""
        with ExitStack() as undo:
            self.spool, self._errors = (undo.enter_context(open_nameless()) for _ in range(2))
            self._channel, theirs = map(undo.enter_context, socket.socketpair())
            descriptors = theirs.fileno(), self.spool.fileno(), self._errors.fileno()
            with theirs:
                reply, self._generation = self._supervisor.request({"fork": limits}, descriptors, patience_s=patience_s)
            if "error" in reply:
                raise wire.decode_error(reply)
            self.pid: int = reply["pid"]
            undo.callback(self._reap)
            self._pidfd = os.pidfd_open(self.pid)  # means this process even when another has its number
            undo.pop_all()

    def ask(
        self, request: wire.Header, *, slow_after_s: float, on_slow: Callable[[], bool]
    ) -> tuple[wire.Header, bytes]:
        """Return the worker's reply.

        Where it takes longer than ``slow_after_s``, or has been waited for since `begin`, ``on_slow`` is called, and
        again each time as long passes until it returns True; what it raises is passed on, and the worker is the
        caller's to discard. Raises WorkerGone.
        """
        first_after_s = 0.0 if self._is_asked else slow_after_s
        try:
            if not self._is_asked:
                self._set_deadline(request)
                self._channel.settimeout(request["timeout_s"] + _GRACE_S)
                wire.send(self._channel, request)
            if not self._received:
                self._await_reply(first_after_s, slow_after_s, on_slow)
            self._channel.settimeout(max(_GRACE_S, self._deadline - time.monotonic()))
            self._is_asked, received = False, self._received
            self._received = b""
            return wire.receive(self._channel, received)
        except TimeoutError as error:
            raise self._bury(is_late=True) from error
        except (EOFError, OSError) as error:
            raise self._bury(is_late=False) from error

    def begin(self, request: wire.Header) -> bool:
        """Send a request that fits into the channel's buffer, without waiting; False leaves it, and why, to `ask`."""
        message = wire.encode(request)
        if len(message) > _AT_ONCE:
            return False
        self._set_deadline(request)
        try:
            self._channel.setblocking(False)
            self._channel.sendall(message)
        except OSError:
            return False
        self._is_asked, self._received = True, b""
        return True

    def read_reply(self) -> tuple[wire.Header, bytes] | None:
        """Return the reply to what was begun if it is there; what is not, `ask` waits for."""
        reply = None
        with suppress(OSError):
            while reply is None and (piece := self._channel.recv(wire.MOST)):
                self._received += piece
                reply = wire.decode([self._received], len(self._received))
        if reply is not None:
            self._is_asked, self._received = False, b""
        return reply

    def fileno(self) -> int:
        """Return the descriptor that becomes readable when there is a reply, or none to come."""
        return self._channel.fileno()

    def _set_deadline(self, request: wire.Header) -> None:
        self._deadline = time.monotonic() + request["timeout_s"] + _GRACE_S

    def _await_reply(self, first_after_s: float, slow_after_s: float, on_slow: Callable[[], bool]) -> None:
        """Wait until there is something to read. Raises TimeoutError past the deadline."""
        is_known, pause = False, first_after_s
        while True:
            left = self._deadline - time.monotonic()
            if self._is_readable(left if is_known else min(left, pause)):
                return
            pause = slow_after_s
            if left <= 0:
                raise TimeoutError
            if not is_known and (is_known := on_slow()):
                self._lower_priority()

    def _lower_priority(self) -> None:
        """Let quicker queries go first."""
        self.is_reusable = False
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, self.pid, _LOWER_PRIORITY)

    def kill(self) -> None:
        """End the worker at once; whoever asks it gets WorkerGone."""
        with self._lock, suppress(ProcessLookupError):
            if self._pidfd is not None:
                signal.pidfd_send_signal(self._pidfd, signal.SIGKILL)

    def discard(self, *, keep_spool: bool = False) -> None:
        """End the worker, and forget it; ``keep_spool`` leaves the file of its last answer open."""
        self._reap()
        self._close_files(keep_spool=keep_spool)

    def _is_readable(self, timeout_s: float) -> bool:
        poll = select.poll()
        poll.register(self._channel, select.POLLIN)
        return bool(poll.poll(max(0.0, timeout_s) * 1000))

    def _bury(self, *, is_late: bool) -> WorkerGone:
        status = None
        if is_late:
            self._reap_soon()
        else:
            status = self._reap()
        error_output = os.pread(self._errors.fileno(), 65536, 0)
        self._close_files(keep_spool=False)
        return WorkerGone(status, error_output, is_late=is_late)

    def _reap_soon(self) -> None:
        """End the worker at once, and have it reaped; a store process that hangs holds up nobody."""
        self.kill()
        reaping = threading.Thread(target=self._reap, daemon=True)
        reaping.start()
        reaping.join(_REAPED_S)

    def _reap(self) -> int | None:
        self.kill()
        with suppress(Unavailable):
            reply, _ = self._supervisor.request({"reap": self.pid}, generation=self._generation)
            status: int = reply["status"]
            return status
        return None

    def _close_files(self, *, keep_spool: bool) -> None:
        self._channel.close()
        self._errors.close()
        if not keep_spool:
            self.spool.close()
        with self._lock:
            if self._pidfd is not None:
                os.close(self._pidfd)
                self._pidfd = None
