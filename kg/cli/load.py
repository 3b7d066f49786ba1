"""``kg load``: puts files of facts into the store of a service that is not running."""

from __future__ import annotations

from pathlib import Path

import click
from click.core import ParameterSource

from kg.cli.outputs import show_text
from kg.cli.progress import show_progress


@click.command()
@click.argument(
    "files",
    nargs=-1,
    required=True,
    metavar="FILE...",
    type=click.Path(exists=True, dir_okay=False, allow_dash=True),
)
@click.option(
    "--store",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    envvar="KG_STORE",
    show_envvar=True,
    help="The store; a new one begins with the packaged facts.",
)
@click.option("--no-validate", is_flag=True, help="Load facts even if they violate the shapes.")
@click.option(
    "--packaged/--only-data",
    default=True,
    envvar="KG_PACKAGED",
    show_envvar=True,
    help="Whether a new store begins with the packaged facts; a store that is there keeps its own.",
)
@click.pass_context
def load(context: click.Context, files: tuple[str, ...], store: Path, no_validate: bool, packaged: bool) -> None:
    """Put facts into a store, all of them or none.

    The graphs that the files name become what the files say; a Turtle file's graph is its @base. A new store
    is made when all of the facts are found to conform. No service may have the store open.

    \b
    Examples:
      kg load my-facts.ttl --store facts.kg
      kg load articles/*.ttl --store facts.kg
      kg load my-facts.ttl --only-data --store new.kg
    """
    is_asked = context.get_parameter_source("packaged") is ParameterSource.COMMANDLINE
    if is_asked and not packaged and store.exists():
        raise click.UsageError(
            f"--only-data is for a new store, and '{store}' is there and keeps its facts. "
            "Leave --only-data out to load into it, or name a file that is not there."
        )
    from kg.stored import load_store

    with show_progress("Validating") as progress:
        loaded = load_store(store, files, packaged=packaged, validates=not no_validate, progress=progress)
    count = sum((text or "").count("\n") for text in loaded.texts.values())
    changed = len(loaded.texts)
    show_text(f"{changed} graph{'' if changed == 1 else 's'} changed, of {count} triples.")
