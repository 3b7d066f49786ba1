"""Places are bounded, handed on in order, and given back whatever happens."""

from __future__ import annotations

import threading
import time

import pytest

from kg.engine import Cancellation, Limits
from kg.engine.slots import Slots
from kg.errors import Busy, Cancelled


def test_a_place_is_given_back_after_an_error() -> None:
    slots = Slots(Limits(workers=1))

    with pytest.raises(KeyError), slots.place(Cancellation()):
        raise KeyError

    assert slots.quick == 0


def test_those_who_wait_are_served_in_order() -> None:
    slots, served = Slots(Limits(workers=1, timeout_s=5)), []

    def take(number: int) -> None:
        with slots.place(Cancellation()):
            served.append(number)

    threads = [threading.Thread(target=take, args=[number]) for number in range(5)]
    with slots.place(Cancellation()):
        for number, thread in enumerate(threads):
            thread.start()
            while slots.waiting <= number:
                time.sleep(0.001)
    for thread in threads:
        thread.join()

    assert served == [0, 1, 2, 3, 4]
    assert (slots.quick, slots.slow, slots.waiting) == (0, 0, 0)


def test_who_leaves_is_told_whether_another_has_the_place_now() -> None:
    slots = Slots(Limits(workers=1))
    first, second, third = (slots.apply(lambda: None) for _ in range(3))

    assert (slots.leave(third), third.is_granted) == (False, False)
    assert (slots.leave(first), second.is_granted) == (True, True)
    assert slots.leave(second) is False
    assert (slots.quick, slots.waiting) == (0, 0)


def test_a_full_queue_is_busy_at_once_and_a_long_wait_is_busy_in_the_end() -> None:
    full, patient = Slots(Limits(workers=1, queue=0, timeout_s=9)), Slots(Limits(workers=1, queue=1, timeout_s=0.05))

    with full.place(Cancellation()), pytest.raises(Busy) as at_once, full.place(Cancellation()):
        pass
    with patient.place(Cancellation()), pytest.raises(Busy), patient.place(Cancellation()):
        pass

    assert at_once.value.retry_after == 5
    assert (patient.quick, patient.waiting) == (0, 0)


def test_who_is_cancelled_leaves_the_queue() -> None:
    slots, cancellation = Slots(Limits(workers=1, timeout_s=9)), Cancellation()
    threading.Timer(0.05, cancellation.cancel).start()

    with slots.place(Cancellation()), pytest.raises(Cancelled), slots.place(cancellation):
        pass

    assert (slots.quick, slots.waiting) == (0, 0)


def test_a_slow_query_makes_room_for_another() -> None:
    slots = Slots(Limits(workers=1, slow_queries=1, queue=0))

    with slots.place(Cancellation()) as first:
        assert first.try_slow()
        with slots.place(Cancellation()) as second:
            assert not second.try_slow()
            assert (slots.quick, slots.slow) == (1, 1)

    assert (slots.quick, slots.slow) == (0, 0)


def test_a_slow_query_without_room_is_busy_where_others_wait() -> None:
    slots, cancellation = Slots(Limits(workers=1, slow_queries=0, timeout_s=9)), Cancellation()

    def wait() -> None:
        with pytest.raises(Cancelled), slots.place(cancellation):
            pass

    with slots.place(Cancellation()) as place:
        thread = threading.Thread(target=wait)
        thread.start()
        while not slots.waiting:
            time.sleep(0.001)
        with pytest.raises(Busy, match="Too many slow queries"):
            place.try_slow()
        cancellation.cancel()
        thread.join()

    assert slots.quick == 0
