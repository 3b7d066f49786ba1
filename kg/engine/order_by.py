"""Rewrites ORDER BY so that it sorts by a total order: each condition is wrapped in a function that gives a sort key.

pyoxigraph compares terms pairwise: 9 < 10 by value, "10" < "9" and 10 < "9" by their characters. Over ordinary data of
mixed types that order has circles: up to 20 rows it silently comes out wrong, and from 21 rows on the sort notices and
aborts the process. Keys (`kg.engine.sort_key`) are computed once a row and compared as plain strings. What most rows
are sorted by, an IRI, a string or a day, gets the same key by SPARQL's own means: a call of Python takes far longer.
What can only be an IRI or a blank node needs no key.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from kg.engine.lexer import Token, split_tokens
from kg.engine.triple_patterns import find_basic_graph_patterns, is_variable
from kg.vocabulary import PREFIXES

_CLOSING = {"(": ")", "{": "}"}
_XSD, _RDF = PREFIXES["xsd"], PREFIXES["rdf"]
_VARIABLE = re.compile(r"\(?\s*([?$]\w+)\s*\)?")
# The key of a variable; division by zero, and YEAR of what is no date, lead to the function.
_KEY_OF_VARIABLE = (
    "(COALESCE(IF(isIRI({v}),{v},"
    f"IF(DATATYPE({{v}})IN(<{_XSD}string>,<{_RDF}langString>),CONCAT('2',STR({{v}}),'\\u0000',LANG({{v}})),"
    f"IF(DATATYPE({{v}})=<{_XSD}date>&&STRLEN(STR({{v}}))=10&&YEAR({{v}})>=0,CONCAT('4',STR({{v}})),1/0))),"
    "<{function}>({v})))"
)


def wrap_conditions(text: str, function: str) -> str:
    """Return ``text`` with every condition of every ORDER BY wrapped in the function of that IRI, or in its like.

    SPARQL 1.1, OrderCondition: ``ASC(…)``, ``DESC(…)``, ``(…)``, a call, or a variable.
    """
    if "order" not in text.lower():
        return text
    tokens = list(split_tokens(text))
    resources = _find_resources(tokens)
    pieces, position = [], 0
    for start, end in _find_conditions(tokens):
        pieces += [text[position:start], _write_key(text[start:end], function, resources)]
        position = end
    return "".join([*pieces, text[position:]])


def _find_resources(tokens: Sequence[Token]) -> frozenset[str]:
    """Return the names that stand for a subject or a predicate in each solution: no literal can be either."""
    where = next((index for index, token in enumerate(tokens) if token.text == "{"), 0)
    if any(_is_word(token, "SELECT") for token in tokens[where:]):  # there the name may be another variable's
        return frozenset()
    patterns = (pattern for block in find_basic_graph_patterns(tokens) for pattern in block.patterns)
    names = {term[1:] for pattern in patterns for term in pattern[:2] if is_variable(term)}
    # GROUP BY frees names, for what is computed.
    return frozenset(names - {token.text[1:] for before, token in pairwise(tokens) if _is_word(before, "AS")})


def _write_key(condition: str, function: str, resources: frozenset[str]) -> str:
    if variable := _VARIABLE.fullmatch(condition):
        if variable[1][1:] in resources:
            return condition
        return _KEY_OF_VARIABLE.format(v=variable[1], function=function)
    return f"(<{function}>({condition}))"


def _find_conditions(tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """Yield start and end, in characters, of what each condition sorts by, without ASC and DESC."""
    index = 0
    while index + 1 < len(tokens):
        if not (_is_word(tokens[index], "ORDER") and _is_word(tokens[index + 1], "BY")):
            index += 1
            continue
        index += 2
        while index < len(tokens) and (end := _find_end(tokens, index)):
            start = index + 1 if _is_word(tokens[index], "ASC", "DESC") else index
            yield tokens[start].start, tokens[end - 1].end
            index = end


def _find_end(tokens: Sequence[Token], index: int) -> int:
    """Return the index after the condition that begins at ``index``, or 0 where none begins there."""
    token = tokens[index]
    if token.kind == "variable":
        return index + 1
    if token.text == "(":
        return _skip_group(tokens, index)
    if _is_word(token, "NOT"):
        return _find_end(tokens, index + 1) if index + 1 < len(tokens) else 0
    if token.kind not in ("word", "name", "iri") or _is_word(token, "VALUES") or index + 1 == len(tokens):
        return 0
    return _skip_group(tokens, index + 1) if tokens[index + 1].text in _CLOSING else 0


def _skip_group(tokens: Sequence[Token], index: int) -> int:
    """Return the index after the bracket that closes the one at ``index``, or 0 where it is not closed."""
    opening, closing = tokens[index].text, _CLOSING[tokens[index].text]
    depth = 0
    for position in range(index, len(tokens)):
        if tokens[position].kind == "mark":
            depth += (tokens[position].text == opening) - (tokens[position].text == closing)
            if depth == 0:
                return position + 1
    return 0


def _is_word(token: Token, *words: str) -> bool:
    return token.kind == "word" and token.text.upper() in words
