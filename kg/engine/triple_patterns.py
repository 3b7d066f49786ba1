"""Finds basic graph patterns of plain triple patterns in a query's tokens (SPARQL 1.1 Query, sections 4.2 and 5.1).

Plain are triple patterns of variables, IRIs and literals alone; in a basic graph pattern of these their order is free.
Found is what opens a group that is evaluated on its own and has no other patterns to join: of the query itself, of a
GRAPH that is all of that, or of a sub-SELECT in it, after its WHERE. Elsewhere, as in OPTIONAL or EXISTS, what is
around the patterns may bind their variables.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from kg.engine.lexer import Token

_SHAPES = {"variable": "v", "iri": "i", "name": "i", "string": "s", "language": "l", "number": "n"}
_MARKS = frozenset(".;,{}()")
# What may follow the patterns in their group; no patterns may follow that, as they would join.
_CLAUSES = frozenset(("FILTER", "OPTIONAL", "MINUS", "BIND"))
# Before braces outside others: of a template, and of an expression in the SELECT clause.
_OTHER_GROUPS = ("CONSTRUCT", "EXISTS")
_OBJECT = r"(?:[vib]|s(?:l|\^i)?|[+]?n)"
_SUBJECT, _PREDICATE = "[vi]", "[via]"
_SAME_SUBJECT = rf"{_PREDICATE}{_OBJECT}(?:,{_OBJECT})*(?:;+{_PREDICATE}{_OBJECT}(?:,{_OBJECT})*)*;*"
_BLOCK = re.compile(rf"(?<=\{{){_SUBJECT}{_SAME_SUBJECT}(?:\.{_SUBJECT}{_SAME_SUBJECT})*\.?(?=[}}c])")
_OPENING = re.compile(r"[({]")
_PART = re.compile(rf"{_OBJECT}|[a.;,]")


class TriplePattern(NamedTuple):
    """A triple pattern; each term as the query writes it."""

    subject: str
    predicate: str
    object: str

    @property
    def variables(self) -> frozenset[str]:
        """The names of its variables, without their mark."""
        return frozenset(term[1:] for term in self if is_variable(term))

    def __str__(self) -> str:
        return " ".join(self)


class BasicGraphPattern(NamedTuple):
    """Triple patterns that stand at ``start`` to ``end`` (characters, exclusive), all in the graph that is named.

    ``graph`` is the name as the query writes it, "" for the default graph.
    """

    patterns: tuple[TriplePattern, ...]
    graph: str
    start: int
    end: int


def is_variable(term: str) -> bool:
    """Say whether a term, as a query writes it, is a variable."""
    return term[0] in "?$"


def find_basic_graph_patterns(tokens: Sequence[Token]) -> Iterator[BasicGraphPattern]:
    """Yield those of plain triple patterns, in the order of the text."""
    shape = "".join(_shape(tokens, index) for index in range(len(tokens)))
    graphs = dict(_find_groups(tokens))
    for match in _BLOCK.finditer(shape):
        start, end = match.span()
        if (graph := graphs.get(start - 1)) is None or not _is_all(shape, end, graph):
            continue
        patterns = tuple(_read_patterns(tokens, shape, start, end))
        yield BasicGraphPattern(patterns, graph, tokens[start].start, tokens[end - 1].end)


def _shape(tokens: Sequence[Token], index: int) -> str:
    """Return one character that stands for a token: what it can be in a pattern."""
    kind, text, _ = token = tokens[index]
    if kind == "mark":
        if text in "+-":  # a number has its sign before it, without a space
            return "+" if tokens[index + 1 : index + 2] and tokens[index + 1].start == token.end else "x"
        return "^" if text == "^^" else text if text in _MARKS else "x"
    if kind == "word":
        if text == "a":
            return "a"
        return "b" if text in ("true", "false") else "c" if text.upper() in _CLAUSES else "x"
    return _SHAPES.get(kind, "x")


def _is_all(shape: str, end: int, graph: str) -> bool:
    """Say whether no other patterns follow in the group: none at all around a GRAPH."""
    if graph:
        return shape[end : end + 2] == "}}"
    while shape[end : end + 1] in ("c", "."):
        opening = _OPENING.search(shape, end)
        end = _find_close(shape, opening.start()) + 1 if shape[end] == "c" and opening else end + 1
    return shape[end : end + 1] == "}"


def _find_close(shape: str, index: int) -> int:
    """Return where the bracket is closed that opens at ``index``; the end where it is not."""
    depth = 0
    for position in range(index, len(shape)):
        depth += (shape[position] in "({") - (shape[position] in ")}")
        if depth == 0:
            return position
    return len(shape)


def _find_groups(tokens: Sequence[Token]) -> Iterator[tuple[int, str]]:
    """Yield where each group that is evaluated on its own opens, and the name of its graph, or ""."""
    opened = list[str | None]()
    for index, token in enumerate(tokens):
        if token.kind != "mark":
            continue
        if token.text == "{":
            graph = _scope(tokens, index, opened)
            opened.append(graph)
            if graph is not None:
                yield index, graph
        elif token.text == "}" and opened:
            opened.pop()


def _scope(tokens: Sequence[Token], index: int, opened: Sequence[str | None]) -> str | None:
    """Return the graph of the group that opens at ``index`` in others; None if it is not evaluated on its own."""
    around = [token.text.upper() for token in tokens[max(0, index - 3) : index + 2]]
    before = around[min(index, 3) - 1] if index else ""
    if not opened:
        return None if before in _OTHER_GROUPS else ""
    if any(graph != "" for graph in opened):
        return None
    if before == "WHERE" or (before in ("{", "}", ".") and around[-1] == "SELECT"):
        return ""
    return tokens[index - 1].text if len(opened) == 1 and around[:2] == ["{", "GRAPH"] else None


def _read_patterns(tokens: Sequence[Token], shape: str, start: int, end: int) -> Iterator[TriplePattern]:
    """Yield the patterns of a basic graph pattern, which predicate and object lists may abbreviate (section 4.2)."""
    kept = list[str]()
    for part in _PART.finditer(shape, start, end):
        text = "".join(token.text for token in tokens[part.start() : part.end()])
        if text in (".", ";", ","):
            kept = kept[: ".;,".index(text)]
        elif len(kept) < 2:
            kept.append(text)
        else:
            yield TriplePattern(kept[0], kept[1], text)
