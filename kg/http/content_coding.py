"""Requests in another coding than is read here: refused in a sentence, never read as if they were in that.

That is a compressed body, and text in addresses and forms that is not UTF-8 (SPARQL 1.1 Protocol, section 2.1).
"""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import unquote_to_bytes

from flask import Flask, request
from werkzeug.exceptions import BadRequest, UnsupportedMediaType

from kg.http.protocol import FORM_TYPE

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


def refuse_charsets() -> None:
    """Refuse an address or a form whose text is not UTF-8; Werkzeug would leave such bytes percent-encoded."""
    is_form = request.method in WITH_BODY and request.mimetype == FORM_TYPE
    for text, name in ((request.query_string, "address"), (request.get_data() if is_form else b"", "form")):
        try:
            unquote_to_bytes(text).decode()
        except UnicodeDecodeError as error:
            byte = f"%{error.object[error.start]:02X}"
            reason = f"The {name} has bytes that are not UTF-8: {byte} begins no character. Encode the text as UTF-8."
            raise BadRequest(reason) from error


def register_codings(app: Flask) -> None:
    """Let the application refuse what is in another coding."""
    app.before_request(refuse_codings)
    app.before_request(refuse_charsets)
