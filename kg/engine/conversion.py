"""Turns what another server answers into an answer of ours.

Everything is read by a parser and written anew, whatever format was wanted: an answer that goes out is whole, is what
the format says, and is written as every engine here writes it. Formats are asked for that a parser can read back.
"""

from __future__ import annotations

import traceback
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from itertools import islice
from typing import BinaryIO, cast

import pyoxigraph as ox

from kg.engine.evaluation import Evaluation
from kg.engine.exchange import Reply
from kg.engine.limits import Limits, describe_answer_limit
from kg.engine.output import Output
from kg.engine.query import Answer, Form
from kg.engine.spool import Spool, open_nameless
from kg.errors import AnswerTooLarge, KgError, Unavailable
from kg.formats import Format

ACCEPT: dict[Form, str] = {
    "SELECT": "application/sparql-results+json, application/sparql-results+xml;q=0.5",
    "ASK": "application/sparql-results+json, application/sparql-results+xml;q=0.5",
    "GRAPH": "application/n-triples, text/turtle;q=0.5",
}
_RESULTS_PARSERS = {
    "application/sparql-results+json": ox.QueryResultsFormat.JSON,
    "application/json": ox.QueryResultsFormat.JSON,
    "application/sparql-results+xml": ox.QueryResultsFormat.XML,
    "application/xml": ox.QueryResultsFormat.XML,
    "text/xml": ox.QueryResultsFormat.XML,
}
_RDF_PARSERS = {
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "text/plain": ox.RdfFormat.N_TRIPLES,
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/x-turtle": ox.RdfFormat.TURTLE,
}
# Terms of triples inside one another overflow the parser's stack from some thousands on, wherever they stand.
_MOST_TRIPLE_TERMS = 1000
_TRIPLE_TERMS = (b"<<(", b'"triple"', b"<triple>")
# Virtuoso 7.2.5 answers ASK with a row of this one variable, which is 1 or 0.
_BOOLEAN_AS_ROW = "__ASK_RETVAL"


class Body:
    """A reply's body for a parser: counted, and refused where reading on could do harm."""

    def __init__(self, reply: Reply, limit: int) -> None:
        self._reply, self._limit = reply, limit
        self._size = self._triple_terms = 0

    def read(self, size: int = 65536) -> bytes:
        """Return some bytes, nothing at the end. Raises AnswerTooLarge, and what `Reply.read` raises."""
        data = self._reply.read(size)
        self._size += len(data)
        if self._size > self._limit:
            raise AnswerTooLarge(describe_answer_limit(self._limit))
        self._triple_terms += sum(data.count(mark) for mark in _TRIPLE_TERMS)
        if self._triple_terms > _MOST_TRIPLE_TERMS:
            raise AnswerTooLarge(f"The answer has more than {_MOST_TRIPLE_TERMS} triple terms. Ask for fewer of them.")
        return data

    def finish(self) -> None:
        """Read the rest. Raises Unavailable where it is missing."""
        while self.read():
            pass


def convert(reply: Reply, form: Form, format: Format, limits: Limits, first: str | None = None) -> Answer:
    """Return the reply as an answer in ``format``, in a file where it is large; for ``first`` see `Query`.

    Raises Unavailable for what is no such answer, AnswerTooLarge, NotAnswerable where the format cannot carry it.
    """
    with ExitStack() as failing:
        file = failing.enter_context(open_nameless())
        output = Output(spool=file.fileno(), threshold=limits.spool_threshold_bytes, limit=limits.max_answer_bytes)
        with releasing_results():
            boolean = _write(reply, form, format, output, limits, first)
        if output.is_spooled:
            failing.pop_all()
            return Answer(form, format, Spool(file, output.size), boolean)
    return Answer(form, format, output.take(), boolean)


@contextmanager
def releasing_results() -> Iterator[None]:
    """Let go of what the functions called within hold, if they fail.

    A results object must be dropped by the thread that made it, and an error keeps it by its traceback for any other.
    """
    try:
        yield
    except KgError as error:
        cause: BaseException | None = error
        while cause is not None:
            traceback.clear_frames(cause.__traceback__)
            cause = cause.__cause__ or cause.__context__
        raise


def _write(reply: Reply, form: Form, format: Format, output: Output, limits: Limits, first: str | None) -> bool | None:
    """Write the reply anew, and return the boolean that it is, if any."""
    body = Body(reply, limits.max_answer_bytes)
    try:
        evaluation = _read(reply, body, form, format, first)
        evaluation.write(output)
        body.finish()
    except SyntaxError as error:
        raise explain_garbage(reply, f"what does not parse: {error.msg}") from error
    return evaluation.boolean


def read_triples(reply: Reply, body: Body) -> Iterable[ox.Triple]:
    """Return the triples of a reply; they are read as they are taken, and SyntaxError is raised then."""
    parser = _RDF_PARSERS.get(reply.media_type)
    if parser is None:
        raise explain_garbage(reply, "which is no graph")
    if not reply.has_known_end:  # half of such a text looks like a whole one
        raise Unavailable(f"The endpoint {reply.endpoint.name} does not say where its answer ends.")
    return (quad.triple for quad in ox.parse(cast("BinaryIO", body), parser))


def read_results(reply: Reply, body: Body) -> ox.QuerySolutions | ox.QueryBoolean:
    """Return the rows or the boolean of a reply; rows are read as they are taken."""
    parser = _RESULTS_PARSERS.get(reply.media_type)
    if parser is None:
        raise explain_garbage(reply, "which is neither rows nor true or false")
    return ox.parse_query_results(cast("BinaryIO", body), parser)


def _read(reply: Reply, body: Body, form: Form, format: Format, first: str | None) -> Evaluation:
    if form == "GRAPH":
        return Evaluation(form, format, None, read_triples(reply, body), first)
    results = read_results(reply, body)
    if form == "ASK":
        results = _read_boolean(reply, results)
        return Evaluation(form, format, bool(results), results)
    if isinstance(results, ox.QueryBoolean):
        raise explain_garbage(reply, "which is true or false, where rows were asked for")
    return Evaluation(form, format, None, results)


def _read_boolean(reply: Reply, results: ox.QuerySolutions | ox.QueryBoolean) -> ox.QueryBoolean:
    if isinstance(results, ox.QueryBoolean):
        return results
    if [variable.value for variable in results.variables] != [_BOOLEAN_AS_ROW]:
        raise explain_garbage(reply, "which is rows, where true or false was asked for")
    values = [getattr(row[0], "value", "") for row in islice(results, 1)]
    document = b'{"head":{},"boolean":true}' if values == ["1"] else b'{"head":{},"boolean":false}'
    return cast("ox.QueryBoolean", ox.parse_query_results(document, ox.QueryResultsFormat.JSON))


def explain_garbage(reply: Reply, what: str) -> Unavailable:
    """Return the error for a reply that is not what was asked for."""
    kind = reply.media_type or "no media type"
    return Unavailable(
        f"The endpoint {reply.endpoint.name} does not answer as a SPARQL endpoint does: it sends {kind}, {what}. "
        "Is its address right?"
    )
