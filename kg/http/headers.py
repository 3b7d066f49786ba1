"""Headers that every answer carries: what browsers may do with it, what it varies by, who may read it."""

from __future__ import annotations

from flask import Flask, Response, request

from kg.http.language import keep_choice

# No script, style, image or request of any other origin, nothing inline, no framing (CSP Level 3).
CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)

SECURITY = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
}

# Reads are open to scripts of any site, without credentials (Fetch, section 3.2).
CORS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "Content-Location, ETag, Retry-After",
}
PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, HEAD, POST, OPTIONS",
    "Access-Control-Allow-Headers": "Accept, Accept-Language, Content-Type",
    "Access-Control-Max-Age": "86400",
}


def add_headers(response: Response) -> Response:
    """Add the headers that this answer needs."""
    for name, value in (SECURITY | CORS).items():
        response.headers.setdefault(name, value)
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
