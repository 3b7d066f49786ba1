"""Values that a shape compares and that have no order: a violation to SHACL, and a failure of its own to pySHACL."""

from __future__ import annotations

from collections.abc import Iterator

from rdflib import RDF, SH, BNode, Graph, Literal
from rdflib.term import Node

_COMPONENTS = {
    SH.lessThan: SH.LessThanConstraintComponent,
    SH.lessThanOrEquals: SH.LessThanOrEqualsConstraintComponent,
}


def report_incomparable(data: Graph, shapes: Graph) -> Graph:
    """Return a sh:ValidationReport of the pairs without an order (SHACL, sections 4.5.3 and 4.5.4); it may be empty."""
    results, report = Graph(), BNode()
    results.add((report, RDF.type, SH.ValidationReport))
    results.add((report, SH.conforms, Literal(False)))
    for relation, component in _COMPONENTS.items():
        for shape, other in shapes.subject_objects(relation):
            path = shapes.value(shape, SH.path)
            for focus, first, second in _find_pairs(data, path, other):
                said = f"{first.n3()} and {second.n3()} (of {other.n3()}) have no order: give two values of one type."
                result = BNode()
                results.add((report, SH.result, result))
                for predicate, value in (
                    (RDF.type, SH.ValidationResult),
                    (SH.focusNode, focus),
                    (SH.resultPath, path),
                    (SH.value, first),
                    (SH.sourceShape, shape),
                    (SH.sourceConstraintComponent, component),
                    (SH.resultSeverity, SH.Violation),
                    (SH.resultMessage, Literal(said)),
                ):
                    results.add((result, predicate, value))  # type: ignore[arg-type]
    return results


def _find_pairs(data: Graph, path: Node | None, other: Node) -> Iterator[tuple[Node, Node, Node]]:
    for focus, first in data.subject_objects(path):
        for second in data.objects(focus, other):
            if not _have_order(first, second):
                yield focus, first, second


def _have_order(first: Node, second: Node) -> bool:
    if not isinstance(first, Literal) or not isinstance(second, Literal):
        return False
    try:
        return first <= second or second <= first
    except TypeError:
        return False
