"""What things are called in the reader's language, found for a whole page by one query."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.engine import Engine
from kg.http.iris import find_page, is_ours, name_locally, shorten
from kg.http.queries import is_iri, select
from kg.language import rank_language
from kg.vocabulary import PREFIXES

# What names a thing, the preferred first.
NAMING = tuple(
    PREFIXES[prefix] + local
    for prefix, local in (("rdfs", "label"), ("skos", "prefLabel"), ("schema", "name"), ("dcterms", "title"))
)
MOST_AT_ONCE = 500


@dataclass(frozen=True)
class Text:
    """A text and its language; ``language`` is empty where it has none."""

    value: str
    language: str = ""

    def __str__(self) -> str:
        return self.value


@dataclass(frozen=True)
class Thing:
    """An IRI as a page shows it. ``page`` is None where there is nothing to link to."""

    iri: str
    label: Text
    page: str | None

    @property
    def short(self) -> str:
        """The IRI with a prefix where there is one."""
        return shorten(self.iri)

    @property
    def local_name(self) -> str:
        """The last piece of the IRI."""
        return name_locally(self.iri)

    @property
    def is_ours(self) -> bool:
        """Whether the page is on this site."""
        return is_ours(self.iri)


def choose_text(texts: Iterable[Text], reader: str) -> Text | None:
    """Return the text that serves the reader best; of equals the first by alphabet."""
    return min(texts, key=lambda text: (rank_language(text.language, reader), text.value), default=None)


def choose_texts(texts: Sequence[Text], reader: str) -> tuple[Text, ...]:
    """Return all texts in the language that serves the reader best."""
    best = min((rank_language(text.language, reader) for text in texts), default=0)
    return tuple(text for text in texts if rank_language(text.language, reader) == best)


class Labels(Mapping[str, Thing]):
    """Things by IRI, in one language; an IRI without a label is called by its last piece."""

    def __init__(self, names: Mapping[str, Text]) -> None:
        self._names = names
        self._things: dict[str, Thing] = {}

    def __getitem__(self, iri: str) -> Thing:
        thing = self._things.get(iri)
        if thing is None:
            thing = self._things[iri] = Thing(iri, self._names.get(iri) or Text(name_locally(iri)), find_page(iri))
        return thing

    def __contains__(self, iri: object) -> bool:
        """Say whether the graph has a label for the IRI."""
        return iri in self._names

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


def read_labels(engine: Engine, iris: Iterable[str], reader: str) -> Labels:
    """Return the labels of the IRIs in the reader's language, else English, else any."""
    wanted = sorted({iri for iri in iris if is_iri(iri)})
    found: dict[str, list[tuple[int, int, str, str]]] = {}
    for start in range(0, len(wanted), MOST_AT_ONCE):
        for row in select(engine, "labels", things=wanted[start : start + MOST_AT_ONCE]):
            value, language = row["label"]["value"], row["label"].get("xml:lang", "")
            rank = (rank_language(language, reader), NAMING.index(row["naming"]["value"]), value, language)
            found.setdefault(row["thing"]["value"], []).append(rank)
    return Labels({iri: Text(*min(ranks)[2:]) for iri, ranks in found.items()})
