"""Errors planted in copies of an article's facts that no shape can see are found by the article's text."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

import kg
from kg.resources import find_articles
from kg.vocabulary import ARTICLE_BASE
from tests.packaged import each_slug, read_article_text

ZEROS = "0" * 64
ANOTHER_TEXT = "the text there is not the one that the facts rest on (its hash differs)"


@dataclass(frozen=True)
class Place:
    """Where errors are planted in an article: a passage, a fact with the words for its time, and the length."""

    start: int
    end: int
    fact: str
    phrase: str
    length: int


PLACES = {
    "first-release": Place(22, 74, "/fact/s01-announcement", "24 November 2026", 461),
    "salesforce-microsoft": Place(358, 423, "/fact/s12-arrival", "Ende 2020", 2027),
}

# By name: what is replaced (patterns), and the faults that the text finds, by what stands after the article's IRI.
Error = Callable[[Place], tuple[dict[str, str], dict[str, str]]]
ERRORS: dict[str, Error] = {
    "range shifted by one": lambda place: (
        {
            f"#char={place.start},{place.end}": f"#char={place.start + 1},{place.end + 1}",
            f"kg:start {place.start} ; kg:end {place.end}": f"kg:start {place.start + 1} ; kg:end {place.end + 1}",
        },
        {f"#char={place.start + 1},{place.end + 1}": f"its words now stand at characters {place.start},{place.end}"},
    ),
    "hash of a passage changed": lambda place: (
        {rf'(kg:start {place.start} ; kg:end {place.end} ;\s+kg:sha256 ")[0-9a-f]*': rf"\g<1>{ZEROS}"},
        {f"#char={place.start},{place.end}": ANOTHER_TEXT},
    ),
    "time phrase that is not in the evidence": lambda place: (
        {f'kg:timePhrase "{place.phrase}"': f'kg:timePhrase "around {place.phrase}"'},
        {place.fact: f"its time phrase 'around {place.phrase}' does not stand in its evidence"},
    ),
    "length of the article changed": lambda place: (
        {f"kg:length {place.length}": f"kg:length {place.length + 1}"},
        {"": f"the text has {place.length} characters, but kg:length is {place.length + 1}"},
    ),
    "hash of the article changed": lambda place: (
        {rf'(kg:length {place.length} ;\s+kg:sha256 ")[0-9a-f]*': rf"\g<1>{ZEROS}"},
        {"": "the text differs from the article's between the passages (its hash differs)"},
    ),
}


def open_changed(slug: str, changes: dict[str, str], folder: Path) -> kg.KnowledgeGraph:
    """Open a copy of an article's facts in which every match of each pattern is replaced."""
    for path in sorted((find_articles() / slug).glob("*.ttl")):
        text = path.read_text(encoding="utf-8")
        for pattern, new in changes.items():
            text = re.sub(pattern, new, text)
        (folder / path.name).write_text(text, encoding="utf-8")
    files = [find_articles() / "entities.ttl", *sorted(folder.glob("*.ttl"))]
    return kg.open_graph(data=files, packaged=False)


@each_slug
@pytest.mark.parametrize("error", ERRORS)
def test_the_error_is_found_by_the_text(slug: str, error: str, tmp_path: Path) -> None:
    changes, faults = ERRORS[error](PLACES[slug])

    report = open_changed(slug, changes, tmp_path).verify(read_article_text(slug), slug)

    found = {failure.passage.removeprefix(f"{ARTICLE_BASE}{slug}"): failure.reason for failure in report.failures}
    assert found == faults


@pytest.mark.slow
@pytest.mark.parametrize("error", ERRORS)
def test_no_shape_can_see_the_error(error: str, tmp_path: Path) -> None:
    changes, _ = ERRORS[error](PLACES["first-release"])

    assert open_changed("first-release", changes, tmp_path).validate().findings == ()
