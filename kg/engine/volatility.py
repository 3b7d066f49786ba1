"""Tells queries that may answer differently each time from those that only the dataset decides."""

from __future__ import annotations

import re

# SPARQL 1.1 Query, sections 17.4.2.12 f., 17.4.4.5 and 17.4.5.1: NOW, RAND, UUID and STRUUID, wherever they stand. In a
# string or grown together with what comes before them, too: pyoxigraph reads BYRAND() as BY RAND().
_VOLATILE = re.compile(r"(?:NOW|RAND|UUID)\s*[(#]", re.IGNORECASE)


def is_volatile(text: str) -> bool:
    """True if the query has a function whose value is new each time, and for some that only look so."""
    return _VOLATILE.search(text) is not None
