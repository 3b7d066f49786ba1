"""Entity tags by dataset version and settings (RFC 9110, section 8.8.3): what a client has is not computed again."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache
from hashlib import sha256
from importlib.metadata import version

from flask import Flask, Response, g, request

from kg.http.cache import DEPENDS_ON
from kg.http.negotiation import wants_page
from kg.http.site import Site, current_site

# What is answered anew each time, as it tells of this moment; None is what no route answers.
UNTAGGED = {None, "static", "downloads.report_health", "downloads.report_life", "metrics.show_metrics"}


@cache
def read_release() -> str:
    """Return the version of the software, looked up once: it is read from files."""
    return version("article-kg")


@lru_cache(maxsize=1024)
def compute_state(version: str) -> str:
    """Return the part of a tag, up to its hyphen, that tells the version of the dataset; writes go by it."""
    return sha256(version.encode()).hexdigest()[:16]


def compute_tag(site: Site, address: str, values: Iterable[str]) -> str:
    """Return the tag of the answer to a read: ``values`` are those of the headers that it depends on."""
    parts = (site.version, site.shape, read_release(), address, *values)
    rest = sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:24]
    return f"{compute_state(site.version)}-{rest}"


def make_tag() -> str:
    """Return the tag of whatever this request is answered with."""
    values = (request.headers.get(name, "") for name in DEPENDS_ON)
    return compute_tag(current_site(), request.full_path, values)


def is_taggable() -> bool:
    """Say whether the request is a read whose answer only the request and a known version of the dataset decide."""
    is_read = request.method in ("GET", "HEAD") and request.endpoint not in UNTAGGED
    return is_read and current_site().version != ""


def answer_not_modified() -> Response | None:
    """Answer 304 if the client has what it would get; the answer for it carried this tag.

    The tag is made now: a write that comes in between makes another, and then the answer may be the one before it.
    """
    g.tag = make_tag() if is_taggable() else ""
    if g.tag and not request.if_none_match.star_tag and request.if_none_match.contains_weak(g.tag):
        return _make_not_modified(g.tag)
    return None


def _make_not_modified(tag: str) -> Response:
    """Return a 304 with the headers that the answer would have (RFC 9110, section 15.4.5)."""
    response = Response(status=304, mimetype="text/html")
    if not wants_page(request.accept_mimetypes):
        del response.headers["Content-Type"]
    response.set_etag(tag, weak=True)
    response.cache_control.no_cache = True
    return response


def add_tag(response: Response) -> Response:
    """Tag an answer that may be used again; a client asks each time whether it still holds."""
    if response.cache_control.no_store or not g.get("tag") or response.status_code != 200:
        return response
    if request.if_none_match.star_tag:  # there is something, which is known only now (section 13.1.2)
        response = _make_not_modified(g.tag)
    response.set_etag(g.tag, weak=True)
    response.cache_control.no_cache = True
    return response


def register_conditional(app: Flask) -> None:
    """Let the application tag its answers and answer conditional requests."""
    app.before_request(answer_not_modified)
    app.after_request(add_tag)
