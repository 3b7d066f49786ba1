"""Opens the graph that a command's options name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from kg.graph import KnowledgeGraph


def open_data(data: Sequence[str], *, packaged: bool) -> KnowledgeGraph:
    """Return the graph of these files beside the packaged articles, or of the files alone."""
    if not packaged and not data:
        raise click.UsageError("--only-data needs facts: give at least one file.")
    from kg.graph import open_graph

    return open_graph(data=data, packaged=packaged)
