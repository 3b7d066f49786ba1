"""Every string of the interface is there in German, and none is there for nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import cast

import pytest
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from jinja2.ext import babel_extract

from kg.http.failures import STATUS
from kg.http.stance import STANCES
from kg.http.terms import SORTS
from kg.http.things import REFERENCES
from kg.questions import read_questions
from kg.resources import find_folder

CATALOGUE = find_folder("web") / "locale" / "de" / "LC_MESSAGES" / "messages.po"
# Failures that Flask finds by itself.
PHRASES = {"Method Not Allowed", "Unsupported Media Type", "Internal Server Error"}
FIGURES = {"articles", "facts", "passages", "gaps", "direct relations", "graphs", "triples"}

Key = str | tuple[str, ...]


def find_strings() -> Iterator[Key]:
    for file in sorted((find_folder("web") / "templates").glob("*.html")):
        with file.open("rb") as template:
            for _, _, message, _ in babel_extract(template, ("_", "gettext", "ngettext"), (), {}):
                parts = (message,) if isinstance(message, str) else tuple(part for part in message or () if part)
                yield from (parts if len(parts) == 1 else (parts,) if parts else ())
    for stance in STANCES:
        yield from (stance.badge, stance.by, stance.heading, stance.meaning)
    yield from (*SORTS.values(), *REFERENCES.values(), *FIGURES, *PHRASES)
    yield from {status.phrase for status in STATUS.values()}
    yield from {theme for question in read_questions() for theme in question.themes}


@pytest.fixture
def catalogue() -> dict[Key, Key]:
    """The catalogue's strings with their translations."""
    with CATALOGUE.open("rb") as file:
        messages = [message for message in read_po(file) if message.id]
    assert not any(message.fuzzy for message in messages)
    return {read_key(message.id): read_key(message.string) for message in messages}


def read_key(text: object) -> Key:
    return text if isinstance(text, str) else tuple(map(str, cast("list[str]", text)))


def test_every_string_is_translated_and_no_translation_is_left_over(catalogue: dict[Key, Key]) -> None:
    wanted = set(find_strings())

    assert {key for key in wanted if not catalogue.get(key)} == set()
    assert set(catalogue) - wanted == set()


def test_a_translation_has_the_placeholders_of_its_string(catalogue: dict[Key, Key]) -> None:
    for english, german in catalogue.items():
        assert re.findall(r"%\(\w+\)s|%%", str(english)) == re.findall(r"%\(\w+\)s|%%", str(german))


def test_the_compiled_catalogue_is_the_written_one(catalogue: dict[Key, Key]) -> None:
    with CATALOGUE.with_suffix(".mo").open("rb") as file:
        compiled = {read_key(message.id): read_key(message.string) for message in read_mo(file) if message.id}

    assert compiled == catalogue
