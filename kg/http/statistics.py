"""How much there is of everything, counted once for each version of the dataset, and by one request at a time."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

from kg.engine import Engine
from kg.errors import KgError, LimitExceeded, Unavailable
from kg.http.queries import select


@dataclass(frozen=True)
class Statistics:
    """Numbers by what VoID calls them, triples by property and things by class; all empty where nothing was counted."""

    numbers: dict[str, int] = field(default_factory=dict)
    properties: dict[str, int] = field(default_factory=dict)
    classes: dict[str, int] = field(default_factory=dict)


def count(engine: Engine) -> Statistics:
    """Count by one query, within its limits. Raises what a query raises."""
    found = Statistics()
    parts = {"property": found.properties, "class": found.classes}
    for row in select(engine, "statistics"):
        what, number = row["what"]["value"], int(row["number"]["value"])
        part, name = (parts[what], row["term"]["value"]) if what in parts else (found.numbers, what)
        part[name] = number
    return found


class Counts:
    """The statistics of the dataset as it is; for any number of threads."""

    def __init__(self, engine: Engine, version: Callable[[], str]) -> None:
        """Count again when ``version()`` changes, and never where it is empty, as nobody knows it."""
        self._engine, self._read_version = engine, version
        self._lock = threading.Lock()
        self._kept = "", Statistics()

    def peek(self) -> Statistics | None:
        """Return the statistics where they are known; else None, and count meanwhile, for who asks later."""
        counted_at, statistics = self._kept
        if self._read_version() == counted_at:
            return statistics
        threading.Thread(target=self._count_beside, daemon=True).start()
        return None

    def _count_beside(self) -> None:
        with suppress(KgError):
            self.read()

    def read(self) -> Statistics | None:
        """Return the statistics, empty where counting exceeds a limit; None where they cannot be had at the moment.

        Who comes while another counts does not wait.
        """
        version = self._read_version()
        counted_at, statistics = self._kept
        if version == counted_at:
            return statistics
        if not self._lock.acquire(blocking=False):
            return None
        try:
            statistics = count(self._engine)
        except LimitExceeded:
            statistics = Statistics()
        except Unavailable:
            return None
        finally:
            self._lock.release()
        self._kept = version, statistics
        return statistics
