"""Writes: one at a time, proposed, judged, kept in the file, and only then seen by queries."""

from __future__ import annotations

import threading
from typing import Protocol

from kg.engine.change import Change, Proposal, Texts
from kg.engine.precondition import History, Precondition
from kg.errors import Busy, Nonconforming
from kg.store import Store

_PATIENCE_S = 30.0
# Writes under way and waiting: each takes a thread of the service.
_AT_MOST = 5


class WritableEngine(Protocol):
    """What an engine offers to a writer, beside `kg.engine.Engine`."""

    def propose(self, change: Change, *, validates: bool) -> Proposal:
        """Say what ``change`` comes to, and change nothing; see `kg.engine.candidate.propose_change`."""

    def commit(self, texts: Texts) -> None:
        """Let every later query see these graphs; ``texts`` are those of a proposal, with what is derived from them."""


class Writer:
    """Takes changes to an engine and its store; may be called from several threads, and takes one at a time.

    ``version`` changes with every write, once queries see it.
    """

    def __init__(self, engine: WritableEngine, store: Store, *, validates: bool = True) -> None:
        self._engine, self._store = engine, store
        self.validates = validates
        self._lock = threading.Lock()
        self._places = threading.BoundedSemaphore(_AT_MOST)
        self.version = store.fingerprint
        self._history = History(self.version)

    @property
    def is_judged(self) -> bool:
        """Whether everything in the store was validated when it was written, so that it conforms."""
        return self._store.is_judged

    def write(self, change: Change, precondition: Precondition | None = None) -> Proposal:
        """Carry out a change, wholly or not at all, and return what came of it; when this returns it is on the disk.

        No other write comes between the look at a ``precondition`` and this one. Raises Outdated where it does not
        hold; Nonconforming with the report where the result would violate a shape; Busy where many write, or one for
        long; StorageFull; and what `WritableEngine.propose` raises. Nothing is changed then.
        """
        if not self._places.acquire(blocking=False):
            raise _explain_busy()
        try:
            if not self._lock.acquire(timeout=_PATIENCE_S):
                raise _explain_busy()
            try:
                return self._write(change, precondition)
            finally:
                self._lock.release()
        finally:
            self._places.release()

    def _write(self, change: Change, precondition: Precondition | None) -> Proposal:
        proposal = self._engine.propose(change, validates=self.validates)
        if precondition is not None:
            is_there = precondition.graph not in proposal.created
            precondition.require(tuple(self._history.find_versions(precondition.graph)) if is_there else ())
        _require_conformance(proposal)
        if proposal.texts:
            self._store.commit(proposal.texts, judged=self.validates)
            version, changed = self._store.fingerprint, {**proposal.texts, **proposal.derived}
            self._history.add(version, frozenset(changed))
            try:
                self._engine.commit(changed)
            finally:
                self.version = version  # what is on the disk is what a later query sees, or none is answered
        return proposal

    def close(self) -> None:
        """Close the store, when the write under way is done."""
        with self._lock:
            self._store.close()


def _explain_busy() -> Busy:
    return Busy("Other writes are under way; write again in a moment.", retry_after=5)


def _require_conformance(proposal: Proposal) -> None:
    report = proposal.report
    if report is None or report.conforms:
        return
    violations = [finding for finding in report.findings if finding.severity == "Violation"]
    raise Nonconforming(
        f"The result would not conform to the shapes ({len(violations)} to mend), so nothing was changed. The first: "
        f"{violations[0].focus}: {violations[0].message}",
        report,
    )
