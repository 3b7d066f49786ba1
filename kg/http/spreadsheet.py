"""CSV for spreadsheets: no cell of it is taken for a formula, which SPARQL's own CSV (exact values) cannot promise."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

# What makes a spreadsheet program compute a cell instead of showing it (OWASP, CSV Injection).
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_spreadsheet(body: bytes) -> str:
    """Return SPARQL results JSON as CSV; texts that begin as a formula get an apostrophe before them, numbers stay."""
    document = json.loads(body)
    names = document["head"].get("vars", [])
    output = io.StringIO()
    writer = csv.writer(output)
    writer.writerow([write_cell(name) for name in names])
    for row in document["results"]["bindings"]:
        writer.writerow([write_cell(write_term(row[name])) if name in row else "" for name in names])
    return output.getvalue()


def write_term(term: dict[str, Any]) -> str:
    """Return a term's value; that of a triple term, which is no text, as JSON."""
    value = term["value"]
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def write_cell(text: str) -> str:
    """Return a cell's text, kept from being computed."""
    return f"'{text}" if text.startswith(FORMULA) and not is_number(text) else text


def is_number(text: str) -> bool:
    """Say whether the text is a plain number, such as -3 or +1.5e3."""
    return text.isascii() and text[1:].replace(".", "", 1).replace("e", "", 1).isdigit()
