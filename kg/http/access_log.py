"""The access log: one JSON object a request, with the hash of its query or update, and its outcome; never who asked."""

from __future__ import annotations

import json
import logging
import time
from hashlib import sha256
from urllib.parse import parse_qs

from flask import Flask, Response, g, request
from werkzeug.exceptions import RequestEntityTooLarge

from kg.http.metrics import OUTCOME

LOG = logging.getLogger("kg.access")


def read_query() -> str | None:
    """Return the query or update that came with the request; None where there is none, or the body was too large."""
    try:
        if request.mimetype in ("application/sparql-query", "application/sparql-update"):
            return request.get_data(as_text=True)
        return request.values.get("query") or request.values.get("update")
    except RequestEntityTooLarge:
        return None


def log_answer(
    method: str, path: str, status: int, outcome: str, seconds: float, size: int | None, query: str | None
) -> None:
    """Write what was asked, how it was answered and how long that took; of the query, 16 digits of its SHA-256."""
    if LOG.isEnabledFor(logging.INFO):
        entry = {
            "method": method,
            "path": path,
            "status": status,
            "outcome": outcome,
            "milliseconds": round(1000 * seconds, 2),
            "bytes": size,
            "query": query and sha256(query.encode("utf-8", "surrogatepass")).hexdigest()[:16],
        }
        LOG.info("%s", json.dumps(entry, ensure_ascii=False))


def log_cached(path: str, query_string: str, status: int, seconds: float, size: int) -> None:
    """Write that a GET was answered out of the cache; the query is looked for only where a log is kept."""
    if LOG.isEnabledFor(logging.INFO):
        query = parse_qs(query_string).get("query", [None])[0]
        log_answer("GET", path, status, "cached", seconds, size, query)


def write_entry(response: Response) -> Response:
    """Write the entry of the request that is being answered."""
    if LOG.isEnabledFor(logging.INFO):
        seconds, outcome = time.perf_counter() - g.started, g.get(OUTCOME, "answered")
        size, query = response.content_length, read_query() or None
        log_answer(request.method, request.path, response.status_code, outcome, seconds, size, query)
    return response


def register_access_log(app: Flask) -> None:
    """Let the application log every answer to the logger ``kg.access``, at level INFO."""
    app.after_request(write_entry)
