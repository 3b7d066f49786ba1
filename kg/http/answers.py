"""An engine's answer as a page shows it: a table of rows, yes or no, or triples as Turtle."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass

from kg.engine import Engine, Query
from kg.formats import JSON, RDF_FORMATS, RESULTS_FORMATS, TURTLE, Format
from kg.http.emptiness import Culprit, find_culprit
from kg.http.results import Table, read_table
from kg.http.tracing import Trace, trace_rows

LONGEST_TEXT = 200_000


@dataclass(frozen=True)
class Shown:
    """What a query gave. Exactly one of ``table``, ``boolean`` and ``triples`` is set."""

    downloads: tuple[Format, ...]
    table: Table | None = None
    boolean: bool | None = None
    triples: str | None = None
    is_cut: bool = False
    trace: Trace | None = None
    culprit: Culprit | None = None


def show_answer(
    engine: Engine,
    text: str,
    language: str,
    *,
    default_graphs: tuple[str, ...] = (),
    named_graphs: tuple[str, ...] = (),
    page: int = 1,
) -> Shown:
    """Run a query for a page; KgError as the engine raises it."""
    query = Query(text, JSON, TURTLE, default_graphs=default_graphs, named_graphs=named_graphs)
    answer = engine.query(query)
    with closing(answer):
        body = answer.body
    if answer.boolean is not None:
        return Shown(RESULTS_FORMATS[:2], boolean=answer.boolean)
    if answer.form == "SELECT":
        return _show_rows(engine, query, read_table(engine, body, language, page), language)
    triples = body.decode("utf-8")
    return Shown(RDF_FORMATS, triples=triples[:LONGEST_TEXT], is_cut=len(triples) > LONGEST_TEXT)


def _show_rows(engine: Engine, query: Query, table: Table, language: str) -> Shown:
    """Return the rows with the facts behind them, or with what removed the last ones."""
    culprit = None if table.total else find_culprit(engine, query)
    return Shown(
        RESULTS_FORMATS, table=table, trace=trace_rows(engine, query, table.bindings, language), culprit=culprit
    )
