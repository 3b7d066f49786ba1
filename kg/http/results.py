"""Turns SPARQL 1.1 Query Results JSON into a page's table: labels for IRIs, links where they are safe."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import cast

from kg.engine import Answer, Engine
from kg.errors import AnswerTooLarge
from kg.http.iris import shorten
from kg.http.labels import Labels, Thing, read_labels
from kg.http.queries import Row, Term

ROWS_A_PAGE = 200
MOST_COLUMNS = 100
# Bytes of an answer that a page shows, or a spreadsheet is made of: it is taken apart in memory, at several times that.
LARGEST_SHOWN = 64 << 20
LONGEST_CELL = 600


@dataclass(frozen=True)
class Cell:
    """One cell: ``text`` as shown, ``title`` what stands behind it, ``page`` where it leads."""

    text: str = ""
    language: str = ""
    title: str = ""
    page: str | None = None
    is_number: bool = False
    is_bound: bool = True


@dataclass(frozen=True)
class Table:
    """A page of rows, as cells and as they came, of ``total`` rows; ``is_cut`` if there are more columns than shown."""

    variables: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    bindings: tuple[Row, ...]
    total: int
    page: int
    pages: int
    is_cut: bool = False

    @property
    def first(self) -> int:
        """The number of the first row shown."""
        return (self.page - 1) * ROWS_A_PAGE + 1

    @property
    def last(self) -> int:
        """The number of the last row shown."""
        return self.first + len(self.rows) - 1


NUMERIC = ("integer", "decimal", "double", "float", "nonNegativeInteger", "int", "long")


def read_table(engine: Engine, body: bytes, language: str, page: int = 1) -> Table:
    """Return one page of a results document, with labels in the language; a page past the end is the last."""
    document = json.loads(body)
    named = cast("list[str]", document["head"].get("vars", []))
    variables = tuple(named[:MOST_COLUMNS])
    bindings: list[Row] = document["results"]["bindings"]
    pages = max(1, -(-len(bindings) // ROWS_A_PAGE))
    page = min(max(1, page), pages)
    shown = bindings[(page - 1) * ROWS_A_PAGE : page * ROWS_A_PAGE]
    if len(named) > MOST_COLUMNS:
        shown = [{name: row[name] for name in variables if name in row} for row in shown]
    labels = read_labels(engine, _find_iris(shown), language)
    rows = tuple(tuple(make_cell(row.get(name), labels) for name in variables) for row in shown)
    return Table(variables, rows, tuple(shown), len(bindings), page, pages, len(named) > MOST_COLUMNS)


def require_showable(answer: Answer) -> None:
    """Raise AnswerTooLarge for an answer that is too large to be taken apart here."""
    if answer.size > LARGEST_SHOWN:
        raise AnswerTooLarge(
            f"The answer has {answer.size / 2**20:.0f} MiB, more than the {LARGEST_SHOWN >> 20} MiB that a page or a "
            "spreadsheet can be made of. Add LIMIT, or ask for it as a file: by format=csv, say."
        )


def _find_iris(rows: Sequence[Row]) -> Iterator[str]:
    for row in rows:
        yield from (term["value"] for term in row.values() if term["type"] == "uri")


def make_cell(term: Term | None, labels: Labels) -> Cell:
    """Return a term as a cell: an IRI by its label, a literal as it is, cut where it is very long."""
    if term is None:
        return Cell(is_bound=False)
    if term["type"] == "uri":
        thing = labels[term["value"]]
        known = term["value"] in labels
        text = thing.label.value if known else shorten_place(thing)
        return Cell(cut(text), thing.label.language, term["value"], thing.page)
    if term["type"] == "literal":
        datatype = term.get("datatype", "")
        is_number = datatype.rpartition("#")[2] in NUMERIC
        return Cell(cut(term["value"]), term.get("xml:lang", ""), shorten(datatype), None, is_number)
    if term["type"] == "bnode":
        return Cell(f"_:{term['value']}")
    return Cell(cut(json.dumps(term["value"], ensure_ascii=False)))


def shorten_place(thing: Thing) -> str:
    """Return how to show an IRI without a label: with its prefix, or by its last piece and fragment."""
    return thing.iri.rpartition("/")[2] if thing.is_ours and thing.short == thing.iri else thing.short


def cut(text: str) -> str:
    """Return the text, cut to what a cell can show."""
    return text if len(text) <= LONGEST_CELL else text[:LONGEST_CELL] + " …"
