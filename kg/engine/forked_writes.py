"""The forked engine that takes writes: a change is tried by a forked candidate, and committed by the store process."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from contextlib import AbstractContextManager
from functools import partial
from typing import BinaryIO

from kg.engine.change import Change, Proposal, ReadTexts, Texts
from kg.engine.change_wire import decode_proposal, encode_change
from kg.engine.deaths import explain_failed_write
from kg.engine.forked import ForkedEngine, read_content
from kg.engine.limits import Limits
from kg.engine.loader import Progress
from kg.engine.source_file import write_sources, write_texts
from kg.errors import LimitExceeded, Unavailable, WorkerDied
from kg.sources import Source

_LOG = logging.getLogger(__name__)
_PATIENCE_S = 600.0  # the write is on the disk, so that a store process that is starting will have it


class WritableForkedEngine(ForkedEngine):
    """Follows `kg.engine.WritableEngine`; one thread at a time may propose or commit, while others ask."""

    def __init__(
        self,
        sources: Iterable[Source],
        read_stored: ReadTexts,
        *,
        rule: str,
        limits: Limits | None = None,
        progress: Progress = lambda _done, _all: None,
    ) -> None:
        """Start a store process that loads ``sources`` and the graphs of a store, which replace those of their name.

        ``read_stored`` is called again, in another thread, whenever a store process has to start again; and so is
        ``progress``, with how many bytes of how many are loaded.
        """
        self._base, self._read_stored, self._progress = tuple(sources), read_stored, progress
        super().__init__((), rule=rule, limits=limits)

    def propose(self, change: Change, *, validates: bool) -> Proposal:
        """Try a change in a process of its own; see `kg.engine.WritableEngine`. Raises what a query raises, too."""
        request = {"change": encode_change(change), "timeout_s": self.limits.write_timeout_s}
        try:
            _, content = self._pool.run_change(request, validates=validates)
        except (LimitExceeded, WorkerDied) as error:
            raise explain_failed_write(error, self.limits) from error
        return decode_proposal(read_content(content))

    def prepare(self) -> None:
        """Have the store process import what validating needs before the first write does, as soon as it is idle."""
        self._supervisor.prepares = True
        self._supervisor.request({"prepare": True}, patience_s=_PATIENCE_S)

    def commit(self, texts: Texts) -> None:
        """Let every later query see these graphs; see `kg.engine.WritableEngine`."""
        ask = partial(self._supervisor.request, patience_s=_PATIENCE_S, timeout_s=_PATIENCE_S, repeats=False)
        try:
            with write_texts(texts.items()) as file:
                ask({"commit": True}, (file.fileno(),))
        except (OSError, Unavailable) as error:  # of no descriptor, say: then from where the write is kept
            _LOG.error("The store process is started again to see a write: %s", error)
            self._supervisor.restart()
        self._pool.renew()

    def _open_sources(self) -> AbstractContextManager[BinaryIO]:
        self._supervisor.report = self._progress
        return write_sources(self._base, self._read_stored())
