"""Edges between things as a drawing: places found by a small simulation of springs, the same for the same edges."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from math import cos, hypot, pi, sin

from kg.http.labels import Thing

MOST_NODES = 40
MOST_LINES = 400
WIDTH = 720
HEIGHT = 480
MARGIN_X = 110
MARGIN_Y = 30
STEPS = 90
# How far places push each other, in distances that joined places keep.
REACH = 2

Place = tuple[float, float]
Edge = tuple[str, str, str]


@dataclass(frozen=True)
class Node:
    """A thing at its place."""

    thing: Thing
    x: int
    y: int


@dataclass(frozen=True)
class Line:
    """An edge between two places; ``name`` is its relation's label, or empty."""

    x1: int
    y1: int
    x2: int
    y2: int
    name: str


@dataclass(frozen=True)
class Network:
    """The drawing. ``left_out`` counts the things for which there was no room."""

    nodes: tuple[Node, ...]
    lines: tuple[Line, ...]
    left_out: int


def draw_network(edges: Sequence[Edge], labels: Mapping[str, Thing]) -> Network | None:
    """Return a drawing of the things with the most edges; None where there are no edges."""
    degrees: dict[str, int] = {}
    for start, _, end in edges:
        for iri in (start, end):
            degrees[iri] = degrees.get(iri, 0) + 1
    shown = sorted(degrees, key=lambda iri: (-degrees[iri], iri))[:MOST_NODES]
    between = (edge for edge in dict.fromkeys(edges) if edge[0] in shown and edge[2] in shown and edge[0] != edge[2])
    kept = list(islice(between, MOST_LINES))
    if not kept:
        return None
    places = fit(place_nodes(shown, [(start, end) for start, _, end in kept]))
    nodes = tuple(Node(labels[iri], *places[iri]) for iri in shown)
    lines = tuple(
        Line(*places[start], *places[end], labels[relation].label.value if relation else "")
        for start, relation, end in kept
    )
    return Network(nodes, lines, len(degrees) - len(shown))


def place_nodes(names: Sequence[str], edges: Iterable[tuple[str, str]]) -> dict[str, Place]:
    """Return places after Fruchterman and Reingold (1991), from a circle, without chance."""
    count = len(names)
    places = [(cos(2 * pi * index / count), sin(2 * pi * index / count)) for index in range(count)]
    indexes = {name: index for index, name in enumerate(names)}
    pairs = {(indexes[start], indexes[end]) for start, end in edges}
    distance = (4 / count) ** 0.5
    for step in range(STEPS):
        heat = 0.15 * (1 - step / STEPS)
        places = _move(places, pairs, distance, heat)
    return dict(zip(names, places, strict=True))


def _move(places: list[Place], pairs: set[tuple[int, int]], distance: float, heat: float) -> list[Place]:
    forces = [[-x, -y] for x, y in places]
    for one in range(len(places)):
        for other in range(one):
            _push(forces, places, one, other, lambda length: repel(length, distance))
    for one, other in pairs:
        _push(forces, places, one, other, lambda length: -length * length / distance)
    moved = []
    for (x, y), (force_x, force_y) in zip(places, forces, strict=True):
        size = hypot(force_x, force_y) or 1.0
        limit = min(size, heat) / size
        moved.append((x + force_x * limit, y + force_y * limit))
    return moved


def repel(length: float, distance: float) -> float:
    """Return how strongly two places push each other: not at all from afar, so that what is not joined stays near."""
    return distance * distance / length if length < REACH * distance else 0.0


def _push(
    forces: list[list[float]], places: list[Place], one: int, other: int, strength: Callable[[float], float]
) -> None:
    """Push two places apart by a strength that their distance gives; together, where it is negative."""
    x, y = places[one][0] - places[other][0], places[one][1] - places[other][1]
    length = hypot(x, y) or 0.01
    force = strength(length) / length
    for index, sign in ((one, 1), (other, -1)):
        forces[index][0] += sign * force * x
        forces[index][1] += sign * force * y


def fit(places: Mapping[str, Place]) -> dict[str, tuple[int, int]]:
    """Return the places stretched to the drawing, within its margins."""
    lows = [min(place[axis] for place in places.values()) for axis in (0, 1)]
    spans = [max(place[axis] for place in places.values()) - lows[axis] or 1.0 for axis in (0, 1)]
    sizes, margins = (WIDTH, HEIGHT), (MARGIN_X, MARGIN_Y)

    def stretch(place: Place, axis: int) -> int:
        room = sizes[axis] - 2 * margins[axis]
        return round(margins[axis] + room * (place[axis] - lows[axis]) / spans[axis])

    return {name: (stretch(place, 0), stretch(place, 1)) for name, place in places.items()}
