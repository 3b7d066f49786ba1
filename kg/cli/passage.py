"""``kg passage``: finds words in an article's text and prints their passage in Turtle."""

from __future__ import annotations

import click

from kg.cli.data import open_data
from kg.cli.options import data_options
from kg.cli.outputs import write_bytes


@click.command()
@click.argument("text", type=click.Path(exists=True, dir_okay=False, allow_dash=True))
@click.argument("words")
@click.option(
    "--article", metavar="SLUG", help="The article that it is the text of; needed for one that is not in the graph yet."
)
@data_options
def passage(text: str, words: str, article: str | None, data: tuple[str, ...], packaged: bool) -> None:
    """Find words in an article's text and print their passage.

    It is printed in Turtle, ready to paste. Words that stand there several times give several passages.
    For a slug that is not in the graph yet, the new article is described too.
    The output has positions and hashes, no words.

    \b
    Examples:
      kg passage article.txt 'the words that say so'
      kg passage article.txt 'Ende 2020' --article salesforce-microsoft >> article.ttl
    """
    from kg.sources import read_text

    graph = open_data(data, packaged=packaged)
    write_bytes(graph.find_passages(read_text(text), words, article).encode())
