"""An article's page: its sentences in order, retold by the facts that each is evidence of, and its gaps."""

from __future__ import annotations

from dataclasses import dataclass

from flask import render_template

from kg.http.facts import Fact, Gap, Passage, read_facts
from kg.http.iris import find_page
from kg.http.labels import Labels, Thing, read_labels
from kg.http.language import current_language
from kg.http.queries import Row, select, select_iris
from kg.http.records import Record
from kg.http.site import current_site
from kg.http.stance import STANCES


@dataclass(frozen=True)
class Sentence:
    """One sentence with the facts that its text, or a part of it, is evidence of."""

    passage: Passage
    facts: tuple[Fact, ...]


def show_article(record: Record) -> str:
    """Return the page of an article."""
    engine, language = current_site().graph.engine, current_language()
    facts = read_facts(engine, select_iris(engine, "facts-of-article", "fact", it=record.iri), language)
    rows = select(engine, "sentences-of-article", it=record.iri)
    sections = {row["section"]["value"] for row in rows if "section" in row}
    labels = read_labels(engine, {record.iri, *sections}, language)
    return render_template(
        "article.html",
        article=labels[record.iri],
        length=record.find_number("kg:length"),
        sha256=record.find_text("kg:sha256"),
        spoken=record.find_text("schema:inLanguage"),
        sentences=[_read_sentence(row, labels[record.iri], labels, facts) for row in rows],
        facts=facts,
        gaps=find_gaps(facts),
        stances=STANCES,
    )


def _read_sentence(row: Row, article: Thing, labels: Labels, facts: list[Fact]) -> Sentence:
    section = labels[row["section"]["value"]] if "section" in row else None
    iri, number = row["passage"]["value"], int(row["number"]["value"])
    start, end = int(row["start"]["value"]), int(row["end"]["value"])
    passage = Passage(iri, article, number, start, end, section, find_page(iri))
    here = [fact for fact in facts if any(_lies_in(one, passage) for one in fact.passages)]
    return Sentence(passage, tuple(here))


def _lies_in(part: Passage, whole: Passage) -> bool:
    if part.article is None or whole.article is None or part.article.iri != whole.article.iri:
        return False
    return (whole.start or 0) <= (part.start or 0) and (part.end or 0) <= (whole.end or 0)


def find_gaps(facts: list[Fact]) -> list[tuple[Gap, list[Fact]]]:
    """Return each gap once, with the facts that it concerns, in the order of the text."""
    found: dict[str, tuple[Gap, list[Fact]]] = {}
    for fact in facts:
        for gap in fact.gaps:
            found.setdefault(gap.gap.iri, (gap, []))[1].append(fact)
    return list(found.values())
