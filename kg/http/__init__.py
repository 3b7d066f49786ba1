"""The HTTP service: SPARQL protocol, pages, content negotiation; the only importer of Flask.

Layers inside, each importing from those above only::

    variables, settings, site                 what is served, and how
    language, negotiation                     for whom
    queries, iris, labels, records            the pages' own SPARQL, and its rows as things with names
    stance, facts, results, answers, cards    what pages show
    protocol, representations, failures       requests read, answers chosen, errors said
    sparql, pages, things, terms, downloads   the views
    app                                       all of it together
"""

from __future__ import annotations

from kg.http.app import close_app, create_app
from kg.http.settings import Settings

__all__ = ["Settings", "close_app", "create_app"]
