"""An article's page: its sentences in order, each with the facts that it is evidence of, and its gaps.

Without the article's text the facts retell it. With the text (the service has it, or a reader brings it and it stays
in the browser) each sentence stands beside its facts, with the passages marked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from string import ascii_lowercase

from flask import render_template

from kg.http.facts import Fact, Gap, Passage
from kg.http.highlights import Mark, Segment, cut_text
from kg.http.iris import find_page
from kg.http.labels import Labels, Thing, read_labels
from kg.http.language import current_language
from kg.http.linked import describe_article
from kg.http.queries import Row, select, select_iris
from kg.http.reading import read_facts
from kg.http.records import Record
from kg.http.site import current_site
from kg.http.stance import STANCES


@dataclass(frozen=True)
class Entry:
    """A fact beside a sentence. ``key`` (4a) names it there; ``is_first`` says whether it is told here in full."""

    key: str
    fact: Fact
    passages: tuple[Passage, ...]
    is_first: bool

    @property
    def marks(self) -> list[Mark]:
        """The ranges of the text that it rests on, and with a question mark those in which it has a gap."""
        gaps = [passage for gap in self.fact.gaps for passage in gap.passages] if self.is_first else []
        marks = [Mark(one.start or 0, one.end or 0, self.key) for one in self.passages]
        return marks + [Mark(one.start or 0, one.end or 0, f"{self.key}?") for one in gaps]


@dataclass(frozen=True)
class Sentence:
    """One sentence with its facts; ``segments`` are its text where the service has it."""

    passage: Passage
    entries: tuple[Entry, ...]
    segments: tuple[Segment, ...] = ()

    @property
    def fragments(self) -> list[str]:
        """The fragments of narrower passages: where links to them lead while there is no text."""
        here = {one.fragment for entry in self.entries for one in entry.passages}
        return sorted(here - {self.passage.fragment})


def show_article(record: Record) -> str:
    """Return the page of an article."""
    engine, language = current_site().graph.engine, current_language()
    facts = read_facts(engine, select_iris(engine, "facts-of-article", "fact", it=record.iri), language)
    rows = select(engine, "sentences-of-article", it=record.iri)
    sections = {row["section"]["value"] for row in rows if "section" in row}
    labels = read_labels(engine, {record.iri, *sections}, language)
    text = current_site().texts.get(record.find_text("kg:sha256") or "")
    return render_template(
        "article.html",
        article=labels[record.iri],
        length=record.find_number("kg:length"),
        sha256=record.find_text("kg:sha256"),
        spoken=record.find_text("schema:inLanguage"),
        has_text=text is not None,
        sentences=[_read_sentence(row, labels[record.iri], labels, facts, text) for row in rows],
        facts=facts,
        gaps=find_gaps(facts),
        stances=STANCES,
        linked=describe_article(labels[record.iri], record.find_text("schema:inLanguage"), _find_players(facts)),
    )


def _read_sentence(row: Row, article: Thing, labels: Labels, facts: Sequence[Fact], text: str | None) -> Sentence:
    passage = Passage(
        iri=row["passage"]["value"],
        article=article,
        number=int(row["number"]["value"]),
        start=int(row["start"]["value"]),
        end=int(row["end"]["value"]),
        sha256=row["sha256"]["value"] if "sha256" in row else None,
        section=labels[row["section"]["value"]] if "section" in row else None,
        page=find_page(row["passage"]["value"]),
    )
    entries = tuple(_make_entries(passage, facts))
    marks = [mark for entry in entries for mark in entry.marks]
    segments = cut_text(text, passage.start or 0, passage.end or 0, marks) if text is not None else ()
    return Sentence(passage, entries, tuple(segments))


def _make_entries(sentence: Passage, facts: Sequence[Fact]) -> Iterator[Entry]:
    here = ((fact, tuple(one for one in fact.passages if _lies_in(one, sentence))) for fact in facts)
    for number, (fact, passages) in enumerate(pair for pair in here if pair[1]):
        is_first = fact.passages[0] in passages and not fact.is_inferred
        yield Entry(f"{sentence.number}{write_letters(number)}", fact, passages, is_first)


def write_letters(number: int) -> str:
    """Return a, b … z, aa, ab … for 0, 1 …"""
    letters = ascii_lowercase[number % 26]
    return letters if number < 26 else write_letters(number // 26 - 1) + letters


def _lies_in(part: Passage, whole: Passage) -> bool:
    if part.article is None or whole.article is None or part.article.iri != whole.article.iri:
        return False
    return (whole.start or 0) <= (part.start or 0) and (part.end or 0) <= (whole.end or 0)


def _find_players(facts: Sequence[Fact]) -> list[Thing]:
    """Return all who take part in the facts, each once, by label."""
    players = {thing.iri: thing for fact in facts for role in fact.roles for thing in role.players}
    return sorted(players.values(), key=lambda thing: thing.label.value)


def find_gaps(facts: Sequence[Fact]) -> list[tuple[Gap, list[Fact]]]:
    """Return each gap once, with the facts that it concerns, in the order of the text."""
    found: dict[str, tuple[Gap, list[Fact]]] = {}
    for fact in facts:
        for gap in fact.gaps:
            found.setdefault(gap.gap.iri, (gap, []))[1].append(fact)
    return list(found.values())
