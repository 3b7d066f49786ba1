"""Results as bars and over time, where their columns are of that shape; the drawings' numbers, never their SVG."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from math import isfinite

from kg.http.queries import Row, Term
from kg.http.results import NUMERIC, Cell, Table
from kg.http.timeline import Axis, read_day

DATED = ("date", "dateTime", "gYear", "gYearMonth")


@dataclass(frozen=True)
class Bar:
    """One row as a bar: its other cells, its number as written, and its length of 1000."""

    cells: tuple[Cell, ...]
    number: str
    length: int


@dataclass(frozen=True)
class Span:
    """One row over time: its other cells, and its first day and length in days on the axis."""

    cells: tuple[Cell, ...]
    start: int
    length: int


@dataclass(frozen=True)
class Spans:
    """All rows over time, by their beginning."""

    axis: Axis
    spans: tuple[Span, ...]


def read_number(term: Term | None) -> float | None:
    """Return a numeric literal's value; None for what is none, or has none."""
    if term is None or term.get("datatype", "").rpartition("#")[2] not in NUMERIC:
        return None
    try:
        number = float(term["value"])
    except ValueError:
        return None
    return number if isfinite(number) else None


def read_date(term: Term | None) -> date | None:
    """Return the first day of a date, month or year; None for what is none of these."""
    if term is None or term.get("datatype", "").rpartition("#")[2] not in DATED:
        return None
    return read_day((term["value"][:10] + "-01-01")[:10])


def _find_columns(table: Table, read: Callable[[Term], object]) -> list[int]:
    """Return the columns all of whose bound terms can be read so, and some are."""
    columns = []
    for index, name in enumerate(table.variables):
        terms = [row[name] for row in table.bindings if name in row]
        if terms and all(read(term) is not None for term in terms):
            columns.append(index)
    return columns


def draw_bars(table: Table) -> tuple[Bar, ...] | None:
    """Return the rows as bars; None unless exactly one column holds numbers, none negative, beside others."""
    columns = _find_columns(table, read_number)
    if len(columns) != 1 or len(table.variables) < 2:
        return None
    name = table.variables[columns[0]]
    numbers = [read_number(row.get(name)) or 0.0 for row in table.bindings]
    if min(numbers) < 0:
        return None
    longest = max(numbers) or 1.0
    return tuple(
        Bar(_drop(row, columns), row[columns[0]].text, round(1000 * (number / longest)))
        for row, number in zip(table.rows, numbers, strict=True)
    )


def draw_spans(table: Table) -> Spans | None:
    """Return the rows over time: from the first column of dates to the last; None where there is none."""
    columns = _find_columns(table, read_date)
    if not columns:
        return None
    first, last = (table.variables[column] for column in (columns[0], columns[-1]))
    ends = [(read_date(row.get(first)), read_date(row.get(last))) for row in table.bindings]
    days = [day for pair in ends for day in pair if day]
    years = range(min(days).year, max(days).year + 1)
    axis = Axis(years, (date(years[-1], 12, 31) - date(years[0], 1, 1)).days + 1)
    spans = [
        _make_span(_drop(row, columns), start or end, end or start, axis)
        for row, (start, end) in zip(table.rows, ends, strict=True)
        if start or end
    ]
    return Spans(axis, tuple(sorted(spans, key=lambda span: (span.start, span.length))))


def _make_span(cells: tuple[Cell, ...], start: date | None, end: date | None, axis: Axis) -> Span:
    origin = date(axis.years[0], 1, 1)
    begin = (start - origin).days if start else 0
    days = (end - start).days + 1 if start and end else 1
    return Span(cells, begin, max(axis.days // 160, days))


def _drop(row: Sequence[Cell], columns: Sequence[int]) -> tuple[Cell, ...]:
    return tuple(cell for index, cell in enumerate(row) if index not in columns and cell.is_bound)


def find_edges(table: Table) -> list[tuple[str, str, str]]:
    """Return the rows as edges: from the first column of IRIs to the last, named by one between; none for others."""
    edges = []
    for row in table.bindings:
        iris = [row[name]["value"] for name in table.variables if _is_iri(row, name)]
        if len(iris) >= 2:
            edges.append((iris[0], iris[1] if len(iris) > 2 else "", iris[-1]))
    return edges


def _is_iri(row: Row, name: str) -> bool:
    return name in row and row[name]["type"] == "uri"
