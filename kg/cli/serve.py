"""``kg serve``: the service with its pages, until Ctrl-C."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.options import data_options

MIB = 1 << 20


def announce(address: str) -> None:
    """Print where the service is, at once even into a pipe."""
    click.echo(f"Serving on {address} - stop with Ctrl-C.")


@click.command()
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    envvar="KG_HOST",
    show_envvar=True,
    help="Address to listen on; 0.0.0.0 is every address of this machine.",
)
@click.option(
    "--port",
    default=8000,
    show_default=True,
    envvar="KG_PORT",
    show_envvar=True,
    type=click.IntRange(0, 65535),
    help="Port to listen on; 0 is any free one.",
)
@data_options
@click.option(
    "--text",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    envvar="KG_TEXT",
    show_envvar=True,
    help="An article's text; its page shows it if its hash is right.",
)
@click.option(
    "--no-validate",
    is_flag=True,
    envvar="KG_NO_VALIDATE",
    show_envvar=True,
    help="Serve the facts of --data even if they violate the shapes.",
)
@click.option(
    "--base",
    show_default="that of the packaged facts",
    envvar="KG_BASE",
    show_envvar=True,
    metavar="IRI",
    help="Answer for IRIs under this prefix, at the rest of their path.",
)
@click.option(
    "--max-body",
    default=4.0,
    show_default=True,
    envvar="KG_MAX_BODY",
    show_envvar=True,
    metavar="MIB",
    type=click.FloatRange(0, min_open=True),
    help="Largest body of a request, in MiB.",
)
def serve(
    host: str,
    port: int,
    data: tuple[str, ...],
    packaged: bool,
    text: Path | None,
    no_validate: bool,
    base: str | None,
    max_body: float,
) -> None:
    """Serve pages, SPARQL and exports over HTTP.

    \b
    Examples:
      kg serve
      kg serve --port 8080 --data my-facts.ttl
      kg serve --host 0.0.0.0 --text article.txt
    """
    from kg.http import create_app
    from kg.http.server import run_server
    from kg.http.settings import Settings
    from kg.vocabulary import BASE

    settings = Settings(
        data=tuple(Path(file) for file in data),
        packaged=packaged,
        base=base or BASE,
        max_body=int(max_body * MIB),
        text=text,
        validates=not no_validate,
    )
    run_server(create_app(settings), host, port, max_body=settings.max_body, announce=announce)
