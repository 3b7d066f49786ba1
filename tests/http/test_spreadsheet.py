"""CSV for spreadsheets: nothing in it is computed, and numbers stay numbers."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from kg.http.spreadsheet import FORMULA, is_number, write_cell

Serve = Callable[..., FlaskClient]


@pytest.mark.parametrize("text", ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "=", "-"])
def test_what_begins_as_a_formula_is_kept_as_text(text: str) -> None:
    assert write_cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["-3", "+4.5", "-1.5e3", "3", "Ann", "", "a=b"])
def test_numbers_and_other_texts_stay(text: str) -> None:
    assert write_cell(text) == text


@given(st.text(max_size=20))
def test_no_cell_begins_as_a_formula_unless_it_is_a_number(text: str) -> None:
    cell = write_cell(text)

    assert not cell.startswith(FORMULA) or is_number(cell)


def test_rows_come_as_csv_with_all_columns(serve: Serve) -> None:
    client = serve('id:x rdfs:label "=HYPERLINK(\\"http://evil.example\\")"@en .')
    query = "SELECT ?it ?label ?nothing (-3 AS ?n) { ?it rdfs:label ?label FILTER(STRSTARTS(?label, '=')) }"

    answer = client.get("/sparql", query_string={"query": query, "format": "spreadsheet"})

    assert answer.mimetype == "text/csv"
    assert list(csv.reader(io.StringIO(answer.text))) == [
        ["it", "label", "nothing", "n"],
        ["https://example.org/kg/id/x", '\'=HYPERLINK("http://evil.example")', "", "-3"],
    ]


def test_a_triple_term_is_a_cell_too(serve: Serve) -> None:
    query = "SELECT ?t { BIND(TRIPLE(id:x, rdfs:label, 'y') AS ?t) }"

    answer = serve("").get("/sparql", query_string={"query": query, "format": "spreadsheet"})

    assert answer.status_code == 200
    assert '""object"": {""type"": ""literal"", ""value"": ""y""' in answer.text


def test_triples_have_no_spreadsheet(serve: Serve) -> None:
    answer = serve("").get("/sparql?query=CONSTRUCT+{}+{}&format=spreadsheet")

    assert answer.status_code == 406
