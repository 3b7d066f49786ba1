"""Rows as CSV: what a spreadsheet reads is what the solution has."""

from __future__ import annotations

import csv
from io import StringIO

import pytest

from kg.engine import InProcessEngine, Query
from kg.formats import CSV


def ask(values: str) -> tuple[str, list[list[str]]]:
    """Return the CSV of one row with these terms, as text and as rows."""
    engine = InProcessEngine([], rule="CONSTRUCT {} WHERE {}")
    text = engine.query(Query(f"SELECT ?a ?b {{ VALUES (?a ?b) {{ {values} }} }}", results_format=CSV)).body.decode()
    return text, list(csv.reader(StringIO(text, newline="")))


@pytest.mark.parametrize(
    ("terms", "row"),
    [
        ("(<http://a/#char=1,2> 3)", ["http://a/#char=1,2", "3"]),
        ('("a,b" "say ""x""")'.replace('""x""', r"\"x\""), ["a,b", 'say "x"']),
        (r'("line\nbreak" UNDEF)', ["line\nbreak", ""]),
        ('("Straße"@de "2017"^^<http://id.loc.gov/datatypes/edtf/EDTF>)', ["Straße", "2017"]),
    ],
)
def test_row_reads_back_as_it_is(terms: str, row: list[str]) -> None:
    _, rows = ask(terms)

    assert rows == [["a", "b"], row]


def test_lines_end_as_rfc_4180_says() -> None:
    text, _ = ask("(1 2)")

    assert text == "a,b\r\n1,2\r\n"


def test_many_rows_are_all_there() -> None:
    _, rows = ask(" ".join(f"({number} 0)" for number in range(2500)))

    assert len(rows) == 2501
