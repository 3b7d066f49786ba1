"""Addresses that ask the same query again: to keep, in another format, or further on in its rows."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from flask import url_for

from kg.formats import Format
from kg.http.protocol import Asked


@dataclass(frozen=True)
class Links:
    """Addresses of one query's answer."""

    asked: Asked

    def _write(self, **further: str) -> str:
        graphs = [("default-graph-uri", graph) for graph in self.asked.default_graphs]
        graphs += [("named-graph-uri", graph) for graph in self.asked.named_graphs]
        pairs = [("query", self.asked.text or ""), *graphs, *further.items()]
        return f"{url_for('sparql.answer_query')}?{urlencode(pairs)}"

    @property
    def permanent(self) -> str:
        """The address of this answer's page."""
        return self._write()

    def download(self, format: Format) -> str:
        """The address of this answer in a format."""
        return self._write(format=format.name)

    def turn(self, page: int) -> str:
        """The address of another page of this answer."""
        return self._write(page=str(page))
