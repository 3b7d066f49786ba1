"""Finds what a query may never ask for, SERVICE and LOAD, before anything is evaluated.

pyoxigraph would open connections to any host for SERVICE. Its parser is driven by grammar and accepts
keywords that touch their neighbours (``SERVICEex:s``, ``trueSERVICE<…>``), so the test is a little wider
than SPARQL's own tokens: in doubt it refuses.
"""

from __future__ import annotations

from collections.abc import Sequence

from kg.engine.lexer import Token, find_position, split_tokens
from kg.errors import Refused

_TAKES_A_GRAPH = ("GRAPH", "FROM", "NAMED")


def refuse_outreach(text: str) -> None:
    """Raise Refused if evaluating ``text`` could make a connection to another host."""
    lowered = text.lower()
    if "service" in lowered:
        _refuse_service(text)
    if "load" in lowered:
        _refuse_load(text)


def _refuse_service(text: str) -> None:
    tokens = list(split_tokens(text))
    offset = next((t.start for i, t in enumerate(tokens) if _is_service(tokens, i)), None)
    if offset is None and any(token.is_ambiguous or token.kind == "unclosed" for token in tokens):
        offset = text.lower().index("service")
    if offset is not None:
        advice = "Ask the other endpoint yourself and put its answer in with VALUES."
        raise _refuse(text, offset, "SERVICE is never evaluated", advice)


def _is_service(tokens: Sequence[Token], index: int) -> bool:
    """True if a parser could read SERVICE in this token, alone or grown together with its neighbour."""
    token = tokens[index]
    if token.kind == "word":
        return "service" in token.text.lower()
    if token.kind != "name" or "service" not in token.text.partition(":")[0].lower():
        return False
    before = tokens[index - 1].text.upper() if index else ""
    after = tokens[index + 1].text if index + 1 < len(tokens) else ""
    return after == "{" and before not in _TAKES_A_GRAPH


def _refuse_load(text: str) -> None:
    for token in split_tokens(text):
        if token.kind == "word" and token.text.upper() == "LOAD":
            advice = "Fetch the file yourself and hand over what is in it."
            raise _refuse(text, token.start, "LOAD is never carried out", advice)


def _refuse(text: str, offset: int, what: str, advice: str) -> Refused:
    line, column = find_position(text, offset)
    return Refused(f"Line {line}, column {column}: {what} here, as it reaches out to another host. {advice}")
