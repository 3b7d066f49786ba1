"""Applies a change to a store that may be thrown away, and says what comes of it: the graphs, and whether they conform.

Commits nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.engine.change import DEFAULT_GRAPH, Change, GraphChange, Proposal, Texts, Update
from kg.engine.derivation import derive_graph, is_article_graph
from kg.engine.gate import refuse_kept, refuse_triple_terms, refuse_uncarriable_text, require_named_graphs
from kg.engine.graphs import dump_graph, graph_node, has_graph, list_graphs, read_graph, sort_lines
from kg.engine.neighbourhood import collect_neighbourhood
from kg.engine.reading import read_quads
from kg.engine.targets import find_targets
from kg.engine.update import run_update
from kg.errors import UnknownName
from kg.vocabulary import DERIVED_SUFFIX, KG, OA

if TYPE_CHECKING:
    from kg.engine.validator import Validator

_EVIDENCE = ox.NamedNode(str(KG.evidence))
# What the rule of `kg.engine.derivation` looks for at a passage, wherever it is said.
_OF_PASSAGES = frozenset((f"<{KG.section}>".encode(), f"<{OA.hasSource}>".encode()))

_Dumps = Mapping[str, bytes | None]


def propose_change(store: ox.Store, change: Change, *, rule: str, validator: Validator | None) -> Proposal:
    """Apply ``change`` to ``store`` and return what comes of it; with a validator, only what the gate lets through.

    Raises MalformedQuery, MalformedData, Refused, UnknownName, InputError; with a validator NotWritable too.
    """
    names = _find_names(store, change, is_gated=validator is not None)
    before = {name: _dump(store, name) for name in names or list_graphs(store)}
    _apply(store, change)
    texts = _find_changes(store, before, names or {*before, *list_graphs(store)})
    refuse_uncarriable_text(texts)
    created = frozenset(name for name, text in texts.items() if text is not None and before.get(name) is None)
    if validator is None:
        return Proposal(texts, _derive(store, rule, texts, []), created)
    refuse_kept(texts)
    refuse_triple_terms(texts)
    removed = list(_find_removed(before, texts))
    dependents = _find_dependents(store, before, texts)
    derived = _derive(store, rule, texts, dependents)
    triples = collect_neighbourhood(store, {*texts, *derived, *dependents}, removed, validator.looked_through)
    return Proposal(texts, derived, created, validator.validate(triples) if texts else None)


def _find_names(store: ox.Store, change: Change, *, is_gated: bool) -> frozenset[str] | None:
    """Return the graphs that a change names, or None where only a comparison of all graphs tells."""
    if not isinstance(change, Update):
        names = _name_graphs(store, change)
        if is_gated:
            refuse_kept(names)
        return names
    has_dataset = bool(change.using_graphs or change.using_named_graphs)
    targets = find_targets(change.text, has_dataset=has_dataset)
    if targets.is_open:
        return None
    if is_gated:
        require_named_graphs(change.text, targets)
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


def _dump(store: ox.Store, name: str) -> bytes | None:
    return dump_graph(store, name) if has_graph(store, name) else None


def _find_changes(store: ox.Store, before: _Dumps, names: Iterable[str]) -> Texts:
    """Return the graphs that are not what they were, as they are now."""
    texts: dict[str, str | None] = {}
    for name in sorted(names):
        former, now = before.get(name), _dump(store, name)
        if former == now or (former is not None and now is not None and sort_lines(former) == sort_lines(now)):
            continue
        texts[name] = None if now is None else sort_lines(now).decode()
    return texts


def _split(text: bytes | str | None) -> set[bytes]:
    return set((text.encode() if isinstance(text, str) else text or b"").splitlines(keepends=True))


def _find_removed(before: _Dumps, texts: Texts) -> Iterable[ox.Triple]:
    """Yield the triples that the change takes away."""
    for name, text in texts.items():
        lines = b"".join(_split(before.get(name)) - _split(text))
        for quad in ox.parse(lines, ox.RdfFormat.N_TRIPLES):
            yield quad.triple


def _find_dependents(store: ox.Store, before: _Dumps, texts: Texts) -> list[str]:
    """Return the other graphs whose facts have passages as evidence of which something else is said now."""
    lines = [line for name, text in texts.items() for line in _split(before.get(name)) ^ _split(text)]
    passages = {line.split(b" ", 1)[0] for line in lines if line.split(b" ", 2)[1] in _OF_PASSAGES}
    found: set[str] = set()
    for passage in passages:
        if passage.startswith(b"<"):
            node = ox.NamedNode(passage[1:-1].decode())
            quads = store.quads_for_pattern(None, _EVIDENCE, node)
            found |= {quad.graph_name.value for quad in quads if isinstance(quad.graph_name, ox.NamedNode)}
    return sorted(found - set(texts))


def _derive(store: ox.Store, rule: str, texts: Texts, dependents: Iterable[str]) -> Texts:
    """Derive anew from what changed, and return the derived graphs."""
    derived: dict[str, str | None] = {}
    for name in (*texts, *dependents):
        if name != DEFAULT_GRAPH and is_article_graph(name):
            derive_graph(store, rule, name)
            derived[name + DERIVED_SUFFIX] = read_graph(store, name + DERIVED_SUFFIX)
    return derived
