"""Where a command's answer goes: standard output or a file, for people or for programs."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.errors import Unreadable
from kg.formats import RDF_FORMATS, RESULTS_FORMATS, Format, find_format

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

FORMATS = (*RESULTS_FORMATS, *RDF_FORMATS)
PIPE_WIDTH = 100

# What a terminal obeys: control characters (but tab and line feed), and turns of the direction of writing.
_COMMANDING = [*range(9), *range(11, 32), *range(127, 160), *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
_HARMLESS = dict.fromkeys(_COMMANDING, "\N{REPLACEMENT CHARACTER}")


def is_for_people() -> bool:
    """Say whether the answer goes to a terminal."""
    return sys.stdout.isatty()


def make_harmless(text: str) -> str:
    """Replace what a terminal would obey instead of show."""
    return text.translate(_HARMLESS)


def write_bytes(data: bytes, file: str | None = None) -> None:
    """Write the data to the file, or to standard output. Raises Unreadable if that fails."""
    if file is None or file == "-":
        with reporting_failure("standard output"):
            sys.stdout.buffer.write(data)
            sys.stdout.buffer.flush()
    else:
        with reporting_failure(f"'{file}'"):
            Path(file).write_bytes(data)


@contextmanager
def reporting_failure(place: str) -> Iterator[None]:
    """Turn what goes wrong in writing into Unreadable, but for a reader that goes away (a closed pipe)."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        raise Unreadable(f"Cannot write to {place}: {error.strerror}.") from error


def choose_format(name: str | None, file: str | None, among: Sequence[Format] = FORMATS) -> Format | None:
    """Return the format of this name, else the one whose name is the file's suffix; None where it has no suffix.

    Raises UsageError for a suffix of none of the formats.
    """
    if name is not None:
        return find_format(name)
    suffix = Path(file or "").suffix
    formats = {f".{each.name}": each for each in among}
    if suffix and suffix not in formats:
        raise click.UsageError(f"'{file}' names no format by its end; use --format, or one of {' '.join(formats)}.")
    return formats.get(suffix)


def open_console() -> Console:
    """Return a console on standard output, as wide as the terminal; 100 columns where that is none."""
    from rich.console import Console

    return Console(width=None if is_for_people() else PIPE_WIDTH, highlight=False, emoji=False, markup=False)


def show(what: RenderableType) -> None:
    """Print something made for people."""
    with reporting_failure("standard output"):
        open_console().print(what)


def show_text(text: str, *, style: str = "") -> None:
    """Print text for people as it is, but for what a terminal would obey; in a pipe its lines stay whole."""
    from rich.text import Text

    with reporting_failure("standard output"):
        open_console().print(Text(make_harmless(text), style=style), soft_wrap=not is_for_people())
