"""What every view needs at hand: the graph, its engine, the settings. One for each application."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Protocol, cast

from flask import current_app

from kg.http.settings import Settings

if TYPE_CHECKING:
    from kg.engine import Engine
    from kg.questions import Question
    from kg.validation import Report

EXTENSION = "article-kg"


class Graph(Protocol):
    """What the service uses of ``kg.graph.KnowledgeGraph``."""

    @property
    def engine(self) -> Engine:
        """What answers queries."""

    @property
    def questions(self) -> tuple[Question, ...]:
        """The competency questions, in the order of their names."""

    @property
    def version(self) -> str:
        """What changes when the facts do."""

    def validate(self) -> Report:
        """Hold the facts against the shapes."""


@dataclass(frozen=True)
class Site:
    """The graph that this application serves, how it was told to, and texts of articles by their SHA-256."""

    graph: Graph
    settings: Settings
    texts: Mapping[str, str]

    @property
    def version(self) -> str:
        """The version of the dataset: another one after each change."""
        return self.graph.version

    @cached_property
    def report(self) -> Report:
        """Whether the graph conforms to the shapes, found once: it takes seconds."""
        return self.graph.validate()


def current_site() -> Site:
    """Return the running application's site."""
    return cast("Site", current_app.extensions[EXTENSION])
