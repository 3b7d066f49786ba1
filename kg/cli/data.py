"""Opens the graph that a command's options name."""

from __future__ import annotations

import logging
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

    # rdflib logs a traceback for each literal that does not fit its datatype; that is for `kg validate` to say.
    logging.getLogger("rdflib.term").setLevel(logging.ERROR)
    return open_graph(data=data, packaged=packaged)
