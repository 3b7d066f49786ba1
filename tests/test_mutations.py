"""Errors planted in copies of the main article's facts are found where they are, with advice that helps.

Errors that do not touch one another are planted together, as validating takes a second; a slow test plants each alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

import kg
from kg.resources import find_articles
from kg.validation import Finding
from kg.vocabulary import ARTICLE_BASE, PREFIXES

FOLDER = find_articles() / "salesforce-microsoft"
RECOMMENDED = {"gap-leaves-open", "say-when", "time-of-fact"}


@dataclass(frozen=True)
class Planted:
    """An error, as ``planted.txt`` tells it."""

    name: str
    block: str
    old: str
    new: str
    found: str
    shapes: frozenset[str]
    advice: str


def read_planted() -> Iterator[Planted]:
    stanzas = re.split(r"\n\n(?=\S)", Path(__file__).with_name("planted.txt").read_text(encoding="utf-8").rstrip())
    for stanza in stanzas[1:]:
        name, block, *lines = stanza.split("\n")
        marked = {mark: [line[2:] for line in lines if line.startswith(mark)] for mark in "-+@!?"}
        yield Planted(
            name=name,
            block=block,
            old="\n".join(marked["-"]),
            new="\n".join(marked["+"]),
            found="".join(marked["@"]) or block,
            shapes=frozenset(marked["!"][0].split()),
            advice=marked["?"][0],
        )


PLANTED = tuple(read_planted())


def plant(text: str, error: Planted) -> str:
    """Return the text of a Turtle file with the error in it, or as it is if it does not describe that subject."""
    match = re.search(rf"^{re.escape(error.block)} a .*?^$", text, re.MULTILINE | re.DOTALL)
    if match is None:
        return text
    if match[0].count(error.old) != 1:
        raise ValueError(f"'{error.old}' stands {match[0].count(error.old)} times in {error.block}")
    return text[: match.start()] + match[0].replace(error.old, error.new) + text[match.end() :]


def plan_rounds(errors: Sequence[Planted]) -> list[list[Planted]]:
    """Return the errors in as few groups as may be, those of a group about different subjects."""
    rounds: list[list[Planted]] = []
    for error in errors:
        for group in rounds:
            if not {error.block, error.found} & {name for other in group for name in (other.block, other.found)}:
                group.append(error)
                break
        else:
            rounds.append([error])
    return rounds


class Copies:
    """Copies of the article's Turtle with errors, and what validating them found."""

    def __init__(self, folder: Path, errors: Sequence[Planted]) -> None:
        self.texts = {}
        for path in sorted(FOLDER.glob("*.ttl")):
            text = path.read_text(encoding="utf-8")
            for error in errors:
                text = plant(text, error)
            (folder / path.name).write_text(text, encoding="utf-8")
            self.texts[str(folder / path.name)] = text
        graph = kg.open_graph(data=[FOLDER.parent / "entities.ttl", *self.texts], packaged=False)
        self.findings = graph.validate().findings

    def find(self, error: Planted) -> list[Finding]:
        """Return the findings about the subject of an error."""
        return [finding for finding in self.findings if finding.focus == expand(error.found)]

    def locate(self, error: Planted) -> list[tuple[str, int]]:
        """Return file and line in which the subject of an error is described."""
        return [
            (name, number)
            for name, text in self.texts.items()
            for number, line in enumerate(text.splitlines(), 1)
            if line.startswith(f"{error.found} ")
        ]


def expand(subject: str) -> str:
    """Return the IRI of a subject as the article's Turtle writes it."""
    base = f"{ARTICLE_BASE}salesforce-microsoft"
    if subject.startswith("<"):
        return base + subject[1:-1]
    prefix, _, name = subject.partition(":")
    return {**PREFIXES, "fact": f"{base}/fact/", "gap": f"{base}/gap/", "when": f"{base}/time/"}[prefix] + name


@pytest.fixture(scope="module")
def copies(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Copies]:
    """The copies in which each error, by name, is planted."""
    rounds = plan_rounds(PLANTED)
    made = [(errors, Copies(tmp_path_factory.mktemp("copy"), errors)) for errors in rounds]
    return {error.name: copy for errors, copy in made for error in errors}


def describe(copy: Copies, error: Planted) -> tuple[object, ...]:
    """Return what was found of an error: shapes, places, whether it is a warning, and whether advice is given."""
    findings = copy.find(error)
    return (
        {finding.shape.removeprefix(PREFIXES["shape"]) for finding in findings},
        {(finding.source, finding.line) for finding in findings},
        {finding.severity == "Warning" for finding in findings},
        any(error.advice in finding.message for finding in findings),
    )


def expect(copy: Copies, error: Planted) -> tuple[object, ...]:
    """Return what has to be found of an error."""
    return (error.shapes, {copy.locate(error)[0]}, {error.shapes <= RECOMMENDED}, True)


def test_every_error_is_found_where_it_is_with_advice(copies: dict[str, Copies]) -> None:
    found = {error.name: describe(copies[error.name], error) for error in PLANTED}

    assert found == {error.name: expect(copies[error.name], error) for error in PLANTED}


def test_nothing_else_is_found(copies: dict[str, Copies]) -> None:
    for copy in copies.values():
        planted = {expand(error.found) for error in PLANTED if copies[error.name] is copy}

        assert {finding.focus for finding in copy.findings} == planted


def test_there_are_enough_errors() -> None:
    assert len({error.name for error in PLANTED}) == len(PLANTED) >= 25


@pytest.mark.slow
@pytest.mark.parametrize("error", PLANTED, ids=lambda error: error.name)
def test_the_error_is_found_when_it_is_alone(tmp_path: Path, error: Planted) -> None:
    copy = Copies(tmp_path, [error])

    assert describe(copy, error) == expect(copy, error)
    assert {finding.focus for finding in copy.findings} == {expand(error.found)}
