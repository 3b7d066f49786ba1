"""Every shape has a graph that conforms and one that fails on exactly that shape.

One test looks at all, so that they are validated in one process.
"""

from __future__ import annotations

import pytest

from tests.shapes.pairs import CASES, CONFORMING, find_results, validate_conforming, validate_failing
from tests.shapes.scheme import Case, name_shapes, validate_texts

# These look at all nodes at once, those of other graphs among them, and all their results are about the ontology.
RULES = tuple(case for case in CASES if case.constraint == "SPARQL")


def name_case(case: Case) -> str:
    return f"{case.shape} {case.constraint} {' '.join((case.new or f'no {case.old}').split())}"


def test_the_graphs_conform() -> None:
    findings = zip(CONFORMING, validate_conforming().findings, strict=True)

    assert {text: found for text, found in findings if found} == {}


def test_the_graphs_fail_on_exactly_their_shapes() -> None:
    findings = [name_shapes(found) for found in validate_failing().findings]

    found = {(number, name_case(case)): findings[number] for number, case in enumerate(CASES)}
    assert found == {(number, name_case(case)): {case.shape, *case.also} for number, case in enumerate(CASES)}


def test_the_graphs_fail_on_the_constraint_of_the_shape() -> None:
    results = {(str(focus), shape, constraint) for focus, shape, constraint in find_results()}

    for case, findings in zip(CASES, validate_failing().findings, strict=True):
        failed = {(finding.focus, case.shape, case.constraint) for finding in findings}
        assert case in RULES or failed & results, name_case(case)


@pytest.mark.slow
@pytest.mark.parametrize("case", RULES, ids=name_case)
def test_alone_the_graph_fails_on_the_same_shape(case: Case) -> None:
    alone = validate_texts([case.invalid])

    assert name_shapes(alone.report.findings) == {case.shape, *case.also}
