"""Finds, in the tokens of a group graph pattern, the triples that it looks for without naming a graph."""

from __future__ import annotations

from collections.abc import Sequence

from kg.engine.lexer import Token

_SOLUTION_MODIFIERS = ("GROUP", "ORDER", "HAVING", "LIMIT", "OFFSET")
_EXPRESSIONS = ("FILTER", "BIND")


def find_unnamed_pattern(tokens: Sequence[Token]) -> int | None:
    """Return the offset of the first triple pattern outside GRAPH, or None. ``tokens`` begin and end with braces."""
    index, in_expression = 0, False
    brackets = 0  # round ones that are open in an expression; of the groups that are open, in what each stands
    outside: list[int] = []
    while index < len(tokens):
        token = tokens[index]
        if _is_mark(token, "{"):
            outside.append(brackets)
            brackets, in_expression = 0, False
        elif _is_mark(token, "}"):
            brackets = outside.pop() if outside else 0
            in_expression = brackets > 0
        elif in_expression:
            brackets += _is_mark(token, "(") - _is_mark(token, ")")
            in_expression = brackets > 0 or not _is_mark(token, ")")
        elif token.kind == "word":
            in_expression = token.text.upper() in _EXPRESSIONS
            index = _skip_clause(tokens, index)
            continue
        elif not _is_mark(token, "."):
            return token.start
        index += 1
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
    """Return the index after a keyword and what belongs to it but for groups and expressions, which are looked at."""
    word = tokens[index].text.upper()
    if word == "GRAPH":
        return skip_group(tokens, index + 2) or len(tokens)
    if word == "VALUES":
        return skip_group(tokens, _find(tokens, index, "{")) or len(tokens)
    if word == "SELECT":
        return _find(tokens, index, "{")
    if word in _SOLUTION_MODIFIERS:
        return _find(tokens, index, "}")
    return index + 1


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
