"""A knowledge graph of news articles: facts with stance and evidence, validated, queryable.

>>> import kg
>>> for row in kg.open_graph().question("who-bought-what"):
...     print(row.buyer, row.bought)
https://example.org/kg/id/microsoft https://example.org/kg/id/linkedin

Imports point one way; elements above depend on the elements below:

    cli                                                the command ``kg``
    http                                               the service and its pages (Flask)
    graph, remote, stored                              all of it as one object: of files, of a server, of a store
    engine, store, database                            evaluates SPARQL (pyoxigraph), keeps graphs in a file (SQLite)
    validation, questions, evidence, passages          SHACL (pySHACL), competency questions, proofs
    article, incomparable, locations, sources          values read from RDF, and where it stands
    errors, formats, language, vocabulary, resources   words that all others use
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kg.errors import KgError as KgError
    from kg.evidence import EvidenceReport as EvidenceReport
    from kg.graph import KnowledgeGraph as KnowledgeGraph
    from kg.graph import open_graph as open_graph
    from kg.http import create_app as create_app
    from kg.validation import Finding as Finding
    from kg.validation import Report as Report

_HOMES = {
    "EvidenceReport": "kg.evidence",
    "Finding": "kg.validation",
    "KgError": "kg.errors",
    "KnowledgeGraph": "kg.graph",
    "Report": "kg.validation",
    "create_app": "kg.http",
    "open_graph": "kg.graph",
}

__all__ = ["EvidenceReport", "Finding", "KgError", "KnowledgeGraph", "Report", "create_app", "open_graph"]


def __dir__() -> list[str]:
    """Name what is public, for those who look around in a console."""
    return sorted({*globals(), *__all__})


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used, so that ``import kg`` costs nothing (PEP 562)."""
    if name not in _HOMES:
        raise AttributeError(f"module 'kg' has no attribute '{name}'")
    return getattr(import_module(_HOMES[name]), name)
