"""Evaluates one query on a pyoxigraph store, for every engine alike; knows no limits and no processes."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import BinaryIO, cast

import pyoxigraph as ox

from kg.engine.asking import SORT_KEY, Results, ask_store
from kg.engine.csv_results import write_csv
from kg.engine.diagnosis import diagnose_query, diagnose_surrogate, diagnose_term
from kg.engine.formats import RDF_SERIALIZERS, RESULTS_SERIALIZERS
from kg.engine.order import sort_triples
from kg.engine.order_by import wrap_conditions
from kg.engine.output import Output
from kg.engine.query import Form, Query
from kg.engine.refusal import refuse_outreach
from kg.engine.rewriting import Rewriter, Rewritten
from kg.engine.turtle import tidy_turtle
from kg.engine.xml import CharacterGuard, require_xml
from kg.errors import NotAnswerable
from kg.formats import CSV, N_QUADS, N_TRIPLES, RDF_FORMATS, RDF_XML, RESULTS_FORMATS, TURTLE, XML, Format
from kg.vocabulary import PREFIXES

# Formats for programs, in which triples are written as they come.
_LINE_BY_LINE = (N_TRIPLES, N_QUADS)


@dataclass(frozen=True)
class Evaluation:
    """A query under evaluation: its form and format are known, its answer is computed while it is written.

    Triples are written in the order of `kg.engine.order`, those of the subject ``first`` before others.
    """

    form: Form
    format: Format
    boolean: bool | None
    _results: Results
    _first: str | None = None

    def write(self, output: Output) -> None:
        """Serialise the answer into ``output``. Raises NotAnswerable where the format cannot carry the answer."""
        try:
            self._serialize(output)
            output.flush()
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


def evaluate(query: Query, rewriter: Rewriter) -> Evaluation:
    """Parse ``query`` and begin its evaluation on the rewriter's store.

    Raises MalformedQuery, Refused, NotAnswerable. Evaluation goes on in
    `Evaluation.write`, which only the same thread may call.
    """
    refuse_outreach(query.text)
    try:
        results = _begin(rewriter.store, query.text, rewriter.rewrite(query))
    except SyntaxError as error:
        raise diagnose_query(query.text, error, query.base) from error
    except UnicodeEncodeError as error:
        raise diagnose_surrogate(query.text, error) from error
    except RuntimeError as error:
        raise diagnose_term(error) from error
    return _describe(results, query)


def _begin(store: ox.Store, text: str, rewritten: Rewritten) -> Results:
    if rewritten.text == text:
        return ask_store(store, text, rewritten.arguments)
    with suppress(SyntaxError):
        return ask_store(store, rewritten.text, rewritten.arguments, sorts=True)
    with suppress(SyntaxError):  # then the text as it was written is at fault, and explains itself better
        return ask_store(store, wrap_conditions(text, SORT_KEY), rewritten.arguments, sorts=True)
    return ask_store(store, text, rewritten.arguments)


def _describe(results: Results, query: Query) -> Evaluation:
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
