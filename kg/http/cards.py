"""Questions and articles in the reader's language, as front page and gallery show them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.engine import Engine
from kg.http.iris import name_locally
from kg.http.labels import Text, Thing, choose_text, read_labels
from kg.http.queries import select
from kg.http.stance import STANCES, Stance, find_stance

if TYPE_CHECKING:
    from kg.questions import Question


@dataclass(frozen=True)
class Card:
    """A question in one language."""

    name: str
    title: Text
    description: Text
    themes: tuple[str, ...]
    query: str

    def has_words(self, text: str) -> bool:
        """Say whether all these words are in its title or description."""
        said = f"{self.title} {self.description}".casefold()
        return all(word in said for word in text.casefold().split())


def make_card(question: Question, language: str) -> Card:
    """Return the question's card in the language that serves the reader best."""

    def choose(texts: dict[str, str]) -> Text:
        return choose_text((Text(value, code) for code, value in texts.items()), language) or Text("")

    title, description = choose(question.title), choose(question.description)
    return Card(question.name, title, description, question.themes, question.text)


def group_by_theme(cards: Iterable[Card]) -> dict[str, list[Card]]:
    """Return the cards under the first of their themes, themes in the order of their first card."""
    groups: dict[str, list[Card]] = {}
    for card in cards:
        groups.setdefault(card.themes[0] if card.themes else "", []).append(card)
    return groups


@dataclass(frozen=True)
class Mark:
    """One fact of an article's strip: a mark of its stance that leads to it."""

    fact: Thing
    stance: Stance | None


@dataclass(frozen=True)
class Overview:
    """An article with its facts in the order of its text, and how many there are of each stance."""

    article: Thing
    marks: tuple[Mark, ...]

    @property
    def counts(self) -> list[tuple[Stance, int]]:
        """How many facts have each stance, stances without any left out."""
        stances = [mark.stance for mark in self.marks]
        return [(stance, stances.count(stance)) for stance in STANCES if stance in stances]


def read_overviews(engine: Engine, language: str) -> list[Overview]:
    """Return an overview of each article in the graph, by label."""
    rows = select(engine, "overview")
    iris = {row[name]["value"] for row in rows for name in ("fact", "article")}
    labels = read_labels(engine, iris, language)
    marks: dict[str, list[Mark]] = {}
    for row in rows:
        names = (name_locally(row[name]["value"]) for name in ("polarity", "modality"))
        mark = Mark(labels[row["fact"]["value"]], find_stance(*names))
        marks.setdefault(row["article"]["value"], []).append(mark)
    overviews = [Overview(labels[iri], tuple(found)) for iri, found in marks.items()]
    return sorted(overviews, key=lambda one: one.article.label.value)
