"""Every string of the interface is there in German, and none is there for nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jinja2.ext import babel_extract

from kg.http.stance import STANCES
from kg.http.terms import SORTS
from kg.http.things import REFERENCES
from kg.http.translations import GERMAN
from kg.resources import find_folder


def find_strings() -> Iterator[str]:
    for file in sorted((find_folder("web") / "templates").glob("*.html")):
        with file.open("rb") as template:
            for _, _, message, _ in babel_extract(template, ("_", "gettext", "ngettext"), (), {}):
                yield from (message,) if isinstance(message, str) else (one for one in message or () if one)
    for stance in STANCES:
        yield from (stance.badge, stance.by, stance.heading, stance.meaning)
    yield from (*SORTS.values(), *REFERENCES.values())


def test_every_string_of_the_templates_is_translated() -> None:
    assert set(find_strings()) - set(GERMAN) == set()


def test_a_translation_has_the_placeholders_of_its_string() -> None:
    for english, german in GERMAN.items():
        assert re.findall(r"%\(\w+\)s", english) == re.findall(r"%\(\w+\)s", german)
