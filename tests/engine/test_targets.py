"""Which graphs an update can change is told from its text, or it is said that this is not known."""

from __future__ import annotations

import pytest

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
        ("DROP ALL", "open"),
        ("CLEAR NAMED", "open"),
        (f"COPY <{A}> TO <{B}>", B),
        (f"MOVE GRAPH <{A}> TO GRAPH <{B}>", f"{A} {B}"),
        (f"ADD SILENT DEFAULT TO <{B}>", B),
        (f"MOVE DEFAULT TO <{B}>", f"{B} default"),
        (f"COPY <{A}> TO DEFAULT", "default"),
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
