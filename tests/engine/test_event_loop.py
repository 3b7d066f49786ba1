"""From an event loop the forked engine answers as it does to threads, and holds up nobody meanwhile."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest

from kg.engine import Answer, Cancellation, Engine, ForkedEngine, InProcessEngine, Query, query_soon
from kg.errors import Busy, Cancelled, DeadlineExceeded, KgError
from kg.formats import CSV, N_TRIPLES
from kg.sources import Source
from tests.engine.processes import (
    GRAPH,
    LIMITS,
    NO_RULE,
    count_other_descriptors,
    find_children,
    is_running,
    make_text,
    wait_until_gone,
)

SLOW = Query("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")
TINY = Query("ASK {}")
QUERIES = {
    "small": Query("SELECT * { ?s <http://e/p1> ?o } ORDER BY ?o LIMIT 20"),
    "one that fills the channel more than once": Query("SELECT * { ?s ?p ?o }", CSV),
    "one that is spooled": Query(
        "CONSTRUCT { ?s ?p ?o . ?s ?p ?t } { ?s ?p ?o BIND(REPLACE(?o, 'v', 'w') AS ?t) }", CSV, N_TRIPLES
    ),
    "one too long to be sent at once": Query(f"ASK {{}} # {'x' * 400_000}"),
}


@pytest.fixture
def threads() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(4) as pool:
        yield pool


@pytest.fixture
def one() -> Iterator[ForkedEngine]:
    """An engine that evaluates one query at a time, while one waits."""
    limits = replace(LIMITS, timeout_s=2.0, workers=1, queue=1, slow_queries=0, slow_after_s=1.9)
    engine = ForkedEngine([Source(GRAPH, make_text())], rule=NO_RULE, limits=limits)
    yield engine
    engine.close()


async def ask(engine: Engine, query: Query, threads: ThreadPoolExecutor, after: Cancellation | None = None) -> Answer:
    return await query_soon(engine, query, cancellation=after or Cancellation(), threads=threads)


def catch(kind: type[KgError], coroutine: Coroutine[Any, Any, Answer]) -> str:
    with pytest.raises(kind) as caught:
        asyncio.run(coroutine)
    return str(caught.value)


@pytest.mark.parametrize("name", QUERIES)
def test_answers_are_those_to_threads(
    forked: ForkedEngine, in_process: InProcessEngine, threads: ThreadPoolExecutor, name: str
) -> None:
    async def ask_twice() -> list[Answer]:
        return [await ask(forked, QUERIES[name], threads) for _ in range(2)]

    expected = in_process.query(QUERIES[name])

    answers = asyncio.run(ask_twice())

    assert [(answer.form, answer.body) for answer in answers] == [(expected.form, expected.body)] * 2


def test_an_answer_of_several_pieces_takes_no_thread(forked: ForkedEngine) -> None:
    taken: list[object] = []

    class Counted(ThreadPoolExecutor):
        def submit(self, *given: Any, **named: Any) -> Any:
            taken.append(given)
            return super().submit(*given, **named)

    async def ask_often(threads: ThreadPoolExecutor) -> list[Answer]:
        query = Query(f"SELECT (REPLACE('{'x' * 9_000}', 'x', '{'x' * 10}') AS ?long) {{}}", CSV)
        return [await ask(forked, query, threads) for _ in range(20)]

    with Counted(1) as threads:
        answers = asyncio.run(ask_often(threads))

    assert {len(answer.body) for answer in answers} == {90_008}
    assert len(taken) < 20  # some: a reader may be quicker than the worker's writing


@pytest.mark.parametrize("text", ["SELECT", "ASK { SERVICE <http://127.0.0.1/> {} }", "SELECT * { ?a ?b ?c ; }} "])
def test_errors_are_those_to_threads(forked: ForkedEngine, threads: ThreadPoolExecutor, text: str) -> None:
    with pytest.raises(KgError) as expected:
        forked.query(Query(text))

    assert catch(type(expected.value), ask(forked, Query(text), threads)) == str(expected.value)


def test_an_engine_without_processes_is_asked_in_a_thread(
    in_process: InProcessEngine, threads: ThreadPoolExecutor
) -> None:
    assert asyncio.run(ask(in_process, TINY, threads)).boolean


def test_many_at_once_get_their_own_answers_and_leave_nothing(
    forked: ForkedEngine, threads: ThreadPoolExecutor
) -> None:
    async def ask_all() -> list[Answer]:
        texts = [f"SELECT (COUNT(*) AS ?n) {{ ?s ?p 'value {n}' BIND({n} AS ?m) }}" for n in range(10)]
        return await asyncio.gather(*(ask(forked, Query(text, CSV), threads) for text in texts))

    asyncio.run(ask_all())
    before = count_other_descriptors(forked)

    answers = [answer.body for _ in range(10) for answer in asyncio.run(ask_all())]

    assert answers == [b"n\r\n1\r\n"] * 100
    assert count_other_descriptors(forked) == before
    assert (forked.status.running, forked.status.slow, forked.status.waiting) == (0, 0, 0)


def test_a_slow_query_ends_at_its_deadline_and_holds_up_no_other(threads: ThreadPoolExecutor) -> None:
    engine = ForkedEngine([Source(GRAPH, make_text())], rule=NO_RULE, limits=replace(LIMITS, timeout_s=3.0))

    async def ask_both() -> tuple[Answer, BaseException | Answer]:
        slow = asyncio.ensure_future(ask(engine, SLOW, threads))
        while not (engine.status.slow or slow.done()):
            await asyncio.sleep(0.01)
        answer = await ask(engine, TINY, threads)
        assert not slow.done()
        return answer, (await asyncio.gather(slow, return_exceptions=True))[0]

    answer, outcome = asyncio.run(ask_both())
    engine.close()

    assert answer.boolean
    assert isinstance(outcome, DeadlineExceeded)


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSTOP])
def test_a_worker_that_is_ended_or_stopped_is_replaced(
    one: ForkedEngine, threads: ThreadPoolExecutor, number: signal.Signals
) -> None:
    asyncio.run(ask(one, TINY, threads))
    (worker,) = find_children(one.store_pid or 0)
    os.kill(worker, number)
    if number == signal.SIGSTOP:
        catch(DeadlineExceeded, ask(one, TINY, threads))

    answer = asyncio.run(ask(one, TINY, threads))

    assert answer.boolean
    assert not is_running(worker)


def test_those_who_wait_are_answered_and_one_too_many_is_busy(one: ForkedEngine, threads: ThreadPoolExecutor) -> None:
    async def ask_three() -> list[Answer | BaseException]:
        cancellation = Cancellation()
        slow = asyncio.ensure_future(ask(one, SLOW, threads, cancellation))
        await asyncio.sleep(0)
        others = [asyncio.ensure_future(ask(one, TINY, threads)) for _ in range(2)]
        await asyncio.sleep(0.1)
        cancellation.cancel()
        return await asyncio.gather(slow, *others, return_exceptions=True)

    first, waiting, refused = asyncio.run(ask_three())

    assert isinstance(first, Cancelled)
    assert isinstance(waiting, Answer)
    assert isinstance(refused, Busy)


def leave_by_cancellation(task: asyncio.Future[Answer], cancellation: Cancellation) -> None:
    cancellation.cancel()


def leave_by_end_of_task(task: asyncio.Future[Answer], cancellation: Cancellation) -> None:
    task.cancel()


@pytest.mark.parametrize("leave", [leave_by_cancellation, leave_by_end_of_task])
def test_who_leaves_the_queue_gives_up_the_place(
    one: ForkedEngine, threads: ThreadPoolExecutor, leave: Callable[[asyncio.Future[Answer], Cancellation], None]
) -> None:
    async def wait_and_leave() -> list[Answer | BaseException]:
        busy, own = Cancellation(), Cancellation()
        slow = asyncio.ensure_future(ask(one, SLOW, threads, busy))
        await asyncio.sleep(0)
        waiting = asyncio.ensure_future(ask(one, TINY, threads, own))
        await asyncio.sleep(0.05)
        leave(waiting, own)
        outcome = await asyncio.gather(waiting, return_exceptions=True)
        assert one.status.waiting == 0
        busy.cancel()
        return [*outcome, *await asyncio.gather(slow, return_exceptions=True)]

    outcome, _ = asyncio.run(wait_and_leave())

    assert isinstance(outcome, Cancelled | asyncio.CancelledError)
    assert one.status.running == 0


def test_a_task_that_ends_ends_its_worker(one: ForkedEngine, threads: ThreadPoolExecutor) -> None:
    async def begin_and_leave() -> list[int]:
        await ask(one, TINY, threads)
        workers = find_children(one.store_pid or 0)
        task = asyncio.ensure_future(ask(one, SLOW, threads))
        await asyncio.sleep(0.05)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        return workers

    assert wait_until_gone(asyncio.run(begin_and_leave())) == []
    assert one.status.running == 0
