"""A thing's neighbourhood as a drawing: the things that it shares facts with, and in which stance; knows no SVG."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kg.http.facts import Fact
from kg.http.labels import Thing
from kg.http.stance import STANCES, Stance

MOST = 14
ROW = 34
MARGIN = 26
LEFT = 120
RIGHT = 250
APART = 4


@dataclass(frozen=True)
class Line:
    """A line from the thing to a neighbour: facts of one stance, and how many. ``path`` is an SVG path."""

    stance: Stance
    number: int
    path: str


@dataclass(frozen=True)
class Neighbour:
    """One neighbour, drawn at the height ``y``."""

    thing: Thing
    y: int
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Drawing:
    """The whole drawing: its height, the thing's own, and its neighbours; ``left_out`` counts those not drawn."""

    height: int
    center: int
    neighbours: tuple[Neighbour, ...]
    left_out: int


def draw_neighbours(iri: str, facts: Sequence[Fact]) -> Drawing | None:
    """Return the drawing of what shares facts with a thing, the closest first; None where nothing does."""
    shared: dict[str, dict[Stance, int]] = {}
    things: dict[str, Thing] = {}
    for fact in facts:
        players = {thing.iri: thing for role in fact.roles for thing in role.players}
        if iri not in players or fact.stance is None:
            continue
        for other in players.keys() - {iri}:
            counts = shared.setdefault(other, {})
            counts[fact.stance] = counts.get(fact.stance, 0) + 1
        things |= players
    ranked = sorted(shared, key=lambda other: (-sum(shared[other].values()), things[other].label.value))
    return _arrange([(things[other], shared[other]) for other in ranked]) if ranked else None


def _arrange(ranked: Sequence[tuple[Thing, dict[Stance, int]]]) -> Drawing:
    shown = ranked[:MOST]
    height = 2 * MARGIN + ROW * (len(shown) - 1)
    center = height // 2
    neighbours = []
    for number, (thing, counts) in enumerate(shown):
        y = MARGIN + ROW * number
        stances = [stance for stance in STANCES if stance in counts]
        middle = (len(stances) - 1) / 2
        lines = (
            Line(stance, counts[stance], _write_path(center, y, round((place - middle) * APART)))
            for place, stance in enumerate(stances)
        )
        neighbours.append(Neighbour(thing, y, tuple(lines)))
    return Drawing(height, center, tuple(neighbours), len(ranked) - len(shown))


def _write_path(center: int, y: int, shift: int) -> str:
    """Return a curve from the thing to a neighbour, moved down by ``shift`` so that lines lie beside each other."""
    middle = (LEFT + RIGHT) // 2
    return f"M{LEFT} {center + shift}C{middle} {center + shift} {middle} {y + shift} {RIGHT} {y + shift}"
