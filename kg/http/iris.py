"""Where an IRI has its page: those under the site's base at the rest of their path, others elsewhere.

A string never becomes a link unless it is an http(s) IRI or one of ours: ``javascript:`` is shown as text.
"""

from __future__ import annotations

from urllib.parse import quote, unquote

from flask import request

from kg.http.site import current_site
from kg.vocabulary import PREFIXES

# What may stand unquoted in a path and in a fragment (RFC 3986, sections 3.3 and 3.5).
_PATH = "/:@!$&'()*+,;=-._~"
_FRAGMENT = _PATH + "?"


def find_page(iri: str) -> str | None:
    """Return the address of the page about an IRI: here, at another host, or None if it has none."""
    base = current_site().settings.base
    if iri.startswith(base):
        path, hash_sign, fragment = iri.removeprefix(base).partition("#")
        return f"{request.script_root}/{quote(path, _PATH)}{hash_sign}{quote(fragment, _FRAGMENT)}"
    return iri if iri.partition(":")[0].lower() in ("http", "https") else None


def is_ours(iri: str) -> bool:
    """Say whether this site answers for the IRI."""
    return iri.startswith(current_site().settings.base)


def read_iris(path: str) -> tuple[str, ...]:
    """Return the IRIs that a path can stand for: as decoded, and percent-encoded as clients send it."""
    base = current_site().settings.base
    encoded = quote(unquote(path), _PATH)
    return tuple(dict.fromkeys((base + path, base + encoded)))


def shorten(iri: str) -> str:
    """Return the IRI with a well-known prefix (``kg:Fact``), or as it is."""
    for prefix, namespace in PREFIXES.items():
        local = iri.removeprefix(namespace)
        if local != iri and local and "/" not in local and "#" not in local:
            return f"{prefix}:{local}"
    return iri


def name_locally(iri: str) -> str:
    """Return the last piece of an IRI: what to call a thing that has no label."""
    return unquote(iri.rstrip("/#").replace("#", "/").rpartition("/")[2]) or iri
