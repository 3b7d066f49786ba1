"""Rewrites queries for what pyoxigraph does otherwise than SPARQL has it, or slower than it could.

Paths of length zero (`zero_length`), the order of joins (`join_order`), sorting (`order_by`) and ``SELECT *`` (`star`).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from functools import lru_cache
from typing import Any, NamedTuple, cast

import pyoxigraph as ox

from kg.engine.asking import SORT_KEY, ask_store
from kg.engine.join_order import order_joins
from kg.engine.lexer import split_tokens
from kg.engine.order_by import wrap_conditions
from kg.engine.query import Query
from kg.engine.star import find_star, name_variables
from kg.engine.zero_length import write_zero_length
from kg.errors import MalformedQuery
from kg.vocabulary import PREFIXES

# How many queries are remembered, of at most so many characters.
_REMEMBERED, _LONGEST = 256, 4096
# FROM where it is no variable's name; all else that looks like it, tokens tell apart.
_FROM = re.compile(r"(?<![?$])FROM", re.IGNORECASE)


class Rewritten(NamedTuple):
    """A query as pyoxigraph is asked: its text, and the arguments that give its dataset, its base and its prefixes."""

    text: str
    arguments: dict[str, Any]


class Rewriter:
    """Rewrites queries for one store as it is now; what was asked lately need not be rewritten again."""

    def __init__(self, store: ox.Store) -> None:
        self.store = store
        self._remember = lru_cache(_REMEMBERED)(self._rewrite)

    def rewrite(self, query: Query) -> Rewritten:
        """Return a query as it is best asked; a text that is not SPARQL comes back in some form that is not either.

        Raises MalformedQuery for a graph of the protocol that is no IRI, UnicodeEncodeError for a lone surrogate.
        """
        rewrite: Callable[..., Rewritten] = self._remember if len(query.text) <= _LONGEST else self._rewrite
        return rewrite(query.text, query.default_graphs, query.named_graphs, query.union, query.base)

    def _rewrite(
        self, text: str, default: tuple[str, ...], named: tuple[str, ...], union: bool, base: str | None
    ) -> Rewritten:
        arguments = _choose_dataset(text, default, named, union)
        arguments |= {"base_iri": base, "prefixes": _choose_prefixes(text)}
        with suppress(SyntaxError):
            text = _name_star(text, arguments)
        text = write_zero_length(text, lambda declarations, iri: self._is_absent(arguments, declarations, iri))
        with suppress(SyntaxError):
            text = order_joins(text, lambda counting: self._count(arguments, counting))
        return Rewritten(wrap_conditions(text, SORT_KEY), arguments)

    def _is_absent(self, arguments: dict[str, Any], declarations: str, iri: str) -> bool:
        """Say whether no triple of the dataset has an IRI, as these declarations write it, as subject or object."""
        places = f"{{ {iri} ?p ?o }} UNION {{ ?s ?p {iri} }}"
        probe = f"{declarations} ASK {{ {places} UNION {{ GRAPH ?g {{ {places} }} }} }}"
        with suppress(SyntaxError):
            return not ask_store(self.store, probe, arguments)
        return False

    def _count(self, arguments: dict[str, Any], counting: str) -> int:
        rows = cast("ox.QuerySolutions", ask_store(self.store, counting, arguments))
        return int(cast("ox.Literal", next(rows)[0]).value)


def _name_star(text: str, arguments: dict[str, Any]) -> str:
    """Name the variables of ``SELECT *``, which a store without triples tells soonest, in the query's order."""
    if (star := find_star(text)) is None:
        return text
    rows = cast("ox.QuerySolutions", ask_store(ox.Store(), text, arguments))
    return name_variables(text, star, [variable.value for variable in rows.variables])


def _choose_dataset(text: str, default: tuple[str, ...], named: tuple[str, ...], union: bool) -> dict[str, Any]:
    """Return pyoxigraph's arguments: the protocol's dataset, else the query's own, else the union."""
    if default or named:
        return {"default_graph": list(map(name_graph, default)), "named_graphs": list(map(name_graph, named))}
    return {"use_default_graph_as_union": union and not _has_dataset(text)}


def _choose_prefixes(text: str) -> dict[str, str]:
    """Return the well-known prefixes that the query may use; each that pyoxigraph is given costs time."""
    return {name: iri for name, iri in PREFIXES.items() if f"{name}:" in text}


def _has_dataset(text: str) -> bool:
    """True if the query has a FROM clause, which pyoxigraph ignores when told to use the union."""
    return _FROM.search(text) is not None and any(
        token.kind == "word" and token.text.upper().startswith("FROM") for token in split_tokens(text)
    )


def name_graph(name: str) -> ox.NamedNode:
    """Return the name of a graph in the protocol's dataset. Raises MalformedQuery for what is no absolute IRI."""
    try:
        return ox.NamedNode(name)
    except ValueError as error:
        raise MalformedQuery(f"The graph's name '{name}' is not an absolute IRI: {error}.") from error
