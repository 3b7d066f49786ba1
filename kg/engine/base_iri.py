"""What relative IRIs of a query or an update are relative to."""

from __future__ import annotations

import pyoxigraph as ox


def require_base(base: str | None) -> str | None:
    """Return ``base`` if it is an absolute IRI, else None: it comes from a Host header, which may say anything."""
    if base is None:
        return None
    try:
        return ox.NamedNode(base).value
    except ValueError:
        return None
