"""What goes to an endpoint, and what becomes of its answers."""

from __future__ import annotations

import pytest

from kg.engine import Limits, Query, RemoteEngine
from kg.errors import AnswerTooLarge, Unavailable
from kg.formats import CSV, N_QUADS, N_TRIPLES, RDF_FORMATS, RESULTS_FORMATS, TURTLE, XML, Format
from kg.vocabulary import PREFIXES
from tests.engine.scripted import N_TRIPLES_TYPE, ROWS, TRIPLE, ScriptedEndpoint, answering, write_chunked, write_reply

LIMITS = Limits(timeout_s=30.0, max_answer_bytes=4 << 20, workers=4)
SELECT = "SELECT ?x { ?x ?p ?o }"
CONSTRUCT = "CONSTRUCT WHERE { ?s ?p ?o }"
A_JSON_IRI = b'{"type":"uri","value":"http://e/a"}'
BOOLEAN = b'{"head":{},"boolean":true}'
BOOLEAN_IN_XML = b'<?xml version="1.0"?><sparql xmlns="http://www.w3.org/2005/sparql-results#"><head/><boolean>true</boolean></sparql>'
VIRTUOSO_ASK = b'{"head":{"vars":["__ASK_RETVAL"]},"results":{"bindings":[{"__ASK_RETVAL":{"type":"typed-literal","datatype":"http://www.w3.org/2001/XMLSchema#integer","value":"%d"}}]}}'


def ask(endpoint: ScriptedEndpoint, text: str, **options: object) -> bytes:
    return connect(endpoint).query(Query(text, **options)).body  # type: ignore[arg-type]


def connect(endpoint: ScriptedEndpoint, limits: Limits = LIMITS) -> RemoteEngine:
    return RemoteEngine(endpoint.url, limits=limits)


def test_a_query_goes_as_a_form_with_its_dataset() -> None:
    graphs = {"default_graphs": ("http://e/d", "http://e/ö"), "named_graphs": ("http://e/n",)}
    with answering(write_reply()) as endpoint:
        ask(endpoint, "SELECT ('ü&=+' AS ?x) {}", **graphs)

        (asked,) = endpoint.asked
        assert asked.line == "POST /sparql HTTP/1.1"
        assert asked.headers["content-type"] == "application/x-www-form-urlencoded"
        assert asked.headers["accept"].startswith("application/sparql-results+json,")
        assert asked.form == {
            "query": ["SELECT ('ü&=+' AS ?x) {}"],
            "default-graph-uri": ["http://e/d", "http://e/ö"],
            "named-graph-uri": ["http://e/n"],
        }


def test_prefixes_that_are_used_and_not_declared_are_declared_in_the_first_line() -> None:
    text = 'PREFIX id: <http://other/>\nSELECT ?x { ?x kg:p id:a , "rdfs:label" , <skos:note> }'
    with answering(write_reply()) as endpoint:
        ask(endpoint, text)

        assert endpoint.asked[0].form["query"] == [f"PREFIX kg: <{PREFIXES['kg']}> {text}"]


def test_a_base_goes_along_where_an_iri_is_relative() -> None:
    with answering(write_reply()) as endpoint:
        ask(endpoint, "SELECT ?x { ?x ?p <http://e/a> }", base="http://e/base")
        ask(endpoint, "SELECT ?x { ?x ?p <#a> }", base="http://e/base")

        first, second = (asked.form["query"][0] for asked in endpoint.asked)
        assert first.startswith("SELECT")
        assert second.startswith("BASE <http://e/base> SELECT")


@pytest.mark.parametrize(
    ("clauses", "default", "named"),
    [
        ("FROM <http://e/a> from named <http://e/b> FROM <http://e/c>", ["http://e/a", "http://e/c"], ["http://e/b"]),
        ("FROM <http://e/a> FROM kg:b", None, None),
        ("FROM <a> FROM <http://e/b>", None, None),
        ("FROM <http://e/\\u0061>", None, None),
    ],
)
def test_the_dataset_of_the_query_is_said_by_the_protocol_as_well(
    clauses: str, default: list[str] | None, named: list[str] | None
) -> None:
    with answering(write_reply()) as endpoint:
        ask(endpoint, f"SELECT ?from {clauses} {{ ?from ?p 'FROM <http://e/d>' }}")

        form = endpoint.asked[0].form
    assert clauses in form["query"][0]
    assert (form.get("default-graph-uri"), form.get("named-graph-uri")) == (default, named)


def test_user_and_password_go_as_a_header_and_never_in_the_address() -> None:
    with answering(write_reply()) as endpoint:
        RemoteEngine(f"http://us%40er:p%3Ass@{endpoint.address}/q?key=v").query(Query(SELECT))

        (asked,) = endpoint.asked
        assert asked.line == "POST /q?key=v HTTP/1.1"
        assert asked.headers["authorization"] == "Basic dXNAZXI6cDpzcw=="
        assert asked.headers["host"] == endpoint.address


@pytest.mark.parametrize("format", RESULTS_FORMATS)
def test_rows_come_in_the_format_that_is_wanted(format: Format) -> None:
    with answering(write_reply()) as endpoint:
        answer = connect(endpoint).query(Query(SELECT, results_format=format))

    expected = {"json": ROWS, "csv": b"x\r\na\r\n", "tsv": b'?x\n"a"\n'}
    assert (answer.form, answer.format, answer.boolean) == ("SELECT", format, None)
    assert answer.body == expected.get(format.name, answer.body)
    assert b"a" in answer.body


@pytest.mark.parametrize("format", RDF_FORMATS)
def test_triples_come_in_the_format_that_is_wanted(format: Format) -> None:
    with answering(write_reply(TRIPLE, N_TRIPLES_TYPE)) as endpoint:
        answer = connect(endpoint).query(Query(CONSTRUCT, graph_format=format))

        assert endpoint.asked[0].headers["accept"].startswith("application/n-triples,")
    assert (answer.form, answer.format, answer.boolean) == ("GRAPH", format, None)
    assert b"http://e/s" in answer.body


def test_triples_come_in_order_with_the_first_subject_before_others() -> None:
    text = b"".join(b"<http://e/%c> <http://e/p> <http://e/o> .\n" % letter for letter in b"cab")
    with answering(write_reply(text, N_TRIPLES_TYPE)) as endpoint:
        body = ask(endpoint, CONSTRUCT, first="http://e/b")

    assert [line.split()[0] for line in body.splitlines() if line] == [
        b"<http://e/b>",
        b"<http://e/a>",
        b"<http://e/c>",
    ]


def test_turtle_is_read_where_there_are_no_n_triples_and_written_with_our_prefixes() -> None:
    text = f"@prefix x: <{PREFIXES['id']}> . x:a x:b x:c .".encode()
    with answering(write_reply(text, "text/turtle; charset=utf-8")) as endpoint:
        body = ask(endpoint, "DESCRIBE id:a")

    assert body == f"@prefix id: <{PREFIXES['id']}> .\n\nid:a id:b id:c .\n".encode()


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        (write_reply(BOOLEAN), True),
        (write_reply(BOOLEAN.replace(b"true", b"false")), False),
        (write_reply(BOOLEAN_IN_XML, "application/sparql-results+xml"), True),
        (write_reply(VIRTUOSO_ASK % 1), True),
        (write_reply(VIRTUOSO_ASK % 0), False),
    ],
)
def test_a_boolean_is_read_however_it_is_written(reply: bytes, expected: bool) -> None:
    with answering(reply) as endpoint:
        answer = connect(endpoint).query(Query("ASK { ?s ?p ?o }", results_format=XML))

    assert (answer.form, answer.format, answer.boolean) == ("ASK", XML, expected)
    assert f"<boolean>{str(expected).lower()}</boolean>".encode() in answer.body


def test_white_space_after_the_rows_is_read_to_its_end() -> None:
    with answering(write_reply(ROWS + b" " * 300_000)) as endpoint:
        assert ask(endpoint, SELECT) == ROWS


def test_chunks_are_put_together_wherever_they_are_cut() -> None:
    with answering(write_chunked(ROWS[:1], ROWS[1:50], ROWS[50:])) as endpoint:
        assert ask(endpoint, SELECT) == ROWS


def test_a_large_answer_is_in_a_file() -> None:
    row = b'{"x":{"type":"literal","value":"%s"}}' % (b"a" * 1000)
    body = b'{"head":{"vars":["x"]},"results":{"bindings":[' + b",".join([row] * 2000) + b"]}}"
    with answering(write_reply(body)) as endpoint:
        answer = connect(endpoint).query(Query(SELECT, results_format=CSV))

    assert not isinstance(answer.content, bytes)
    assert (answer.size, answer.body) == (3 + 2000 * 1002, b"x\r\n" + (b"a" * 1000 + b"\r\n") * 2000)
    answer.close()


@pytest.mark.parametrize(("limit", "format"), [(len(ROWS) - 1, CSV), (len(ROWS) + 1, XML)])
def test_an_answer_that_is_larger_there_or_here_is_too_large(limit: int, format: Format) -> None:
    limits = Limits(timeout_s=30.0, max_answer_bytes=limit)
    with answering(write_reply()) as endpoint, pytest.raises(AnswerTooLarge, match="add LIMIT"):
        connect(endpoint, limits).query(Query(SELECT, results_format=format))


def test_an_answer_that_the_endpoint_has_cut_by_its_own_limit_is_too_large() -> None:
    reply = write_reply(ROWS, "application/sparql-results+json", "200 OK", "X-SPARQL-MaxRows: 10000")
    with (
        answering(reply) as endpoint,
        pytest.raises(AnswerTooLarge, match=f"{endpoint.address} gives at most 10000 rows"),
    ):
        ask(endpoint, SELECT)


@pytest.mark.parametrize(
    ("text", "body", "media_type"),
    [
        (CONSTRUCT, b"<a:a> <a:a> " + b"<<( <a:a> <a:a> " * 30000 + b"<a:a>" + b" )>>" * 30000 + b" .", N_TRIPLES_TYPE),
        (
            SELECT,
            b'{"head":{"vars":["x"]},"results":{"bindings":[{"x":'
            + b'{"type":"triple","value":{"subject":%s,"predicate":%s,"object":' % (A_JSON_IRI, A_JSON_IRI) * 20000,
            "application/sparql-results+json",
        ),
    ],
)
def test_triple_terms_in_one_another_are_refused_before_they_overflow_the_stack(
    text: str, body: bytes, media_type: str
) -> None:
    with answering(write_reply(body, media_type)) as endpoint, pytest.raises(AnswerTooLarge, match="triple terms"):
        ask(endpoint, text)


EXPORTED = b"""{"head":{"vars":["g","s","p","o"]},"results":{"bindings":[
{"s":{"type":"bnode","value":"b"},"p":{"type":"uri","value":"http://e/p"},"o":{"type":"literal","value":"y"}},
{"g":{"type":"uri","value":"http://e/g"},"s":{"type":"uri","value":"http://e/s"},"p":{"type":"uri","value":"http://e/p"},
 "o":{"type":"bnode","value":"b"}}]}}"""


def test_an_export_is_of_all_graphs_with_the_blank_nodes_that_they_share() -> None:
    with answering(write_reply(EXPORTED)) as endpoint:
        exported = connect(endpoint).export(N_QUADS)

    assert exported.decode() == '_:b <http://e/p> "y" .\n<http://e/s> <http://e/p> _:b <http://e/g> .\n'


def test_an_export_of_one_graph_asks_for_no_other() -> None:
    with answering(write_reply(TRIPLE, N_TRIPLES_TYPE)) as endpoint:
        exported = connect(endpoint).export(N_TRIPLES, graph="http://e/g")

        assert "GRAPH <http://e/g>" in endpoint.asked[0].form["query"][0]
    assert exported == TRIPLE


def test_a_closed_engine_answers_nothing() -> None:
    with answering(write_reply()) as endpoint:
        engine = connect(endpoint)
        engine.close()
        engine.close()

        with pytest.raises(Unavailable, match="closed"):
            engine.query(Query(SELECT))
        with pytest.raises(Unavailable, match="closed"):
            engine.export(TURTLE)
        assert endpoint.asked == []
