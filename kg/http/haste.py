"""An engine for what is nice to have beside an answer: it may add little to the time that the answer took."""

from __future__ import annotations

import threading
import time

from kg.engine import Answer, Cancellation, Engine, Query
from kg.errors import KgError
from kg.formats import Format

# Seconds for all that is asked beside one answer.
BESIDE_S = 0.8


class HastyEngine:
    """Passes queries on, and cancels the one under way when the time for all is over: then Cancelled is raised.

    ``has_failed`` tells whether any query had no answer; a later one may have.
    """

    def __init__(self, engine: Engine, seconds: float = BESIDE_S) -> None:
        self._engine, self._over_at = engine, time.monotonic() + seconds
        self.has_failed = False

    def query(self, query: Query, *, cancellation: Cancellation | None = None) -> Answer:
        """Evaluate a query; see `Engine.query`."""
        cancellation = cancellation or Cancellation()
        timer = threading.Timer(max(0.0, self._over_at - time.monotonic()), cancellation.cancel)
        timer.daemon = True
        timer.start()
        try:
            return self._engine.query(query, cancellation=cancellation)
        except KgError:
            self.has_failed = True
            raise
        finally:
            timer.cancel()

    def export(self, format: Format, *, graph: str | None = None) -> bytes:
        """Serialise the dataset; see `Engine.export`."""
        return self._engine.export(format, graph=graph)

    def close(self) -> None:
        """Leave the engine to its owner."""
