"""Cuts an article's text where passages begin and end, so that overlapping ones can be shown; knows no HTML."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True)
class Mark:
    """A range of the text, from ``start`` to ``end`` (exclusive), that the entry of this key rests on."""

    start: int
    end: int
    key: str


@dataclass(frozen=True)
class Segment:
    """A piece of text that is in the same ranges throughout.

    ``keys`` are the entries that it is evidence of, ``opened`` the ranges that begin with it, as (start, end), and
    ``closed`` the keys of those that end with it.
    """

    text: str
    keys: tuple[str, ...]
    opened: tuple[tuple[int, int], ...]
    closed: tuple[str, ...]


def cut_text(text: str, start: int, end: int, marks: Iterable[Mark]) -> list[Segment]:
    """Return the text from ``start`` to ``end`` in segments; marks beyond these bounds count as far as they reach."""
    inside = [mark for mark in marks if mark.start < end and start < mark.end]
    bounds = {start, end}
    for mark in inside:
        bounds |= {max(start, mark.start), min(end, mark.end)}
    places = sorted(bounds)
    return [_make_segment(text, low, high, inside, start, end) for low, high in pairwise(places)]


def _make_segment(text: str, low: int, high: int, marks: list[Mark], start: int, end: int) -> Segment:
    covering = [mark for mark in marks if mark.start <= low and high <= mark.end]
    opened = {(mark.start, mark.end) for mark in covering if max(start, mark.start) == low}
    closed = (mark.key for mark in covering if min(end, mark.end) == high)
    return Segment(
        text=text[low:high],
        keys=tuple(dict.fromkeys(mark.key for mark in covering)),
        opened=tuple(sorted(opened)),
        closed=tuple(dict.fromkeys(closed)),
    )
