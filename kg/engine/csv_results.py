"""Rows as CSV (SPARQL 1.1 Query Results CSV and TSV Formats, section 3; RFC 4180).

pyoxigraph's own serialiser leaves IRIs unquoted, so that a comma in one, as every passage's IRI has, gives a column too
many.
"""

from __future__ import annotations

import csv
from io import StringIO

import pyoxigraph as ox

from kg.engine.output import Output

_ROWS_AT_ONCE = 1000


def write_csv(solutions: ox.QuerySolutions, output: Output) -> None:
    """Serialise the solutions: variables, then a line each; unbound is empty, blank nodes are labelled ``_:…``."""
    buffer = StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow([variable.value for variable in solutions.variables])
    for number, solution in enumerate(solutions, 1):
        row = [_write_term(term) for term in solution]
        if row == [""]:
            buffer.write("\r\n")  # the writer would quote it, and so say that there is a string
        else:
            writer.writerow(row)
        if number % _ROWS_AT_ONCE == 0:
            _empty(buffer, output)
    _empty(buffer, output)


def _write_term(term: object) -> str:
    if term is None:
        return ""
    return term.value if isinstance(term, ox.NamedNode | ox.Literal) else str(term)


def _empty(buffer: StringIO, output: Output) -> None:
    output.write(buffer.getvalue().encode("utf-8"))
    buffer.seek(0)
    buffer.truncate()
