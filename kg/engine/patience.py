"""How long an exchange with another server may still take."""

from __future__ import annotations

import time
from collections.abc import Callable

from kg.engine.deaths import explain_deadline


class Patience:
    """A deadline for a whole exchange, and before it the moments at which it is told to be slow.

    ``on_slow`` is called each time ``slow_after_s`` have passed until it returns True; what it raises is passed on.
    """

    def __init__(self, timeout_s: float, *, slow_after_s: float, on_slow: Callable[[], bool]) -> None:
        self._timeout_s, self._slow_after_s, self._on_slow = timeout_s, slow_after_s, on_slow
        now = time.monotonic()
        self._deadline = now + timeout_s
        self._slow_at: float | None = now + slow_after_s

    def left(self) -> float:
        """Return for how many seconds one may wait before asking again. Raises DeadlineExceeded when there are none."""
        left = self.left_in_all()
        now = time.monotonic()
        if self._slow_at is not None and now >= self._slow_at:
            self._slow_at = None if self._on_slow() else now + self._slow_after_s
        return left if self._slow_at is None else max(0.001, min(left, self._slow_at - now))

    def left_in_all(self) -> float:
        """Return the seconds until the deadline. Raises DeadlineExceeded when there are none."""
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise explain_deadline(self._timeout_s)
        return left
