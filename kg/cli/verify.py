"""``kg verify``: proves the evidence of the facts against an article's text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kg.cli.commands import FINDING
from kg.cli.data import open_data
from kg.cli.labels import shorten
from kg.cli.options import data_options
from kg.cli.outputs import show_text

if TYPE_CHECKING:
    from kg.evidence import EvidenceReport


@click.command()
@click.argument("text", type=click.Path(exists=True, dir_okay=False, allow_dash=True))
@click.option("--article", metavar="SLUG", help="The article that it is the text of, if it is not evident.")
@data_options
@click.pass_context
def verify(context: click.Context, text: str, article: str | None, data: tuple[str, ...], packaged: bool) -> None:
    """Prove the facts' evidence against the article's text.

    Every passage is held against TEXT by its place and hash, and TEXT by its own length and hash. Exit
    status 1 if a passage is not as the facts say. The text is only read, never kept.

    \b
    Examples:
      kg verify article.txt
      kg verify article.txt --article first-release
      kg verify - < article.txt
    """
    from kg.sources import read_text

    report = open_data(data, packaged=packaged).verify(read_text(text), article)
    show_proof(report)
    if not report.ok:
        context.exit(FINDING)


def show_proof(report: EvidenceReport) -> None:
    """Print which passages fail and why, how many are proved, and how much of the text they cover."""
    for failure in report.failures:
        show_text(f"{shorten(failure.passage)}: {failure.reason}", style="bold red")
    show_text(f"{shorten(report.article)}: {report.proved} of {report.total} passages proved.")
    show_text(
        f"{report.sentences_covered} of {report.sentences_total} sentences are evidence of a fact; "
        f"the passages cover {report.coverage:.1%} of the text."
    )
