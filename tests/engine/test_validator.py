"""What the gate validates with: it finds, with pyoxigraph's queries, what pySHACL finds with rdflib's."""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph as ox
import pytest
from rdflib import Graph

from kg.engine.validator import Validator
from kg.validation import Finding, validate_graph
from tests.shapes.pairs import CASES, CONFORMING
from tests.shapes.scheme import load_shapes, validate_texts


def read_graphs(texts: Iterable[str]) -> bytes:
    """Return graphs as a store has them, which keeps values and not how they were spelled: 2.0 is 2."""
    store = ox.Store()
    store.load(validate_texts(list(texts)).data.serialize(format="nt").encode(), ox.RdfFormat.N_TRIPLES)
    return store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph()) or b""


def validate(text: bytes) -> tuple[Finding, ...]:
    triples = [quad.triple for quad in ox.parse(text, ox.RdfFormat.N_TRIPLES)]
    return Validator().validate(triples).findings


def describe(findings: Iterable[Finding]) -> list[str]:
    """Say what was found; rdflib names blank nodes anew."""
    return sorted(f"{f.severity} {f.shape} {f.path} {f.message} {f.focus if ':' in f.focus else ''}" for f in findings)


@pytest.mark.slow
def test_it_finds_what_pyshacl_finds_by_itself_in_each_graph_that_fails() -> None:
    text = read_graphs(case.invalid for case in CASES)

    found, expected = validate(text), validate_graph(Graph().parse(data=text, format="nt"), load_shapes()).findings

    assert describe(found) == describe(expected)
    assert len({finding.shape for finding in found}) > 100


def test_it_finds_nothing_to_mend_in_graphs_that_conform() -> None:
    found = validate(read_graphs(CONFORMING))

    assert [finding for finding in found if finding.severity == "Violation"] == []
