"""A SPARQL Update is carried out, or refused in a sentence with its place."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from kg.engine import InProcessEngine, Query
from kg.engine.change import Update
from kg.engine.update import run_update
from kg.errors import InputError, KgError, MalformedQuery, Refused, UnknownName
from tests.engine.processes import NO_RULE

A, B = ox.NamedNode("http://a"), ox.NamedNode("http://b")


def make_quad(value: int, graph: ox.NamedNode | ox.DefaultGraph) -> ox.Quad:
    return ox.Quad(ox.NamedNode("http://s"), ox.NamedNode("http://p"), ox.Literal(value), graph)


@pytest.mark.parametrize("base", ["http://[::1/", "a b", "http://a b/", ""])
def test_a_base_that_is_no_iri_counts_for_none(store: ox.Store, base: str) -> None:
    run_update(store, Update("INSERT DATA { GRAPH <http://c> { id:x kg:leads <http://d> } }", base=base))

    assert InProcessEngine((), rule=NO_RULE).query(Query("ASK {}", base=base)).boolean
    assert ox.NamedNode("http://c") in list(store.named_graphs())


@pytest.fixture
def store() -> ox.Store:
    store = ox.Store()
    store.extend([make_quad(1, A), make_quad(2, B), make_quad(3, ox.DefaultGraph())])
    return store


def test_relative_iris_are_resolved_and_well_known_prefixes_implied(store: ox.Store) -> None:
    run_update(store, Update("INSERT DATA { GRAPH <c> { id:x kg:leads <d> } }", base="http://base/e"))

    assert ox.NamedNode("http://base/c") in list(store.named_graphs())


@pytest.mark.parametrize(
    ("using", "named", "where", "expected"),
    [
        (("http://a",), (), "{ ?s ?p ?o }", {1}),
        (("http://a", "http://b"), (), "{ ?s ?p ?o }", {1, 2}),
        ((), ("http://b",), "{ GRAPH ?g { ?s ?p ?o } }", {2}),
        ((), ("http://b",), "{ ?s ?p ?o }", set()),
        ((), (), "{ ?s ?p ?o }", {3}),
    ],
)
def test_the_dataset_of_the_protocol_is_looked_in(
    store: ox.Store, using: tuple[str, ...], named: tuple[str, ...], where: str, expected: set[int]
) -> None:
    text = f"INSERT {{ GRAPH <http://c> {{ ?s ?p ?o }} }} WHERE {where} ; CREATE SILENT GRAPH <http://d>"

    run_update(store, Update(text, using_graphs=using, using_named_graphs=named))

    found = store.quads_for_pattern(None, None, None, ox.NamedNode("http://c"))
    assert {int(quad.object.value) for quad in found if isinstance(quad.object, ox.Literal)} == expected


def test_the_dataset_of_the_protocol_holds_for_delete_where_too(store: ox.Store) -> None:
    run_update(store, Update("DELETE WHERE { GRAPH ?g { ?s ?p ?o } }", using_named_graphs=("http://a",)))

    assert set(store) == {make_quad(2, B), make_quad(3, ox.DefaultGraph())}


@pytest.mark.parametrize("clause", ["WITH <http://a> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
                                    "DELETE { ?s ?p ?o } USING <http://a> WHERE { ?s ?p ?o }"])  # fmt: skip
def test_a_dataset_named_twice_is_an_error(store: ox.Store, clause: str) -> None:
    with pytest.raises(InputError, match="only one of them may"):
        run_update(store, Update(clause, using_graphs=("http://a",)))


def test_operations_are_carried_out_all_or_none(store: ox.Store) -> None:
    before = set(store)

    with pytest.raises(UnknownName, match="<http://none>"):
        run_update(store, Update("DELETE WHERE { GRAPH <http://a> { ?s ?p ?o } } ; DROP GRAPH <http://none>"))

    assert set(store) == before


def test_order_by_sorts_mixed_types_in_updates_too() -> None:
    store = ox.Store()
    values = ["10", '"9"', '"x"@en', "9.5", "<http://x>", '"2020-01-01"^^xsd:date', "true", '"07"^^<http://t>'] * 5
    triples = " . ".join(f"<http://s{number}> <http://p> {value}" for number, value in enumerate(values))
    run_update(store, Update(f"INSERT DATA {{ GRAPH <http://a> {{ {triples} }} }}"))

    run_update(
        store,
        Update(
            "INSERT { GRAPH <http://b> { ?s <http://p> ?o } } WHERE { "
            "SELECT ?s ?o { GRAPH <http://a> { ?s <http://p> ?o } } ORDER BY ?o LIMIT 39 }"
        ),
    )

    assert len(list(store.quads_for_pattern(None, None, None, B))) == 39


@pytest.mark.parametrize(
    ("text", "error", "words"),
    [
        ("SELECT * { ?s ?p ?o }", MalformedQuery, "SELECT begins a query"),
        ("CLEAR XYZ", MalformedQuery, "Line 1, column 7: no update goes on with 'XYZ'"),
        ("INSERT DATA {\n GRAPH <http://a> { <http://s> <http://p> }\n}", MalformedQuery, "Line 2, column 43: .*'}'"),
        ("INSERT DATA { GRAPH <http://a> { foo:s <http://p> 1 } }", MalformedQuery, "unknown prefix foo:"),
        ("INSERT DATA { GRAPH <http://a> { <http://s> <http://p> 1 }", MalformedQuery, "ends too early"),
        ("INSERT DATA { GRAPH <http://a> { <http://s> <http://p> 'x } }", MalformedQuery, "is not closed"),
        ("INSERT DATA { GRAPH <http://a> { <http://s> <http://p> ?x } }", MalformedQuery, "column 61: .*'}'"),
        ("INSERT DATA { GRAPH <http://a> { <http://s> <http://p> '\ud800' } }", MalformedQuery, "surrogate"),
        ("CREATE GRAPH <http://a>", InputError, "already exists"),
        ("LOAD <http://127.0.0.1:1/>", Refused, "LOAD is never carried out"),
        ("CLEAR ALL ; LOAD <http://127.0.0.1:1/> INTO GRAPH <http://a>", Refused, "LOAD is never"),
        ("PREFIX x: <http://127.0.0.1:1/> LOADx:y", Refused, "LOAD is never"),
        ("PREFIX x: <http://127.0.0.1:1/> CLEAR ALL;loadx:y", Refused, "LOAD is never"),
        ("INSERT { GRAPH <http://a> { ?s ?p ?o } } WHERE { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", Refused,
         "SERVICE is never"),
    ],
)  # fmt: skip
def test_an_update_that_cannot_be_carried_out_is_a_sentence(
    store: ox.Store, text: str, error: type[KgError], words: str
) -> None:
    before = set(store)

    with pytest.raises(error, match=words):
        run_update(store, Update(text))

    assert set(store) == before


def test_a_prefix_that_begins_with_load_is_no_load(store: ox.Store) -> None:
    run_update(
        store, Update("PREFIX loader: <http://l/> INSERT DATA { GRAPH loader:g { loader:s loader:p loader:o } }")
    )
    run_update(store, Update("PREFIX loader: <http://l/> CLEAR GRAPH loader:g"))

    assert ox.NamedNode("http://l/g") in list(store.named_graphs())


@pytest.mark.parametrize("load", ["LOAD SILENT <http://127.0.0.1:1/>", "load silent id:x INTO GRAPH <http://a>"])
def test_a_silent_load_succeeds_and_loads_nothing(store: ox.Store, load: str) -> None:
    before = set(store)

    run_update(store, Update(f"{load} ; {load} ; INSERT DATA {{ GRAPH <http://b> {{ <http://s> <http://p> 4 }} }}"))

    assert set(store) == before | {make_quad(4, B)}
