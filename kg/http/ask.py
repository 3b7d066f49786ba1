"""The form without SPARQL: who, does what, with whom, when, in which stance; and the statements that fit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import Blueprint, render_template, request, url_for

from kg.engine import Engine
from kg.http.choice import Choice, read_choice
from kg.http.iris import name_locally, shorten
from kg.http.labels import read_labels
from kg.http.language import current_language
from kg.http.links import Links
from kg.http.protocol import Asked
from kg.http.queries import run_select
from kg.http.reading import read_facts
from kg.http.site import current_site
from kg.http.stance import STANCES, Stance, find_stance

blueprint = Blueprint("ask", __name__)
FACTS_A_PAGE = 50


@dataclass(frozen=True)
class Option:
    """One value of a field with the number of facts that choosing it leaves."""

    value: str
    label: str
    number: int
    is_chosen: bool


@dataclass(frozen=True)
class StanceOption:
    """One stance with the number of facts that choosing it leaves."""

    stance: Stance
    number: int
    is_chosen: bool


@dataclass(frozen=True)
class Form:
    """The form with its options in the reader's language."""

    choice: Choice
    who: list[Option]
    kind: list[Option]
    whom: list[Option]
    stances: list[StanceOption]


def read_form(engine: Engine, choice: Choice, language: str) -> Form:
    """Return the form for a choice: each field with the values that are left and how many facts each has."""
    counts = {field: _count(engine, choice, field) for field in ("who", "kind", "whom")}
    chosen = {"who": choice.who, "kind": choice.kind, "whom": choice.whom}
    iris = {iri for numbers in counts.values() for iri in numbers} | {iri for iri in chosen.values() if iri}
    labels = read_labels(engine, iris, language)

    def list_options(field: str) -> Iterator[Option]:
        numbers = counts[field]
        if chosen[field]:
            numbers.setdefault(chosen[field] or "", 0)
        ranked = sorted(numbers.items(), key=lambda pair: (-pair[1], labels[pair[0]].label.value))
        for iri, number in ranked:
            yield Option(shorten(iri), labels[iri].label.value, number, iri == chosen[field])

    options = {field: list(list_options(field)) for field in counts}
    return Form(choice, stances=_count_stances(engine, choice), **options)


def _count(engine: Engine, choice: Choice, field: str) -> dict[str, int]:
    rows = run_select(engine, choice.write_count(field))
    found = (row for row in rows if row.get("value", {}).get("type") == "uri")
    return {row["value"]["value"]: int(row["facts"]["value"]) for row in found}


def _count_stances(engine: Engine, choice: Choice) -> list[StanceOption]:
    counts: dict[Stance | None, int] = {}
    for iri, number in _count(engine, choice, "stance").items():
        name = name_locally(iri)
        counts[find_stance(name, name)] = number
    return [StanceOption(stance, counts.get(stance, 0), stance.name == choice.stance) for stance in STANCES]


@blueprint.get("/facts")
def show_facts() -> str:
    """Show the statements that fit the choice, a page at a time, and the query that finds them."""
    engine, language = current_site().graph.engine, current_language()
    choice = read_choice(request.args)
    query = choice.write_query()
    iris = [row["fact"]["value"] for row in run_select(engine, query)]
    pages = max(1, -(-len(iris) // FACTS_A_PAGE))
    page = min(max(1, request.args.get("page", 1, type=int)), pages)
    return render_template(
        "facts.html",
        form=read_form(engine, choice, language),
        facts=read_facts(engine, iris[(page - 1) * FACTS_A_PAGE : page * FACTS_A_PAGE], language),
        total=len(iris),
        page=page,
        pages=pages,
        query=query,
        link=Links(Asked(query)),
        turn=_turn,
    )


def _turn(page: int) -> str:
    """Return the address of another page of the same choice."""
    pairs = [(name, value) for name, value in request.args.items() if name != "page"]
    return f"{url_for('ask.show_facts')}?{urlencode([*pairs, ('page', str(page))])}"
