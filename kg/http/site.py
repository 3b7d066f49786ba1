"""What every view needs at hand: the graph, its engine, the settings. One for each application."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, cast

from flask import current_app

from kg.http.settings import Settings

if TYPE_CHECKING:
    from kg.engine import Engine
    from kg.questions import Question

EXTENSION = "article-kg"


class Graph(Protocol):
    """What the service uses of ``kg.graph.KnowledgeGraph``."""

    @property
    def engine(self) -> Engine:
        """What answers queries."""

    @property
    def questions(self) -> tuple[Question, ...]:
        """The competency questions, in the order of their names."""


@dataclass(frozen=True)
class Site:
    """The graph that this application serves, how it was told to, and texts of articles by their SHA-256."""

    graph: Graph
    settings: Settings
    texts: Mapping[str, str]


def current_site() -> Site:
    """Return the running application's site."""
    return cast("Site", current_app.extensions[EXTENSION])
