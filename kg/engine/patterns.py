"""Finds, in the tokens of a group graph pattern, the triples that it looks for without naming a graph."""

from __future__ import annotations

from collections.abc import Sequence

from kg.engine.lexer import Token

_SOLUTION_MODIFIERS = ("GROUP", "ORDER", "HAVING", "LIMIT", "OFFSET")


def find_unnamed_pattern(tokens: Sequence[Token]) -> int | None:
    """Return the offset of the first triple pattern outside GRAPH, or None. ``tokens`` begin and end with braces."""
    index = 0
    while index < len(tokens):
        token = tokens[index]
        if token.text in ("{", "}", "."):
            index += 1
        elif token.kind == "word":
            index = _skip_clause(tokens, index)
        else:
            return token.start
    return None


def skip_group(tokens: Sequence[Token], index: int) -> int | None:
    """Return the index after the braces that open at ``index``; None where none open there, or none close them."""
    if index >= len(tokens) or not _is_mark(tokens[index], "{"):
        return None
    depth = 0
    for position in range(index, len(tokens)):
        depth += _is_mark(tokens[position], "{") - _is_mark(tokens[position], "}")
        if depth == 0:
            return position + 1
    return None


def _skip_clause(tokens: Sequence[Token], index: int) -> int:
    """Return the index after a keyword and what belongs to it but for a group, whose content is looked at next."""
    word = tokens[index].text.upper()
    if word == "GRAPH":
        return skip_group(tokens, index + 2) or len(tokens)
    if word == "VALUES":
        return skip_group(tokens, _find(tokens, index, "{")) or len(tokens)
    if word == "SELECT":
        return _find(tokens, index, "{")
    if word in _SOLUTION_MODIFIERS:
        return _find(tokens, index, "}")
    if word in ("FILTER", "BIND"):
        return _skip_expression(tokens, index + 1)
    return index + 1


def _skip_expression(tokens: Sequence[Token], index: int) -> int:
    """Return the index after a bracketed expression or a call; at the group of an EXISTS that names no graph."""
    depth = 0
    while index < len(tokens):
        if end := skip_group(tokens, index):
            if depth == 0 or find_unnamed_pattern(tokens[index:end]) is not None:
                return index
            index = end
            continue
        depth += _is_mark(tokens[index], "(") - _is_mark(tokens[index], ")")
        index += 1
        if depth == 0 and _is_mark(tokens[index - 1], ")"):
            return index
    return index


def _find(tokens: Sequence[Token], index: int, mark: str) -> int:
    """Return the index of the next such mark outside round brackets and, unless it opens one, outside groups."""
    depth = 0
    while index < len(tokens):
        if depth == 0 and _is_mark(tokens[index], mark):
            return index
        if end := skip_group(tokens, index):
            index = end
            continue
        depth += _is_mark(tokens[index], "(") - _is_mark(tokens[index], ")")
        index += 1
    return index


def _is_mark(token: Token, text: str) -> bool:
    return token.kind == "mark" and token.text == text
