"""The engine in the caller's own process: for the library, for tests, and where processes cannot be forked.

It has no deadline and no memory limit: pyoxigraph can neither be timed out nor cancelled, and a query that
overflows the stack ends the whole process. Serve strangers with an engine that can be killed.
"""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph as ox

from kg.engine.cancellation import Cancellation
from kg.engine.derivation import derive_all, derive_graph
from kg.engine.evaluation import evaluate
from kg.engine.export import write_export
from kg.engine.loading import load_sources
from kg.engine.output import Output
from kg.engine.query import Answer, Query
from kg.engine.rewriting import Rewriter
from kg.errors import Cancelled, Unavailable
from kg.formats import Format
from kg.sources import Source


class InProcessEngine:
    """Answers in the calling thread, without any limit on time or memory."""

    def __init__(self, sources: Iterable[Source], *, rule: str) -> None:
        """Load ``sources``, then run ``rule`` (see `kg.engine.derivation`) for each article's graph.

        Raises MalformedData, MalformedQuery for a rule that does not parse.
        """
        self._rule = rule
        self._rewriter: Rewriter | None = None
        store = ox.Store()
        load_sources(store, sources)
        derive_all(store, rule)
        self._put(store)

    def query(self, query: Query, *, cancellation: Cancellation | None = None) -> Answer:
        """Evaluate a query; see `kg.engine.Engine.query`. Nothing ends it early once it has begun."""
        if cancellation is not None and cancellation.is_cancelled:
            raise Cancelled("The query was cancelled before it began.")
        evaluation = evaluate(query, self._opened())
        output = Output()
        evaluation.write(output)
        return Answer(evaluation.form, evaluation.format, output.take(), evaluation.boolean)

    def export(self, format: Format, *, graph: str | None = None) -> bytes:
        """Serialise the dataset or one graph; see `kg.engine.Engine.export`."""
        output = Output()
        write_export(self._opened().store, output, format, graph)
        return output.take()

    def derive(self, graph: str) -> None:
        """Derive again from one article's graph, after it changed."""
        store = self._opened().store
        derive_graph(store, self._rule, graph)
        self._put(store)

    def close(self) -> None:
        """Drop the store; a query after this raises Unavailable."""
        self._rewriter = None

    def _put(self, store: ox.Store) -> None:
        """Answer out of this store from now on, as it is."""
        self._rewriter = Rewriter(store)

    def _opened(self) -> Rewriter:
        if self._rewriter is None:
            raise Unavailable("This engine is closed.")
        return self._rewriter
