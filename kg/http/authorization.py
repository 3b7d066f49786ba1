"""Who may write: whoever has the token (RFC 6750, section 2.1). Reading needs none."""

from __future__ import annotations

import hmac

from flask import request
from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import Forbidden, Unauthorized

from kg.engine import Writer
from kg.http.site import current_site


def authorize() -> Writer:
    """Return the writer if the request may write; else raise Forbidden or Unauthorized."""
    site = current_site()
    if site.writer is None:
        raise Forbidden(
            "This service is read-only, as another endpoint has the facts: write there."
            if site.settings.engine is not None
            else "This service is read-only. Start it with --store FILE to write."
        )
    if not site.settings.token:
        raise Forbidden("Writing needs a token, and this service has none: set KG_TOKEN, or use --token-file.")
    scheme, _, given = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer":
        raise _refuse("Writing needs a token: send the header 'Authorization: Bearer TOKEN'.")
    if not hmac.compare_digest(given.strip().encode(), site.settings.token.encode()):
        raise _refuse("This is not the token.", error="invalid_token")
    return site.writer


def _refuse(sentence: str, **parameters: str) -> Unauthorized:
    return Unauthorized(sentence, www_authenticate=WWWAuthenticate("bearer", {"realm": "kg", **parameters}))
