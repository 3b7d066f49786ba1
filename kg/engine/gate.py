"""What a write may never do while writes are validated: the rules that no shape can state."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pyoxigraph as ox

from kg.engine.change import DEFAULT_GRAPH, Texts
from kg.engine.hazards import Hazard, require_harmless
from kg.engine.lexer import find_position
from kg.engine.targets import Targets
from kg.errors import InputError, NotWritable, Refused
from kg.formats import N_TRIPLES
from kg.vocabulary import DERIVED_SUFFIX, ONTOLOGY_GRAPH, PREFIXES, QUESTIONS_GRAPH, SHAPES_GRAPH

_KEPT = {
    ONTOLOGY_GRAPH: "the ontology, which comes with the program",
    SHAPES_GRAPH: "the shapes, which come with the program",
    QUESTIONS_GRAPH: "the questions, which come with the program",
}
# In N-Triples, as pyoxigraph writes it: what XML 1.0 cannot carry is escaped, and a backslash itself is doubled.
_UNCARRIABLE = re.compile(r"(?<!\\)(?:\\\\)*\\u(?:00(?:0[0-8BCEF]|1[0-9A-F])|FFF[EF])")
_TRIPLE_TERM = re.compile(r"^\S+ \S+ <<\(", re.MULTILINE)
_DIRECTION = re.compile(r'"@[A-Za-z0-9\-]+--(?:ltr|rtl) \.$', re.MULTILINE)
# What the rule and the shapes look for at terms, and what makes a node such a term.
_OF_TERMS = "|".join(
    re.escape(PREFIXES[prefix] + name)
    for prefix, name in (
        ("kg", "yields"),
        ("kg", "fromRole"),
        ("kg", "toRole"),
        ("rdfs", "isDefinedBy"),
        ("rdfs", "subClassOf"),
        ("rdfs", "subPropertyOf"),
        ("schema", "domainIncludes"),
    )
)
_OUR_TERM = rf"<(?:{re.escape(ONTOLOGY_GRAPH)}|{re.escape(SHAPES_GRAPH)})[#>]"
_IN_SCHEME = re.escape(PREFIXES["skos"] + "inScheme")
_ABOUT_TERMS = re.compile(
    rf"^(?:{_OUR_TERM}.*|\S+ <(?:{_OF_TERMS})> .*|\S+ <{_IN_SCHEME}> {_OUR_TERM}.*)$", re.MULTILINE
)


def require_named_graphs(text: str, targets: Targets) -> None:
    """Raise InputError for an update that leaves a graph unnamed, and NotWritable as `refuse_kept` does."""
    for offset, verb in ((targets.unnamed_write, "writes"), (targets.unnamed_read, "looks for")):
        if offset is not None:
            line, column = find_position(text, offset)
            raise InputError(
                f"Line {line}, column {column}: the update {verb} triples without naming their graph. The union of all "
                "graphs is for reading: name the graph with WITH <graph>, USING <graph> or GRAPH <graph> { … }."
            )
    refuse_kept([*targets.graphs, *([DEFAULT_GRAPH] if targets.default else [])])


def refuse_kept(graphs: Iterable[str]) -> None:
    """Raise NotWritable if one of these is a graph that writes may not change."""
    for graph in graphs:
        if graph == DEFAULT_GRAPH:
            raise NotWritable("The default graph has no name and takes no triples here. Name a graph.")
        if graph in _KEPT:
            raise NotWritable(f"<{graph}> is {_KEPT[graph]}: writes do not change it.")
        if graph.endswith(DERIVED_SUFFIX):
            raise NotWritable(f"<{graph}> is derived: change <{graph.removesuffix(DERIVED_SUFFIX)}>, and it follows.")


def refuse_rdf_1_2(texts: Texts) -> None:
    """Raise Refused for a triple within a triple and for a text with a direction, which the validation cannot read."""
    for graph, text in texts.items():
        if text is not None and _TRIPLE_TERM.search(text):
            raise Refused(f"A triple term, as it would stand in <{graph}>, is not taken: state a fact as a node.")
        if text is not None and _DIRECTION.search(text):
            raise Refused(f"A text with a direction, as in <{graph}>, is not taken: leave --ltr or --rtl out.")


def refuse_statements_about_terms(store: ox.Store, texts: Texts) -> None:
    """Raise NotWritable for what says something about ontology and shapes, in whatever graph it stands.

    The rule and the shapes look for it in the union of all graphs: it would change what they mean for others. So it is
    with the terms of other vocabularies that the ontology in ``store`` describes, and pages show what it calls them.
    """
    for graph, text in texts.items():
        match = _ABOUT_TERMS.search(text or "")
        statement = match.group() if match else _find_statement_about_reused(store, text or "")
        if statement:
            raise NotWritable(
                f"In <{graph}> there would be a statement about the terms of the ontology, which comes with the "
                f"program: writes leave it as it is. It stands here: {statement[:200]}"
            )


def _find_statement_about_reused(store: ox.Store, text: str) -> str:
    ontology, lines = ox.NamedNode(ONTOLOGY_GRAPH), text.splitlines()
    for subject in {line.partition(" ")[0] for line in lines if line.startswith("<")}:
        if next(store.quads_for_pattern(ox.NamedNode(subject[1:-1]), None, None, ontology), None) is not None:
            return next(line for line in lines if line.startswith(f"{subject} "))
    return ""


def refuse_uncarriable_text(texts: Texts) -> None:
    """Raise Refused for characters that XML cannot carry, and for depth, with which later answers would fail."""
    for graph, text in texts.items():
        _refuse_depth(graph, text or "")
        if text is not None and (match := _UNCARRIABLE.search(text)):
            line = text[text.rfind("\n", 0, match.start()) + 1 : match.end()]
            raise Refused(
                f"A value in <{graph}> has the character {match.group()[-6:]}, which can be written in no XML answer; "
                f"remove it. It stands here: {line[-200:]}"
            )


def _refuse_depth(graph: str, text: str) -> None:
    try:
        require_harmless(text, N_TRIPLES)
    except Hazard as hazard:
        raise Refused(f"In <{graph}> {hazard}.") from hazard
