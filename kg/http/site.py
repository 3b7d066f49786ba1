"""What every view needs at hand: the graph, its engine, the settings. One for each application."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING, Protocol, cast

from flask import Flask, current_app

from kg.http.cache import ResponseCache
from kg.http.exports import Exports
from kg.http.settings import Settings
from kg.http.statistics import Counts

if TYPE_CHECKING:
    from kg.engine import Engine, Writer
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

    def validate(self) -> Report | None:
        """Hold the facts against the shapes; None where that would take too long."""


@dataclass(frozen=True)
class Site:
    """The graph that this application serves, how it was told to, and texts of articles by their SHA-256.

    ``writer`` takes changes; None where the service takes none.
    """

    graph: Graph
    settings: Settings
    texts: Mapping[str, str]
    writer: Writer | None = None

    @property
    def version(self) -> str:
        """The version of the dataset: another one after each change."""
        return self.graph.version

    @cached_property
    def shape(self) -> str:
        """What answers depend on besides the facts and the request: the settings and the texts, as a hash.

        Their passwords are no part of it.
        """
        return sha256("\0".join((repr(self.settings), *sorted(self.texts))).encode()).hexdigest()

    @cached_property
    def cache(self) -> ResponseCache | None:
        """Where a server in front of the application may keep its answers."""
        return ResponseCache(self.settings.cache, lambda: self.version) if self.settings.cache else None

    @cached_property
    def exports(self) -> Exports:
        """What whole exports are read from; where answers lie in files, memory does not bound what is kept of them."""
        settings = self.settings
        most = settings.limits.max_answer_bytes if settings.cache and settings.limits else settings.cache
        return Exports(self.graph.engine, most, lambda: self.version)

    @cached_property
    def counts(self) -> Counts:
        """How much there is of everything."""
        return Counts(self.graph.engine, lambda: self.version)

    @property
    def report(self) -> Report | None:
        """Whether the graph conforms to the shapes, found once for each version: it takes seconds."""
        version = self.version
        for validated, report in self._reports:
            if validated == version:
                return report
        report = self.graph.validate()
        self._reports[:] = [(version, report)]
        return report

    @cached_property
    def _reports(self) -> list[tuple[str, Report | None]]:
        """The latest version that was validated, with its report."""
        return []


def find_site(app: Flask) -> Site:
    """Return an application's site."""
    return cast("Site", app.extensions[EXTENSION])


def current_site() -> Site:
    """Return the running application's site."""
    return find_site(current_app)
