"""Queries that take long leave their places to others, are told when to come back, and end when they are cancelled."""

from __future__ import annotations

import threading
import time

import pytest

from kg.engine import Cancellation, ForkedEngine, Limits, Query
from kg.errors import Busy, Cancelled, DeadlineExceeded, Unavailable
from kg.sources import Source
from tests.engine.processes import GRAPH, NO_RULE, make_text, wait_until

SLOW = Query("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")


def test_slow_queries_do_not_hold_up_quick_ones() -> None:
    limits = Limits(timeout_s=10, workers=2, queue=32, slow_after_s=0.5, slow_queries=2)
    engine = ForkedEngine([Source(GRAPH, make_text())], rule=NO_RULE, limits=limits)
    outcomes: list[str] = []

    def ask_slowly() -> None:
        with pytest.raises((DeadlineExceeded, Busy, Unavailable)) as caught:
            engine.query(SLOW)
        outcomes.append(type(caught.value).__name__)

    threads = [threading.Thread(target=ask_slowly) for _ in range(8)]
    for thread in threads:
        thread.start()
    are_waiting = wait_until(lambda: engine.status.waiting)
    answers = [engine.query(Query("ASK {}")).boolean for _ in range(5)]
    engine.check()
    engine.close()
    for thread in threads:
        thread.join()

    assert are_waiting
    assert answers == [True] * 5
    assert "Busy" in outcomes


def test_past_the_queue_a_query_is_told_when_to_come_back() -> None:
    limits = Limits(timeout_s=20, workers=1, queue=0, slow_after_s=30)
    engine = ForkedEngine([Source(GRAPH, make_text())], rule=NO_RULE, limits=limits)
    cancellation = Cancellation()

    def ask_slowly() -> None:
        with pytest.raises(Cancelled):
            engine.query(SLOW, cancellation=cancellation)

    thread = threading.Thread(target=ask_slowly)
    thread.start()
    assert wait_until(lambda: engine.status.running)

    with pytest.raises(Busy, match="ask again in 10 s") as caught:
        engine.query(Query("ASK {}"))
    engine.check()
    cancellation.cancel()
    thread.join()
    answer = engine.query(Query("ASK {}"))
    engine.close()

    assert caught.value.retry_after == 10
    assert answer.boolean


def test_a_cancelled_query_ends_at_once(forked: ForkedEngine) -> None:
    cancellation = Cancellation()
    threading.Timer(0.1, cancellation.cancel).start()
    began = time.monotonic()

    with pytest.raises(Cancelled):
        forked.query(SLOW, cancellation=cancellation)

    assert time.monotonic() - began < forked.limits.timeout_s / 2


def test_a_query_cancelled_before_it_begins_is_not_evaluated(forked: ForkedEngine) -> None:
    cancellation = Cancellation()
    cancellation.cancel()

    with pytest.raises(Cancelled):
        forked.query(SLOW, cancellation=cancellation)


def test_the_status_counts_deaths_by_cause(forked: ForkedEngine) -> None:
    before = forked.status.deaths.get("Cancelled", 0)
    cancellation = Cancellation()
    cancellation.cancel()

    with pytest.raises(Cancelled):
        forked.query(SLOW, cancellation=cancellation)

    assert forked.status.deaths["Cancelled"] == before + 1
    assert (forked.status.running, forked.status.slow, forked.status.waiting) == (0, 0, 0)
