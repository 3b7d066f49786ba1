"""Query results as tables for people."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, TypedDict

from kg.cli.labels import read_labels, shorten
from kg.cli.outputs import make_harmless

if TYPE_CHECKING:
    from rich.table import Table
    from rich.text import Text

    from kg.engine import Engine


class Term(TypedDict):
    """An RDF term of SPARQL 1.1 Query Results JSON (section 3.2.2), as far as a table shows it.

    The value of a triple term (SPARQL 1.2) is its three parts.
    """

    type: str
    value: str | dict[str, Term]


Row = dict[str, Term]


def build_table(body: bytes, engine: Engine, language: str, *, iris: bool = False) -> Table:
    """Return the table of results in SPARQL JSON; IRIs by label in that language, or as they are."""
    results = json.loads(body)
    rows: list[Row] = results["results"]["bindings"]
    names = {} if iris else read_labels(engine, find_iris(rows), language)
    table = start_table(results["head"]["vars"])
    table.caption = "1 row" if len(rows) == 1 else f"{len(rows)} rows"
    for row in rows:
        table.add_row(*(_show_cell(row.get(name), names, iris) for name in results["head"]["vars"]))
    return table


def start_table(columns: Iterable[str]) -> Table:
    """Return an empty table with these headings."""
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, caption_justify="left", header_style="bold", pad_edge=False)
    for column in columns:
        table.add_column(make_harmless(column), overflow="fold")
    return table


def find_iris(rows: Iterable[Row]) -> set[str]:
    """Return the IRIs in the rows."""
    return {str(term["value"]) for row in rows for term in row.values() if term["type"] == "uri"}


def _show_cell(term: Term | None, names: dict[str, str], iris: bool) -> Text:
    from rich.text import Text

    return Text("" if term is None else make_harmless(_describe(term, names, iris)))


def _describe(term: Term, names: dict[str, str], iris: bool) -> str:
    if isinstance(term["value"], dict):
        return " ".join(_describe(part, names, iris) for part in term["value"].values())
    if term["type"] == "uri" and not iris:
        return names.get(term["value"]) or shorten(term["value"])
    return term["value"]
