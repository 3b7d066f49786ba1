"""Compares a store with what it was before a change: what changed, what is derived anew, and what to validate."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from kg.engine.change import DEFAULT_GRAPH, Texts
from kg.engine.derivation import derive_graph, is_article_graph
from kg.engine.graphs import dump_or_none, read_graph, sort_lines
from kg.engine.neighbourhood import collect_neighbourhood
from kg.vocabulary import DERIVED_SUFFIX, KG, OA

_EVIDENCE = ox.NamedNode(str(KG.evidence))
# What the rule of `kg.engine.derivation` looks for at a passage, wherever it is said.
_OF_PASSAGES = frozenset((f"<{KG.section}>".encode(), f"<{OA.hasSource}>".encode()))
# What it looks for at a fact in all graphs, as there may be no other.
_OF_FACTS = frozenset(f"<{name}>".encode() for name in (KG.polarity, KG.modality, KG.certainty))

# N-Triples by graph, in the store's order; None for a graph that is not there.
Dumps = Mapping[str, bytes | None]


@dataclass(frozen=True)
class Assessment:
    """What changed: ``texts`` are the graphs as they are now, ``derived`` those derived anew from them and others.

    ``differing`` are the triples that a graph gained or lost.
    """

    texts: Texts
    derived: Texts
    differing: Mapping[str, list[ox.Triple]]

    def collect(self, store: ox.Store, names: Iterable[str], looked_through: frozenset[str]) -> set[ox.Triple]:
        """Return what to validate because these graphs changed; see `kg.engine.neighbourhood`."""
        graphs, differing = set(names), [triple for name in names for triple in self.differing[name]]
        others = {name for name in self.derived if name.removesuffix(DERIVED_SUFFIX) not in self.texts}
        graphs |= {name + DERIVED_SUFFIX for name in graphs} & set(self.derived)
        graphs |= others | {name.removesuffix(DERIVED_SUFFIX) for name in others}
        return collect_neighbourhood(store, graphs, differing, looked_through)


def assess_changes(store: ox.Store, before: Dumps, names: Iterable[str], *, rule: str) -> Assessment:
    """Say which of the graphs ``names`` are not what they were ``before``, and derive anew from those."""
    texts = _find_changes(store, before, names)
    differing = {name: _find_difference(before.get(name), text) for name, text in texts.items()}
    derived = _derive(store, rule, [*texts, *_find_dependents(store, before, texts)])
    return Assessment(texts, derived, differing)


def _find_changes(store: ox.Store, before: Dumps, names: Iterable[str]) -> Texts:
    """Return the graphs that are not what they were, as they are now."""
    texts: dict[str, str | None] = {}
    for name in sorted(names):
        former, now = before.get(name), dump_or_none(store, name)
        if former == now or (former is not None and now is not None and sort_lines(former) == sort_lines(now)):
            continue
        texts[name] = None if now is None else sort_lines(now).decode()
    return texts


def _split(text: bytes | str | None) -> set[bytes]:
    return set((text.encode() if isinstance(text, str) else text or b"").splitlines(keepends=True))


def _find_difference(before: bytes | None, text: str | None) -> list[ox.Triple]:
    """Return the triples that a graph gains or loses."""
    lines = b"".join(_split(before) ^ _split(text))
    return [quad.triple for quad in ox.parse(lines, ox.RdfFormat.N_TRIPLES)]


def _find_dependents(store: ox.Store, before: Dumps, texts: Texts) -> list[str]:
    """Return the other graphs of whose facts, or of their passages, something else is said now."""
    lines = [line for name, text in texts.items() for line in _split(before.get(name)) ^ _split(text)]
    found: set[str] = set()
    for subject, predicate in {tuple(line.split(b" ", 2)[:2]) for line in lines if line.startswith(b"<")}:
        node = ox.NamedNode(subject[1:-1].decode())
        quads = list(store.quads_for_pattern(None, _EVIDENCE, node)) if predicate in _OF_PASSAGES else []
        if predicate in _OF_FACTS:
            quads += store.quads_for_pattern(node, _EVIDENCE, None)
        found |= {quad.graph_name.value for quad in quads if isinstance(quad.graph_name, ox.NamedNode)}
    return sorted(found - set(texts))


def _derive(store: ox.Store, rule: str, names: Iterable[str]) -> Texts:
    """Derive anew from these graphs, and return the derived graphs."""
    derived: dict[str, str | None] = {}
    for name in names:
        if name != DEFAULT_GRAPH and is_article_graph(name):
            derive_graph(store, rule, name)
            derived[name + DERIVED_SUFFIX] = read_graph(store, name + DERIVED_SUFFIX)
    return derived
