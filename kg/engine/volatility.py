"""Tells queries that may answer differently each time from those that only the dataset decides."""

from __future__ import annotations

from kg.engine.lexer import split_tokens

# SPARQL 1.1 Query, sections 17.4.2.12 f., 17.4.4.5 and 17.4.5.1.
_VOLATILE = ("NOW", "RAND", "UUID", "STRUUID")


def is_volatile(text: str) -> bool:
    """True if the query has a function whose value is new each time."""
    upper = text.upper()
    if not any(name in upper for name in _VOLATILE):
        return False
    return any(token.kind == "word" and token.text.upper() in _VOLATILE for token in split_tokens(text))
