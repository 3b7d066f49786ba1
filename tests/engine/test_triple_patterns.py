"""Triple patterns are found where their order is free, and nowhere else."""

from __future__ import annotations

import pytest

from kg.engine.lexer import split_tokens
from kg.engine.triple_patterns import find_basic_graph_patterns


def find(text: str) -> list[tuple[str, str]]:
    """Return graph and patterns of each basic graph pattern."""
    found = find_basic_graph_patterns(list(split_tokens(text)))
    return [(block.graph, " . ".join(map(str, block.patterns))) for block in found]


@pytest.mark.parametrize(
    ("text", "patterns"),
    [
        ("SELECT * { ?s e:p ?o }", "?s e:p ?o"),
        ("SELECT * { ?s e:p e:o . ?s <http://e/q> ?x }", "?s e:p e:o . ?s <http://e/q> ?x"),
        ("SELECT * WHERE { ?s a e:C ; e:p 1 , 2 ; . }", "?s a e:C . ?s e:p 1 . ?s e:p 2"),
        ("SELECT * { ?s a e:C ;; e:p true }", "?s a e:C . ?s e:p true"),
        ('ASK { ?s e:p "a"@en , "."^^xsd:string , ";" , -1.5 . }',
         '?s e:p "a"@en . ?s e:p "."^^xsd:string . ?s e:p ";" . ?s e:p -1.5'),
        ("SELECT * { $s ?p ?o . # ?a ?b ?c .\n ?o ?p $s }", "$s ?p ?o . ?o ?p $s"),
        ("SELECT * { ?s e:p ?o ; e:q ?x FILTER(?x > 1) }", "?s e:p ?o . ?s e:q ?x"),
        ("SELECT * { ?s e:p ?o ; e:q ?x . optional { ?x e:r ?y . ?y e:r ?z } }", "?s e:p ?o . ?s e:q ?x"),
        ("SELECT * { ?s e:p ?o ; e:q ?x FILTER NOT EXISTS { ?x e:r 1 } FILTER e:f(?x) MINUS { ?s e:r 2 } }",
         "?s e:p ?o . ?s e:q ?x"),
        ("SELECT * { ?s e:p ?o ; e:q ?x FILTER regex(?x, '(') . BIND(?x AS ?y) . }", "?s e:p ?o . ?s e:q ?x"),
        ("CONSTRUCT { ?s e:x 1 ; e:y 2 } WHERE { ?s e:p ?o ; e:q ?x }", "?s e:p ?o . ?s e:q ?x"),
        ("SELECT (EXISTS { ?a e:p ?b ; e:q ?c } AS ?x) { ?s e:p ?o ; e:q ?x }", "?s e:p ?o . ?s e:q ?x"),
        ("SELECT * { e:a e:p ?o . { SELECT ?o WHERE { ?o e:p ?x ; e:q ?y } } }", "?o e:p ?x . ?o e:q ?y"),
    ],
)  # fmt: skip
def test_patterns_are_found(text: str, patterns: str) -> None:
    assert find(text) == [("", patterns)]


@pytest.mark.parametrize("graph", ["?g", "<http://e/g>", "e:g"])
def test_the_graph_is_told(graph: str) -> None:
    assert find(f"SELECT * {{ GRAPH {graph} {{ ?s e:p 1 ; e:q 2 . }} }}") == [(graph, "?s e:p 1 . ?s e:q 2")]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "SELECT * { ?s e:p ?o . ?o e:q",
        "SELECT * { ?s e:p/e:q ?o . ?o e:r ?x }",
        "SELECT * { ?s e:p [ e:q ?o ] . ?o e:r ?x }",
        "SELECT * { ?s e:p _:b . _:b e:r ?x }",
        "SELECT * { ?s e:p (1 2) . ?o e:r ?x }",
        "SELECT * { ?s e:p <<( ?a ?b ?c )>> . ?o e:r ?x }",
        "SELECT * { ?s e:p ?o . ?o e:q ?x { ?x e:r ?y } UNION { ?y e:r ?x } }",
        "SELECT * { OPTIONAL { ?s e:p ?o . ?o e:q ?x } }",
        "SELECT * { FILTER EXISTS { ?s e:p ?o . ?o e:q ?x } }",
        "SELECT * { OPTIONAL { GRAPH ?g { ?s e:p ?o . ?o e:q ?x } } }",
        "SELECT * { GRAPH ?g { { SELECT * WHERE { ?s e:p ?o . ?o e:q ?x } } } }",
        "SELECT * { ?s a a . ?s e:p ?o }",
        "SELECT * { ?s e:p - 5 ; e:q ?o }",
        "SELECT * { ?s e:p ?o ; e:q ?x FILTER(?x > 1) ?s e:r 1 }",
        "SELECT * { ?s e:p ?o ; e:q ?x FILTER NOT EXISTS { ?s e:r 1 } . ?s e:r 1 }",
        "SELECT * { ?s e:p ?o ; e:q ?x BIND(1 AS ?y) { ?s e:r 1 } UNION { ?s e:r 2 } }",
        "SELECT * { ?s e:p ?o ; e:q ?x OPTIONAL { ?s e:r ?y } GRAPH ?y { ?s e:r 2 } }",
        "SELECT * { ?s e:p ?o ; e:q ?x FILTER(?x > 1",
        "SELECT * { ?g e:p 1 . GRAPH ?g { ?s e:p ?o . ?o e:q ?x } }",
        "SELECT * { BIND(e:g AS ?g) GRAPH ?g { ?s e:p ?o . ?o e:q ?x } }",
        "SELECT * { GRAPH ?g { ?s e:p ?o . ?o e:q ?x } ?g e:p 1 }",
        "SELECT * { FILTER EXISTS { SELECT * WHERE { ?s e:p ?o . ?o e:q ?x } } }",
        "SELECT * { OPTIONAL { { SELECT * WHERE { ?s e:p ?o . ?o e:q ?x } } } }",
        'SELECT * { "a" e:p ?o . ?s e:p ?o }',
        "SELECT * { ?s 1 ?o . ?s e:p ?o }",
    ],
)
def test_others_are_left_out(text: str) -> None:
    assert find(text) == []
