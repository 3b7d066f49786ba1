"""Readable Turtle and TriG from pyoxigraph's serialiser: the prefixes in use, in order, and a line between
subjects.

The serialiser groups what follows one another and writes one line for each predicate, but declares every
prefix that it is given, in no fixed order. Sorting is the caller's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import pyoxigraph as ox

from kg.vocabulary import PREFIXES

_NAME = re.compile(
    rb'"(?:[^"\\]|\\.)*"|<[^<>\s]*>|_:[^\s]+|(?P<prefix>[A-Za-z][\w\-]*):(?:[^\s\\]|\\.)*',
)


def write_turtle(triples: Iterable[ox.Triple]) -> bytes:
    """Serialise triples in their order as Turtle."""
    return tidy_turtle(ox.serialize(triples, None, ox.RdfFormat.TURTLE, prefixes=PREFIXES) or b"")


def tidy_turtle(text: bytes) -> bytes:
    """Make Turtle readable that pyoxigraph wrote with our prefixes."""
    return _tidy(text, re.compile(rb"\n(?=[^\t\n])"))


def write_trig(quads: Iterable[ox.Quad]) -> bytes:
    """Serialise quads in their order as TriG."""
    text = ox.serialize(quads, None, ox.RdfFormat.TRIG, prefixes=PREFIXES) or b""
    return _tidy(text, re.compile(rb"\n(?=[^\t\n}])"))


def _tidy(text: bytes, break_before: re.Pattern[bytes]) -> bytes:
    lines = text.split(b"\n", len(PREFIXES))
    body = lines[-1]
    used = _find_prefixes(body)
    header = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in sorted(PREFIXES.items()) if name in used)
    return header.encode() + (b"\n" if header and body else b"") + break_before.sub(b"\n\n", body)


def _find_prefixes(body: bytes) -> set[str]:
    """Return the prefixes in use; the search ends when all that could be are found, which mostly is early."""
    candidates = {name for name in PREFIXES if f"{name}:".encode() in body}
    used = set[str]()
    for match in _NAME.finditer(body):
        if match["prefix"]:
            used.add(match["prefix"].decode())
            if used >= candidates:
                break
    return used
