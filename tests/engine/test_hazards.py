"""What kills or stalls pyoxigraph costs one query only: the others are answered, and nothing is left over."""

from __future__ import annotations

import re
import socket
import threading
import time
from collections.abc import Iterator

import pytest

from kg.engine import ForkedEngine, InProcessEngine, Query
from kg.errors import AnswerTooLarge, DeadlineExceeded, KgError, MemoryExceeded, Refused, WorkerDied
from kg.formats import CSV, JSON, N_QUADS, XML, Format
from kg.sources import Source
from tests.engine.processes import (
    GRAPH,
    LIMITS,
    NO_RULE,
    count_other_descriptors,
    find_children,
    make_text,
    read_memory,
)

pytestmark = pytest.mark.slow

PRODUCT = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i"
ANY = (DeadlineExceeded, MemoryExceeded, AnswerTooLarge, WorkerDied)


def nest(opening: str, inner: str, closing: str, depth: int) -> str:
    return opening * depth + inner + closing * depth


NESTED = {
    "groups": ("ASK ", "{", "", "}", ""),
    "parentheses": ("ASK { FILTER(", "(", "1", ")", ") }"),
    "functions": ("ASK { FILTER(", "STR(", "1", ")", "= '1') }"),
    "negations": ("ASK { FILTER(", "!", "true", "", ") }"),
    "exists": ("ASK { ", "FILTER EXISTS {", "?s ?p ?o", "}", " }"),
    "optionals": ("ASK { ", "OPTIONAL {", "?s ?p ?o", "}", " }"),
    "unions": ("ASK { ", "{ ?s ?p ?o } UNION ", "{ ?s ?p ?o }", "", " }"),
    "sub-selects": ("SELECT * { ", "{ SELECT * {", "?s ?p ?o", "}}", " }"),
    "triple terms": ("ASK { ?s ?p ", "<<( ?s ?p ", "1", " )>>", " }"),
    "lists": ("ASK { ?s ?p ", "(", "1", ")", " }"),
    "blank nodes": ("ASK { ?s ?p ", "[ ?q ", "1", " ]", " }"),
    "paths": ("ASK { ?s ", "(", "<http://e/p0>", ")*", " ?o }"),
    "sums": ("ASK { FILTER(", "1+", "1", "", "=1) }"),
    "graphs": ("ASK { ", "GRAPH ?g {", "?s ?p ?o", "}", " }"),
}  # fmt: skip
DOUBLING = " ".join(f"BIND(CONCAT(?x{i}, ?x{i}) AS ?x{i + 1})" for i in range(40))
SLOW, HEAVY, LARGE = DeadlineExceeded, MemoryExceeded, AnswerTooLarge
BOMBS: dict[str, tuple[str, tuple[type[KgError], ...]]] = {
    "count of a product": (f"SELECT (COUNT(*) AS ?n) {{ {PRODUCT} }}", (SLOW,)),
    "endless rows": (f"SELECT * {{ {PRODUCT} }}", (LARGE,)),
    "sort of a product": (f"SELECT * {{ {PRODUCT} }} ORDER BY ?c ?f ?i", (SLOW, HEAVY)),
    "random sort of a product": (f"SELECT * {{ {PRODUCT} }} ORDER BY RAND()", (SLOW, HEAVY)),
    "distinct product": (f"SELECT DISTINCT ?c ?f ?i {{ {PRODUCT} }}", (SLOW, HEAVY, LARGE)),
    "groups of a product": (f"SELECT ?c ?f (COUNT(*) AS ?n) {{ {PRODUCT} }} GROUP BY ?c ?f", (SLOW, HEAVY)),
    "construct of a product": (f"CONSTRUCT {{ ?a ?e ?i }} WHERE {{ {PRODUCT} }}", (SLOW, HEAVY, LARGE)),
    "doubling": (f"SELECT (STRLEN(?x40) AS ?n) {{ BIND('aaaaaaaa' AS ?x0) {DOUBLING} }}", (SLOW, HEAVY)),
    "replacing": (
        "SELECT ?x { BIND('%s' AS ?a) BIND(REPLACE(?a, 'a', ?a) AS ?b) BIND(REPLACE(?b, 'a', ?b) AS ?x) }"
        % ("a" * 300),
        (SLOW, HEAVY, LARGE),
    ),
    "concatenated product": (f"SELECT (GROUP_CONCAT(?c) AS ?x) {{ {PRODUCT} }}", (SLOW, HEAVY)),
    "nested closures": (
        (
            "SELECT (COUNT(*) AS ?n) { ?a (((<http://e/p0>|!<http://x>)*)*/(<http://e/p1>|^<http://e/p1>)*)* ?b . "
            "?c (<http://e/p0>|!<http://x>)* ?d . ?e (<http://e/p2>|^<http://e/p2>)* ?f }"
        ),
        (SLOW, HEAVY),
    ),
    "regular expression": ("SELECT * { ?s ?p ?o FILTER(REGEX(?o, '(a{1,1000}){1,1000}')) }", (SLOW, HEAVY)),
    "values": (
        f"SELECT * {{ VALUES ?x {{ {'1 ' * 20000} }} VALUES ?y {{ {'2 ' * 20000} }} }}",
        (SLOW, LARGE),
    ),
}


@pytest.fixture(scope="module")
def forked() -> Iterator[ForkedEngine]:
    engine = ForkedEngine([Source(GRAPH, make_text())], rule=NO_RULE, limits=LIMITS)
    yield engine
    engine.close()


@pytest.fixture(scope="module")
def content(forked: ForkedEngine) -> bytes:
    return forked.export(N_QUADS)


@pytest.fixture(autouse=True)
def _nothing_is_left_over(forked: ForkedEngine, content: bytes) -> Iterator[None]:
    store, descriptors = forked.store_pid, count_other_descriptors(forked)
    memory = read_memory(store or 0)
    yield
    assert forked.export(N_QUADS) == content
    assert forked.store_pid == store
    assert forked.status.restarts == 0
    assert len(find_children(store or 0)) == forked.status.idle
    assert count_other_descriptors(forked) <= descriptors
    assert read_memory(store or 0) <= memory + (32 << 20)


def ask_beside(engine: ForkedEngine, query: Query) -> tuple[object, float, list[bool | None]]:
    """Return answer or error, how long that took, and the answers to a small query that was asked all the while."""
    quick: list[bool | None] = []
    is_over = threading.Event()

    def ask_quickly() -> None:
        while not is_over.wait(0.1):
            quick.append(engine.query(Query("ASK { ?s ?p 'value 5' }")).boolean)

    thread = threading.Thread(target=ask_quickly)
    thread.start()
    began = time.monotonic()
    try:
        outcome: object = engine.query(query)
    except KgError as error:
        outcome = error
    took = time.monotonic() - began
    is_over.set()
    thread.join()
    return outcome, took, quick


@pytest.mark.parametrize("depth", [900, *(pytest.param(depth, marks=pytest.mark.slow) for depth in (100, 5000, 60000))])
@pytest.mark.parametrize("name", NESTED)
def test_nesting_ends_no_more_than_its_own_query(forked: ForkedEngine, name: str, depth: int) -> None:
    before, opening, inner, closing, after = NESTED[name]

    outcome, took, quick = ask_beside(forked, Query(before + nest(opening, inner, closing, depth) + after))

    assert took < LIMITS.timeout_s + 1
    assert all(quick)
    assert not isinstance(outcome, KgError) or isinstance(outcome, ANY)


@pytest.mark.parametrize("name", BOMBS)
def test_a_query_that_takes_too_much_is_ended_with_the_limit_named(forked: ForkedEngine, name: str) -> None:
    text, kinds = BOMBS[name]

    outcome, took, quick = ask_beside(forked, Query(text))

    assert isinstance(outcome, kinds), outcome
    assert re.search(r"1 s|256 MiB|8 MiB", str(outcome))
    assert took < LIMITS.timeout_s + 1
    assert all(quick)


@pytest.mark.parametrize("count", [64, *(pytest.param(count, marks=pytest.mark.slow) for count in (16, 200))])
@pytest.mark.parametrize(
    "pattern", ["?v{0} ?p{0} ?v{1}", "?v ?p{0} ?v{0}", "?v{0} <http://e/p0> ?v", "?v{0} ?v{1} ?v{2}"]
)
def test_many_joined_patterns_are_planned_or_ended(forked: ForkedEngine, pattern: str, count: int) -> None:
    patterns = " . ".join(pattern.format(i, i + 1, i + 2) for i in range(count))

    outcome, took, quick = ask_beside(forked, Query(f"ASK {{ {patterns} }}"))

    assert took < LIMITS.timeout_s + 1
    assert all(quick)
    assert not isinstance(outcome, KgError) or isinstance(outcome, ANY)


@pytest.mark.parametrize("format", [JSON, XML, CSV])
def test_an_answer_past_the_limit_is_refused_and_not_cut(forked: ForkedEngine, format: Format) -> None:
    text = f"SELECT ('{'a' * 5000}' AS ?x) {{ ?s ?p ?o }}"
    query = Query(text, results_format=format)

    with pytest.raises(AnswerTooLarge, match="larger than 8 MiB"):
        forked.query(query)


def test_mixed_numbers_are_sorted_where_pyoxigraph_ends_the_process(forked: ForkedEngine) -> None:
    values = " ".join(f'{i} "{i}" {i}.5 {i}e0' for i in range(30))

    answer = forked.query(Query(f"SELECT ?v {{ VALUES ?v {{ {values} }} }} ORDER BY ?v", results_format=CSV))

    numbers = [float(row) for row in answer.body.split()[1:91]]
    assert numbers == sorted(numbers)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * {{ SERVICE <{0}> {{ ?s ?p ?o }} }}",
        "SELECT * {{ SERVICE SILENT <{0}> {{ ?s ?p ?o }} }}",
        "PREFIX x: <{0}> SELECT * {{ SERVICEx: {{ ?s ?p ?o }} }}",
        "SELECT * {{ ?s ?p trueSERVICE<{0}> {{ ?s ?p ?o }} }}",
        'SELECT * {{ FILTER(?a<?b#c>"""\n) SERVICE <{0}>{{?s ?p ?o}} #"""\n}}',
        "SELECT * FROM <{0}> {{ ?s ?p ?o }}",
        "SELECT * FROM NAMED <{0}> {{ GRAPH ?g {{ ?s ?p ?o }} }}",
        "LOAD <{0}>",
    ],
)
def test_no_query_reaches_another_host(forked: ForkedEngine, in_process: InProcessEngine, text: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.1)
        query = Query(text.format(f"http://127.0.0.1:{listener.getsockname()[1]}/"))
        for engine in (forked, in_process):
            if "FROM" in text:
                assert b'"bindings":[]' in engine.query(query).body
            else:
                with pytest.raises(Refused):
                    engine.query(query)

        with pytest.raises(TimeoutError):
            listener.accept()
