"""The timeline: dated facts as intervals over the years, then those only relative to others, then undated ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import Blueprint, render_template

from kg.http.facts import Fact
from kg.http.language import current_language
from kg.http.queries import select_iris
from kg.http.reading import read_facts
from kg.http.site import current_site

blueprint = Blueprint("timeline", __name__)
MOST_YEARS = 60
# A bar shorter than this part of the axis would not be seen.
SHORTEST = 160


@dataclass(frozen=True)
class Bar:
    """A dated fact as an interval: ``start`` and ``length`` in days from the axis's first; open ends as flags."""

    fact: Fact
    start: int
    length: int
    is_open_before: bool
    is_open_after: bool


@dataclass(frozen=True)
class Axis:
    """The years that the bars lie in, and how many days these are; ``labels`` leaves out some where there are many."""

    years: range
    days: int

    @property
    def labels(self) -> list[int]:
        """The years to write at the axis, evenly spaced."""
        return list(self.years[:: -(-len(self.years) // MOST_YEARS)])


def read_day(text: str | None) -> date | None:
    """Return an ISO day as a date; None for none, and for days that no calendar here has."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def make_axis(facts: Sequence[Fact]) -> Axis | None:
    """Return the whole years that hold all days of the facts; None where no fact has any."""
    days = [read_day(text) for fact in facts if fact.when for text in (fact.when.not_before, fact.when.not_after)]
    known = [day.year for day in days if day]
    if not known:
        return None
    years = range(min(known), max(known) + 1)
    return Axis(years, (date(years[-1], 12, 31) - date(years[0], 1, 1)).days + 1)


def make_bar(fact: Fact, axis: Axis) -> Bar | None:
    """Return a fact's bar; an end that the text leaves open reaches to the axis's. None for an undated fact."""
    first = read_day(fact.when.not_before) if fact.when else None
    last = read_day(fact.when.not_after) if fact.when else None
    if first is None and last is None:
        return None
    origin = date(axis.years[0], 1, 1)
    start = (first - origin).days if first else 0
    end = (last - origin).days + 1 if last else axis.days
    return Bar(fact, start, max(axis.days // SHORTEST, end - start), first is None, last is None)


@blueprint.get("/timeline")
def show_timeline() -> str:
    """Show all facts by time."""
    engine = current_site().graph.engine
    facts = read_facts(engine, select_iris(engine, "facts", "fact"), current_language())
    axis = make_axis(facts)
    found = [make_bar(fact, axis) for fact in facts] if axis else []
    bars = sorted((bar for bar in found if bar), key=lambda bar: (bar.start, bar.start + bar.length))
    dated = {bar.fact.iri for bar in bars}
    rest = [fact for fact in facts if fact.iri not in dated]
    return render_template(
        "timeline.html",
        axis=axis,
        bars=[bar for bar in bars if not bar.fact.is_inferred],
        inferred=[bar for bar in bars if bar.fact.is_inferred],
        relative=[fact for fact in rest if fact.when and fact.when.anchor],
        undated=[fact for fact in rest if not (fact.when and fact.when.anchor)],
    )
