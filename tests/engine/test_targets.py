"""Which graphs an update can change is told from its text, or it is said that this is not known."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kg.engine.graphs import dump_or_none, list_graphs
from kg.engine.targets import Targets, find_targets

A, B = "http://a", "http://b"
TRIPLE = "<http://s> <http://p> 1"


def summarize(targets: Targets) -> str:
    """Write targets in a word each: names sorted, then what else they say."""
    flags = {
        "default": targets.default,
        "unnamed-write": targets.unnamed_write is not None,
        "unnamed-read": targets.unnamed_read is not None,
        "open": targets.is_open,
    }
    return " ".join([*sorted(targets.graphs), *(name for name, is_set in flags.items() if is_set)])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        (f"INSERT DATA {{ GRAPH <{A}> {{ {TRIPLE} }} }}", A),
        (f"INSERT DATA {{ {TRIPLE} . GRAPH <{A}> {{ {TRIPLE} }} }}", f"{A} unnamed-write"),
        (f"DELETE DATA {{ GRAPH <{A}> {{ {TRIPLE} }} GRAPH <{B}> {{ }} }}", f"{A} {B}"),
        (f"PREFIX x: <http://x/> INSERT DATA {{ GRAPH x:y {{ {TRIPLE} }} }}", "http://x/y"),
        (f"INSERT DATA {{ GRAPH id:y {{ {TRIPLE} }} }}", "https://example.org/kg/id/y"),
        (f"BASE <http://x/> INSERT DATA {{ GRAPH <y> {{ {TRIPLE} }} }}", "open"),
        (f"PREFIX x: <y/> INSERT DATA {{ GRAPH x:z {{ {TRIPLE} }} }}", "open"),
        (f"INSERT DATA {{ GRAPH <http://x/../y> {{ {TRIPLE} }} }}", "open"),
        (f"INSERT DATA {{ GRAPH <http://\\u0061> {{ {TRIPLE} }} }}", "open"),
        (f"INSERT DATA {{ GRAPH id:a\\-b {{ {TRIPLE} }} }}", "open"),
        (f"INSERT DATA {{GRAPHid:y {{ {TRIPLE} }} }}", "unnamed-write open"),
        (f"WITH <{A}> DELETE {{ ?s ?p ?o }} INSERT {{ ?s ?p 1 }} WHERE {{ ?s ?p ?o }}", A),
        (f"WITH <{A}> DELETE {{ GRAPH <{B}> {{ ?s ?p ?o }} }} WHERE {{ ?s ?p ?o }}", B),
        (f"DELETE {{ GRAPH <{A}> {{ ?s ?p ?o }} }} WHERE {{ GRAPH <{A}> {{ ?s ?p ?o }} }}", A),
        (f"DELETE {{ GRAPH <{A}> {{ ?s ?p ?o }} }} WHERE {{ ?s ?p ?o }}", f"{A} unnamed-read"),
        (f"DELETE {{ GRAPH <{A}> {{ ?s ?p ?o }} }} USING <{A}> WHERE {{ ?s ?p ?o }}", A),
        (f"INSERT {{ GRAPH <{A}> {{ ?s ?p ?o }} }} USING NAMED <{B}> WHERE {{ GRAPH ?g {{ ?s ?p ?o }} }}", A),
        ("INSERT { GRAPH ?g { ?s ?p ?o } } WHERE { GRAPH ?g { ?s ?p ?o } }", "open"),
        (f"DELETE WHERE {{ GRAPH <{A}> {{ ?s ?p ?o }} }}", A),
        ("DELETE WHERE { ?s ?p ?o }", "unnamed-write unnamed-read"),
        ("DELETE WHERE { GRAPH ?g { ?s ?p ?o } }", "open"),
        (f"WITH <{A}> INSERT {{ ?s ?p 1 }} WHERE {{ }} ; INSERT {{ ?s ?p 1 }} WHERE {{ }}", f"{A} unnamed-write"),
        (f"CLEAR GRAPH <{A}> ; DROP SILENT GRAPH <{B}> ; CREATE GRAPH id:c", f"{A} {B} https://example.org/kg/id/c"),
        ("CLEAR DEFAULT", "default"),
        ("PREFIX GRAPHx: <http://x/> CLEAR GRAPHx:y", "http://x/y open"),
        ("PREFIX GRAPHx: <http://x/> COPY GRAPHx:y TO GRAPHx:z", "http://x/z open"),
        ("DROP ALL", "open"),
        ("CLEAR NAMED", "open"),
        (f"COPY <{A}> TO <{B}>", B),
        (f"MOVE GRAPH <{A}> TO GRAPH <{B}>", f"{A} {B}"),
        (f"ADD SILENT DEFAULT TO <{B}>", f"{B} unnamed-read"),
        (f"MOVE DEFAULT TO <{B}>", f"{B} default"),
        (f"COPY <{A}> TO DEFAULT", "default"),
        (f"COPY DEFAULT TO <{A}>", f"{A} unnamed-read"),
        ("NONSENSE", "open"),
        ("INSERT DATA { GRAPH", "open"),
        (f"INSERT DATA {{ GRAPH <{A}> {{ <http://s> <http://p> 'unclosed }} }}", "open"),
        (f"INSERT DATA {{ GRAPH <{A}> {{ <http://s> <http://p> '}} GRAPH <{B}> {{' }} }}", A),
        (f"INSERT DATA {{ # }} GRAPH <{B}>\n GRAPH <{A}> {{ {TRIPLE} }} }}", A),
        (f"INSERT DATA {{ GRAPH <{A}> {{ {TRIPLE} {{| <http://q> 2 |}} }} }}", A),
        (f"INSERT DATA {{ {TRIPLE} {{| <http://q> 2 |}} }}", "unnamed-write open"),
    ],
)
def test_targets_of_an_update(text: str, expected: str) -> None:
    assert summarize(find_targets(text)) == expected


@pytest.mark.parametrize(
    ("pattern", "expected"), [("?s ?p ?o", f"{A} unnamed-read"), (f"GRAPH <{B}> {{ ?s ?p ?o }}", A)]
)
def test_depth_costs_no_more_than_length(pattern: str, expected: str) -> None:
    where = "FILTER(1 && EXISTS { " * 5000 + pattern + " })" * 5000

    assert summarize(find_targets(f"INSERT {{ GRAPH <{A}> {{ {TRIPLE} }} }} WHERE {{ {where} }}")) == expected


@pytest.mark.parametrize(
    ("pattern", "is_unnamed"),
    [
        ("{ }", False),
        ("{ BIND(NOW() AS ?now) }", False),
        ("{ VALUES (?x ?y) { (1 2) } GRAPH ?g { ?x ?p ?y } }", False),
        ("{ VALUES ?x { 1 2 } ?x ?p ?y }", True),
        ("{ GRAPH ?g { ?x ?p ?y } FILTER (?x != ?y && NOT EXISTS { GRAPH ?g { ?y ?p ?x } } && true) }", False),
        ("{ GRAPH ?g { ?x ?p ?y } FILTER (?x != ?y && NOT EXISTS { ?y ?p ?x }) }", True),
        ("{ GRAPH ?g { ?x ?p ?y } FILTER NOT EXISTS { ?y ?p ?x } }", True),
        ("{ GRAPH ?g { ?x ?p ?y } FILTER regex(?y, 'a') FILTER <http://f>(?y) }", False),
        ("{ { GRAPH ?g { ?x ?p ?y } } UNION { ?x ?p ?y } }", True),
        ("{ OPTIONAL { GRAPH ?g { ?x ?p ?y } } MINUS { GRAPH ?h { ?x ?p ?y } } }", False),
        (
            "{ { SELECT (COUNT(?x) AS ?n) ?g WHERE { GRAPH ?g { ?x ?p ?y } } GROUP BY ?g HAVING (?n > 1) LIMIT 3 } }",
            False,
        ),
        ("{ { SELECT ?x { ?x ?p ?y } ORDER BY ?x } }", True),
        ("{ [] ?p ?y }", True),
        ("{ (1 2) ?p ?y }", True),
        ("{ <http://s> ?p ?y }", True),
    ],
)
def test_triples_that_are_looked_for_without_a_graph_are_found(pattern: str, is_unnamed: bool) -> None:
    targets = find_targets(f"INSERT {{ GRAPH <{A}> {{ <http://s> <http://p> 1 }} }} WHERE {pattern}")

    assert (targets.unnamed_read is not None, targets.is_open) == (is_unnamed, False)


def test_the_dataset_of_the_protocol_names_what_is_looked_in() -> None:
    text = f"INSERT {{ GRAPH <{A}> {{ ?s ?p ?o }} }} WHERE {{ ?s ?p ?o }}"

    assert find_targets(text, has_dataset=True).unnamed_read is None


NAMES = ("<http://a>", "<http://b>", "x:a", "GRAPHx:a", "?g", "<a>")
PROLOGUE = "BASE <http://x/> PREFIX x: <http://x/> PREFIX GRAPHx: <http://y/> "
SPACES = st.sampled_from(["", " ", "\n", " # } <http://c>\n"])
QUADS = st.lists(
    st.one_of(
        st.just(["<http://s>", " ", "<http://p>", " ", "1", "."]),
        st.sampled_from(NAMES).map(lambda name: ["GRAPH", name, "{", "<http://s>", " ", "<http://p>", " ", "2", "}"]),
    ),
    max_size=3,
).map(lambda parts: ["{", *(token for part in parts for token in part), "}"])
REFERENCES = st.one_of(
    st.sampled_from(NAMES).map(lambda name: ["GRAPH", name]),
    st.sampled_from(NAMES).map(lambda name: [name]),
    st.sampled_from([["DEFAULT"], ["ALL"], ["NAMED"]]),
)
PATTERN = ["WHERE", "{", "GRAPH", " ", "?g", "{", "?s", " ", "?p", " ", "?o", "}", "}"]
OPERATIONS = st.one_of(
    st.tuples(st.sampled_from(["CLEAR", "DROP", "CREATE"]), REFERENCES).map(lambda p: [p[0], "SILENT", *p[1]]),
    st.tuples(st.sampled_from(["ADD", "MOVE", "COPY"]), REFERENCES, REFERENCES).map(
        lambda p: [p[0], "SILENT", *p[1], "TO", *p[2]]
    ),
    QUADS.map(lambda quads: ["INSERT", "DATA", *quads]),
    QUADS.map(lambda quads: ["DELETE", "WHERE", *quads]),
    st.tuples(st.sampled_from(NAMES), QUADS, QUADS).map(
        lambda p: ["WITH", p[0], "DELETE", *p[1], "INSERT", *p[2], *PATTERN]
    ),
    st.tuples(QUADS, st.sampled_from(NAMES)).map(lambda p: ["INSERT", *p[0], "USING", "NAMED", p[1], *PATTERN]),
)


@st.composite
def write_update(draw: st.DrawFn) -> str:
    """Write operations, their tokens with and without space between them."""
    operations = draw(st.lists(OPERATIONS, min_size=1, max_size=3))
    return PROLOGUE + ";".join("".join(token + draw(SPACES) for token in operation) for operation in operations)


@given(write_update())
@example(PROLOGUE + "CLEAR GRAPHx:a")
@example(PROLOGUE + "INSERT DATA{GRAPHx:a{<http://s> <http://p> 2}}")
def test_no_update_changes_a_graph_that_was_not_told(text: str) -> None:
    store = ox.Store()
    names = ("http://a", "http://b", "http://c", "http://x/a", "http://y/a")
    graphs: list[ox.NamedNode | ox.DefaultGraph] = [*map(ox.NamedNode, names), ox.DefaultGraph()]
    store.extend(ox.Quad(ox.NamedNode("http://s"), ox.NamedNode("http://p"), ox.Literal(0), graph) for graph in graphs)
    before = {name: dump_or_none(store, name) for name in list_graphs(store)}
    try:
        store.update(text)
    except (SyntaxError, RuntimeError):
        return

    targets = find_targets(text)
    changed = {name for name in {*before, *list_graphs(store)} if dump_or_none(store, name) != before.get(name)}
    told = targets.graphs | ({""} if targets.writes_default else set())

    assert targets.is_open or changed - {""} <= told
    assert targets.is_open or "" not in changed or targets.writes_default
