"""The forked engine answers as the engine in process does, and keeps its promises about processes and files."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from kg.engine import Cancellation, ForkedEngine, InProcessEngine, Query, Spool
from kg.errors import (
    AnswerTooLarge,
    Cancelled,
    MalformedData,
    MalformedQuery,
    NotAnswerable,
    Refused,
    Unavailable,
    UnknownName,
)
from kg.formats import CSV, RDF_FORMATS, RESULTS_FORMATS, TURTLE, Format
from kg.sources import Source
from tests.engine.processes import (
    GRAPH,
    LIMITS,
    NO_RULE,
    PATIENT,
    count_other_descriptors,
    find_children,
    make_text,
    wait_until_gone,
)

QUERIES = [
    "SELECT * { ?s <http://e/p1> ?o } ORDER BY ?o LIMIT 20",
    "ASK { ?s ?p 'value 7' }",
    "CONSTRUCT { ?s <http://e/q> ?o } WHERE { ?s ?p ?o FILTER(STRENDS(?o, '99')) } ORDER BY ?s",
    "DESCRIBE <http://e/s5>",
    f"SELECT (COUNT(*) AS ?n) FROM <{GRAPH}> {{ ?s ?p ?o }}",
]


@pytest.mark.parametrize("text", QUERIES)
@pytest.mark.parametrize(
    ("results", "graph"), [*((f, TURTLE) for f in RESULTS_FORMATS), *((CSV, f) for f in RDF_FORMATS)]
)
def test_answers_are_those_of_the_engine_in_process(
    forked: ForkedEngine, in_process: InProcessEngine, text: str, results: Format, graph: Format
) -> None:
    query = Query(text, results, graph)

    assert forked.query(query) == in_process.query(query)


@pytest.mark.parametrize("format", RDF_FORMATS)
def test_exports_are_those_of_the_engine_in_process(
    forked: ForkedEngine, in_process: InProcessEngine, format: Format
) -> None:
    assert forked.export(format) == in_process.export(format)
    assert forked.export(format, graph=GRAPH) == in_process.export(format, graph=GRAPH)


@pytest.mark.parametrize(
    ("query", "kind"),
    [
        (Query("SELECT"), MalformedQuery),
        (Query("SELECT \ud800"), MalformedQuery),
        (Query("ASK {}", default_graphs=("a b",)), MalformedQuery),
        (Query("ASK { SERVICE <http://127.0.0.1:1/> {} }"), Refused),
        (Query("ASK {}", results_format=None), NotAnswerable),
    ],
)
def test_errors_are_those_of_the_engine_in_process(
    forked: ForkedEngine, in_process: InProcessEngine, query: Query, kind: type[Exception]
) -> None:
    with pytest.raises(kind) as expected:
        in_process.query(query)

    with pytest.raises(kind) as caught:
        forked.query(query)

    assert str(caught.value) == str(expected.value)
    assert vars(caught.value) == vars(expected.value)


def test_an_unknown_graph_cannot_be_exported(forked: ForkedEngine) -> None:
    with pytest.raises(UnknownName, match="no graph <http://e/none>"):
        forked.export(TURTLE, graph="http://e/none")


def test_the_dataset_of_the_protocol_reaches_the_worker(forked: ForkedEngine) -> None:
    texts = [
        Query("ASK { ?s ?p ?o }", default_graphs=("http://e/other",)),
        Query("ASK { GRAPH ?g { ?s ?p ?o } }", named_graphs=(GRAPH,)),
        Query("ASK { ?s ?p ?o }", union=False),
    ]

    assert [forked.query(query).boolean for query in texts] == [False, True, False]


def test_data_that_do_not_parse_are_refused_with_their_place() -> None:
    with pytest.raises(MalformedData) as caught:
        ForkedEngine([Source(GRAPH, "<http://e/a> a foo:b .", origin="mine.ttl")], rule=NO_RULE)

    assert (caught.value.source, caught.value.line, caught.value.column) == ("mine.ttl", 1, 16)


def test_a_rule_that_does_not_parse_is_refused() -> None:
    with pytest.raises(MalformedQuery, match="Line 1, column 1"):
        ForkedEngine([Source(GRAPH, "<http://e/a> a <http://e/b> .")], rule="CONSTRUKT")


def test_a_clean_worker_is_used_again(forked: ForkedEngine) -> None:
    forked.query(Query("ASK {}"))
    before = find_children(forked.store_pid or 0)

    for _ in range(5):
        forked.query(Query("ASK {}"))

    assert find_children(forked.store_pid or 0) == before


def test_a_large_answer_is_spooled_and_read_whole(forked: ForkedEngine, in_process: InProcessEngine) -> None:
    query = Query("SELECT * { ?s ?p ?o . ?t <http://e/p1> 'value 1' . ?u <http://e/p2> ?v } LIMIT 30000", CSV)

    answer = forked.query(query)

    assert isinstance(answer.content, Spool)
    assert answer.size == len(answer.body) == sum(map(len, answer.chunks()))
    assert sorted(answer.body.splitlines()) == sorted(in_process.query(query).body.splitlines())


def test_two_large_answers_do_not_share_a_file(forked: ForkedEngine) -> None:
    queries = [Query(f"SELECT ('{letter * 2000}' AS ?x) {{ ?s ?p ?o }} LIMIT 1000", CSV) for letter in "ab"]

    first, second = (forked.query(query) for query in queries)

    assert (first.body.count(b"a"), first.body.count(b"b")) == (2_000_000, 0)
    assert (second.body.count(b"a"), second.body.count(b"b")) == (0, 2_000_000)


def test_many_threads_get_their_own_answers(forked: ForkedEngine) -> None:
    def ask(number: int) -> bytes:
        return forked.query(Query(f"SELECT ({number} AS ?n) {{}}", CSV)).body

    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(ask, range(400)))

    assert answers == [b"n\r\n%d\r\n" % number for number in range(400)]


def test_descriptors_are_given_back(forked: ForkedEngine) -> None:
    large = Query("SELECT ('%s' AS ?x) { ?s ?p ?o } LIMIT 1000" % ("a" * 2000))
    forked.query(large).close()
    before = count_other_descriptors(forked)

    for _ in range(10):
        forked.query(large).close()
        forked.query(Query("ASK {}"))
        forked.export(TURTLE)

    assert count_other_descriptors(forked) == before


def test_closing_ends_every_process_and_twice_does_nothing() -> None:
    engine = ForkedEngine([], rule=NO_RULE, limits=PATIENT)
    engine.query(Query("ASK {}"))
    pids = [engine.store_pid or 0, *find_children(engine.store_pid or 0)]

    engine.close()
    engine.close()

    assert len(pids) == 2
    assert wait_until_gone(pids) == []
    with pytest.raises(Unavailable, match="closed"):
        engine.query(Query("ASK {}"))


def test_one_graph_is_exported_within_the_limits_of_a_query() -> None:
    engine = ForkedEngine([Source(GRAPH, make_text())], rule=NO_RULE, limits=replace(LIMITS, max_answer_bytes=50_000))
    cancelled = Cancellation()
    cancelled.cancel()

    with pytest.raises(AnswerTooLarge):
        engine.export(TURTLE, graph=GRAPH)
    with pytest.raises(Cancelled):
        engine.export_content(TURTLE, graph=GRAPH, cancellation=cancelled)
    assert len(engine.export(TURTLE)) > 50_000
    engine.close()
