"""The group of commands: keeps their order and turns errors into a sentence and an exit status."""

from __future__ import annotations

from typing import Any

import click

from kg.errors import KgError, Nonconforming

FINE = 0
FINDING = 1
FAILED = 2

# The first that fits holds; anything else that goes wrong is FAILED.
EXIT_CODES: tuple[tuple[type[KgError], int], ...] = ((Nonconforming, FINDING), (KgError, FAILED))


class CommandFailed(click.ClickException):
    """An error of the library as click shows it: ``Error: sentence`` on standard error."""

    def __init__(self, error: KgError) -> None:
        super().__init__(str(error))
        self.exit_code = next(code for kind, code in EXIT_CODES if isinstance(error, kind))


class Commands(click.Group):
    """A group that lists its commands as they were added and says the library's errors as sentences."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # click names it
        """Return the commands' names in the order they were added."""
        return list(self.commands)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; a KgError becomes CommandFailed."""
        try:
            return super().invoke(ctx)
        except KgError as error:
            raise CommandFailed(error) from error
