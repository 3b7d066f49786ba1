"""The command ``kg`` with all its commands."""

from __future__ import annotations

import click

from kg.cli.commands import Commands
from kg.cli.export import export
from kg.cli.load import load
from kg.cli.passage import passage
from kg.cli.query import query
from kg.cli.questions import questions
from kg.cli.serve import serve
from kg.cli.validate import validate
from kg.cli.verify import verify


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="article-kg", prog_name="kg")
def main() -> None:
    """The facts of a news article as a knowledge graph: with stance and evidence, validated, queryable.

    \b
    Examples:
      kg serve                            ask in the browser, at http://127.0.0.1:8000/
      kg query --question who-leads-whom  ask a ready-made question
      kg query -e 'SELECT * { ?x a kg:Bid }'
      kg export -o graph.ttl              everything as Turtle

    Exit status: 0 fine, 1 the data or the evidence has faults, 2 the command could not be carried out.
    """


for command in (serve, query, questions, export, validate, verify, passage, load):
    main.add_command(command)
