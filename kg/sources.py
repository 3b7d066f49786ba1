"""RDF text on its way into a graph: what the package ships and what users hand over. Reads it; never parses it."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass, field
from pathlib import Path

from kg.errors import MalformedText, Unreadable
from kg.formats import RDF_FORMATS, TURTLE, Format, find_format
from kg.resources import find_articles, find_folder
from kg.vocabulary import ARTICLE_BASE, DATA_BASE, ENTITIES_GRAPH, ONTOLOGY_GRAPH, SHAPES_GRAPH

_BASE = re.compile(r"^\s*(?:@base|BASE)\s+<([a-z][a-z0-9+.-]*:[^<>\"{}|^`\\\s#]+)>", re.MULTILINE | re.IGNORECASE)
STANDARD_INPUT = "-"


@dataclass(frozen=True)
class Source:
    """RDF text in one format for one named graph.

    ``graph`` is the IRI of the named graph; formats that name their own graphs (TriG, N-Quads, JSON-LD) use it for
    their default graph only. ``origin`` is the file's name, for messages.
    """

    graph: str
    text: str = field(repr=False)
    format: Format = TURTLE
    origin: str = ""


def read_text(path: str | Path) -> str:
    """Return a file's text, or standard input's for ``-``: line ends as they are, without a byte order mark.

    Raises Unreadable if it cannot be read, MalformedText if it is not UTF-8.
    """
    shown = "Standard input" if str(path) == STANDARD_INPUT else f"'{path}'"
    try:
        data = sys.stdin.buffer.read() if str(path) == STANDARD_INPUT else Path(path).read_bytes()
    except OSError as error:
        raise Unreadable(f"{shown} could not be read: {error.strerror}.") from error
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise MalformedText(f"{shown} is not UTF-8: see line {line}. Save it as UTF-8.", line=line) from error


def read_source(path: str | Path) -> Source:
    """Return a user's file, or standard input for ``-`` (Turtle), as a source.

    The named graph is the file's base IRI where it declares one (``@base``), as the articles here do; else
    ``…/data/<file name>``. Raises Unreadable, MalformedText, and UnknownName for a file extension of no RDF format.
    """
    from_file = str(path) != STANDARD_INPUT
    format = find_format(Path(path).suffix.removeprefix("."), RDF_FORMATS) if from_file else TURTLE
    text = read_text(path)
    declared = _BASE.search(text) if format is TURTLE else None
    graph = declared[1] if declared else DATA_BASE + _name(path, from_file=from_file)
    return Source(graph, text, format, str(path) if from_file else "standard input")


def ontology_sources() -> tuple[Source, ...]:
    """Return the ontology and the shapes, each file a source."""
    return (
        *_read_folder(find_folder("ontology"), ONTOLOGY_GRAPH),
        *_read_folder(find_folder("shapes"), SHAPES_GRAPH),
    )


def read_rule() -> str:
    """Return the rule by which direct relations are derived, a SPARQL CONSTRUCT."""
    return (find_folder("ontology") / "rules" / "direct-relations.rq").read_text(encoding="utf-8")


def packaged_sources() -> tuple[Source, ...]:
    """Return the shared entities and every packaged article, each file a source."""
    articles = find_articles()
    sources = _read_folder(articles, ENTITIES_GRAPH)
    for folder in sorted(path for path in articles.iterdir() if path.is_dir()):
        sources += _read_folder(folder, ARTICLE_BASE + folder.name)
    return sources


def _read_folder(folder: Path, graph: str) -> tuple[Source, ...]:
    return tuple(
        Source(graph, read_text(path), TURTLE, f"{folder.name}/{path.name}") for path in sorted(folder.glob("*.ttl"))
    )


def _name(path: str | Path, *, from_file: bool) -> str:
    return re.sub(r"[^\w.-]", "-", Path(path).stem) if from_file else "standard-input"
