"""Holds a graph against the shapes and reports for authors: the only importer of pySHACL.

Validation receives the derived relations with the data; it derives nothing itself.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace

from rdflib import SH, Graph
from rdflib.term import Node

from kg.incomparable import report_incomparable
from kg.locations import Place, locate_subjects
from kg.sources import Source
from kg.vocabulary import ONTOLOGY_GRAPH

_ORDER = ("Violation", "Warning", "Info")


@dataclass(frozen=True)
class Finding:
    """One result of a validation (SHACL, section 3.6.2), with the place in the source where it is known.

    ``focus``, ``path``, ``value`` and ``shape`` are IRIs or texts; ``line`` counts from 1.
    """

    severity: str
    focus: str
    path: str | None
    value: str | None
    shape: str
    message: str
    source: str = ""
    line: int | None = None


@dataclass(frozen=True)
class Report:
    """What a validation found: violations first, then warnings, each ordered by focus node."""

    findings: tuple[Finding, ...]
    graph: Graph = field(repr=False, compare=False)

    @property
    def conforms(self) -> bool:
        """Whether nothing violates a shape; warnings do not count."""
        return all(finding.severity != "Violation" for finding in self.findings)

    def to_turtle(self) -> str:
        """Return the sh:ValidationReport as Turtle."""
        return self.graph.serialize(format="turtle")

    def to_json(self) -> str:
        """Return ``{"conforms": …, "findings": [{"severity": …, "focus": …, …}]}``."""
        findings = [asdict(finding) for finding in self.findings]
        return json.dumps({"conforms": self.conforms, "findings": findings}, ensure_ascii=False, indent=2)


def validate_graph(data: Graph, shapes: Graph, sources: Iterable[Source] = ()) -> Report:
    """Validate ``data`` (the ontology's classes among it) against ``shapes``; ``sources`` tell lines."""
    from pyshacl import validate
    from pyshacl.errors import ReportableRuntimeError

    try:
        _, results, _ = validate(data, shacl_graph=shapes, inplace=True, allow_warnings=True)
    except (ReportableRuntimeError, TypeError):
        results = report_incomparable(data, shapes)
        if (None, SH.result, None) not in results:
            raise
    assert isinstance(results, Graph)
    nodes = results.objects(predicate=SH.result)  # not their sh:detail
    findings = list(dict.fromkeys(_read_result(results, node) for node in nodes))  # a value may fail a shape twice
    if findings:
        places = locate_subjects(sources)
        findings = [_place(finding, places) for finding in findings]
    findings.sort(key=_rank)
    return Report(tuple(findings), results)


def _read_result(results: Graph, node: Node) -> Finding:
    """Read one result; a constraint that looks at all nodes at once names its offender as the value."""
    focus, value = results.value(node, SH.focusNode), results.value(node, SH.value)
    shape = results.value(node, SH.sourceShape)
    if str(focus) == ONTOLOGY_GRAPH and value is not None:
        focus, value = value, None
    return Finding(
        severity=str(results.value(node, SH.resultSeverity)).removeprefix(str(SH)),
        focus=str(focus),
        path=_text(results.value(node, SH.resultPath)),
        value=_text(value),
        shape=str(shape),
        message=str(results.value(node, SH.resultMessage)),
    )


def _rank(finding: Finding) -> tuple[int, str, str, str]:
    return _ORDER.index(finding.severity), finding.focus, finding.shape, finding.value or ""


def _place(finding: Finding, places: dict[str, list[Place]]) -> Finding:
    """Add the place of the focus node; if several sources describe it, that of the last one that states the path."""
    candidates = places.get(finding.focus, [])
    chosen = [place for place in candidates if finding.path in place.predicates][-1:] or candidates
    return replace(finding, source=chosen[0].source, line=chosen[0].line) if chosen else finding


def _text(node: Node | None) -> str | None:
    return None if node is None else str(node)
