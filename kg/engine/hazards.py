"""What ends or stalls the parsers of RDF, found in a text before they see it.

Entities of a document type declaration grow without bound; what is nested deeply ends the process or takes time by the
square of its depth; terms of JSON-LD contexts are copied for each node that has a context of its own, and a chain of
terms, each defined by the next, is followed by recursion.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable

from kg.formats import JSON_LD, RDF_XML, Format

# Levels of elements, triple terms, or objects and arrays; facts need a dozen.
MAX_DEPTH = 100
# Terms that the contexts of one JSON-LD text may define together, and how many these may be times the contexts.
MAX_TERMS = 5000
MAX_COPIES = 1_000_000

_XML_TOKEN = re.compile(
    r"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>|(?P<doctype><!DOCTYPE|<!ENTITY)|(?P<close></)"
    r"""|<[^/!?<>"'\s](?:[^<>"'/]|/(?!>)|"[^"<]*"|'[^'<]*')*+/>"""
    r"""|(?P<open><[^/!?<>"'\s](?:[^<>"'/]|/(?!>)|"[^"<]*"|'[^'<]*')*+>)|(?P<stray><)""",
    re.DOTALL | re.IGNORECASE,
)
_TURTLE_TOKEN = re.compile(
    r"""\"{3}(?:[^"\\]|\\.|"(?!""))*+\"{3} | '{3}(?:[^'\\]|\\.|'(?!''))*+'{3}
    | "(?:[^"\\\n]|\\.)*+" | '(?:[^'\\\n]|\\.)*+'
    | <[^\s<>"]*> | \#[^\n]* | \\. | (?P<open><<) | (?P<close>>>)""",
    re.DOTALL | re.VERBOSE,
)
_JSON_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*+"|(?P<open>[\[{])|(?P<close>[\]}])|(?P<stray>")', re.DOTALL)

DOCTYPE = (
    "a document type declaration (<!DOCTYPE) is not read, as its entities can grow without bound; "
    "write the entities out and remove it"
)


class Hazard(Exception):
    """A text that is not to be parsed; ``offset`` in it is None where the place is not known."""

    def __init__(self, reason: str, offset: int | None = None) -> None:
        super().__init__(reason)
        self.offset = offset


def require_harmless(text: str, format: Format) -> None:
    """Raise Hazard for a text that would end or stall the parser of ``format``."""
    if format == RDF_XML:
        _require_shallow(_XML_TOKEN.finditer(text), "elements")
    elif format == JSON_LD:
        _require_shallow(_JSON_TOKEN.finditer(text), "objects and arrays")
        _require_small_contexts(text)
    elif text.count("<<") > MAX_DEPTH:
        _require_shallow(_TURTLE_TOKEN.finditer(text), "triple terms")


def _require_shallow(tokens: Iterable[re.Match[str]], what: str) -> None:
    depth = 0
    for token in tokens:
        if token.lastgroup == "doctype":
            raise Hazard(DOCTYPE, token.start())
        if token.lastgroup == "stray":
            raise Hazard(f"this {token.group()} has no end", token.start())
        if token.lastgroup == "close":
            depth = max(0, depth - 1)
        elif token.lastgroup == "open":
            depth += 1
        if depth > MAX_DEPTH:
            raise Hazard(f"{what} are nested more than {MAX_DEPTH} deep here; nest them less", token.start())


def _require_small_contexts(text: str) -> None:
    """Count contexts and their terms, those of names given twice too."""
    contexts = terms = 0

    def count_pairs(pairs: list[tuple[str, object]]) -> int:
        nonlocal contexts, terms
        for name, value in pairs:
            if name == "@context":
                contexts += 1
                terms += _sum_counts(value)
        return len(pairs) + sum(_sum_counts(value) for _, value in pairs)

    keep: Callable[[str], str] = str
    try:
        json.loads(text, object_pairs_hook=count_pairs, parse_int=keep, parse_float=keep, strict=False)
    except json.JSONDecodeError as error:
        raise Hazard(f"it is no JSON ({error.msg})", error.pos) from error
    if terms > MAX_TERMS or terms * contexts > MAX_COPIES:
        raise Hazard(
            f"its {contexts} contexts define {terms} terms, and that many are not read; use fewer contexts, at the top"
        )


def _sum_counts(value: object) -> int:
    if isinstance(value, list):
        return sum(_sum_counts(item) for item in value)
    return value if isinstance(value, int) else 0
