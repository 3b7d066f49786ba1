"""Headers that every answer carries: what browsers may do with it, what it varies by, who may read it."""

from __future__ import annotations

from flask import Flask, Response, request

from kg.http.language import keep_choice


def write_policy(sends_to: str) -> str:
    """Return a Content-Security-Policy (CSP Level 3) that allows nothing inline and nothing of any other origin.

    ``sends_to`` is the source to which scripts and forms may send: ``'self'`` or ``'none'``.
    """
    directives = {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self' data:",
        "font-src": "'self'",
        "connect-src": sends_to,
        "form-action": sends_to,
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
    }
    return "; ".join(f"{name} {source}" for name, source in directives.items())


# For the page on which a reader may bring a text: no script and no form of it can send anything anywhere.
SENDING_NOTHING = write_policy("'none'")

SECURITY = {
    "Content-Security-Policy": write_policy("'self'"),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
}

# Reads are open to scripts of any site, without credentials (Fetch, section 3.2).
CORS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "Content-Location, ETag, Retry-After",
}
# Statuses whose answers have no body here.
EMPTY = (201, 204)
PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, HEAD, POST, OPTIONS",
    "Access-Control-Allow-Headers": "Accept, Accept-Language, Content-Type",
    "Access-Control-Max-Age": "86400",
}


def add_headers(response: Response) -> Response:
    """Add the headers that this answer needs."""
    for name, value in (SECURITY | CORS).items():
        response.headers.setdefault(name, value)
    if response.status_code in EMPTY:
        response.headers.pop("Content-Type", None)
    if request.method == "OPTIONS":
        response.headers.update(PREFLIGHT)
    if request.endpoint != "static":
        response.vary.add("Accept")
    if response.mimetype == "text/html":
        response.vary.update(("Accept-Language", "Cookie"))
    return keep_choice(response)


def register_headers(app: Flask) -> None:
    """Let the application add these headers to every answer."""
    app.after_request(add_headers)
