"""``kg query``: asks in SPARQL, or one of the ready-made questions."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from kg.cli.data import open_data
from kg.cli.options import data_options, language_option, output_option
from kg.cli.outputs import choose_format, is_for_people, show_text, write_bytes
from kg.cli.tables import show_results
from kg.errors import MalformedQuery, NotAnswerable
from kg.formats import CSV, JSON, RDF_FORMATS, RESULTS_FORMATS, TURTLE, Format

if TYPE_CHECKING:
    from kg.engine import Answer, Engine

TABLE = "table"
# What an answer is, by its form.
ANSWERS = {"SELECT": "rows", "ASK": "true or false", "GRAPH": "triples"}
WORDS = {("en", True): "yes", ("en", False): "no", ("de", True): "ja", ("de", False): "nein"}
FORMATS = (TABLE, *(each.name for each in (*RESULTS_FORMATS, *RDF_FORMATS)))


@click.command()
@click.argument("file", required=False, type=click.Path(exists=True, dir_okay=False, allow_dash=True))
@click.option("-e", "--expression", metavar="TEXT", help="The query itself.")
@click.option("-q", "--question", metavar="NAME", help="A ready-made question; `kg questions` lists them.")
@click.option(
    "-f",
    "--format",
    "format_name",
    type=click.Choice(FORMATS),
    metavar="FORMAT",
    help=f"One of {', '.join(FORMATS)}.  [default: by the suffix of -o; else table on a terminal, "
    "csv in a pipe; ttl for triples]",
)
@click.option("--iris", is_flag=True, help="Show whole IRIs in the table, not labels.")
@output_option
@language_option
@data_options
def query(
    file: str | None,
    expression: str | None,
    question: str | None,
    format_name: str | None,
    iris: bool,
    output: str | None,
    lang: str,
    data: tuple[str, ...],
    packaged: bool,
) -> None:
    """Ask in SPARQL, or one of the ready-made questions.

    The query is in FILE, comes from standard input (-), or stands in -e TEXT. The prefixes kg, id, rdfs,
    schema, skos, time, prov, oa, dcterms and more need no PREFIX line. The default graph is the union of
    all graphs.

    \b
    Examples:
      kg query -e 'SELECT ?who ?what { ?who kg:leads ?what }'
      kg query --question who-leads-whom --lang de
      kg query question.rq --format json
      echo 'ASK { ?x a kg:Bid }' | kg query -
      kg query -e 'DESCRIBE id:salesforce' -o salesforce.ttl
    """
    if sum(given is not None for given in (file, expression, question)) != 1:
        raise click.UsageError("Give one query: FILE, - for standard input, -e TEXT or --question NAME.")
    from kg.sources import read_text

    graph = open_data(data, packaged=packaged)
    if question is not None:
        asked = graph.find_question(question)
        text, title = asked.text, asked.title[lang]
    else:
        text, title = read_text(file) if file is not None else str(expression), ""
    with naming(file):
        if format_name == TABLE or (format_name is None and output is None and is_for_people()):
            show_answer(graph.engine, text, lang, title=title, iris=iris)
        else:
            write_answer(graph.engine, text, choose_format(format_name, output), output)


@contextmanager
def naming(file: str | None) -> Iterator[None]:
    """Say in which file a malformed query is; nothing for a query that is in none."""
    try:
        yield
    except MalformedQuery as error:
        if file is None:
            raise
        shown = "Standard input" if file == "-" else f"'{file}'"
        raise MalformedQuery(f"{shown}: {error}", line=error.line, column=error.column) from error


def write_answer(engine: Engine, text: str, format: Format | None, output: str | None) -> None:
    """Write the answer for programs; its last line ends."""
    body = find_answer(engine, text, format).body
    write_bytes(body if body.endswith(b"\n") or not body else body + b"\n", output)


def find_answer(engine: Engine, text: str, format: Format | None) -> Answer:
    """Return the answer in this format, or in the usual ones: CSV, and Turtle for triples.

    Raises NotAnswerable where the answer is nothing for this format.
    """
    from kg.engine import Query

    is_for_triples = format in RDF_FORMATS
    answer = engine.query(
        Query(
            text,
            results_format=CSV if format is None or is_for_triples else format,
            graph_format=format if is_for_triples else TURTLE,
        )
    )
    if format is not None and answer.format != format:
        possible = " ".join(each.name for each in (RDF_FORMATS if answer.form == "GRAPH" else RESULTS_FORMATS))
        raise NotAnswerable(
            f"The answer is {ANSWERS[answer.form]}, which cannot be written as {format.name}. Use one of: {possible}."
        )
    return answer


def show_answer(engine: Engine, text: str, language: str, *, title: str = "", iris: bool = False) -> None:
    """Print the answer for people: rows as a table, a boolean as a word, triples as Turtle."""
    from kg.engine import Query

    answer = engine.query(Query(text, results_format=JSON, graph_format=TURTLE))
    if title:
        show_text(title, style="bold")
    if answer.form == "SELECT":
        show_results(answer.body, engine, language, iris=iris)
    elif answer.form == "ASK":
        show_text(WORDS[language, answer.boolean is True])
    else:
        write_bytes(answer.body)
