"""``kg validate``: holds facts against the shapes and says where they fail."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import click

from kg.cli.commands import FINDING
from kg.cli.data import open_data
from kg.cli.labels import shorten
from kg.cli.options import data_options
from kg.cli.outputs import show_text, write_bytes

if TYPE_CHECKING:
    from kg.validation import Finding, Report

STYLES = {"Violation": "bold red", "Warning": "yellow", "Info": "dim"}


@click.command()
@click.argument("files", nargs=-1, metavar="[FILE]...", type=click.Path(exists=True, dir_okay=False, allow_dash=True))
@click.option(
    "-f",
    "--format",
    "format_name",
    type=click.Choice(("text", "turtle", "json")),
    default="text",
    show_default=True,
    help="Form of the report; turtle is a sh:ValidationReport.",
)
@data_options
@click.pass_context
def validate(
    context: click.Context, files: tuple[str, ...], format_name: str, data: tuple[str, ...], packaged: bool
) -> None:
    """Hold facts against the shapes, and say where they fail.

    They are those of FILE beside the packaged ones, or without FILE the packaged ones alone. Exit status
    1 if anything violates a shape; warnings are shown and pass.

    \b
    Examples:
      kg validate
      kg validate my-facts.ttl
      kg validate my-facts.ttl --only-data --format json
      kg export | kg validate -
    """
    report = open_data((*files, *data), packaged=packaged).validate()
    if format_name == "turtle":
        write_bytes(report.to_turtle().encode())
    elif format_name == "json":
        write_bytes(report.to_json().rstrip().encode() + b"\n")
    else:
        show_report(report)
    if any(finding.severity == "Violation" for finding in report.findings):
        context.exit(FINDING)


def show_report(report: Report) -> None:
    """Print the findings for people, each with its place and what to do, and a line that sums up."""
    for finding in report.findings:
        show_text(locate(finding), style=STYLES[finding.severity])
        show_text(f"  {finding.message}")
        show_text(f"  {describe(finding)}\n", style="dim")
    show_text(sum_up(report))


def locate(finding: Finding) -> str:
    """Return where it is and how severe, as compilers write it: ``facts.ttl:12: Violation: kg:fact/x``."""
    places = [finding.source, str(finding.line or ""), f" {finding.severity}", f" {shorten(finding.focus)}"]
    return ":".join(place for place in places if place).strip()


def describe(finding: Finding) -> str:
    """Return the finding's path, value and shape in one line."""
    parts = {"path": finding.path, "value": finding.value, "shape": finding.shape}
    return ", ".join(f"{name} {shorten(part)}" for name, part in parts.items() if part)


def sum_up(report: Report) -> str:
    """Return one sentence: ``The facts do not conform: 2 violations, 1 warning.``"""
    counts = Counter(finding.severity.lower() for finding in report.findings)
    found = ", ".join(f"{number} {name}{'' if number == 1 else 's'}" for name, number in counts.items())
    if counts["violation"]:
        return f"The facts do not conform: {found}."
    return f"The facts conform: {found}." if found else "The facts conform."
