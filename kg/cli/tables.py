"""Query results as tables for people."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, TypedDict

from kg.cli.labels import read_labels, shorten
from kg.cli.outputs import make_harmless, show, show_text

if TYPE_CHECKING:
    from kg.engine import Engine

# Characters of a text that stays on one line.
SHORT = 20


class Term(TypedDict):
    """An RDF term of SPARQL 1.1 Query Results JSON (section 3.2.2), as far as a table shows it.

    The value of a triple term (SPARQL 1.2) is its three parts.
    """

    type: str
    value: str | dict[str, Term]


Row = dict[str, Term]


def show_results(body: bytes, engine: Engine, language: str, *, iris: bool = False) -> None:
    """Print results in SPARQL JSON as a table; IRIs by label in that language, or as they are."""
    results = json.loads(body)
    columns: list[str] = results["head"]["vars"]
    rows: list[Row] = results["results"]["bindings"]
    names = {} if iris else read_labels(engine, find_iris(rows), language)
    cells = [[_describe(row[name], names, iris) if name in row else "" for name in columns] for row in rows]
    show_table(columns, cells)
    show_text("1 row" if len(rows) == 1 else f"{len(rows)} rows", style="dim")


def show_table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print rows of texts under their headings; short texts are never broken, long ones at words."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, show_edge=False, header_style="bold", pad_edge=False)
    for number, column in enumerate(columns):
        longest = max((len(row[number]) for row in rows), default=0)
        table.add_column(Text(make_harmless(column)), overflow="fold", no_wrap=longest <= SHORT)
    for row in rows:
        table.add_row(*(Text(make_harmless(cell)) for cell in row))
    show(table)


def find_iris(rows: Iterable[Row]) -> set[str]:
    """Return the IRIs in the rows."""
    return {str(term["value"]) for row in rows for term in row.values() if term["type"] == "uri"}


def _describe(term: Term, names: dict[str, str], iris: bool) -> str:
    if isinstance(term["value"], dict):
        return " ".join(_describe(part, names, iris) for part in term["value"].values())
    if term["type"] == "uri" and not iris:
        return names.get(term["value"]) or shorten(term["value"])
    return term["value"]
