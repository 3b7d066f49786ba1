"""Loads sources into a store, and says of text that does not parse where and why.

Refuses what would break an answer later or the process now: characters that XML cannot carry, and the hazards of
`kg.engine.hazards`. Blank nodes are labelled in the order in which they are met, so that the same sources give the
same labels.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import count
from typing import Any

import pyoxigraph as ox

from kg.engine.formats import RDF_SERIALIZERS
from kg.engine.hazards import Hazard, require_harmless
from kg.engine.lexer import find_position
from kg.errors import MalformedData
from kg.formats import JSON_LD, N_QUADS, N_TRIPLES, RDF_XML, TRIG, TURTLE
from kg.sources import Source

# Characters that XML 1.0, section 2.2, excludes: as they are, as escapes, and as references of RDF/XML.
_EXCLUDED = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_EXCLUDED_ESCAPE = re.compile(r"(?<!\\)(?:\\\\)*\\(?:u|U0000)(?:00(?:0[0-8bcefBCEF]|1[0-9a-fA-F])|[fF]{3}[eEfF])")
_EXCLUDED_REFERENCE = re.compile(
    r"&#(?:0*(?:[0-8]|1[124-9]|2[0-9]|3[01])|[xX]0*(?:[0-8bcefBCEF]|1[0-9a-fA-F]|[fF]{3}[eEfF]));"
)
_CONTROLS = [chr(code) for code in range(0x20) if chr(code) not in "\t\n\r"]
# Without any of these a text has no blank node; the formats of lines know the first two alone.
_BLANK_MARKS = ("_:", "<<", "[", "(", "~")
_PARSER_POSITION = re.compile(r"^Parser error at line \d+ (?:column \d+|between [^:]*): | \(line \d+\)$")

# What the parser says of a relative IRI, and how a format declares what it is relative to.
_RELATIVE = "No scheme found in an absolute IRI"
_BASES = {
    TURTLE: "declare @base, as @base <https://example.org/kg/article/NAME> ., or write it whole",
    TRIG: "declare @base, as @base <https://example.org/kg/article/NAME> ., or write it whole",
    RDF_XML: "declare xml:base, or write it whole",
}


def load_sources(store: ox.Store, sources: Iterable[Source]) -> None:
    """Add every source to its graph. Raises MalformedData at the first that does not parse."""
    labels = count(1)
    for source in sources:
        load_source(store, source, labels)


def load_source(store: ox.Store, source: Source, labels: Iterator[int]) -> None:
    """Add one source; ``labels`` numbers its blank nodes."""
    refuse_uncarriable(source)
    parser_format = RDF_SERIALIZERS[source.format]
    graph = ox.NamedNode(source.graph)
    try:
        if _may_have_blank_nodes(source):
            store.bulk_extend(_place(ox.parse(source.text, parser_format), graph, labels))
        else:
            store.bulk_load(source.text, parser_format, to_graph=graph)
    except SyntaxError as error:
        raise describe_syntax_error(source, error) from error


def _may_have_blank_nodes(source: Source) -> bool:
    if source.format in (RDF_XML, JSON_LD):
        return True
    marks = _BLANK_MARKS[:2] if source.format in (N_QUADS, N_TRIPLES) else _BLANK_MARKS
    return any(mark in source.text for mark in marks)


def _place(quads: Iterable[ox.Quad], graph: ox.NamedNode, labels: Iterator[int]) -> Iterator[ox.Quad]:
    """Give quads of the default graph their graph, and blank nodes their labels."""
    known: dict[str, ox.BlankNode] = {}

    def relabel(term: Any) -> Any:
        if isinstance(term, ox.BlankNode):
            if term.value not in known:
                known[term.value] = ox.BlankNode(f"b{next(labels)}")
            return known[term.value]
        if isinstance(term, ox.Triple):
            return ox.Triple(relabel(term.subject), term.predicate, relabel(term.object))
        return term

    for quad in quads:
        target = graph if isinstance(quad.graph_name, ox.DefaultGraph) else relabel(quad.graph_name)
        yield ox.Quad(relabel(quad.subject), quad.predicate, relabel(quad.object), target)


def refuse_uncarriable(source: Source) -> None:
    """Raise MalformedData for what would end or stall the parser, and for characters that XML cannot carry."""
    try:
        require_harmless(source.text, source.format)
    except Hazard as hazard:
        line, column = (None, None) if hazard.offset is None else find_position(source.text, hazard.offset)
        raise _describe(source, line, column, str(hazard)) from hazard
    if match := _find_excluded(source):
        raise _describe(
            source,
            *find_position(source.text, match.start()),
            f"the character {match.group()!r} can be written in no XML answer; remove it",
        )


def _is_plain(text: str) -> bool:
    """Say whether the text is of ASCII and without control characters, in a fifth of a pattern's time."""
    return text.isascii() and not any(control in text for control in _CONTROLS)


def _find_excluded(source: Source) -> re.Match[str] | None:
    match = None if _is_plain(source.text) else _EXCLUDED.search(source.text)
    if match is None and source.format == RDF_XML:
        match = _EXCLUDED_REFERENCE.search(source.text)
    elif match is None and ("\\u" in source.text or "\\U" in source.text):
        match = _EXCLUDED_ESCAPE.search(source.text)
    return match


def describe_syntax_error(source: Source, error: SyntaxError) -> MalformedData:
    """Return the error to raise for a source that pyoxigraph cannot parse."""
    reason = _PARSER_POSITION.sub("", str(error.msg)).rstrip(".")
    if "LoadDocumentCallback" in reason:
        reason = "its context lies elsewhere, and nothing is fetched: write the context out"
    if reason.endswith(_RELATIVE):
        reason = f"the IRI is relative: {_BASES.get(source.format, 'write it whole')}"
    return _describe(source, error.lineno, error.offset, reason)


def _describe(source: Source, line: int | None, column: int | None, reason: str) -> MalformedData:
    place = f"line {line}, column {column}: " if line else ""
    sentence = f"{place}this {source.format.title} cannot be read: {reason}."
    message = f"{source.origin}: {sentence}" if source.origin else sentence[0].upper() + sentence[1:]
    return MalformedData(message, source=source.origin, line=line, column=column)
