"""Keeps a store process running: starts it, starts it again when it ends, and has it fork and reap workers.

The thread that starts it lives as long as the engine, because the kernel ends the store process when that thread ends:
so nothing is left over, however the service ends.
"""

from __future__ import annotations

import logging
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, ExitStack
from typing import BinaryIO

from kg.engine import wire
from kg.errors import KgError, Unavailable

_LOG = logging.getLogger(__name__)
_CONTROL_TIMEOUT_S = 10.0
_LONGEST_PAUSE_S = 30.0
# Huge pages, where the kernel grants them: a fork copies the table of pages, which is long for small ones. Many free
# pieces of a size at hand, as evaluation takes and gives back very many; thousands lie about on more pages to copy.
_TUNING = {"GLIBC_TUNABLES": "glibc.malloc.hugetlb=1:glibc.malloc.tcache_count=250"}


class Supervisor:
    """One store process at a time. `request` may be called from any thread.

    ``prepares`` says that one which starts shall read the shapes in advance; ``report`` is told how many bytes of how
    many one that starts has loaded.
    """

    def __init__(self, open_sources: Callable[[], AbstractContextManager[BinaryIO]], rule: str) -> None:
        """Take what opens the file of sources, each time that a store process starts, and the rule."""
        self._open_sources, self._rule = open_sources, rule
        self._lock = threading.Lock()
        self._control: socket.socket | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._failure: KgError | None = None
        self._is_up, self._is_closing = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._run, name="kg-engine", daemon=True)
        self.generation = 0
        self.prepares = False
        self.report: Callable[[int, int], None] = lambda _done, _all: None

    def start(self) -> None:
        """Start the store process and wait until it has loaded. Raises what loading raises."""
        self._thread.start()
        self._is_up.wait()
        if self._failure is not None:
            self.close()
            raise self._failure

    @property
    def pid(self) -> int | None:
        """The process id of the store process, for tests and for the operator."""
        return self._process.pid if self._process else None

    def request(
        self,
        header: wire.Header,
        descriptors: Sequence[int] = (),
        *,
        patience_s: float = 0.0,
        timeout_s: float | None = None,
        generation: int | None = None,
        repeats: bool = True,
    ) -> tuple[wire.Header, int]:
        """Ask the store process; return its reply, and which generation of it replied.

        Waits up to ``patience_s`` for one that is starting, and ``repeats`` what the former did not reply to within
        ``timeout_s`` (some seconds, unless given); with ``generation`` given, asks no other. Raises Unavailable.
        """
        give_up_at = time.monotonic() + patience_s
        while not self._is_closing.is_set() and self._is_up.wait(max(0.0, give_up_at - time.monotonic())):
            with self._lock:
                if generation not in (None, self.generation):
                    break
                if self._control is None:
                    continue
                if reply := self._exchange(self._control, header, descriptors, timeout_s):
                    return reply, self.generation
                if not repeats:
                    break
        if self._is_closing.is_set():
            raise Unavailable("This engine is closed.")
        raise Unavailable("The engine is starting again; ask again in a moment.")

    def _exchange(
        self, control: socket.socket, header: wire.Header, descriptors: Sequence[int], timeout_s: float | None
    ) -> wire.Header | None:
        """Return the reply; where there is none, end the store process, as a late one would answer another question."""
        try:
            control.settimeout(timeout_s or _CONTROL_TIMEOUT_S)
            wire.send(control, header, descriptors=descriptors)
            return wire.receive(control)[0]
        except (EOFError, OSError):
            self._drop()
            return None

    def restart(self) -> None:
        """Have another store process take the place of this one; it loads what the sources are now."""
        with self._lock:
            self._drop()

    def close(self) -> None:
        """End the store process, and with it all workers."""
        self._is_closing.set()
        self._kill()
        self._thread.join()
        self._is_up.set()  # whoever waits for it sees that it is closed

    def _drop(self) -> None:
        """End the store process, which nobody asks any more; the lock is held."""
        self._kill()
        self._control = None
        self._is_up.clear()

    def _kill(self) -> None:
        if self._process is not None:
            self._process.kill()

    def _run(self) -> None:
        pause = 0.1
        while not self._is_closing.is_set():
            was_up = self._run_once()
            if not was_up and self.generation == 0:
                self._is_up.set()
                return
            if not was_up and not self._is_closing.is_set():
                _LOG.error("The store process did not come up again: %s", self._failure)
            pause = 0.1 if was_up else min(pause * 2, _LONGEST_PAUSE_S)
            self._is_closing.wait(pause)

    def _run_once(self) -> bool:
        """Run one store process from its start to its end; return True where it came up."""
        try:
            control = self._spawn()
        except KgError as error:  # what reading the sources raises
            self._failure = error
            return False
        except OSError as error:
            reason = os.strerror(error.errno or 0)
            self._failure = Unavailable(f"The store process cannot be started: {reason}. Try again in a moment.")
            return False
        is_up = self._await_loading(control)
        if is_up:
            with self._lock:
                self._control = control
                self.generation += 1
                self._is_up.set()
        assert self._process is not None
        status = self._process.wait()
        if is_up and not self._is_closing.is_set():
            _LOG.error("The store process ended (status %s) and is started again.", status)
        with self._lock:
            self._is_up.clear()
            self._control = None
            control.close()
        return is_up

    def _spawn(self) -> socket.socket:
        """Start a store process, and return our end of its channel. Raises OSError, KgError of the sources."""
        with ExitStack() as undo:
            ours, theirs = map(undo.enter_context, socket.socketpair())
            with theirs, self._open_sources() as sources:
                descriptors = theirs.fileno(), sources.fileno()
                command = [sys.executable, "-m", "kg.engine.store_process", *map(str, (*descriptors, os.getpid()))]
                environment = _TUNING | os.environ | {"PYTHONPATH": os.pathsep.join(sys.path), "RUST_BACKTRACE": "0"}
                self._process = subprocess.Popen(
                    command,
                    pass_fds=descriptors,
                    env=environment,
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    start_new_session=True,  # the terminal's Ctrl-C is for the service
                )
            undo.pop_all()
        if self._is_closing.is_set():
            self._kill()
        return ours

    def _await_loading(self, control: socket.socket) -> bool:
        try:
            wire.send(control, {"rule": self._rule, "prepares": self.prepares})
            while "read" in (reply := wire.receive(control)[0]):
                self.report(reply["read"], reply["size"])
                wire.send(control, {})
        except (EOFError, OSError):
            self._kill()  # it may wait for an answer
            self._failure = Unavailable("The store process ended while it was loading.")
            return False
        if "error" in reply:
            self._failure = wire.decode_error(reply)
            return False
        self._failure = None
        return True
