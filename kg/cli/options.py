"""Options that several commands share: which facts, which language."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import click

LANGUAGES = ("en", "de")

Decorated = TypeVar("Decorated", bound=Callable[..., Any])


def find_language(environment: Mapping[str, str] = os.environ) -> str:
    """Return the reader's language by LC_ALL, LC_MESSAGES or LANG, the first that is set; else English."""
    locale = next((value for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (value := environment.get(name))), "")
    return locale[:2] if locale[:2] in LANGUAGES else "en"


def language_option(command: Decorated) -> Decorated:
    """Add ``--lang``."""
    return click.option(
        "--lang",
        type=click.Choice(LANGUAGES),
        default=find_language,
        envvar="KG_LANG",
        show_default="the terminal's",
        show_envvar=True,
        help="Language of labels and titles.",
    )(command)


def data_options(command: Decorated) -> Decorated:
    """Add ``--data`` and ``--only-data``."""
    data = click.option(
        "--data",
        multiple=True,
        type=click.Path(exists=True, dir_okay=False, allow_dash=True),
        metavar="FILE",
        envvar="KG_DATA",
        show_envvar=True,
        help="Facts of your own, beside the packaged ones; may be repeated. The suffix tells the format "
        "(.ttl .nt .nq .trig .jsonld .rdf); - is standard input, in Turtle.",
    )
    packaged = click.option(
        "--packaged/--only-data",
        default=True,
        envvar="KG_PACKAGED",
        show_envvar=True,
        help="With the packaged articles (the default), or the facts of --data alone.",
    )
    return data(packaged(command))


def output_option(command: Decorated) -> Decorated:
    """Add ``-o``."""
    return click.option(
        "-o",
        "--output",
        type=click.Path(dir_okay=False, allow_dash=True),
        metavar="FILE",
        help="Write to this file instead of standard output.",
    )(command)
