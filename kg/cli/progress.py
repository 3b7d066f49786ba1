"""Shows on a terminal how far something is; into a pipe or a file, nothing is written."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.engine import Progress


@contextmanager
def show_progress(what: str) -> Iterator[Progress]:
    """Give a function that shows how much of how much is done; until it is called, that the store is opened."""
    if not sys.stderr.isatty():
        yield lambda _done, _all: None
        return
    from rich.console import Console
    from rich.progress import Progress as Bar

    with Bar(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Opening the store", total=None)

        def advance(done: int, total: int) -> None:
            bar.update(task, description=what, completed=done, total=total)

        yield advance
