"""Evaluates one query on a pyoxigraph store, for every engine alike; knows no limits and no processes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Any, BinaryIO, cast

import pyoxigraph as ox

from kg.engine.csv_results import write_csv
from kg.engine.diagnosis import diagnose_query, diagnose_surrogate, diagnose_term
from kg.engine.formats import RDF_SERIALIZERS, RESULTS_SERIALIZERS
from kg.engine.lexer import split_tokens
from kg.engine.order import sort_triples
from kg.engine.order_by import wrap_conditions
from kg.engine.output import Output
from kg.engine.query import Form, Query
from kg.engine.refusal import refuse_outreach
from kg.engine.sort_key import Term, make_sort_key
from kg.engine.star import find_star, name_variables
from kg.engine.turtle import tidy_turtle
from kg.engine.xml import CharacterGuard, require_xml
from kg.engine.zero_length import write_zero_length
from kg.errors import MalformedQuery, NotAnswerable
from kg.formats import CSV, N_QUADS, N_TRIPLES, RDF_FORMATS, RDF_XML, RESULTS_FORMATS, TURTLE, XML, Format
from kg.vocabulary import PREFIXES

# Formats for programs, in which triples are written as they come.
_LINE_BY_LINE = (N_TRIPLES, N_QUADS)
_SORT_KEY = ox.NamedNode(PREFIXES["kg"] + "sortKey")
# FROM where it is no variable's name; all else that looks like it, tokens tell apart.
_FROM = re.compile(r"(?<![?$])FROM", re.IGNORECASE)
_MISSING_FUNCTION = re.compile(r"The custom function <(.*)> is not supported")
_Functions = dict[ox.NamedNode, Callable[..., Term | None]]
_Results = ox.QuerySolutions | ox.QueryBoolean | Iterable[ox.Triple]


@dataclass(frozen=True)
class Evaluation:
    """A query under evaluation: its form and format are known, its answer is computed while it is written.

    Triples are written in the order of `kg.engine.order`, those of the subject ``first`` before others.
    """

    form: Form
    format: Format
    boolean: bool | None
    _results: _Results
    _first: str | None = None

    def write(self, output: Output) -> None:
        """Serialise the answer into ``output``. Raises NotAnswerable where the format cannot carry the answer."""
        try:
            self._serialize(output)
        except (ValueError, OSError) as error:
            if isinstance(error, OSError) and error.errno is not None:  # the output's own, not the serialiser's
                raise
            reason = f"This answer has no form in {self.format.title}: {error}. Ask for another format."
            raise NotAnswerable(reason) from error

    def _serialize(self, output: Output) -> None:
        target = cast("BinaryIO", output)
        if isinstance(self._results, ox.QuerySolutions) and self.format == CSV:
            write_csv(self._results, output)
            return
        if isinstance(self._results, ox.QuerySolutions | ox.QueryBoolean):
            guarded = cast("BinaryIO", CharacterGuard(output)) if self.format == XML else target
            self._results.serialize(guarded, RESULTS_SERIALIZERS[self.format])
            return
        if isinstance(self._results, ox.QueryTriples) and self.format in _LINE_BY_LINE:
            self._results.serialize(target, RDF_SERIALIZERS[self.format])
            return
        triples = sort_triples(self._results, self._first)
        triples = require_xml(triples) if self.format == RDF_XML else triples
        ox.serialize(triples, target, RDF_SERIALIZERS[self.format], prefixes=PREFIXES)
        if self.format == TURTLE:
            output.rewrite(tidy_turtle)


def evaluate(store: ox.Store, query: Query) -> Evaluation:
    """Parse ``query`` and begin its evaluation on ``store``.

    Raises MalformedQuery, Refused, NotAnswerable. Evaluation goes on in
    `Evaluation.write`, which only the same thread may call.
    """
    refuse_outreach(query.text)
    dataset = _choose_dataset(query)
    try:
        results = _begin(store, query.text, dataset)
    except SyntaxError as error:
        raise diagnose_query(query.text, error, query.base) from error
    except UnicodeEncodeError as error:
        raise diagnose_surrogate(query.text, error) from error
    except RuntimeError as error:
        raise diagnose_term(error) from error
    return _describe(results, query)


def _begin(store: ox.Store, text: str, dataset: dict[str, Any]) -> _Results:
    rewritten = write_zero_length(text, partial(_is_absent, store, dataset))
    rewritten = wrap_conditions(rewritten, _SORT_KEY.value)
    if rewritten != text:
        with suppress(SyntaxError):  # then the text as it was written is at fault too, and explains itself better
            return _ask(store, rewritten, {_SORT_KEY: make_sort_key}, dataset)
    return _ask(store, text, {}, dataset)


def _is_absent(store: ox.Store, dataset: dict[str, Any], declarations: str, iri: str) -> bool:
    """Say whether no triple of the dataset has an IRI, which is written by these declarations, as subject or object."""
    places = f"{{ {iri} ?p ?o }} UNION {{ ?s ?p {iri} }}"
    probe = f"{declarations} ASK {{ {places} UNION {{ GRAPH ?g {{ {places} }} }} }}"
    with suppress(SyntaxError):
        return not store.query(probe, prefixes=PREFIXES, **dataset)
    return False


def _ask(store: ox.Store, text: str, functions: _Functions, dataset: dict[str, Any]) -> _Results:
    """Query; the variables of ``SELECT *``, which a store without triples tells soonest, in the query's order."""
    if (star := find_star(text)) is not None:
        rows = cast("ox.QuerySolutions", _call(ox.Store(), text, functions, dataset))
        text = name_variables(text, star, [variable.value for variable in rows.variables])
    return _call(store, text, functions, dataset)


def _call(store: ox.Store, text: str, functions: _Functions, dataset: dict[str, Any]) -> _Results:
    """Query; where it calls functions that there are not, ask again with some that fail for every argument.

    So such a call is an error of its expression, as SPARQL 1.1 Query, section 17.2, has it, and no error of the query.
    """
    while True:
        try:
            return store.query(text, prefixes=PREFIXES, custom_functions=functions, **dataset)
        except RuntimeError as error:
            missing = _MISSING_FUNCTION.search(str(error))
            if missing is None or (name := ox.NamedNode(missing[1])) in functions:
                raise
            functions = {**functions, name: _fail}


def _fail(*_: Term) -> None:
    """Return no value, which is an error in the expression that asks for one."""


def _describe(results: _Results, query: Query) -> Evaluation:
    if isinstance(results, ox.QueryTriples):
        wanted = require_format(query.graph_format, "triples", RDF_FORMATS)
        return Evaluation("GRAPH", wanted, None, results, query.first)
    if isinstance(results, ox.QueryBoolean):
        wanted = require_format(query.results_format, "true or false", RESULTS_FORMATS)
        return Evaluation("ASK", wanted, bool(results), results)
    return Evaluation("SELECT", require_format(query.results_format, "rows", RESULTS_FORMATS), None, results)


def require_format(wanted: Format | None, what: str, possible: tuple[Format, ...]) -> Format:
    """Return the format that is wanted. Raises NotAnswerable where it is none of those possible."""
    if wanted is None or wanted not in possible:
        media_types = ", ".join(candidate.media_type for candidate in possible)
        raise NotAnswerable(f"The answer is {what}, which can be had as {media_types}; none of these is accepted.")
    return wanted


def _choose_dataset(query: Query) -> dict[str, Any]:
    """Return pyoxigraph's arguments: the protocol's dataset, else the query's own, else the union."""
    if query.default_graphs or query.named_graphs:
        return {
            "default_graph": [name_graph(name) for name in query.default_graphs],
            "named_graphs": [name_graph(name) for name in query.named_graphs],
            "base_iri": query.base,
        }
    return {"use_default_graph_as_union": query.union and not _has_dataset(query.text), "base_iri": query.base}


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
