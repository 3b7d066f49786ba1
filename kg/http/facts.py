"""Facts as pages show them: statement, stance, roles, evidence, time and gaps; values, never read here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kg.http.labels import Text, Thing
from kg.http.stance import STANCES, Stance


@dataclass(frozen=True)
class Passage:
    """A part of an article's text: characters ``start`` to ``end`` (exclusive), in sentence ``number``."""

    iri: str
    article: Thing | None
    number: int | None
    start: int | None
    end: int | None
    sha256: str | None
    section: Thing | None
    page: str | None

    @property
    def fragment(self) -> str:
        """The IRI's fragment, which is the passage's id on the article's page."""
        return self.iri.partition("#")[2]

    @property
    def is_teaser(self) -> bool:
        """Whether the passage only announces another article."""
        return self.section is not None and self.section.local_name == "Teaser"


@dataclass(frozen=True)
class When:
    """A fact's time as far as the text gives it."""

    edtf: str | None
    not_before: str | None
    not_after: str | None
    phrase: str | None
    resolution: Thing | None
    anchor: Thing | None
    relation: Thing | None


@dataclass(frozen=True)
class Role:
    """A role and who plays it in one fact."""

    role: Thing
    players: tuple[Thing, ...]


@dataclass(frozen=True)
class Gap:
    """What the text leaves out or gets wrong."""

    gap: Thing
    kind: Thing | None
    passages: tuple[Passage, ...]


@dataclass(frozen=True)
class Fact:
    """One fact in the reader's language."""

    iri: str
    page: str | None
    statement: Text
    kind: Thing | None
    type: Thing | None
    stance: Stance | None
    polarity: Thing | None
    modality: Thing | None
    certainty: Thing | None
    explicitness: Thing | None
    attributed_to: tuple[Thing, ...]
    attribution: Thing | None
    roles: tuple[Role, ...]
    judgement: Text | None
    means: Thing | None
    when: When | None
    passages: tuple[Passage, ...]
    gaps: tuple[Gap, ...]
    conveys: tuple[Thing, ...]
    explains: tuple[Thing, ...]
    premises: tuple[Thing, ...]
    notes: tuple[Text, ...]

    @property
    def vouchers(self) -> tuple[Thing, ...]:
        """Who vouches for the fact besides the article."""
        articles = {passage.article.iri for passage in self.passages if passage.article}
        return tuple(agent for agent in self.attributed_to if agent.iri not in articles)

    @property
    def is_inferred(self) -> bool:
        """Whether the editors concluded it from what the text says."""
        return self.explicitness is not None and self.explicitness.local_name == "Inferred"

    @property
    def place(self) -> tuple[str, bool, int]:
        """Where the fact stands in its article, to sort by: what is only inferred comes last."""
        places = ((one.article.iri if one.article else "", one.start or 0) for one in self.passages)
        article, start = min(places, default=("~", 0))
        return article, self.is_inferred, start


def group_by_stance(facts: Sequence[Fact]) -> list[tuple[Stance | None, list[Fact]]]:
    """Return the facts under each stance that has any, those without a stance last."""
    groups = [(stance, [fact for fact in facts if fact.stance == stance]) for stance in (*STANCES, None)]
    return [(stance, group) for stance, group in groups if group]
