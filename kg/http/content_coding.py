"""Bodies of requests that are compressed: refused in a sentence, never read as if they were not."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Flask, request
from werkzeug.exceptions import UnsupportedMediaType

IDENTITY = "identity"
WITH_BODY = ("POST", "PUT", "PATCH")


class EncodedBody(UnsupportedMediaType):
    """415 that says which codings are read (RFC 9110, section 15.5.16)."""

    def get_headers(self, *arguments: object, **named: object) -> list[tuple[str, str]]:
        """Return the usual headers, and the one about codings."""
        return [*super().get_headers(*arguments, **named), ("Accept-Encoding", IDENTITY)]  # type: ignore[arg-type]


def find_codings(header: str) -> Iterable[str]:
    """Return the codings that a Content-Encoding names, but for the one that changes nothing (section 8.4)."""
    named = (name.strip().lower() for name in header.split(","))
    return [name for name in named if name not in ("", IDENTITY)]


def refuse_codings() -> None:
    """Refuse a body that is encoded in any way."""
    codings = find_codings(request.headers.get("Content-Encoding", ""))
    if codings and request.method in WITH_BODY:
        raise EncodedBody(f"The body is encoded: {', '.join(codings)}. Send it as it is; nothing else is read.")


def register_codings(app: Flask) -> None:
    """Let the application refuse encoded bodies."""
    app.before_request(refuse_codings)
