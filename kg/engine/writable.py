"""The engine in process that takes writes, for the library, for tests, and where processes cannot be forked.

A change is tried on a copy of the whole store, and committed on another, which then takes the place of the first, so
that queries under way see all of it or nothing. So a write takes as long as copying does: 6 s for a million triples.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.engine.candidate import propose_change
from kg.engine.change import Change, Proposal, ReadTexts, Texts
from kg.engine.derivation import derive_all
from kg.engine.graphs import put_graphs
from kg.engine.in_process import InProcessEngine
from kg.sources import Source

if TYPE_CHECKING:
    from kg.engine.validator import Validator


class WritableInProcessEngine(InProcessEngine):
    """Follows `kg.engine.WritableEngine`; one thread at a time may propose or commit."""

    def __init__(self, sources: Iterable[Source], read_stored: ReadTexts, *, rule: str) -> None:
        """Load ``sources``, then the graphs of a store, which replace those of the same name, and derive."""
        super().__init__(sources, rule=rule)
        store = self._opened().store
        put_graphs(store, read_stored())
        derive_all(store, rule)

    @cached_property
    def _validator(self) -> Validator:
        from kg.engine.validator import Validator

        return Validator()

    def propose(self, change: Change, *, validates: bool) -> Proposal:
        """Try a change on a copy; see `kg.engine.writer.WritableEngine`."""
        validator = self._validator if validates else None
        return propose_change(_copy(self._opened().store), change, rule=self._rule, validator=validator)

    def commit(self, texts: Texts) -> None:
        """Let every later query see these graphs; see `kg.engine.writer.WritableEngine`."""
        copy = _copy(self._opened().store)
        put_graphs(copy, texts.items())
        self._put(copy)


def _copy(store: ox.Store) -> ox.Store:
    copy = ox.Store()
    copy.bulk_extend(store)
    for name in store.named_graphs():
        copy.add_graph(name)
    return copy
