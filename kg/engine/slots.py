"""Places for queries under evaluation: a bounded number, a bounded queue, first come first served.

A query that turns out slow moves to one of the places for slow ones, so that quick ones get on.
"""

from __future__ import annotations

import math
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

from kg.engine.cancellation import Cancellation
from kg.engine.limits import Limits
from kg.errors import Busy, Cancelled


class Slots:
    """Counts places; every method may be called from any thread."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._lock = threading.Lock()
        self._waiting: deque[threading.Event] = deque()
        self.quick = 0
        self.slow = 0

    @property
    def waiting(self) -> int:
        """How many queries wait for a place."""
        return len(self._waiting)

    @contextmanager
    def place(self, cancellation: Cancellation) -> Iterator[Place]:
        """Take a place, waiting for one where there must be, and give it back. Raises Busy, Cancelled."""
        self._acquire(cancellation)
        place = Place(self)
        try:
            yield place
        finally:
            self._release(is_slow=place.is_slow)

    def try_slow(self) -> bool:
        """Move one query to the places for slow ones, where one is free; then its former place is free.

        Raises Busy where none is free and others wait.
        """
        with self._lock:
            if self.slow >= self._limits.slow_queries:
                if self._waiting:
                    raise self._explain_busy("Too many slow queries are running")
                return False
            self.slow += 1
        self._release(is_slow=False)
        return True

    def _acquire(self, cancellation: Cancellation) -> None:
        with self._lock:
            if self.quick < self._limits.workers and not self._waiting:
                self.quick += 1
                return
            if len(self._waiting) >= self._limits.queue:
                raise self._explain_busy()
            turn = threading.Event()
            self._waiting.append(turn)
        with cancellation.calling(turn.set):
            turn.wait(self._limits.timeout_s)
        self._conclude(turn, cancellation)

    def _conclude(self, turn: threading.Event, cancellation: Cancellation) -> None:
        """Leave the queue, with a place or with the reason why not."""
        with self._lock:
            is_granted = turn not in self._waiting
            if not is_granted:
                self._waiting.remove(turn)
        if cancellation.is_cancelled:
            if is_granted:
                self._release(is_slow=False)
            raise Cancelled("The query was cancelled while it waited.")
        if not is_granted:
            raise self._explain_busy()

    def _release(self, *, is_slow: bool) -> None:
        """Give a place back; one for quick queries goes to whoever waits longest."""
        with self._lock:
            if is_slow:
                self.slow -= 1
            elif self._waiting:
                self._waiting.popleft().set()
            else:
                self.quick -= 1

    def _explain_busy(self, what: str = "Too many queries are waiting") -> Busy:
        seconds = max(1, math.ceil(self._limits.timeout_s / 2))
        return Busy(f"{what}; ask again in {seconds} s.", retry_after=seconds)


class Place:
    """One query's place, among the quick ones until it is moved."""

    def __init__(self, slots: Slots) -> None:
        self._slots = slots
        self.is_slow = False

    def try_slow(self) -> bool:
        """Move to the places for slow queries; return whether there was one."""
        self.is_slow = self._slots.try_slow()
        return self.is_slow
