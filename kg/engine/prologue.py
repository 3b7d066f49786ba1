"""Makes a query ready for another server: its form, by its words alone, and the declarations that it implies.

The text is never parsed here, as only a process that may be ended can afford that; what is no query is refused all
the same, since some servers take updates and commands of their own where a query should stand.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from kg.engine.lexer import Token, find_position, split_tokens
from kg.engine.query import Form
from kg.engine.refusal import refuse_outreach
from kg.engine.sentences import UPDATES
from kg.errors import MalformedQuery
from kg.vocabulary import PREFIXES

_FORMS: dict[str, Form] = {"SELECT": "SELECT", "ASK": "ASK", "CONSTRUCT": "GRAPH", "DESCRIBE": "GRAPH"}
# How many tokens each declaration has (SPARQL 1.1 Query, section 19.8, Prologue; VERSION is of SPARQL 1.2).
_DECLARATIONS = {"PREFIX": 3, "BASE": 2, "VERSION": 2}
# None of these is a word of any query; WITH is one of some servers' own.
_CHANGES = frozenset(UPDATES) - {"WITH"}
_CHANGE = re.compile(rf"\b(?:{'|'.join(sorted(_CHANGES))})\b", re.IGNORECASE)
_ABSOLUTE = re.compile(r"<[A-Za-z][A-Za-z0-9+.\-]*:")
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U(000[0-9A-Fa-f]{5}|0010[0-9A-Fa-f]{4})")


def read_form(text: str) -> Form:
    """Return the query's form. Raises MalformedQuery for what is no query, Refused for SERVICE and LOAD.

    Some servers replace escapes before they read anything (section 19.2): what these would read is refused as well.
    """
    unescaped = _ESCAPE.sub(lambda match: chr(int(match[1] or match[2], 16)), text)
    for reading in dict.fromkeys((text, unescaped)):
        refuse_outreach(reading)
        _refuse_change(reading)
    return _find_form(text)


def imply_prologue(text: str, base: str | None = None) -> str:
    """Return, in one line, declarations of what ``text`` uses and does not declare.

    These are the well-known prefixes, and ``base`` where an IRI in the text is relative. Put before the text they leave
    its lines where they were, and move the columns of its first line.
    """
    tokens = list(split_tokens(text))
    used = {token.text.partition(":")[0] for token in tokens if token.kind == "name"}
    declared = {name.text.partition(":")[0] for word, name in pairwise(tokens) if word.text.upper() == "PREFIX"}
    is_relative = any(token.kind == "iri" and not _ABSOLUTE.match(token.text) for token in tokens)
    start = f"BASE <{base}> " if base and is_relative else ""
    return start + "".join(f"PREFIX {name}: <{iri}> " for name, iri in PREFIXES.items() if name in used - declared)


def find_dataset(text: str) -> tuple[list[str], list[str]]:
    """Return the graphs of FROM and those of FROM NAMED; none at all where one is not written as an absolute IRI.

    To say them by the protocol as well changes nothing (SPARQL 1.1 Protocol, section 2.1.4), but for servers that make
    the default graph the union of all graphs and then overlook FROM, as Oxigraph's does.
    """
    if "from" not in text.lower():
        return [], []
    default, named = list[str](), list[str]()
    tokens = list(split_tokens(text))
    for index, token in enumerate(tokens[:-2]):
        if token.kind == "word" and token.text.upper() == "FROM":
            is_named = tokens[index + 1].text.upper() == "NAMED"
            graph = tokens[index + 1 + is_named]
            if graph.kind != "iri" or not _ABSOLUTE.match(graph.text) or "\\" in graph.text:
                return [], []
            (named if is_named else default).append(graph.text[1:-1])
    return default, named


def _refuse_change(text: str) -> None:
    tokens = list(split_tokens(text))
    for token in tokens:
        if token.kind == "word" and token.text.upper() in _CHANGES:
            raise _locate(text, token.start, f"{token.text.upper()} is of an update, and this answers queries")
    if any(token.is_ambiguous for token in tokens) and (match := _CHANGE.search(text)):
        raise _locate(text, match.start(), f"{match.group()} could be read as an update here; write spaces around <")


def _find_form(text: str) -> Form:
    tokens = list(split_tokens(text))
    index = skip_prologue(tokens)
    if index >= len(tokens):
        raise _locate(text, 0, "there is no query; write one that begins with SELECT, ASK, CONSTRUCT or DESCRIBE")
    token = tokens[index]
    form = _FORMS.get(token.text.upper()) if token.kind == "word" else None
    if form is None:
        raise _locate(text, token.start, f"found '{token.text[:40]}'; expected SELECT, ASK, CONSTRUCT or DESCRIBE")
    return form


def skip_prologue(tokens: Sequence[Token]) -> int:
    """Return the index of the first token after the declarations."""
    index = 0
    while index < len(tokens) and tokens[index].kind == "word":
        length = _DECLARATIONS.get(tokens[index].text.upper())
        if length is None:
            break
        index += length
    return index


def _locate(text: str, offset: int, reason: str) -> MalformedQuery:
    line, column = find_position(text, offset)
    return MalformedQuery(f"Line {line}, column {column}: {reason}.", line=line, column=column)
