"""Pairs of small graphs: one that conforms, and the same with one change that fails on exactly the shapes named.

Many graphs are validated together, each with a base IRI of its own, as a validation takes a second however small its
graph; a slow test validates each alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from rdflib import Graph

from kg.resources import find_folder
from kg.validation import Finding, Report, validate_graph
from kg.vocabulary import BASE, PREFIXES

PREFIX_LINES = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
HASH = "0" * 64
STANCE = "kg:polarity kg:Affirmed ; kg:modality kg:Actual ; kg:certainty kg:Certain ; kg:explicitness kg:Stated ;"

ARTICLE = f"""
<> a schema:NewsArticle ;
    rdfs:label "article"@en , "Artikel"@de ;
    schema:inLanguage "en" ;
    kg:length 20 ;
    kg:sha256 "{HASH}" .
"""

SENTENCE = f"""
<#char=0,9> a kg:Passage , kg:Sentence ;
    oa:hasSource <> ;
    schema:position 1 ;
    kg:start 0 ; kg:end 9 ;
    kg:sha256 "{HASH}" ;
    kg:section kg:Body .
"""


@dataclass(frozen=True)
class Case:
    """A change that makes a conforming graph fail: ``old`` in ``valid`` becomes ``new``.

    ``shape`` is the one that reports, ``also`` those that cannot but report too, ``constraint`` the component of the
    shape that is violated, such as MinCount.
    """

    shape: str
    constraint: str
    valid: str
    old: str
    new: str
    also: tuple[str, ...] = ()

    @property
    def invalid(self) -> str:
        """The graph with the change."""
        if self.valid.count(self.old) != 1:
            raise ValueError(f"{self.shape}: '{self.old}' stands {self.valid.count(self.old)} times in the valid graph")
        return self.valid.replace(self.old, self.new)


def write_fact(kind: str, roles: str, stance: str = STANCE) -> str:
    """Return an article with a sentence and one fact, ``own:it``."""
    return f"""{ARTICLE}{SENTENCE}
own:it a kg:{kind} ;
    rdfs:label "It is so."@en , "Es ist so."@de ;
    {roles} ;
    {stance}
    kg:attributedTo <> ;
    kg:evidence <#char=0,9> .
"""


@dataclass(frozen=True)
class Validation:
    """Graphs validated together: all that was validated, the report, and the findings about each graph's things."""

    data: Graph
    report: Report
    findings: tuple[tuple[Finding, ...], ...]


def validate_texts(texts: Sequence[str]) -> Validation:
    """Validate graphs together with the ontology and the frame; ``own:`` names the things of each."""
    graphs = [_parse(text, f"{BASE}case/{number}/") for number, text in enumerate(texts)]
    data = _merge([load_frame(), *graphs])
    report = validate_graph(data, load_shapes())
    subjects = [{str(subject) for subject in graph.subjects()} for graph in graphs]
    findings = tuple(tuple(finding for finding in report.findings if finding.focus in own) for own in subjects)
    return Validation(data, report, findings)


def _parse(text: str, base: str) -> Graph:
    return Graph().parse(data=f"{PREFIX_LINES}@prefix own: <{base}> .\n{text}", publicID=f"{base}article")


def _merge(graphs: Iterable[Graph]) -> Graph:
    merged = Graph()
    for graph in graphs:
        for triple in graph:
            merged.add(triple)
    return merged


@cache
def load_shapes() -> Graph:
    """Return the packaged shapes."""
    shapes = Graph()
    for path in sorted(find_folder("shapes").glob("*.ttl")):
        shapes.parse(path)
    return shapes


@cache
def load_frame() -> Graph:
    """Return the ontology and the things that the graphs may name."""
    frame = Graph().parse(Path(__file__).with_name("frame.ttl"))
    for path in sorted(find_folder("ontology").glob("*.ttl")):
        frame.parse(path)
    return frame


def shorten(iri: object) -> str:
    """Return the local name of a shape or of a constraint component, such as MinCount."""
    return str(iri).rpartition("#")[2].removesuffix("ConstraintComponent")


def name_shapes(findings: Iterable[Finding]) -> set[str]:
    """Return the local names of the shapes that report."""
    return {shorten(finding.shape) for finding in findings}
