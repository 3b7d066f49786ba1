"""Workers that wait are let go when they are old, and with them the memory that they copied."""

from __future__ import annotations

from dataclasses import replace

from kg.engine import ForkedEngine, Query
from kg.sources import Source

from .processes import GRAPH, NO_RULE, PATIENT, count_descriptors, find_children, make_text, wait_until


def test_a_worker_that_waits_is_ended_when_it_is_old_and_the_next_query_gets_another() -> None:
    engine = ForkedEngine([Source(GRAPH, make_text())], rule=NO_RULE, limits=replace(PATIENT, renew_after_s=2))
    before = count_descriptors()
    engine.query(Query("ASK {}"))
    first = find_children(engine.store_pid or 0)

    assert len(first) == 1
    assert wait_until(lambda: count_descriptors() <= before)
    assert wait_until(lambda: not find_children(engine.store_pid or 0))
    assert engine.status.idle == 0
    assert engine.query(Query("ASK { ?s ?p ?o }")).boolean
    assert engine.status.deaths == {}
    engine.close()


def test_a_young_one_is_kept_for_the_next_query() -> None:
    engine = ForkedEngine([Source(GRAPH, make_text())], rule=NO_RULE, limits=PATIENT)
    engine.query(Query("ASK {}"))
    first = find_children(engine.store_pid or 0)

    engine.query(Query("ASK {}"))

    assert find_children(engine.store_pid or 0) == first
    engine.close()
