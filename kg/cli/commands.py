"""The group of commands: keeps their order and turns errors into a sentence and an exit status."""

from __future__ import annotations

from typing import Any

import click

from kg.errors import KgError, Nonconforming

FINDING = 1
FAILED = 2


class Found(click.ClickException):
    """An error that is about the data: ``Error: sentence`` on standard error, status 1."""

    exit_code = FINDING


class Failed(click.ClickException):
    """An error that kept the command from its work: ``Error: sentence`` on standard error, status 2."""

    exit_code = FAILED


# The first kind that fits holds.
SHOWN_AS: tuple[tuple[type[KgError], type[click.ClickException]], ...] = (
    (Nonconforming, Found),
    (KgError, Failed),
)


class Commands(click.Group):
    """A group that lists its commands as they were added and says the library's errors as sentences."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # click names it
        """Return the commands' names in the order they were added."""
        return list(self.commands)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; a KgError is raised again as SHOWN_AS says."""
        try:
            return super().invoke(ctx)
        except KgError as error:
            shown = next(shown for kind, shown in SHOWN_AS if isinstance(error, kind))
            raise shown(str(error)) from error
