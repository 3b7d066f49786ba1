"""Answers paths of length zero from a term that no triple has; pyoxigraph finds none of them.

SPARQL 1.1 Query, section 18.4 (ZeroLengthPath): ``:s :p* ?o`` has ``?o = :s`` whether the graph has ``:s`` or
not. Where it has not, that is the only answer, so that the triple may be written as ``VALUES ?o { :s }``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from kg.engine.lexer import Token, split_tokens

# What may be the end of a path's name or bracket, and its modifier.
_MODIFIED = re.compile(r"[\w>)][*?](?!\w)")
_CONSTANTS = ("iri", "name")
_BEFORE, _AFTER = ("{", "."), ("}", ".")


def write_zero_length(text: str, is_absent: Callable[[str], bool]) -> str:
    """Return a query with triples of such a path, between an IRI and a variable, written as their only answer.

    ``is_absent`` says of an IRI, as the query writes it, that no triple has it as subject or object.
    """
    if not _MODIFIED.search(text):
        return text
    tokens = list(split_tokens(text))
    if any(name.text.upper() == "GRAPH" and value.kind == "variable" for name, value in pairwise(tokens)):
        return text  # there VALUES would have to have the graph's name too, for each graph
    pieces, position = [], 0
    for start, end, iri, variable in _find_triples(tokens):
        if is_absent(iri):
            pieces += [text[position:start], f"VALUES {variable} {{ {iri} }}"]
            position = end
    return "".join([*pieces, text[position:]])


def _find_triples(tokens: Sequence[Token]) -> Iterator[tuple[int, int, str, str]]:
    """Yield start and end, in characters, of each triple that stands for itself, its IRI and its variable."""
    for index in range(1, len(tokens) - 3):
        first = tokens[index]
        if tokens[index - 1].text not in _BEFORE or first.kind not in (*_CONSTANTS, "variable"):
            continue
        end = _skip_path(tokens, index + 1)
        if not end or end + 1 >= len(tokens) or tokens[end + 1].text not in _AFTER:
            continue
        last = tokens[end]
        if first.kind in _CONSTANTS and last.kind == "variable":
            yield first.start, last.end, first.text, last.text
        elif first.kind == "variable" and last.kind in _CONSTANTS:
            yield first.start, last.end, last.text, first.text


def _skip_path(tokens: Sequence[Token], index: int) -> int:
    """Return the index after the path at ``index`` if it is one name or bracket with ``*`` or ``?``, else 0."""
    while tokens[index].text in ("^", "!") and index + 1 < len(tokens):
        index += 1
    if tokens[index].text == "(":
        index = _skip_bracket(tokens, index)
    elif tokens[index].kind in ("iri", "name") or tokens[index].text == "a":
        index += 1
    else:
        return 0
    return index + 1 if 0 < index < len(tokens) - 1 and tokens[index].text in ("*", "?") else 0


def _skip_bracket(tokens: Sequence[Token], index: int) -> int:
    depth = 0
    for position in range(index, len(tokens)):
        depth += (tokens[position].text == "(") - (tokens[position].text == ")")
        if depth == 0:
            return position + 1
    return 0
