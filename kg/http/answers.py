"""An engine's answer as a page shows it: a table of rows, yes or no, or triples as Turtle."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass

from kg.engine import Engine, Query
from kg.formats import JSON, RDF_FORMATS, RESULTS_FORMATS, TURTLE, Format
from kg.http.results import Table, read_table

LONGEST_TEXT = 200_000


@dataclass(frozen=True)
class Shown:
    """What a query gave. Exactly one of ``table``, ``boolean`` and ``triples`` is set."""

    downloads: tuple[Format, ...]
    table: Table | None = None
    boolean: bool | None = None
    triples: str | None = None
    is_cut: bool = False


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
    answer = engine.query(
        Query(
            text,
            results_format=JSON,
            graph_format=TURTLE,
            default_graphs=default_graphs,
            named_graphs=named_graphs,
        )
    )
    with closing(answer):
        body = answer.body
    if answer.boolean is not None:
        return Shown(RESULTS_FORMATS[:2], boolean=answer.boolean)
    if answer.form == "SELECT":
        return Shown(RESULTS_FORMATS, table=read_table(engine, body, language, page))
    triples = body.decode("utf-8")
    return Shown(RDF_FORMATS, triples=triples[:LONGEST_TEXT], is_cut=len(triples) > LONGEST_TEXT)
