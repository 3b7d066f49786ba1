"""Every shape has a graph that conforms and one that fails on exactly that shape."""

from __future__ import annotations

import pytest

from tests.shapes.pairs import CASES, CONFORMING, find_results, validate_conforming, validate_failing
from tests.shapes.scheme import Case, name_shapes, validate_texts


def name_case(case: Case) -> str:
    return f"{case.shape} {case.constraint} {' '.join((case.new or f'no {case.old}').split())}"


# Only these look at all nodes at once, those of other graphs among them.
RULES = tuple(case for case in CASES if case.constraint == "SPARQL")
each_case = pytest.mark.parametrize(("number", "case"), list(enumerate(CASES)), ids=map(name_case, CASES))


@pytest.mark.parametrize("number", range(len(CONFORMING)))
def test_the_graph_conforms(number: int) -> None:
    assert validate_conforming().findings[number] == ()


@each_case
def test_the_graph_fails_on_exactly_that_shape(number: int, case: Case) -> None:
    findings = validate_failing().findings[number]

    assert name_shapes(findings) == {case.shape, *case.also}
    if case not in RULES:  # whose results are all about the ontology
        focuses = {finding.focus for finding in findings}
        assert case.constraint in {
            kind for focus, shape, kind in find_results() if shape == case.shape and str(focus) in focuses
        }


@pytest.mark.slow
@pytest.mark.parametrize("case", RULES, ids=map(name_case, RULES))
def test_alone_the_graph_fails_on_the_same_shape(case: Case) -> None:
    alone = validate_texts([case.invalid])

    assert name_shapes(alone.report.findings) == {case.shape, *case.also}
