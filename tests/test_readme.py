"""README's own example is true: its facts conform, its text proves them, and what it says is refused is refused."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import kg
from kg.resources import PACKAGE

README = (PACKAGE.parent / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
TEXT = next(block for kind, block in BLOCKS if kind == "text")
FACTS = next(block for kind, block in BLOCKS if kind == "turtle" and "@base" in block)


@pytest.fixture
def open_facts(tmp_path: Path) -> Opener:
    return Opener(tmp_path / "acme.ttl")


class Opener:
    def __init__(self, path: Path) -> None:
        self.path = path

    def __call__(self, facts: str) -> kg.KnowledgeGraph:
        self.path.write_text(facts, encoding="utf-8")
        return kg.open_graph(data=[self.path], packaged=False)


def test_facts_conform_and_are_proved(open_facts: Opener) -> None:
    graph = open_facts(FACTS)

    assert graph.validate().findings == ()
    assert graph.verify(TEXT).ok


def test_direct_relation_is_derived_only_from_what_happened(open_facts: Opener) -> None:
    ask = "ASK { id:acme kg:acquired id:widget }"

    assert open_facts(FACTS).query(ask).askAnswer is True
    assert open_facts(FACTS.replace("kg:Actual", "kg:Planned")).query(ask).askAnswer is False


def test_shifted_passage_is_refused_by_the_text(open_facts: Opener) -> None:
    shifted = FACTS.replace("#char=0,30", "#char=1,31").replace("kg:start 0 ; kg:end 30", "kg:start 1 ; kg:end 31")

    graph = open_facts(shifted)

    assert graph.validate().conforms
    assert [failure.passage for failure in graph.verify(TEXT).failures] == [
        "https://example.org/kg/article/acme#char=1,31"
    ]


def test_day_for_a_year_is_refused_by_the_shapes(open_facts: Opener) -> None:
    invented = re.sub(r"2025(-\d\d-\d\d)?\"\^\^", '2025-05-12"^^', FACTS)

    report = open_facts(invented).validate()

    assert [finding.shape.rpartition("#")[2] for finding in report.findings] == ["year-stays-year"]


def test_fact_of_readme_is_the_packaged_one() -> None:
    shown = next(block for kind, block in BLOCKS if kind == "turtle" and "s04-spying" in block)
    facts = (PACKAGE / "articles" / "salesforce-microsoft" / "facts.ttl").read_text(encoding="utf-8")

    assert shown in facts
