"""``kg passage``: finds words in an article's text and prints their passage in Turtle."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kg.cli.data import open_data
from kg.cli.options import data_options
from kg.cli.outputs import write_bytes

if TYPE_CHECKING:
    from kg.article import Article, Passage


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
    The output has positions and a hash, no words.

    \b
    Examples:
      kg passage article.txt 'the words that say so'
      kg passage article.txt 'Ende 2020' --article salesforce-microsoft >> article.ttl
    """
    from kg.passages import find_words, write_passages
    from kg.sources import read_text

    whole = read_text(text)
    places = find_words(whole, words)
    iri, sentences = find_sentences(open_data(data, packaged=packaged).articles, whole, article)
    write_bytes(write_passages(whole, places, iri, sentences).encode())


def find_sentences(articles: tuple[Article, ...], text: str, slug: str | None) -> tuple[str, tuple[Passage, ...]]:
    """Return the IRI of the article that the text is of, and its sentences: none for a new article's slug."""
    from kg.evidence import choose_article
    from kg.vocabulary import ARTICLE_BASE

    if slug is not None and not any(slug in (article.slug, article.iri) for article in articles):
        return ARTICLE_BASE + slug, ()
    article = choose_article(articles, text, slug)
    return article.iri, tuple(each for each in article.passages if each.sentence is not None)
