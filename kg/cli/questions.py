"""``kg questions``: the ready-made questions, or the SPARQL of one."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from kg.cli.data import open_data
from kg.cli.options import language_option
from kg.cli.outputs import is_for_people, show_text, write_bytes
from kg.cli.tables import show_table

if TYPE_CHECKING:
    from kg.questions import Question

FIELDS = ("name", "title", "description", "themes")


@click.command()
@click.argument("name", required=False)
@click.option(
    "-f",
    "--format",
    "format_name",
    type=click.Choice(("table", "csv", "json")),
    help="Form of the list.  [default: table on a terminal, csv in a pipe]",
)
@language_option
def questions(name: str | None, format_name: str | None, lang: str) -> None:
    """List the ready-made questions, or print the SPARQL of one.

    \b
    Examples:
      kg questions
      kg questions --lang de --format json
      kg questions who-leads-whom > mine.rq
    """
    graph = open_data((), packaged=True)
    if name is not None:
        write_bytes(graph.find_question(name).text.rstrip().encode() + b"\n")
        return
    rows = [_describe(question, lang) for question in graph.questions]
    if format_name == "json":
        write_bytes(json.dumps(rows, ensure_ascii=False, indent=2).encode() + b"\n")
    elif format_name == "csv" or (format_name is None and not is_for_people()):
        write_bytes(write_csv(rows))
    else:
        _show_list(rows)


def write_csv(rows: Sequence[dict[str, str]]) -> bytes:
    """Return the rows as CSV (RFC 4180) with a header line."""
    text = io.StringIO()
    writer = csv.DictWriter(text, FIELDS)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def _describe(question: Question, language: str) -> dict[str, str]:
    return {
        "name": question.name,
        "title": question.title[language],
        "description": question.description[language],
        "themes": " ".join(question.themes),
    }


def _show_list(rows: Sequence[dict[str, str]]) -> None:
    columns = ("themes", "name", "title")
    show_table(columns, sorted(tuple(row[column] for column in columns) for row in rows))
    show_text(f"{len(rows)} questions", style="dim")
