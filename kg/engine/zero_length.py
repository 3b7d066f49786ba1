"""Answers paths of length zero from a term that no triple has; pyoxigraph finds none of them.

SPARQL 1.1 Query, section 18.4 (ZeroLengthPath): ``:s :p* ?o`` has ``?o = :s`` whether a graph has ``:s`` or not. Where
it has not, that is the only answer, so that the triple may be written as ``VALUES ?o { :s }``.

This knows a triple that stands for itself, with an IRI and one name or bracket for its path, in the default graph. In
GRAPH the graph's name and whether there is such a graph matter too, and the query is left as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from kg.engine.lexer import Token, split_tokens
from kg.engine.prologue import skip_prologue

# What may be the end of a path's name or bracket, and its modifier.
_MODIFIED = re.compile(r"[\w>):\-]\s*[*?](?!\w)")
_TERMS = ("iri", "name", "variable")
_BEFORE, _AFTER = ("{", ".", "}", ")"), ("}", ".", "{")
_CLAUSES = frozenset(("FILTER", "OPTIONAL", "MINUS", "BIND", "VALUES"))


def write_zero_length(text: str, is_absent: Callable[[str, str], bool]) -> str:
    """Return a query with the triples of such a path from or to an IRI written as their only answer.

    ``is_absent`` says, by the query's declarations and an IRI as the query writes it, that no triple has it as subject
    or object.
    """
    if not _MODIFIED.search(text):
        return text
    tokens = list(split_tokens(text))
    if not tokens or any(token.kind == "word" and token.text.upper() == "GRAPH" for token in tokens):
        return text
    declarations = text[: tokens[min(skip_prologue(tokens), len(tokens) - 1)].start]
    found, pieces, position = dict[str, bool](), list[str](), 0
    for start, end, iri, answer in _find_triples(tokens):
        if iri not in found:
            found[iri] = is_absent(declarations, iri)
        if found[iri]:
            pieces += [text[position:start], answer]
            position = end
    return "".join([*pieces, text[position:]])


def _find_triples(tokens: Sequence[Token]) -> Iterator[tuple[int, int, str, str]]:
    """Yield start and end, in characters, of each such triple, its IRI, and its answer if no triple has that."""
    ends = _match_brackets(tokens)
    for index in range(1, len(tokens) - 3):
        first = tokens[index]
        if tokens[index - 1].text not in _BEFORE or first.kind not in _TERMS:
            continue
        end = _skip_path(tokens, index + 1, ends)
        if not end or end + 1 >= len(tokens) or not _begins_another(tokens[end + 1]):
            continue
        last = tokens[end]
        if first.kind != "variable" and last.kind == "variable":
            yield first.start, last.end, first.text, f" VALUES {last.text} {{ {first.text} }} "
        elif first.kind == "variable" and last.kind in _TERMS and last.kind != "variable":
            yield first.start, last.end, last.text, f" VALUES {first.text} {{ {last.text} }} "
        elif first.kind != "variable" and first.text == last.text:
            yield first.start, last.end, first.text, " {} "


def _begins_another(token: Token) -> bool:
    """Say whether a triple is over before this token."""
    return token.text in _AFTER or (token.kind == "word" and token.text.upper() in _CLAUSES)


def _match_brackets(tokens: Sequence[Token]) -> Mapping[int, int]:
    """Return where each bracket is closed, by where it opens."""
    ends, opened = dict[int, int](), list[int]()
    for index, token in enumerate(tokens):
        if token.text == "(":
            opened.append(index)
        elif token.text == ")" and opened:
            ends[opened.pop()] = index
    return ends


def _skip_path(tokens: Sequence[Token], index: int, ends: Mapping[int, int]) -> int:
    """Return the index after the path at ``index`` if it is one name or bracket with ``*`` or ``?``, else 0."""
    while tokens[index].text in ("^", "!") and index + 2 < len(tokens):
        index += 1
    if tokens[index].kind in ("iri", "name") or tokens[index].text == "a":
        modifier = index + 1
    else:
        modifier = ends.get(index, len(tokens)) + 1
    return modifier + 1 if modifier < len(tokens) - 1 and tokens[modifier].text in ("*", "?") else 0
