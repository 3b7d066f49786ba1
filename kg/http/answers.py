"""An engine's answer as a page shows it: rows as a table or drawn by their shape, yes or no, or triples."""

from __future__ import annotations

import re
from contextlib import closing
from dataclasses import dataclass
from itertools import islice

from flask import Response

from kg.engine import Answer, Engine, Query
from kg.formats import JSON, N_TRIPLES, RDF_FORMATS, RESULTS_FORMATS, TURTLE, Format
from kg.http.charts import Bar, Spans, draw_bars, draw_spans, find_edges
from kg.http.emptiness import Culprit, find_culprit
from kg.http.haste import HastyEngine
from kg.http.labels import read_labels
from kg.http.network import Edge, Network, draw_network
from kg.http.protocol import Asked, make_query
from kg.http.queries import read_answer
from kg.http.results import Table, read_table, require_showable
from kg.http.tracing import Trace, trace_rows

LONGEST_TEXT = 200_000
# Triples between IRIs that a drawing is made from.
MOST_EDGES = 5000
# A triple between IRIs, in N-Triples.
_EDGE = re.compile(r"^<([^>]*)> <([^>]*)> <([^>]*)> \.$", re.MULTILINE)


@dataclass(frozen=True)
class Wish:
    """How a reader wants to see an answer: in which view, and which page of its rows."""

    view: str = ""
    page: int = 1


@dataclass(frozen=True)
class Shown:
    """What a query gave, in one view of those that fit its shape: one of the drawings, or ``text``.

    ``view`` is table, bars, timeline, graph, raw or, for ASK, empty. ``is_short`` says that something could not be had
    this time that belongs beside the rows.
    """

    downloads: tuple[Format, ...]
    views: tuple[str, ...] = ()
    view: str = ""
    table: Table | None = None
    bars: tuple[Bar, ...] | None = None
    spans: Spans | None = None
    network: Network | None = None
    boolean: bool | None = None
    text: str = ""
    is_cut: bool = False
    trace: Trace | None = None
    culprit: Culprit | None = None
    is_short: bool = False


def send_answer(answer: Answer) -> Response:
    """Return the answer, which is complete, in pieces and with its length: a cut connection shows."""
    response = Response(answer.chunks(), mimetype=answer.format.media_type, direct_passthrough=True)
    response.content_length = answer.size
    return response


def show_answer(
    engine: Engine, asked: Asked, language: str, wish: Wish, *, base: str | None = None, union: bool = True
) -> Shown:
    """Run a query for a page; KgError as the engine raises it. ``base`` and ``union`` as in `kg.engine.Query`."""
    query = make_query(asked, (JSON, TURTLE), base=base, union=union)
    answer = engine.query(query)
    with closing(answer):
        require_showable(answer)
        body = answer.body
    if answer.boolean is not None:
        return Shown(RESULTS_FORMATS[:2], boolean=answer.boolean)
    if answer.form == "GRAPH":
        return _show_triples(engine, asked, body, language, wish)
    return _show_rows(engine, query, body, language, wish)


def _cut(body: bytes) -> tuple[str, bool]:
    text = body.decode("utf-8")
    return text[:LONGEST_TEXT], len(text) > LONGEST_TEXT


def _show_rows(engine: Engine, query: Query, body: bytes, language: str, wish: Wish) -> Shown:
    """Return the rows in a view that fits, with the facts behind them, or with what removed the last ones."""
    table = read_table(engine, body, language, wish.page)
    beside = HastyEngine(engine)
    if not table.total:
        culprit = find_culprit(beside, query)
        return Shown(RESULTS_FORMATS, view="table", table=table, culprit=culprit, is_short=beside.has_failed)
    bars, spans, edges = draw_bars(table), draw_spans(table), find_edges(table)
    fitting = {"table": True, "bars": bars, "timeline": spans, "graph": edges, "raw": True}
    views = tuple(view for view, fits in fitting.items() if fits)
    view = wish.view if wish.view in views else "table"
    text, is_cut = _cut(body) if view == "raw" else ("", False)
    trace = trace_rows(beside, query, table.bindings, language) if view == "table" else None
    return Shown(
        RESULTS_FORMATS,
        views=views,
        view=view,
        table=table,
        bars=bars,
        spans=spans,
        network=_draw(engine, edges, language) if view == "graph" else None,
        text=text,
        is_cut=is_cut,
        trace=trace,
        is_short=beside.has_failed,
    )


def _show_triples(engine: Engine, asked: Asked, body: bytes, language: str, wish: Wish) -> Shown:
    """Return triples as Turtle, or drawn."""
    text, is_cut = _cut(body)
    if wish.view != "graph":
        return Shown(RDF_FORMATS, views=("raw", "graph"), view="raw", text=text, is_cut=is_cut)
    triples = read_answer(engine, make_query(asked, (None, N_TRIPLES))).decode("utf-8")
    found = islice(_EDGE.finditer(triples), MOST_EDGES)
    edges = [(match[1], match[2], match[3]) for match in found]
    network = _draw(engine, edges, language)
    return Shown(RDF_FORMATS, views=("raw", "graph"), view="graph", network=network, text=text, is_cut=is_cut)


def _draw(engine: Engine, edges: list[Edge], language: str) -> Network | None:
    labels = read_labels(engine, {iri for edge in edges for iri in edge if iri}, language)
    return draw_network(edges, labels)
