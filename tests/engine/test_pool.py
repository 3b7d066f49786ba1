"""Workers that wait are let go when they are old, and with them the memory that they copied."""

from __future__ import annotations

import time
from dataclasses import replace

from kg.engine import ForkedEngine, Query
from kg.sources import Source

from .processes import GRAPH, LIMITS, NO_RULE, count_descriptors, find_children, make_text


def test_a_worker_that_waits_is_ended_when_it_is_old_and_the_next_query_gets_another() -> None:
    engine = ForkedEngine([Source(GRAPH, make_text())], rule=NO_RULE, limits=replace(LIMITS, renew_after_s=0.2))
    before = count_descriptors()
    engine.query(Query("ASK {}"))
    first = find_children(engine.store_pid or 0)

    give_up_at = time.monotonic() + 30
    while count_descriptors() > before and time.monotonic() < give_up_at:
        time.sleep(0.05)

    assert len(first) == 1
    assert find_children(engine.store_pid or 0) == []
    assert engine.status.idle == 0
    assert engine.query(Query("ASK { ?s ?p ?o }")).boolean
    assert engine.status.deaths == {}
    engine.close()


def test_a_young_one_is_kept_for_the_next_query() -> None:
    engine = ForkedEngine([Source(GRAPH, make_text())], rule=NO_RULE, limits=replace(LIMITS, renew_after_s=600))
    engine.query(Query("ASK {}"))
    first = find_children(engine.store_pid or 0)

    engine.query(Query("ASK {}"))

    assert find_children(engine.store_pid or 0) == first
    engine.close()
