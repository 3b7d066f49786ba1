"""Query results as tables for people."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, TypedDict

from kg.cli.labels import read_labels, shorten
from kg.cli.outputs import make_harmless, open_console, show, show_text

if TYPE_CHECKING:
    from rich.table import Table

    from kg.engine import Engine

# Characters between two columns of a table.
GAP = 3


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
    """Print rows of texts under their headings, or each as lines of its own where a word would have to be broken."""
    headings = [make_harmless(column) for column in columns]
    texts = [[make_harmless(cell) for cell in row] for row in rows]
    needs = [measure(cells) for cells in zip(headings, *texts, strict=True)]
    widths = share_width(needs, open_console().width)
    show(make_table(headings, texts, widths) if widths else make_blocks(headings, texts))


def measure(cells: Iterable[str]) -> tuple[int, int]:
    """Return the widths of the longest word and of the longest line of a column's cells."""
    from rich.cells import cell_len

    lines = [line for cell in cells for line in cell.splitlines()]
    words = (word for line in lines for word in line.split())
    return max(map(cell_len, words), default=0), max(map(cell_len, lines), default=0)


def share_width(needs: Sequence[tuple[int, int]], width: int) -> list[int]:
    """Return how wide columns are in a table of this width, by their least and best widths; nothing if none fits.

    What is left over widens the narrowest first.
    """
    widths = [least for least, _ in needs]
    spare = width - sum(widths) - GAP * (len(widths) - 1)
    if spare < 0:
        return []
    for _ in range(spare):
        growing = [number for number, (_, best) in enumerate(needs) if widths[number] < best]
        if not growing:
            break
        widths[min(growing, key=widths.__getitem__)] += 1
    return widths


def make_table(headings: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[int]) -> Table:
    """Return rows under their headings."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, show_edge=False, header_style="bold", pad_edge=False)
    for heading, width in zip(headings, widths, strict=True):
        table.add_column(Text(heading), overflow="fold", width=width)
    for row in rows:
        table.add_row(*map(Text, row))
    return table


def make_blocks(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> Table:
    """Return rows one below the other, a line for each heading and value."""
    from rich.table import Table
    from rich.text import Text

    blocks = Table.grid("", "", padding=(0, 1))
    for column in blocks.columns:
        column.overflow = "fold"
    for number, row in enumerate(rows):
        if number:
            blocks.add_row()
        for heading, cell in zip(headings, row, strict=True):
            blocks.add_row(Text(f"{heading}:", style="bold"), Text(cell))
    return blocks


def find_iris(rows: Iterable[Row]) -> set[str]:
    """Return the IRIs in the rows."""
    return {str(term["value"]) for row in rows for term in row.values() if term["type"] == "uri"}


def _describe(term: Term, names: dict[str, str], iris: bool) -> str:
    if isinstance(term["value"], dict):
        return " ".join(_describe(part, names, iris) for part in term["value"].values())
    if term["type"] == "uri" and not iris:
        return names.get(term["value"]) or shorten(term["value"])
    return term["value"]
