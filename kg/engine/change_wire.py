"""Changes and proposals as what JSON carries, between the service and a candidate."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from rdflib import Graph

from kg.engine.change import Change, GraphChange, GraphRemoval, Proposal, Update
from kg.engine.wire import Header
from kg.formats import find_format
from kg.sources import Source
from kg.validation import Finding, Report


def encode_change(change: Change) -> Header:
    """Return a change as what JSON carries."""
    if isinstance(change, Update):
        return {"update": asdict(change)}
    if isinstance(change, GraphRemoval):
        return {"removed": change.graph}
    sources = [[source.graph, source.text, source.format.name, source.origin] for source in change.sources]
    return {"sources": sources, "mode": change.mode}


def decode_change(header: Header) -> Change:
    """Return the change that `encode_change` made this of."""
    if "update" in header:
        fields = header["update"]
        graphs = {name: tuple(fields[name]) for name in ("using_graphs", "using_named_graphs")}
        return Update(fields["text"], fields["base"], **graphs)
    if "removed" in header:
        return GraphRemoval(header["removed"])
    sources = (Source(graph, text, find_format(name), origin) for graph, text, name, origin in header["sources"])
    return GraphChange(tuple(sources), header["mode"])


def encode_proposal(proposal: Proposal) -> bytes:
    """Return a proposal as JSON."""
    fields: dict[str, Any] = {
        "texts": dict(proposal.texts),
        "derived": dict(proposal.derived),
        "created": sorted(proposal.created),
    }
    if proposal.report is not None:
        fields["findings"] = [asdict(finding) for finding in proposal.report.findings]
        fields["graph"] = proposal.report.graph.serialize(format="nt")
    return json.dumps(fields).encode()


def decode_proposal(body: bytes) -> Proposal:
    """Return the proposal that `encode_proposal` made this of."""
    fields = json.loads(body)
    report = None
    if "graph" in fields:
        findings = tuple(Finding(**finding) for finding in fields["findings"])
        report = Report(findings, Graph().parse(data=fields["graph"], format="nt"))
    return Proposal(fields["texts"], fields["derived"], frozenset(fields["created"]), report)
