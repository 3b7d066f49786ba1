"""The status page: how much there is, whether it conforms, how much of each text is covered, and which versions."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

from flask import Blueprint, render_template

from kg.engine import Engine
from kg.http.iris import name_locally, shorten
from kg.http.labels import Labels, Thing, read_labels
from kg.http.language import current_language
from kg.http.queries import Row, select
from kg.http.site import current_site
from kg.http.stance import STANCES, Stance, find_stance

blueprint = Blueprint("status", __name__)
# Start and end in characters, end exclusive.
Range = tuple[int, int]
PARTS = ("article-kg", "pyoxigraph", "rdflib", "pyshacl", "flask")


@dataclass(frozen=True)
class Count:
    """How many facts of a kind there are in each stance; ``value`` is the kind as the form writes it."""

    kind: Thing
    value: str
    numbers: dict[Stance, int]

    @property
    def total(self) -> int:
        """All facts of the kind."""
        return sum(self.numbers.values())


@dataclass(frozen=True)
class Coverage:
    """How much of an article's text is evidence of a fact: characters, and sentences with any."""

    article: Thing
    length: int
    covered: int
    sentences: int
    sentences_covered: int

    @property
    def percent(self) -> int:
        """The share of the characters, rounded down, so that only everything is 100."""
        return 100 * self.covered // max(self.length, 1)


def read_matrix(engine: Engine, language: str) -> list[Count]:
    """Return how many facts there are of each kind and stance, the most frequent kind first."""
    rows = select(engine, "matrix")
    labels = read_labels(engine, {row["kind"]["value"] for row in rows}, language)
    numbers: dict[str, dict[Stance, int]] = {}
    for row in rows:
        stance = find_stance(*(name_locally(row[name]["value"]) for name in ("polarity", "modality")))
        if stance is not None:
            kind = numbers.setdefault(row["kind"]["value"], {})
            kind[stance] = kind.get(stance, 0) + int(row["number"]["value"])
    counts = [Count(labels[iri], shorten(iri), found) for iri, found in numbers.items()]
    return sorted(counts, key=lambda count: (-count.total, count.kind.label.value))


def read_coverage(engine: Engine, language: str) -> list[Coverage]:
    """Return how much of each article is covered, articles by label."""
    rows = select(engine, "coverage")
    articles: dict[str, list[Row]] = {}
    for row in rows:
        articles.setdefault(row["article"]["value"], []).append(row)
    labels = read_labels(engine, articles, language)
    found = (_measure(labels, iri, passages) for iri, passages in articles.items())
    return sorted(found, key=lambda one: one.article.label.value)


def _measure(labels: Labels, iri: str, rows: Sequence[Row]) -> Coverage:
    covered = merge_ranges(_read_range(row) for row in rows if row["evidence"]["value"] in ("true", "1"))
    starts = [start for start, _ in covered]
    sentences = [_read_range(row) for row in rows if "sentence" in row]
    return Coverage(
        article=labels[iri],
        length=int(rows[0]["length"]["value"]),
        covered=sum(end - start for start, end in covered),
        sentences=len(sentences),
        sentences_covered=sum(_touches(covered, starts, sentence) for sentence in sentences),
    )


def merge_ranges(ranges: Iterable[Range]) -> list[Range]:
    """Return what the ranges cover, as ranges in order that do not overlap; long ones cost no more than short ones."""
    merged: list[Range] = []
    for start, end in sorted(ranges):
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        elif start < end:
            merged.append((start, end))
    return merged


def _touches(covered: Sequence[Range], starts: Sequence[int], sentence: Range) -> bool:
    before = bisect_left(starts, sentence[1])
    return before > 0 and covered[before - 1][1] > sentence[0]


def _read_range(row: Row) -> Range:
    return int(row["start"]["value"]), int(row["end"]["value"])


def read_versions(engine: Engine) -> dict[str, str]:
    """Return the versions of the parts that are installed, and of the ontology."""
    versions = {}
    for row in select(engine, "version"):
        versions["ontology"] = row["version"]["value"]
    for part in PARTS:
        try:
            versions[part] = version(part)
        except PackageNotFoundError:
            continue
    return versions


@blueprint.get("/status")
def show_status() -> str:
    """Show counts, conformance, coverage, gaps and versions."""
    site, language = current_site(), current_language()
    engine = site.graph.engine
    gaps = select(engine, "gaps")
    labels = read_labels(engine, {row[name]["value"] for row in gaps for name in ("gap", "kind")}, language)
    kinds: dict[str, list[Thing]] = {}
    for row in gaps:
        kinds.setdefault(row["kind"]["value"], []).append(labels[row["gap"]["value"]])
    return render_template(
        "status.html",
        counts={row["what"]["value"]: row["number"]["value"] for row in select(engine, "counts")},
        matrix=read_matrix(engine, language),
        stances=STANCES,
        coverage=read_coverage(engine, language),
        report=site.report,
        gaps=[(labels[kind], things) for kind, things in kinds.items()],
        versions=read_versions(engine),
    )
