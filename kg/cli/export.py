"""``kg export``: the whole graph in one of the RDF formats."""

from __future__ import annotations

import click

from kg.cli.data import open_data
from kg.cli.options import data_options, output_option
from kg.cli.outputs import choose_format, write_bytes
from kg.formats import RDF_FORMATS, TURTLE

FORMATS = tuple(each.name for each in RDF_FORMATS)


@click.command()
@click.option(
    "-f",
    "--format",
    "format_name",
    type=click.Choice(FORMATS),
    help="The format.  [default: by the suffix of -o, else ttl]",
)
@output_option
@data_options
def export(format_name: str | None, output: str | None, data: tuple[str, ...], packaged: bool) -> None:
    """Write the whole graph in one of the RDF formats.

    That is facts, entities, ontology, shapes, questions and derived relations. The same graph gives the
    same bytes. Turtle, N-Triples and RDF/XML hold all named graphs merged; N-Quads, TriG and JSON-LD keep
    them apart.

    \b
    Examples:
      kg export > graph.ttl
      kg export -o graph.jsonld
      kg export --only-data --data my-facts.ttl --format nq
    """
    chosen = choose_format(format_name, output, RDF_FORMATS) or TURTLE
    write_bytes(open_data(data, packaged=packaged).export(chosen), output)
