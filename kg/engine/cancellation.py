"""Ends a query from another thread, for an asker that went away."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager


class Cancellation:
    """Handed to `Engine.query` by whoever may want to end it; cancelling before, during or after is safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._is_cancelled = False
        self._action: Callable[[], None] | None = None

    @property
    def is_cancelled(self) -> bool:
        """True once `cancel` was called."""
        return self._is_cancelled

    def cancel(self) -> None:
        """End the query that this was handed to, now or as soon as it begins."""
        with self._lock:
            self._is_cancelled = True
            if self._action is not None:
                self._action()

    @contextmanager
    def calling(self, action: Callable[[], None]) -> Iterator[None]:
        """Call ``action``, which must be quick, if cancelled within this context or before it."""
        with self._lock:
            self._action = action
            if self._is_cancelled:
                action()
        try:
            yield
        finally:
            with self._lock:
                self._action = None
