"""Puts files of facts into a store's graphs, all or none: the way in for what is there already, without a service.

The graphs that the files name become what the files say. Each graph is judged on its own, with what it names.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import pyoxigraph as ox
from rdflib import Graph

from kg.engine.assessment import Assessment, assess_changes
from kg.engine.change import Texts
from kg.engine.derivation import derive_all
from kg.engine.gate import refuse_kept, refuse_rdf_1_2, refuse_statements_about_terms
from kg.engine.graphs import dump_or_none, put_graphs, read_graph
from kg.engine.loading import load_sources
from kg.errors import Nonconforming, Refused
from kg.sources import Source
from kg.validation import Finding, Report

# Called with how many graphs of how many are done.
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Loaded:
    """What loading comes to: the graphs that change, as they become, and what was found in them short of violations."""

    texts: Texts
    report: Report


def load_files(
    base: Iterable[Source],
    stored: Iterable[tuple[str, str | None]],
    files: Iterable[Source],
    *,
    rule: str,
    validates: bool,
    progress: Progress,
) -> Loaded:
    """Return what ``files`` make of the graphs of a store, which has ``stored`` in it, beside ``base``.

    Raises MalformedData; where it validates, NotWritable, Refused and Nonconforming, whose findings have file and line.
    """
    files = tuple(files)
    store, incoming = ox.Store(), dict(_read_incoming(files))
    load_sources(store, base)
    put_graphs(store, stored)
    derive_all(store, rule)
    if validates:
        refuse_kept(incoming)
        refuse_rdf_1_2(incoming)
        refuse_statements_about_terms(store, incoming)
    before = {name: dump_or_none(store, name) for name in incoming}
    put_graphs(store, incoming.items())
    assessment = assess_changes(store, before, incoming, rule=rule)
    findings: list[Finding] = []
    results = Graph()
    for number, report in enumerate(_judge(store, assessment, files) if validates else ()):
        findings += report.findings
        results += report.graph
        progress(number + 1, len(assessment.texts))
    report = Report(tuple(findings), results)
    _require_conformance(report)
    return Loaded(assessment.texts, report)


def _read_incoming(files: Iterable[Source]) -> Iterator[tuple[str, str | None]]:
    """Yield the graphs that the files make; their blank nodes are new ones, whatever the store has."""
    parsed, renamed = ox.Store(), ox.Store()
    load_sources(parsed, files)
    text = parsed.dump(format=ox.RdfFormat.N_QUADS) or b""
    renamed.bulk_extend(ox.parse(text, ox.RdfFormat.N_QUADS, rename_blank_nodes=True))
    for name in renamed.named_graphs():
        if isinstance(name, ox.BlankNode):
            raise Refused("A graph whose name is a blank node cannot be kept: name it by an IRI.")
        yield name.value, read_graph(renamed, name.value)


def _judge(store: ox.Store, assessment: Assessment, files: tuple[Source, ...]) -> Iterator[Report]:
    from kg.engine.validator import Validator

    validator = Validator()
    for name in assessment.texts:
        yield validator.validate(assessment.collect(store, [name], validator.looked_through), files)


def _require_conformance(report: Report) -> None:
    violations = [finding for finding in report.findings if finding.severity == "Violation"]
    if violations:
        first = violations[0]
        raise Nonconforming(
            f"The facts do not conform ({len(violations)} to mend), so nothing was loaded. The first: "
            f"{_locate(first)}{first.focus}: {first.message}",
            report,
        )


def _locate(finding: Finding) -> str:
    return f"{finding.source}:{finding.line}: " if finding.line else ""
