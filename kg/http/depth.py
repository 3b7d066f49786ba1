"""How deep the groups of a query go: what reads them by recursion stops before it would fail."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import accumulate

from kg.engine import Token

# Groups within one another that a page looks at.
DEEPEST = 20


def is_deep(tokens: Iterable[Token]) -> bool:
    """Say whether groups and blank nodes with properties stand within one another deeper than a page looks."""
    steps = ((token.text in ("{", "[")) - (token.text in ("}", "]")) for token in tokens)
    return max(accumulate(steps), default=0) > DEEPEST
