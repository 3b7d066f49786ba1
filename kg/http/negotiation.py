"""Chooses a representation by the Accept header (RFC 9110, section 12.5.1); never looks at the data."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from werkzeug.datastructures import MIMEAccept

from kg.formats import (
    CSV,
    JSON,
    JSON_LD,
    N_QUADS,
    N_TRIPLES,
    RDF_FORMATS,
    RDF_XML,
    RESULTS_FORMATS,
    TRIG,
    TSV,
    TURTLE,
    XML,
    Format,
    Kind,
)

# Ranges of one header that are weighed: browsers send about ten.
MOST_RANGES = 100
PAGE = Format("html", "text/html", Kind.RESULTS, "HTML")

# What clients say for a format besides its own media type.
ALIASES: dict[str, tuple[str, ...]] = {
    JSON.name: ("application/json",),
    XML.name: ("application/xml", "text/xml"),
    CSV.name: (),
    TSV.name: (),
    TURTLE.name: ("application/x-turtle",),
    N_TRIPLES.name: ("text/plain",),
    RDF_XML.name: ("application/xml", "text/xml"),
    JSON_LD.name: ("application/json",),
    N_QUADS.name: (),
    TRIG.name: ("application/x-trig",),
    PAGE.name: ("application/xhtml+xml",),
}


@dataclass(frozen=True)
class MediaRange:
    """One element of an Accept header: ``text/*`` and its quality; parameters other than q are dropped."""

    type: str
    subtype: str
    quality: float

    @property
    def specificity(self) -> int:
        """0 for ``*/*``, 1 for ``text/*``, 2 for a whole media type."""
        return (self.type != "*") + (self.subtype != "*")

    def covers(self, media_type: str) -> bool:
        """Say whether the media type lies in this range."""
        kind, _, subtype = media_type.partition("/")
        return self.type in ("*", kind) and self.subtype in ("*", subtype)


def read_ranges(accept: MIMEAccept) -> tuple[MediaRange, ...]:
    """Return the header's ranges, of very many the first; a missing or empty header accepts everything."""
    ranges = []
    for value, quality in islice(accept, MOST_RANGES):
        kind, _, subtype = value.split(";")[0].strip().lower().partition("/")
        ranges.append(MediaRange(kind, subtype or "*", quality))
    return tuple(ranges) or (MediaRange("*", "*", 1.0),)


def weigh(media_type: str, ranges: Iterable[MediaRange]) -> tuple[float, int]:
    """Return the quality by the most specific range, and that specificity; (0, -1) for none."""
    covering = [one for one in ranges if one.covers(media_type)]
    if not covering:
        return 0.0, -1
    best = max(covering, key=lambda one: (one.specificity, one.quality))
    return best.quality, best.specificity


def _weigh_format(offer: Format, ranges: Sequence[MediaRange]) -> float:
    """Return the quality of a format: its own media type's, or an alias's where that is named in full."""
    quality, specificity = weigh(offer.media_type, ranges)
    if specificity == 2:
        return quality
    aliases = (weigh(alias, ranges) for alias in ALIASES[offer.name])
    return max([quality, *(alias_quality for alias_quality, named in aliases if named == 2)])


def choose_format(accept: MIMEAccept, offers: Sequence[Format]) -> Format | None:
    """Return the offer with the highest quality, the first of equals; None where none is acceptable."""
    ranges = read_ranges(accept)
    weights = [_weigh_format(offer, ranges) for offer in offers]
    best = max(weights)
    return offers[weights.index(best)] if best > 0 else None


def wants_page(accept: MIMEAccept, offers: Sequence[Format] = (*RESULTS_FORMATS, *RDF_FORMATS)) -> bool:
    """Say whether this is a browser: it names HTML and no other offer ranks higher.

    A client that accepts anything (``*/*``, or no header) is a program.
    """
    ranges = read_ranges(accept)
    quality, specificity = max(weigh(name, ranges) for name in (PAGE.media_type, *ALIASES[PAGE.name]))
    if specificity < 2 or quality == 0:
        return False
    return all(quality >= _weigh_format(offer, ranges) for offer in offers)
