"""The engine in process: forms, formats, datasets, derivation."""

import pytest

from kg.engine import InProcessEngine, Query
from kg.errors import MalformedQuery, NotAnswerable, Unavailable
from kg.formats import CSV, JSON, N_QUADS, RDF_FORMATS, RDF_XML, RESULTS_FORMATS, TURTLE, XML, Format
from kg.sources import Source

BASE = "https://example.org/kg/"
RULE = "CONSTRUCT { ?x kg:leads ?y } WHERE { GRAPH ?article { ?x kg:boss ?y } ?x a kg:Person }"
BOSS = "<https://example.org/kg/id/{0}> <https://example.org/kg/ontology#boss> <https://example.org/kg/id/{1}> ."
PERSONS = " ".join(f"<{BASE}id/{name}> a <{BASE}ontology#Person> ." for name in "abc")


@pytest.fixture(scope="module")
def engine() -> InProcessEngine:
    return InProcessEngine(
        [
            Source(BASE + "article/one", BOSS.format("a", "b")),
            Source(BASE + "article/two", BOSS.format("c", "d") + BOSS.format("x", "y")),
            Source(BASE + "entities", PERSONS + BOSS.format("b", "a")),
        ],
        rule=RULE,
    )


def rows(engine: InProcessEngine, text: str, **options: object) -> list[str]:
    body = engine.query(Query(text, results_format=CSV, **options)).body  # type: ignore[arg-type]
    return sorted(body.decode().replace(BASE, "").splitlines()[1:])


def test_relations_are_derived_for_each_article_from_the_union_and_for_no_shared_graph(
    engine: InProcessEngine,
) -> None:
    assert rows(engine, "SELECT ?g ?x ?y { GRAPH ?g { ?x kg:leads ?y } }") == [
        "article/one/derived,id/a,id/b",
        "article/two/derived,id/c,id/d",
    ]


def test_deriving_again_changes_nothing(engine: InProcessEngine) -> None:
    before = engine.export(N_QUADS)

    engine.derive(BASE + "article/one")

    assert engine.export(N_QUADS) == before


def test_a_rule_that_does_not_parse_is_refused() -> None:
    with pytest.raises(MalformedQuery, match="Line 1, column 11"):
        InProcessEngine([Source(BASE + "article/one", PERSONS)], rule="CONSTRUCT ?x")


def test_without_a_dataset_the_default_graph_is_the_union(engine: InProcessEngine) -> None:
    assert rows(engine, "SELECT ?x { ?x kg:boss ?y }") == ["id/a", "id/b", "id/c", "id/x"]


def test_the_strict_default_graph_is_empty(engine: InProcessEngine) -> None:
    assert rows(engine, "SELECT ?x { ?x kg:boss ?y }", union=False) == []


@pytest.mark.parametrize("union", [True, False])
def test_from_takes_the_place_of_the_union(engine: InProcessEngine, union: bool) -> None:
    text = f"SELECT ?x from<{BASE}article/one> {{ ?x kg:boss ?y }}"

    assert rows(engine, text, union=union) == ["id/a"]


def test_from_named_alone_leaves_the_default_graph_empty(engine: InProcessEngine) -> None:
    named = f"SELECT ?x FROM NAMED <{BASE}article/one> "

    assert rows(engine, named + "{ ?x kg:boss ?y }") == []
    assert rows(engine, named + "{ GRAPH ?g { ?x kg:boss ?y } }") == ["id/a"]


def test_from_as_a_name_or_string_is_no_dataset(engine: InProcessEngine) -> None:
    assert rows(engine, "SELECT ?from { ?from kg:boss id:b FILTER('from' != 'FROM <http://x/>') }") == ["id/a"]


def test_the_dataset_of_the_protocol_overrides_from(engine: InProcessEngine) -> None:
    text = f"SELECT ?x FROM <{BASE}article/one> FROM NAMED <{BASE}article/one> "
    two = (BASE + "article/two",)

    assert rows(engine, text + "{ ?x kg:boss ?y }", default_graphs=two) == ["id/c", "id/x"]
    assert rows(engine, text + "{ ?x kg:boss ?y }", named_graphs=two) == []
    assert rows(engine, text + "{ GRAPH ?g { ?x kg:boss ?y } }", named_graphs=two) == ["id/c", "id/x"]
    assert rows(engine, text + "{ GRAPH ?g { ?x kg:boss ?y } }", default_graphs=two) == []


def test_a_graph_name_that_is_no_iri_is_refused(engine: InProcessEngine) -> None:
    with pytest.raises(MalformedQuery, match="'one two' is not an absolute IRI"):
        engine.query(Query("ASK {}", default_graphs=("one two",)))


def test_from_a_file_reads_no_file(engine: InProcessEngine) -> None:
    assert rows(engine, "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }") == []


@pytest.mark.parametrize("format", RESULTS_FORMATS)
def test_rows_and_booleans_come_in_every_results_format(engine: InProcessEngine, format: Format) -> None:
    select = engine.query(Query("SELECT ?x { ?x kg:leads id:b }", results_format=format))
    ask = engine.query(Query("ASK { id:a kg:leads id:b }", results_format=format))

    assert (select.form, select.format, select.boolean) == ("SELECT", format, None)
    assert b"https://example.org/kg/id/a" in select.body
    assert (ask.form, ask.format, ask.boolean) == ("ASK", format, True)
    assert b"true" in ask.body


@pytest.mark.parametrize("text", ["CONSTRUCT WHERE { id:a kg:boss ?y }", "DESCRIBE id:a"])
@pytest.mark.parametrize("format", RDF_FORMATS)
def test_triples_come_in_every_rdf_format(engine: InProcessEngine, format: Format, text: str) -> None:
    answer = engine.query(Query(text, graph_format=format))

    assert (answer.form, answer.format, answer.boolean) == ("GRAPH", format, None)
    assert b"boss" in answer.body


def test_constructed_turtle_is_written_with_the_prefixes_in_use(engine: InProcessEngine) -> None:
    answer = engine.query(Query("CONSTRUCT WHERE { id:a kg:boss ?y }"))

    assert answer.body.decode() == (
        "@prefix id: <https://example.org/kg/id/> .\n"
        "@prefix kg: <https://example.org/kg/ontology#> .\n\n"
        "id:a kg:boss id:b .\n"
    )


@pytest.mark.parametrize(
    "query",
    [
        Query("ASK {}", results_format=None),
        Query("SELECT * { ?s ?p ?o }", results_format=None),
        Query("SELECT * { ?s ?p ?o }", results_format=TURTLE),
        Query("CONSTRUCT WHERE { ?s ?p ?o }", graph_format=None),
        Query("DESCRIBE id:a", graph_format=JSON),
    ],
)
def test_an_answer_in_none_of_the_formats_is_not_answerable(engine: InProcessEngine, query: Query) -> None:
    with pytest.raises(NotAnswerable, match="none of these is accepted"):
        engine.query(query)


def test_an_answer_that_the_format_cannot_carry_is_not_answerable(engine: InProcessEngine) -> None:
    with pytest.raises(NotAnswerable, match="Ask for another format"):
        engine.query(Query("CONSTRUCT { id:a <http://e/> 1 } WHERE {}", graph_format=RDF_XML))


def test_a_closed_engine_answers_nothing() -> None:
    engine = InProcessEngine([], rule=RULE)
    engine.close()

    with pytest.raises(Unavailable):
        engine.query(Query("ASK {}"))


def test_a_character_that_xml_excludes_is_not_answerable_in_xml(engine: InProcessEngine) -> None:
    rows_query = Query("SELECT ('\\u0001' AS ?x) {}", results_format=XML)
    triples_query = Query("CONSTRUCT { id:a id:b '\\u0001' } WHERE {}", graph_format=RDF_XML)

    for query in (rows_query, triples_query):
        with pytest.raises(NotAnswerable, match=r"'\\x01' cannot be written in XML"):
            engine.query(query)
