"""Rows of subject, property and value put together again: one record for each subject, as a page reads it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from kg.http.labels import Text
from kg.http.queries import Row, Term
from kg.vocabulary import PREFIXES

# Digits of a number, which has a meaning here up to the length of a text.
LONGEST_NUMBER = 18


def expand(name: str) -> str:
    """Return the IRI of a prefixed name (``kg:polarity``); KeyError for a prefix that is not well known."""
    prefix, _, local = name.partition(":")
    return PREFIXES[prefix] + local


@dataclass
class Record:
    """What is said of one subject: terms by property, and which properties are roles of participants."""

    iri: str
    terms: dict[str, list[Term]] = field(default_factory=dict)
    roles: set[str] = field(default_factory=set)

    def find_iris(self, name: str) -> list[str]:
        """Return the IRIs under a property, sorted."""
        return sorted(term["value"] for term in self.terms.get(expand(name), ()) if term["type"] == "uri")

    def find_iri(self, name: str) -> str | None:
        """Return the first IRI under a property, or None."""
        return next(iter(self.find_iris(name)), None)

    def find_texts(self, name: str) -> list[Text]:
        """Return the literals under a property, sorted."""
        terms = [term for term in self.terms.get(expand(name), ()) if term["type"] == "literal"]
        return sorted((read_text(term) for term in terms), key=lambda text: (text.value, text.language))

    def find_text(self, name: str) -> str | None:
        """Return the first literal under a property, or None."""
        return next((text.value for text in self.find_texts(name)), None)

    def find_number(self, name: str) -> int | None:
        """Return the first whole number under a property, or None."""
        texts = (text.value for text in self.find_texts(name))
        return next(
            (int(text) for text in texts if len(text) <= LONGEST_NUMBER and text.isascii() and text.isdigit()), None
        )

    def mentions(self) -> Iterator[str]:
        """Yield every IRI in the record."""
        yield self.iri
        for name, terms in self.terms.items():
            yield name
            yield from (term["value"] for term in terms if term["type"] == "uri")


def read_text(term: Term) -> Text:
    """Return a literal as text with its language."""
    return Text(term["value"], term.get("xml:lang", ""))


def gather_records(rows: Iterable[Row]) -> Mapping[str, Record]:
    """Return the records of rows with ``?it ?property ?value`` and, for a role, ``?role``."""
    records: dict[str, Record] = {}
    for row in rows:
        iri, name = row["it"]["value"], row["property"]["value"]
        record = records.setdefault(iri, Record(iri))
        record.terms.setdefault(name, []).append(row["value"])
        if "role" in row:
            record.roles.add(name)
    return records
