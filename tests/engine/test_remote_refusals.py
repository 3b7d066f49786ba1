"""What is never sent to an endpoint: what reaches out, is no query, or can have no answer."""

from __future__ import annotations

from urllib.parse import unquote_plus

import pytest

from kg.engine import Query, RemoteEngine
from kg.errors import InputError, MalformedQuery, NotAnswerable, Refused
from kg.formats import JSON, TURTLE, XML
from tests.engine.scripted import ROWS, answering, write_reply
from tests.engine.test_remote import CONSTRUCT, SELECT, ask, connect


@pytest.mark.parametrize(
    "text",
    ["ASK { SERVICE <http://e/> {} }", "ASK { \\u0053ERVICE <http://e/> {} }", "LOAD <http://e/>", "ASK {} \\u004COAD"],
)
def test_what_reaches_out_is_refused_and_never_sent(text: str) -> None:
    with answering(write_reply()) as endpoint:
        with pytest.raises(Refused, match="Line 1, column"):
            ask(endpoint, text)

        assert endpoint.asked == []


@pytest.mark.parametrize(
    ("text", "place", "reason"),
    [
        ("", (1, 1), "there is no query"),
        ("# nothing", (1, 1), "there is no query"),
        ("PREFIX a: <http://e/>", (1, 1), "there is no query"),
        ("INSERT DATA { <a:a> <a:b> 1 }", (1, 1), "INSERT is of an update"),
        ("ASK {};\n drop all", (2, 2), "DROP is of an update"),
        ("ASK { ?a <#'> ?b . \\u0044ELETE <c> }", (1, 20), "DELETE is of an update"),
        ("ASK { FILTER(1<#delete>2) }", (1, 17), "delete could be read as an update"),
        ('define input:grab-all "yes" SELECT * {}', (1, 1), "found 'define'; expected SELECT"),
        ("<http://e/> SELECT * {}", (1, 1), "found '<http://e/>'; expected SELECT"),
        ("SELECT ('\ud800' AS ?x) {}", (1, 10), "half a surrogate pair"),
    ],
)
def test_what_is_no_query_is_malformed_and_never_sent(text: str, place: tuple[int, int], reason: str) -> None:
    with answering(write_reply()) as endpoint:
        with pytest.raises(MalformedQuery, match=reason) as caught:
            ask(endpoint, text)

        assert endpoint.asked == []
    assert (caught.value.line, caught.value.column) == place


def test_words_of_updates_may_be_names_strings_and_variables() -> None:
    with answering(write_reply()) as endpoint:
        ask(endpoint, "SELECT ?x { ?insert <http://e/ns#delete> 'DROP' ; kg:load ?x } # clear")

        assert len(endpoint.asked) == 1


@pytest.mark.parametrize("name", ["one two", "http://e/> SELECT * {} #"])
def test_a_name_that_is_no_iri_is_malformed_and_never_sent(name: str) -> None:
    with answering(write_reply()) as endpoint:
        for options in ({"default_graphs": (name,)}, {"named_graphs": (name,)}):
            with pytest.raises(MalformedQuery, match="is not an absolute IRI"):
                ask(endpoint, "SELECT ?x { ?x ?p <a> }", **options)

        assert endpoint.asked == []


@pytest.mark.parametrize("base", ["one two", "http://e/> SELECT * {} #"])
def test_a_base_that_is_no_iri_counts_for_none_and_is_never_sent(base: str) -> None:
    with answering(write_reply()) as endpoint:
        ask(endpoint, "SELECT ?x { ?x ?p <a> }", base=base)

        assert "BASE" not in unquote_plus(str(endpoint.asked))


@pytest.mark.parametrize(
    "query",
    [
        Query("ASK {}", results_format=None),
        Query(SELECT, results_format=TURTLE),
        Query(CONSTRUCT, graph_format=None),
        Query("DESCRIBE id:a", graph_format=JSON),
    ],
)
def test_an_answer_in_none_of_the_formats_is_not_answerable_and_never_asked_for(query: Query) -> None:
    with answering(write_reply()) as endpoint:
        with pytest.raises(NotAnswerable, match="none of these is accepted"):
            connect(endpoint).query(query)

        assert endpoint.asked == []


def test_a_character_that_xml_excludes_is_not_answerable_in_xml() -> None:
    with answering(write_reply(ROWS.replace(b'"a"', b'"\\u0001"'))) as endpoint, pytest.raises(NotAnswerable):
        ask(endpoint, SELECT, results_format=XML)


@pytest.mark.parametrize(
    "url",
    [
        "ftp://user:secret@e/",
        "file:///etc/passwd",
        "/sparql",
        "http://",
        "http://e:port/secret",
        "http://e/a b",
        "http://[e/",
    ],
)
def test_an_address_that_is_none_by_http_is_refused_without_being_shown(url: str) -> None:
    with pytest.raises(InputError, match="http") as caught:
        RemoteEngine(url)

    assert "secret" not in str(caught.value)
