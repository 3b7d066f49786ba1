"""Preconditions of writes (RFC 9110, section 13.1): a client says what it read, and overwrites nothing that is newer.

If-Match asks for strong comparison, by which a weak tag never matches, and all of ours are weak: a state has many
representations. A write is about the state, so a tag counts here by the part that tells the version of the dataset,
with ``W/`` or without: it matches as long as the graph is what it was then. So the tag that HEAD gives is good for a
PUT, whose other headers differ, and writes to other graphs in between do no harm. ``*`` is any graph that is there.
"""

from __future__ import annotations

from flask import request
from werkzeug.datastructures import ETags
from werkzeug.exceptions import BadRequest

from kg.engine import Precondition
from kg.http.conditional import compute_state


def read_precondition(graph: str | None) -> Precondition | None:
    """Return what the request asks of a graph, or of the dataset (None) before it is changed; None where nothing.

    Raises BadRequest for a header without a tag, which may be half of what was meant.
    """
    for name, tags in (("If-Match", request.if_match), ("If-None-Match", request.if_none_match)):
        if name in request.headers and not tags:
            raise BadRequest(f'{name} has no entity tag, such as "abc", and is not *.')
    wanted, unwanted = (_Tags.read(tags) for tags in (request.if_match, request.if_none_match))
    return Precondition(graph, wanted, unwanted) if wanted or unwanted else None


class _Tags:
    """Says whether a version is among the tags of a header."""

    def __init__(self, tags: ETags) -> None:
        self._is_any = tags.star_tag
        self._states = {tag.partition("-")[0] for tag in tags.as_set(include_weak=True) if tag}

    @classmethod
    def read(cls, tags: ETags) -> _Tags | None:
        """Return None for a header that is not there."""
        return cls(tags) if tags else None

    def __call__(self, version: str) -> bool:
        return self._is_any or compute_state(version) in self._states
