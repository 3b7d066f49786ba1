"""Applies a change to a store that may be thrown away, and says what comes of it: the graphs, and whether they conform.

Commits nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.engine.assessment import assess_changes
from kg.engine.change import DEFAULT_GRAPH, Change, GraphChange, Proposal, Update
from kg.engine.gate import (
    refuse_kept,
    refuse_rdf_1_2,
    refuse_statements_about_terms,
    refuse_uncarriable_text,
    require_named_graphs,
)
from kg.engine.graphs import dump_or_none, graph_node, has_graph, list_graphs
from kg.engine.reading import read_quads
from kg.engine.targets import find_targets
from kg.engine.update import run_update
from kg.errors import UnknownName

if TYPE_CHECKING:
    from kg.engine.validator import Validator


def propose_change(store: ox.Store, change: Change, *, rule: str, validator: Validator | None) -> Proposal:
    """Apply ``change`` to ``store`` and return what comes of it; with a validator, only what the gate lets through.

    Raises MalformedQuery, MalformedData, Refused, UnknownName, InputError; with a validator NotWritable too.
    """
    names = _find_names(store, change, is_gated=validator is not None)
    before = {name: dump_or_none(store, name) for name in names or list_graphs(store)}
    _apply(store, change)
    assessment = assess_changes(store, before, names or {*before, *list_graphs(store)}, rule=rule)
    texts = assessment.texts
    refuse_uncarriable_text(texts)
    report = None
    if validator is not None and texts:
        refuse_kept(texts)
        refuse_rdf_1_2(texts)
        refuse_statements_about_terms(store, texts)
        report = validator.validate(assessment.collect(store, texts, validator.looked_through))
    created = frozenset(name for name, text in texts.items() if text is not None and before.get(name) is None)
    return Proposal(texts, assessment.derived, created, report)


def _find_names(store: ox.Store, change: Change, *, is_gated: bool) -> frozenset[str] | None:
    """Return the graphs that a change names, or None where only a comparison of all graphs tells."""
    if not isinstance(change, Update):
        names = _name_graphs(store, change)
        if is_gated:
            refuse_kept(names)
        return names
    has_dataset = bool(change.using_graphs or change.using_named_graphs)
    targets = find_targets(change.text, has_dataset=has_dataset)
    if is_gated and targets.is_understood:
        require_named_graphs(change.text, targets)
    if targets.is_open:
        return None
    return targets.graphs | ({DEFAULT_GRAPH} if targets.writes_default else frozenset())


def _name_graphs(store: ox.Store, change: Change) -> frozenset[str]:
    assert not isinstance(change, Update)
    if isinstance(change, GraphChange):
        return frozenset(source.graph for source in change.sources)
    if not has_graph(store, change.graph):
        raise UnknownName(f"There is no graph <{change.graph}> here.")
    return frozenset((change.graph,))


def _apply(store: ox.Store, change: Change) -> None:
    if isinstance(change, Update):
        run_update(store, change)
    elif isinstance(change, GraphChange):
        _put(store, change)
    elif change.graph == DEFAULT_GRAPH:
        store.clear_graph(ox.DefaultGraph())
    else:
        store.remove_graph(ox.NamedNode(change.graph))


def _put(store: ox.Store, change: GraphChange) -> None:
    quads = [quad for source in change.sources for quad in read_quads(source)]
    for name in {source.graph for source in change.sources}:
        node = graph_node(name)
        if change.mode == "replace":
            store.clear_graph(node)
        if isinstance(node, ox.NamedNode):
            store.add_graph(node)
    store.extend(quads)
