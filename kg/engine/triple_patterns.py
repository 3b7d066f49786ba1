"""Finds basic graph patterns of plain triple patterns in a query's tokens (SPARQL 1.1 Query, sections 4.2 and 5.1).

Plain are triple patterns of variables, IRIs and literals alone; in a basic graph pattern of these their order is free.
Found is what follows the opening brace of a group that is evaluated on its own: of the query itself, of a GRAPH in it,
or of a sub-SELECT. All else is left out: in OPTIONAL or EXISTS, what surrounds the group may bind its variables.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from kg.engine.lexer import Token

_SHAPES = {"variable": "v", "iri": "i", "name": "i", "string": "s", "language": "l", "number": "n"}
_MARKS = frozenset(".;,{")
# What ends the patterns, beside the group's end, and neither binds a variable nor has patterns that join with them.
_CLAUSES = frozenset(("FILTER", "OPTIONAL", "MINUS", "BIND"))
# Before braces outside others: of a template, and of an expression in the SELECT clause.
_OTHER_GROUPS = ("CONSTRUCT", "EXISTS")
_OBJECT = r"(?:[vib]|s(?:l|\^i)?|[+]?n)"
_SUBJECT, _PREDICATE = "[vi]", "[via]"
_SAME_SUBJECT = rf"{_PREDICATE}{_OBJECT}(?:,{_OBJECT})*(?:;+{_PREDICATE}{_OBJECT}(?:,{_OBJECT})*)*;*"
_BLOCK = re.compile(rf"(?<=\{{){_SUBJECT}{_SAME_SUBJECT}(?:\.{_SUBJECT}{_SAME_SUBJECT})*\.?(?=[}}c])")
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
    shape = "".join(map(_shape, tokens))
    graphs = dict(_find_groups(tokens))
    for match in _BLOCK.finditer(shape):
        start, end = match.span()
        if (graph := graphs.get(start - 1)) is None:
            continue
        patterns = tuple(_read_patterns(tokens, shape, start, end))
        yield BasicGraphPattern(patterns, graph, tokens[start].start, tokens[end - 1].end)


def _shape(token: Token) -> str:
    """Return one character that stands for a token: what it can be in a pattern."""
    kind, text = token.kind, token.text
    if kind == "mark":
        return "+" if text in "+-" else "^" if text == "^^" else text if text in _MARKS or text == "}" else "x"
    if kind == "word":
        if text == "a":
            return "a"
        return "b" if text in ("true", "false") else "c" if text.upper() in _CLAUSES else "x"
    return _SHAPES.get(kind, "x")


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
    before = tokens[index - 1].text.upper() if index else ""
    if not opened:
        return None if before in _OTHER_GROUPS else ""
    if opened == [""] and tokens[index - 2].text.upper() == "GRAPH":
        return tokens[index - 1].text
    return "" if before == "WHERE" and not any(opened) else None


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
