"""``kg serve``: the service with its pages, until Ctrl-C."""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli.options import MOST, POSITIVE, Number, data_options
from kg.cli.progress import show_progress

if TYPE_CHECKING:
    from kg.http.settings import Settings

MIB = 1 << 20


def announce(address: str) -> None:
    """Print where the service is, at once even into a pipe."""
    click.echo(f"Serving on {address} - stop with Ctrl-C.")


def setting(name: str, **details: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Return an option that an environment variable sets too: ``--max-body`` and KG_MAX_BODY."""
    variable = "KG_" + name.removeprefix("--").replace("-", "_").upper()
    shown: dict[str, Any] = {"envvar": variable, "show_envvar": True, "show_default": True}
    return click.option(name, **shown | details)


@click.command()
@setting("--host", default="127.0.0.1", help="Address to listen on; 0.0.0.0 is every address of this machine.")
@setting("--port", default=8000, type=click.IntRange(0, 65535), help="Port to listen on; 0 is any free one.")
@data_options
@setting("--engine", metavar="URL", help="Serve what this SPARQL endpoint holds, read-only, in place of facts here.")
@setting(
    "--store",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Take writes and keep them in this file. A new one begins with the packaged facts.",
)
@setting(
    "--token-file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="The token that whoever writes has to send, in a file; or KG_TOKEN has it.",
)
@setting("--no-validate", is_flag=True, help="Serve facts and take writes even if they violate the shapes.")
@setting("--strict-default-graph", is_flag=True, help="The default graph of a query is not the union of all graphs.")
@setting(
    "--text",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="An article's text; its page shows it if its hash is right.",
)
@setting(
    "--base",
    show_default="that of the packaged facts",
    metavar="IRI",
    help="Answer for IRIs under this prefix, at the rest of their path.",
)
@setting("--timeout", default=10.0, metavar="S", type=POSITIVE, help="Seconds that one query may take.")
@setting("--write-timeout", default=60.0, metavar="S", type=POSITIVE, help="Seconds that one write may take.")
@setting(
    "--memory",
    default=512,
    metavar="MIB",
    type=click.IntRange(16, MOST),
    help="Memory that one query may take, in MiB.",
)
@setting("--max-answer", default=256.0, metavar="MIB", type=POSITIVE, help="Largest answer to one query, in MiB.")
@setting("--access-log", is_flag=True, help="Log each request as a JSON line on standard error.")
@setting("--cache", default=64.0, metavar="MIB", type=Number(0, MOST), help="Answers kept to be given again, in MiB.")
@setting("--max-body", default=4.0, metavar="MIB", type=POSITIVE, help="Largest body of a request, in MiB.")
@setting(
    "--workers",
    show_default="one more than there are processors",
    metavar="N",
    type=click.IntRange(1, MOST),
    help="Queries that are evaluated at a time.",
)
@setting(
    "--queue",
    default=64,
    metavar="N",
    type=click.IntRange(0, MOST),
    help="Queries that may wait; more are told to retry.",
)
def serve(host: str, port: int, **options: Any) -> None:
    """Serve pages, SPARQL and exports over HTTP.

    Each query runs in a process of its own, which ends at its limits and can reach no file and no other host.

    \b
    Examples:
      kg serve
      kg serve --port 8080 --data my-facts.ttl
      kg serve --host 0.0.0.0 --timeout 5 --text article.txt
      kg serve --store facts.kg --token-file token.txt
      kg serve --engine http://localhost:7878/query
    """
    from kg.http import close_app, create_app
    from kg.http.server import serve_app

    settings = read_settings(options)
    if options["access_log"]:
        logging.basicConfig(format="%(message)s")
        logging.getLogger("kg.access").setLevel(logging.INFO)
    with show_progress("Opening the store") if settings.store else nullcontext(None) as progress:
        application = create_app(settings, progress=progress)
    try:
        serve_app(application, host, port, announce=announce)
    finally:
        close_app(application)


def read_settings(options: dict[str, Any]) -> Settings:
    """Return the service's settings by the command's options: MiB become bytes."""
    from kg.engine import Limits
    from kg.http.settings import Settings, read_token
    from kg.vocabulary import BASE

    workers = {"workers": options["workers"]} if options["workers"] else {}
    limits = Limits(
        timeout_s=options["timeout"],
        write_timeout_s=options["write_timeout"],
        memory_bytes=options["memory"] * MIB,
        max_answer_bytes=int(options["max_answer"] * MIB),
        queue=options["queue"],
        **workers,
    )
    return Settings(
        data=tuple(Path(file) for file in options["data"]),
        packaged=options["packaged"],
        base=options["base"] or BASE,
        max_body=int(options["max_body"] * MIB),
        text=options["text"],
        cache=int(options["cache"] * MIB),
        validates=not options["no_validate"],
        limits=limits,
        engine=options["engine"],
        store=options["store"],
        token=read_token(options["token_file"]),
        strict_default_graph=options["strict_default_graph"],
    )
