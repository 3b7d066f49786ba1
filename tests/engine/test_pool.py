"""Workers that wait are let go when they are old or spare, and with them the memory that they copied."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
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


def test_of_young_ones_that_wait_only_the_next_is_kept() -> None:
    engine = ForkedEngine([Source(GRAPH, make_text())], rule=NO_RULE, limits=replace(PATIENT, spare_after_s=1))
    long = Query("SELECT (COUNT(*) AS ?n) { ?a <http://e/p1> ?b . ?c <http://e/p2> ?d }")

    def ask_two() -> bool:
        with ThreadPoolExecutor(2) as threads:
            list(threads.map(engine.query, [long] * 2))
        return engine.status.idle == 2

    assert wait_until(ask_two)
    assert wait_until(lambda: engine.status.idle == 1)
    assert wait_until(lambda: len(find_children(engine.store_pid or 0)) == 1)
    kept = find_children(engine.store_pid or 0)
    time.sleep(2)
    assert engine.query(Query("ASK {}")).boolean
    assert find_children(engine.store_pid or 0) == kept
    engine.close()


def test_a_young_one_is_kept_for_the_next_query() -> None:
    engine = ForkedEngine([Source(GRAPH, make_text())], rule=NO_RULE, limits=PATIENT)
    engine.query(Query("ASK {}"))
    first = find_children(engine.store_pid or 0)

    engine.query(Query("ASK {}"))

    assert find_children(engine.store_pid or 0) == first
    engine.close()
