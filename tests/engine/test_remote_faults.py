"""Endpoints that refuse, fail, lie or break off: each is an error that says so, and names the host alone."""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from types import FrameType

import pyoxigraph as ox
import pytest

from kg.engine import Query, RemoteEngine
from kg.engine.evaluation import Evaluation
from kg.errors import Busy, DeadlineExceeded, KgError, MalformedQuery, Unavailable
from tests.engine.asking import CONSTRUCT, HEAD, PATIENT, SELECT, ask, fail
from tests.engine.processes import count_descriptors, wait_until
from tests.engine.scripted import JSON_TYPE, N_TRIPLES_TYPE, ROWS, TRIPLE, answering, write_chunked, write_reply

pytestmark = pytest.mark.slow

TEXT, HTML = "text/plain", "text/html"
UNREADABLE = "the endpoint HOST cannot read the query here"
JENA = 'Parse error:\nEncountered "}" at line 2, column 4.\nWas expecting one of:\n ...'
VIRTUOSO = "Virtuoso 37000 Error SP030: SPARQL compiler, line 2: syntax error at '}'\n\nSPARQL query:\nSELECT"


@pytest.mark.parametrize(
    ("words", "media_type", "expected", "place"),
    [
        ("error at 1:9: expected one of '(', ['0'..='9']", TEXT, f"Line 1, column 9: {UNREADABLE}.", (1, 9)),
        (JENA, TEXT, f'Line 2, column 4: {UNREADABLE}: Parse error: Encountered "}}".', (2, 4)),
        (
            VIRTUOSO,
            TEXT,
            f"Line 2: {UNREADABLE}: Virtuoso 37000 Error SP030: SPARQL compiler, syntax error at '}}'.",
            (2, None),
        ),
        ("Line 9 is wrong", TEXT, f"Line 2: {UNREADABLE}: is wrong.", (2, None)),
        ('{"message": "No \\"x\\"\\n. "}', "application/json", 'The endpoint HOST refuses the query: No "x".', None),
        ("<html><head>x</head><p>Bad&lt;\nx</p></html>", HTML, "The endpoint HOST refuses the query: Bad< x.", None),
        ("", TEXT, "The endpoint HOST refuses the query: it does not say why.", None),
        ("\x1b[31mred\x00", TEXT, "The endpoint HOST refuses the query: [31mred.", None),
        ("a" * 1000, TEXT, f"The endpoint HOST refuses the query: {'a' * 300}….", None),
    ],
)
def test_what_the_endpoint_cannot_read_is_malformed_in_its_own_words(
    words: str, media_type: str, expected: str, place: tuple[int, int | None] | None
) -> None:
    with answering(write_reply(words.encode(), media_type, "400 Bad Request")) as endpoint:
        with pytest.raises(MalformedQuery) as caught:
            ask(endpoint, "SELECT ?x {\n ?x ?p ?o }")

        assert str(caught.value) == expected.replace("HOST", endpoint.address)
    assert (caught.value.line, caught.value.column) == (place or (None, None))


def test_a_place_is_that_of_the_text_as_it_was_written() -> None:
    error = fail(write_reply(b"error at 1:58: no", "text/plain", "400 Bad Request"), "SELECT ?x { kg:a ?p ?x }")

    assert isinstance(error, MalformedQuery)
    assert (error.line, error.column) == (1, 58 - len("PREFIX kg: <https://example.org/kg/ontology#> "))


@pytest.mark.parametrize(
    ("status", "kind", "words"),
    [
        ("401 Unauthorized", Unavailable, "wants a user and a password"),
        ("403 Forbidden", Unavailable, "does not allow"),
        ("404 Not Found", Unavailable, "nothing at this address"),
        ("405 Method Not Allowed", Unavailable, "no query by POST"),
        ("406 Not Acceptable", Unavailable, "neither in SPARQL results JSON nor"),
        ("500 Internal Server Error", Unavailable, "failed with status 500: it broke."),
        ("502 Bad Gateway", Unavailable, "failed with status 502"),
        ("503 Service Unavailable", Unavailable, "failed with status 503"),
        ("504 Gateway Timeout", DeadlineExceeded, "took too long"),
        ("206 Partial Content", Unavailable, "a part of the answer alone"),
        ("204 No Content", Unavailable, "failed with status 204"),
    ],
)
def test_another_status_than_200_is_an_error_that_says_which(status: str, kind: type[KgError], words: str) -> None:
    error = fail(write_reply(b"it broke.", "text/plain", status))

    assert type(error) is kind
    assert words in str(error)


def test_a_time_limit_of_the_endpoint_is_a_deadline() -> None:
    words = b"Virtuoso S1T00 Error SR171: Transaction timed out"

    assert isinstance(fail(write_reply(words, "text/plain", "500 SPARQL Request Failed")), DeadlineExceeded)


@pytest.mark.parametrize("status", ["429 Too Many Requests", "503 Service Unavailable"])
def test_an_endpoint_that_is_busy_says_when_to_ask_again(status: str) -> None:
    error = fail(write_reply(b"", "text/plain", status, "Retry-After: 7"))

    assert isinstance(error, Busy)
    assert error.retry_after == 7


@pytest.mark.parametrize(
    ("words", "header"),
    [
        (b"a" + b" " * 60_000 + b"b", ""),
        (b"<head" * 12_000, ""),
        (b"&#" + b"1" * 5000, ""),
        (b"error at " + b"9" * 5000 + b":1", ""),
        (b"", "Retry-After: " + "9" * 5000),
    ],
)
@pytest.mark.parametrize("status", ["400 Bad Request", "503 Service Unavailable"])
def test_no_words_of_an_endpoint_hold_up_others(words: bytes, header: str, status: str) -> None:
    assert str(fail(write_reply(words, "text/html", status, *([header] if header else []))))


@pytest.mark.parametrize(
    ("reply", "text", "words"),
    [
        (write_reply(b"<html>Welcome</html>", "text/html"), SELECT, "sends text/html, which is neither rows nor"),
        (write_reply(b"<html>Welcome</html>", "text/html"), CONSTRUCT, "sends text/html, which is no graph"),
        (write_reply(b"<html>Welcome</html>"), SELECT, "what does not parse"),
        (write_reply(b""), SELECT, "what does not parse"),
        (write_reply(b"\xff\xfe\x00" * 99), SELECT, "what does not parse"),
        (write_reply(b"no triple", N_TRIPLES_TYPE), CONSTRUCT, "what does not parse"),
        (write_reply(ROWS + b"more"), SELECT, "what does not parse"),
        (write_reply(ROWS[:-10]), SELECT, "what does not parse"),
        (write_reply(b'{"head":{},"boolean":true}'), SELECT, "where rows were asked for"),
        (write_reply(), "ASK {}", "where true or false was asked for"),
        (write_reply(b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "application/xml"), SELECT, "what does not parse"),
        (b"SSH-2.0-OpenSSH_9.2\r\n", SELECT, "does not answer in HTTP"),
        (b"\x00\x01\x02", SELECT, "does not answer in HTTP"),
        (b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 1000, SELECT, "does not answer in HTTP"),
        (b"", SELECT, "closed the connection without an answer"),
    ],
)  # fmt: skip
def test_what_is_no_answer_of_an_endpoint_is_unavailable(reply: bytes, text: str, words: str) -> None:
    error = fail(reply, text)

    assert type(error) is Unavailable
    assert words in str(error)


@pytest.mark.parametrize(
    ("reply", "text"),
    [
        (write_reply(ROWS[:-1], length=len(ROWS)), SELECT),
        (write_reply(ROWS, length=len(ROWS) + 1), SELECT),
        (write_reply(b'{"head":{},"boolean":true}', length=99), "ASK {}"),
        (write_reply(b'{"boolean":true,"head":{}', length=99), "ASK {}"),
        (write_reply(TRIPLE, N_TRIPLES_TYPE, length=2 * len(TRIPLE)), CONSTRUCT),
        (write_chunked(TRIPLE, media_type=N_TRIPLES_TYPE, end=b""), CONSTRUCT),
        (write_chunked(TRIPLE, media_type=N_TRIPLES_TYPE, end=b"40\r\n" + TRIPLE), CONSTRUCT),
        (write_chunked(ROWS, end=b"zz\r\n"), SELECT),
    ],
)
def test_an_answer_that_is_cut_short_is_an_error(reply: bytes, text: str) -> None:
    error = fail(reply, text)

    assert type(error) is Unavailable
    assert "broke its answer off" in str(error)


def test_triples_whose_end_nobody_could_tell_are_not_taken() -> None:
    reply = b"HTTP/1.0 200 OK\r\nContent-Type: application/n-triples\r\n\r\n" + TRIPLE

    assert "does not say where its answer ends" in str(fail(reply, CONSTRUCT))


def test_rows_without_a_length_are_taken_if_they_are_whole() -> None:
    with answering(HEAD + b"Connection: close\r\n\r\n" + ROWS) as endpoint:
        assert ask(endpoint) == ROWS
    assert "what does not parse" in str(fail(HEAD + b"\r\n" + ROWS[:-1]))


def test_no_failure_leaves_a_descriptor_open() -> None:
    replies = [
        b"",
        write_reply(),
        write_reply(b"<", JSON_TYPE),
        write_reply(b"no", "text/plain", "400 Bad"),
        write_reply(ROWS, length=999),
    ]
    with answering(*replies) as endpoint:
        engine = RemoteEngine(endpoint.url, limits=PATIENT)
        before = count_descriptors()
        for _ in replies * 3:
            try:
                engine.query(Query(SELECT)).close()
            except KgError:
                continue

        assert wait_until(lambda: count_descriptors() == before)  # the endpoint's own are closed by its thread


@pytest.mark.parametrize(
    ("reply", "text"),
    [
        (write_reply(ROWS[:-1]), SELECT),
        (write_reply(ROWS[:-1], length=999), SELECT),
        (write_reply(TRIPLE + b"no", N_TRIPLES_TYPE), CONSTRUCT),
    ],
)
def test_an_error_keeps_no_results_that_another_thread_could_drop(reply: bytes, text: str) -> None:
    with answering(reply) as endpoint, pytest.raises(Unavailable) as caught:
        ask(endpoint, text)

    kept = [value for frame in walk_frames(caught.value) for value in frame.f_locals.values()]
    assert not any(isinstance(value, ox.QuerySolutions | Evaluation) for value in kept)


def walk_frames(error: BaseException | None) -> Iterator[FrameType]:
    while error is not None:
        yield from (frame for frame, _ in traceback.walk_tb(error.__traceback__))
        error = error.__cause__ or error.__context__
