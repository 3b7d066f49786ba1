"""Options that several commands share: which facts, which language."""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

import click

LANGUAGES = ("en", "de")
# The most that a number may be, of seconds, MiB or anything: more is not meant, and no timer of the system takes it.
MOST = 1_000_000

Decorated = TypeVar("Decorated", bound=Callable[..., Any])


class Number(click.FloatRange):
    """A number within a range; "nan" is in none."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """Return the number; BadParameter for what is none, or out of the range."""
        number = super().convert(value, param, ctx)
        if math.isnan(number):
            self.fail(f"{value!r} is not a number.", param, ctx)
        return number


POSITIVE = Number(0, MOST, min_open=True)


class FactsFile(click.Path):
    """A file of facts that is there, or ``-``; a variable may name several, and empty names are none."""

    def __init__(self) -> None:
        super().__init__(exists=True, dir_okay=False, allow_dash=True)

    def split_envvar_value(self, rv: str) -> Sequence[str]:
        """Return the names in the variable."""
        return [name for name in super().split_envvar_value(rv) if name]


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
        type=FactsFile(),
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
