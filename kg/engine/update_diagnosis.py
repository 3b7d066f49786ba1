"""Says of a SPARQL Update that does not parse where and why; see `kg.engine.diagnosis` for the way it is found."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import pyoxigraph as ox

from kg.engine.lexer import Token, find_position
from kg.errors import MalformedQuery
from kg.vocabulary import PREFIXES

_PADDING = " " * 64  # longer than any keyword, so that reading ahead for one never reaches the end
_QUERIES = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")


def diagnose_update(text: str, tokens: Sequence[Token], error: SyntaxError) -> MalformedQuery:
    """Return the error to raise for ``text``, which pyoxigraph refused as an update with ``error``."""
    if tokens and tokens[0].text.upper() in _QUERIES:
        return _locate(text, tokens[0].start, f"{tokens[0].text.upper()} begins a query, and this takes updates")
    if (token := _find_unknown_prefix(tokens)) is not None:
        return _locate(text, token.start, f"unknown prefix {token.text.partition(':')[0]}:")
    if (opening := next((token for token in tokens if token.kind == "unclosed"), None)) is not None:
        return _locate(text, opening.start, "the string that begins here is not closed")
    count = _count_accepted(text, tokens)
    if count == len(tokens):
        reason = str(error).partition(": ")[2]
        ends = reason.startswith("expected") or not reason
        return _locate(text, len(text), "the update ends too early" if ends else reason.rstrip("."))
    return _locate(text, tokens[count].start, f"no update goes on with '{tokens[count].text[:40]}' here")


def _count_accepted(text: str, tokens: Sequence[Token]) -> int:
    """Return how many tokens from the start can still become an update, by halving."""
    low, high = 0, len(tokens)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if _is_accepted(text[: tokens[middle - 1].end]) else (low, middle - 1)
    return low


def _is_accepted(text: str) -> bool:
    """True if ``text`` is an update or the beginning of one: then the parser looks for more at its very end."""
    padded = text + _PADDING
    line, column = find_position(padded, len(padded))
    try:
        ox.Store().update(padded, prefixes=PREFIXES, base_iri="http://localhost/")
    except SyntaxError as error:
        return str(error).startswith(f"error at {line}:{column}: ")
    except RuntimeError:  # it parses, and drops a graph that there is not
        return True
    return True


def _find_unknown_prefix(tokens: Sequence[Token]) -> Token | None:
    declared = {name.text.partition(":")[0] for word, name in pairwise(tokens) if word.text.upper() == "PREFIX"}
    known = declared | set(PREFIXES)
    return next((token for token in tokens if token.kind == "name" and token.text.partition(":")[0] not in known), None)


def _locate(text: str, offset: int, reason: str) -> MalformedQuery:
    line, column = find_position(text, offset)
    return MalformedQuery(f"Line {line}, column {column}: {reason}.", line=line, column=column)
