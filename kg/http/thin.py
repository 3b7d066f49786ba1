"""The thin path: queries of programs, answered as the application answers them but without its fixed cost.

Flask's dispatch takes several times as long as a tiny query. This takes only what it is sure of, a GET of ``/sparql``
or a small POST to it, with one query, from a client that reads results or RDF, and leaves all else to the application;
a failure is put into words by the application too.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import Executor
from functools import lru_cache, partial
from urllib.parse import parse_qsl
from wsgiref.types import StartResponse, WSGIEnvironment

from flask import Flask, g
from werkzeug.datastructures import MIMEAccept
from werkzeug.http import parse_accept_header

from kg.engine import Answer, Cancellation, Query, is_volatile, query_soon
from kg.errors import KgError
from kg.formats import RDF_FORMATS, RESULTS_FORMATS, Format
from kg.http.access_log import log_answer
from kg.http.cache import DEPENDS_ON
from kg.http.compression import vary
from kg.http.conditional import compute_tag
from kg.http.failures import answer_failure
from kg.http.headers import CORS, SECURITY
from kg.http.metrics import observe
from kg.http.negotiation import choose_format, wants_page
from kg.http.protocol import FORM_TYPE, QUERY_TYPE
from kg.http.rsgi import CANCELLATION, WsgiAnswer, run_application
from kg.http.site import find_site

PATH = "/sparql"
# Bytes of a POST that need no thread to be read, where so many are taken.
LARGEST_BODY = 1 << 16
# Characters of an Accept header that need no thread to be read.
LONGEST_ACCEPT = 1000
PARAMETERS = {"query", "default-graph-uri", "named-graph-uri"}
CONSTANT = [*(SECURITY | CORS).items(), ("Vary", "Accept, Accept-Encoding")]
# The headers that an answer depends on, by their names in CGI.
TAGGED_HEADERS = [f"HTTP_{name.upper().replace('-', '_')}" for name in DEPENDS_ON]
NO_STORE = [("Cache-Control", "no-store")]

Headers = list[tuple[str, str]]
Formats = tuple[Format | None, Format | None]


@lru_cache(maxsize=256)
def negotiate(accept: str) -> Formats | None:
    """Return the formats for rows and for triples by an Accept header, or None where a page is wanted."""
    ranges = parse_accept_header(accept, MIMEAccept)
    if wants_page(ranges):
        return None
    return choose_format(ranges, RESULTS_FORMATS), choose_format(ranges, RDF_FORMATS)


def read_parameters(environ: WSGIEnvironment, largest_body: int = LARGEST_BODY) -> dict[str, list[str]] | None:
    """Return the parameters of a query (SPARQL 1.1 Protocol, section 2.1), or None where it is not, or not only, that.

    Leaves a body of more than ``largest_body`` bytes alone. Raises ValueError for what is not UTF-8.
    """
    if environ["PATH_INFO"] != PATH:
        return None
    if environ["REQUEST_METHOD"] == "GET":
        return None if "HTTP_IF_NONE_MATCH" in environ else _parse(read_address(environ))
    if environ["REQUEST_METHOD"] != "POST" or environ["QUERY_STRING"] or int(environ["CONTENT_LENGTH"]) > largest_body:
        return None
    kind, body = environ.get("CONTENT_TYPE", ""), environ["wsgi.input"]
    if kind not in (FORM_TYPE, QUERY_TYPE) or "HTTP_CONTENT_ENCODING" in environ:
        return None
    data = body.read()
    body.seek(0)
    text = data.decode()
    return _parse(text) if kind == FORM_TYPE else _keep_sure({"query": [text]})


def read_address(environ: WSGIEnvironment) -> str:
    """Return what follows ``?`` in the address as text; PEP 3333 hands it over as latin-1. Raises ValueError."""
    return str(environ["QUERY_STRING"]).encode("latin-1").decode()


def _parse(text: str) -> dict[str, list[str]] | None:
    parameters: dict[str, list[str]] = {}
    for name, value in parse_qsl(text, keep_blank_values=True, errors="strict"):
        parameters.setdefault(name, []).append(value)
    return _keep_sure(parameters)


def _keep_sure(parameters: dict[str, list[str]]) -> dict[str, list[str]] | None:
    queries = parameters.get("query", ())
    return parameters if parameters.keys() <= PARAMETERS and len(queries) == 1 and queries[0].strip() else None


class Pieces:
    """An answer's pieces, which gives back its file when it is closed."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._answer.chunks())

    @property
    def path(self) -> str | None:
        """Where the file of a large answer can be opened; None for one in memory."""
        return getattr(self._answer.chunks(), "path", None)

    def close(self) -> None:
        """Give back the file of a large answer."""
        self._answer.close()


class ThinPath:
    """Answers a request, or returns None to leave it to the application."""

    def __init__(self, app: Flask) -> None:
        self._app, self._site = app, find_site(app)
        self._largest_body = min(LARGEST_BODY, self._site.settings.max_body)

    async def __call__(self, environ: WSGIEnvironment, threads: Executor) -> WsgiAnswer | None:
        """Return the answer to a query of a program; it is complete. ``threads`` take what would hold up others."""
        try:
            parameters = read_parameters(environ, self._largest_body)
        except ValueError:
            return None
        accept = environ.get("HTTP_ACCEPT", "")
        formats = None if parameters is None or len(accept) > LONGEST_ACCEPT else negotiate(accept)
        if parameters is None or formats is None:
            return None
        started, tag = time.perf_counter(), self._make_tag(environ)
        query = self._make_query(parameters, formats, environ)
        try:
            cancellation = environ.get(CANCELLATION) or Cancellation()
            answer = await query_soon(self._site.graph.engine, query, cancellation=cancellation, threads=threads)
        except KgError as error:
            fail = partial(self._answer_failure, error, environ, started)
            return await asyncio.get_running_loop().run_in_executor(threads, fail)
        seconds = time.perf_counter() - started
        observe(self._app, "answered", seconds)
        log_answer(environ["REQUEST_METHOD"], PATH, 200, "answered", seconds, answer.size, query.text)
        caching = (
            NO_STORE if is_volatile(query.text) else tag and [("ETag", f'W/"{tag}"'), ("Cache-Control", "no-cache")]
        )
        return WsgiAnswer(200, self._write_headers(answer, caching or []), Pieces(answer))

    def _make_query(self, parameters: dict[str, list[str]], formats: Formats, environ: WSGIEnvironment) -> Query:
        return Query(
            parameters["query"][0],
            results_format=formats[0],
            graph_format=formats[1],
            default_graphs=tuple(parameters.get("default-graph-uri", ())),
            named_graphs=tuple(parameters.get("named-graph-uri", ())),
            base=f"{environ['wsgi.url_scheme']}://{environ.get('HTTP_HOST', environ['SERVER_NAME'])}{PATH}",
            union=not self._site.settings.strict_default_graph,
        )

    def _make_tag(self, environ: WSGIEnvironment) -> str:
        if not self._site.version or environ["REQUEST_METHOD"] == "POST":
            return ""
        values = (environ.get(name, "") for name in TAGGED_HEADERS)
        return compute_tag(self._site, f"{PATH}?{read_address(environ)}", values)

    def _write_headers(self, answer: Answer, caching: Headers) -> Headers:
        kind = answer.format.media_type
        charset = "; charset=utf-8" if kind.startswith("text/") else ""
        return [("Content-Type", kind + charset), ("Content-Length", str(answer.size)), *caching, *CONSTANT]

    def _answer_failure(self, error: KgError, environ: WSGIEnvironment, started: float) -> WsgiAnswer:
        def fail(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
            with self._app.request_context(environ):
                self._app.preprocess_request()
                g.started = started
                return self._app.process_response(answer_failure(error))(environ, start_response)

        return vary(run_application(fail, environ))
