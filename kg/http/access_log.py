"""The access log: one JSON object a request, with the query's hash and outcome; never the query or who asked."""

from __future__ import annotations

import json
import logging
import time
from hashlib import sha256

from flask import Flask, Response, g, request

from kg.http.metrics import OUTCOME

LOG = logging.getLogger("kg.access")


def hash_query() -> str | None:
    """Return the first 16 digits of the SHA-256 of the request's query, or None where there is none."""
    text = request.values.get("query") or (
        request.mimetype == "application/sparql-query" and request.get_data(as_text=True)
    )
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16] if text else None


def log_cached(path: str, size: int) -> None:
    """Write that a GET was answered out of the cache."""
    if LOG.isEnabledFor(logging.INFO):
        LOG.info("%s", json.dumps({"method": "GET", "path": path, "outcome": "cached", "bytes": size}))


def write_entry(response: Response) -> Response:
    """Write what was asked, how it was answered and how long that took."""
    if LOG.isEnabledFor(logging.INFO):
        entry = {
            "method": request.method,
            "path": request.path,
            "status": response.status_code,
            "outcome": g.get(OUTCOME, "answered"),
            "milliseconds": round(1000 * (time.perf_counter() - g.started), 2),
            "bytes": response.content_length,
            "query": hash_query(),
        }
        LOG.info("%s", json.dumps(entry, ensure_ascii=False))
    return response


def register_access_log(app: Flask) -> None:
    """Let the application log every answer to the logger ``kg.access``, at level INFO."""
    app.after_request(write_entry)
