"""Reads environment variables as the options of ``kg serve`` read them: the same words and bounds; empty is not set."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kg.errors import InputError

Environment = Mapping[str, str]

# The words that the command line's library knows for yes and no.
_YES = ("1", "true", "t", "yes", "y", "on")
_NO = ("0", "false", "f", "no", "n", "off", "")
_MOST = 1_000_000


@dataclass(frozen=True)
class Bounds:
    """What a number may be: from ``least`` on, or above it, up to a million; whole or not."""

    least: float = 0
    is_above: bool = False
    is_whole: bool = False

    def hold(self, number: float) -> bool:
        """Say whether the number is one of these; NaN and infinity never are."""
        return self.least <= number <= _MOST and not (self.is_above and number == self.least)

    def __str__(self) -> str:
        start = f"above {self.least:g} and" if self.is_above else f"from {self.least:g}"
        return f"a {'whole ' if self.is_whole else ''}number {start} up to {_MOST}"


POSITIVE = Bounds(is_above=True)


def read_switch(environment: Environment, name: str, *, usual: bool = False) -> bool:
    """Return whether a variable says yes. Raises InputError for what is no word for yes or no."""
    text = environment.get(name)
    if not text:
        return usual
    word = text.strip().lower()
    if word not in _YES + _NO:
        raise InputError(f"{name} is '{text}'; give one of {', '.join(_YES)}, or {', '.join(filter(None, _NO))}.")
    return word in _YES


def read_number(environment: Environment, name: str, usual: float, bounds: Bounds = POSITIVE) -> float:
    """Return a variable's number. Raises InputError for what is no number within the bounds."""
    text = environment.get(name)
    if not text:
        return usual
    try:
        number = int(text) if bounds.is_whole else float(text)
    except ValueError as error:
        raise InputError(f"{name} is '{text}'; give {bounds}.") from error
    if not bounds.hold(number):
        raise InputError(f"{name} is '{text}'; give {bounds}.")
    return number


def read_path(environment: Environment, name: str) -> Path | None:
    """Return a variable's path."""
    text = environment.get(name)
    return Path(text) if text else None
