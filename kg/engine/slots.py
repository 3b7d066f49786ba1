"""Places for queries under evaluation: a bounded number, a bounded queue, first come first served.

A query that turns out slow moves to one of the places for slow ones, so that quick ones get on.
"""

from __future__ import annotations

import asyncio
import math
import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from kg.engine.cancellation import Cancellation
from kg.engine.event_loop import make_waker
from kg.engine.limits import Limits
from kg.errors import Busy, Cancelled


class Place:
    """One query's place: waited for until it is granted, and among the quick ones until it is moved."""

    def __init__(self, slots: Slots, on_turn: Callable[[], None]) -> None:
        self._slots, self.on_turn = slots, on_turn
        self.is_granted = False
        self.is_slow = False

    def try_slow(self) -> bool:
        """Move to the places for slow queries; return whether there was one. Raises Busy, see `Slots.try_slow`."""
        self.is_slow = self._slots.try_slow()
        return self.is_slow


class Slots:
    """Counts places; every method may be called from any thread."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._lock = threading.Lock()
        self._waiting: deque[Place] = deque()
        self.quick = 0
        self.slow = 0

    @property
    def waiting(self) -> int:
        """How many queries wait for a place."""
        return len(self._waiting)

    @contextmanager
    def place(self, cancellation: Cancellation) -> Iterator[Place]:
        """Take a place, waiting for one where there must be, and give it back. Raises Busy, Cancelled."""
        turn = threading.Event()
        place = self.apply(turn.set)
        try:
            if not place.is_granted:
                with cancellation.calling(turn.set):
                    turn.wait(self._limits.timeout_s)
                self.conclude(place, cancellation)
            yield place
        finally:
            self.leave(place)

    async def take(self, cancellation: Cancellation) -> Place:
        """Return a place, waiting in the event loop where there must be; see `apply`. Raises Busy, Cancelled."""
        place = Place(self, lambda: None)
        with self._lock:
            if self._grant(place):
                return place
        turn = asyncio.get_running_loop().create_future()
        place.on_turn = wake = make_waker(turn)
        self._enter(place)
        timer = asyncio.get_running_loop().call_later(self._limits.timeout_s, wake)
        try:
            with cancellation.calling(wake):
                if not place.is_granted:
                    await turn
            self.conclude(place, cancellation)
        except (asyncio.CancelledError, Busy, Cancelled):
            self.leave(place)
            raise
        finally:
            timer.cancel()
        return place

    def apply(self, on_turn: Callable[[], None]) -> Place:
        """Return a place: granted, or in the queue; then ``on_turn`` is called, from any thread, when it is granted.

        Whoever gets it gives it back by `leave`. Raises Busy.
        """
        place = Place(self, on_turn)
        self._enter(place)
        return place

    def _enter(self, place: Place) -> None:
        """Grant a place, or put it into the queue. Raises Busy."""
        with self._lock:
            if not self._grant(place):
                if len(self._waiting) >= self._limits.queue:
                    raise self._explain_busy()
                self._waiting.append(place)

    def _grant(self, place: Place) -> bool:
        """Grant a place if one is free and nobody waits; the lock is held."""
        if self.quick >= self._limits.workers or self._waiting:
            return False
        self.quick += 1
        place.is_granted = True
        return True

    def conclude(self, place: Place, cancellation: Cancellation) -> None:
        """Raise Cancelled, or Busy for a place that was waited for in vain."""
        if cancellation.is_cancelled:
            raise Cancelled("The query was cancelled while it waited.")
        if not place.is_granted:
            raise self._explain_busy()

    def leave(self, place: Place) -> bool:
        """Give a place back, or leave the queue; return whether one that waited has the place now."""
        with self._lock:
            if place.is_slow:
                self.slow -= 1
            elif place.is_granted:
                return self._hand_on()
            else:
                self._waiting.remove(place)
            return False

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
            self._hand_on()
        return True

    def _hand_on(self) -> bool:
        """Give a place for quick queries to whoever waits longest; return whether somebody got it."""
        if not self._waiting:
            self.quick -= 1
            return False
        place = self._waiting.popleft()
        place.is_granted = True
        place.on_turn()
        return True

    def _explain_busy(self, what: str = "Too many queries are waiting") -> Busy:
        seconds = max(1, math.ceil(self._limits.timeout_s / 2))
        return Busy(f"{what}; ask again in {seconds} s.", retry_after=seconds)
