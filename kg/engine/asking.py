"""Asks a pyoxigraph store, so that a function that it does not have is an error in its expression alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import pyoxigraph as ox

from kg.engine.sort_key import Term, make_sort_key
from kg.vocabulary import PREFIXES

Results = ox.QuerySolutions | ox.QueryBoolean | Iterable[ox.Triple]

SORT_KEY = PREFIXES["kg"] + "sortKey"
_MISSING_FUNCTION = re.compile(r"The custom function <(.*)> is not supported")
# The functions that a text may call whose ORDER BY is rewritten (`kg.engine.order_by`).
SORTING: dict[ox.NamedNode, Callable[..., Term | None]] = {ox.NamedNode(SORT_KEY): make_sort_key}


def ask_store(store: ox.Store, text: str, arguments: Mapping[str, Any], *, sorts: bool = False) -> Results:
    """Query; where it calls functions that there are not, ask again with some that fail for every argument.

    So such a call is an error of its expression, as SPARQL 1.1 Query, section 17.2, has it, and no error of the query.
    ``arguments`` are pyoxigraph's for dataset, base and prefixes; ``sorts`` lets the query call `SORT_KEY`. Raises
    SyntaxError, and RuntimeError for what cannot be evaluated.
    """
    functions = SORTING if sorts else {}
    while True:
        try:
            return store.query(text, custom_functions=functions, **arguments)
        except RuntimeError as error:
            missing = _MISSING_FUNCTION.search(str(error))
            if missing is None or (name := ox.NamedNode(missing[1])) in functions:
                raise
            functions = {**functions, name: _fail}


def _fail(*_: Term) -> None:
    """Return no value, which is an error in the expression that asks for one."""
