"""Why a query has no rows: the first part of its pattern after which nothing was left, found by asking."""

from __future__ import annotations

from dataclasses import dataclass, replace

from kg.engine import Engine, Query, find_position
from kg.errors import KgError
from kg.formats import JSON
from kg.http.syntax import Element, Select, Unfollowed, read_select

MOST_PARTS = 30


@dataclass(frozen=True)
class Culprit:
    """The part that removed the last rows; ``line`` counts from 1; ``is_alone`` says that it matches nothing at all."""

    text: str
    line: int
    is_alone: bool


def find_culprit(engine: Engine, query: Query) -> Culprit | None:
    """Return the part that removed the last rows; None where no single part did, or the engine does not say."""
    try:
        parts = read_select(query.text)
        ordered = sorted(parts.elements, key=lambda element: element.kind == "filter")
        for number in range(1, min(len(ordered), MOST_PARTS) + 1):
            if not _has_rows(engine, query, parts, ordered[:number]):
                culprit = ordered[number - 1]
                is_alone = culprit.kind != "filter" and not _has_rows(engine, query, parts, [culprit])
                return Culprit(culprit.text, find_position(query.text, culprit.start)[0], is_alone)
    except (Unfollowed, KgError):
        return None
    return None


def _has_rows(engine: Engine, query: Query, parts: Select, elements: list[Element]) -> bool:
    pattern = " ".join(element.write() for element in elements)
    text = f"{parts.prologue}ASK {parts.dataset} {{ {pattern} }}"
    return bool(engine.query(replace(query, text=text, results_format=JSON)).boolean)
