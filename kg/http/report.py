"""Says what a write would have violated: the validation report as a page, as problem+json, or as RDF."""

from __future__ import annotations

import json
from dataclasses import asdict
from http import HTTPStatus

from flask import Flask, Response, g, render_template, request

from kg.errors import Nonconforming
from kg.formats import RDF_FORMATS, Format, Kind
from kg.http.failures import PROBLEM_TYPE
from kg.http.negotiation import read_ranges, wants_page, weigh
from kg.vocabulary import PREFIXES

_STATUS = HTTPStatus.UNPROCESSABLE_ENTITY
_SERIALIZERS = {"ttl": "turtle", "nt": "nt", "rdf": "xml"}
_OFFERS = tuple(format for format in RDF_FORMATS if format.kind is Kind.GRAPH)


def answer_report(error: Nonconforming) -> Response:
    """Answer with what has to be mended, by Accept."""
    g.outcome = type(error).__name__
    if wants_page(request.accept_mimetypes):
        page = render_template("report.html", status=_STATUS, sentence=str(error), findings=error.report.findings)
        return Response(page, _STATUS, mimetype="text/html")
    if (format := _choose_rdf()) is not None:
        graph = error.report.graph
        for prefix, iri in PREFIXES.items():
            graph.bind(prefix, iri)
        return Response(graph.serialize(format=_SERIALIZERS[format.name]), _STATUS, mimetype=format.media_type)
    findings = [asdict(finding) for finding in error.report.findings]
    problem = {"type": "about:blank", "title": _STATUS.phrase, "status": int(_STATUS), "detail": str(error)}
    body = json.dumps({**problem, "findings": findings}, ensure_ascii=False) + "\n"
    return Response(body, _STATUS, mimetype=PROBLEM_TYPE)


def _choose_rdf() -> Format | None:
    """Return the RDF format that the asker names in full and likes no less than JSON; None for JSON."""
    ranges = read_ranges(request.accept_mimetypes)
    named = {offer: quality for offer in _OFFERS for quality, depth in [weigh(offer.media_type, ranges)] if depth == 2}
    best = max(named, key=lambda offer: named[offer], default=None)
    others = max(weigh(name, ranges) for name in (PROBLEM_TYPE, "application/json"))
    return best if best is not None and named[best] > 0 and (others[1] < 2 or named[best] >= others[0]) else None


def register_report(app: Flask) -> None:
    """Let the application answer so where data violate the shapes."""
    app.register_error_handler(Nonconforming, answer_report)
