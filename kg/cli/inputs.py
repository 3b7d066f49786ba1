"""Texts that commands read, from files or standard input (``-``); never interprets them."""

from __future__ import annotations

import sys
from pathlib import Path

from kg.errors import MalformedText, Unreadable

STANDARD_INPUT = "-"


def read_text(name: str) -> str:
    """Return the text of a file or of standard input, line ends as they are.

    Unreadable if it cannot be read, MalformedText if it is not UTF-8.
    """
    try:
        data = sys.stdin.buffer.read() if name == STANDARD_INPUT else Path(name).read_bytes()
    except OSError as error:
        raise Unreadable(f"Cannot read '{name}': {error.strerror}.") from error
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        shown = "standard input" if name == STANDARD_INPUT else f"'{name}'"
        raise MalformedText(f"{shown} is not UTF-8: see line {line}. Save it as UTF-8.", line=line) from error
