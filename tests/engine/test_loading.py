"""Text that does not parse, or would break an answer, is refused with its file, line and column."""

import json

import pyoxigraph as ox
import pytest

from kg.engine.loading import load_sources
from kg.errors import MalformedData
from kg.formats import JSON_LD, N_QUADS, N_TRIPLES, RDF_XML, TRIG, TURTLE, Format
from kg.sources import Source

GRAPH = "https://example.org/kg/article/a"
RELATIVE_XML = (
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="a"/></rdf:RDF>'
)
RDF = (
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e/">'
    '<rdf:Description rdf:about="http://e/a"><e:p>{}</e:p></rdf:Description></rdf:RDF>'
)
REFUSED = [
    (TURTLE, "@prefix e: <http://e/> .\ne:a e:b foo:c .", 2, 9, "The prefix foo: has not been declared"),
    (TURTLE, "<> a <http://e/B> .", 1, 1, "the IRI is relative: declare @base"),
    (N_TRIPLES, "<a> <http://e/b> <http://e/c> .", 1, 1, "the IRI is relative: write it whole"),
    (RDF_XML, RELATIVE_XML, None, None, "the IRI is relative: declare xml:base"),
    (TURTLE, "<http://e/a> <http://e/b> 'abc .", 1, 27, "Unexpected end of file"),
    (TURTLE, '<http://e/a> <http://e/b>\n "\\u0001" .', 2, 3, "can be written in no XML answer"),
    (TURTLE, '<http://e/a> <http://e/b> "\x00" .', 1, 28, "can be written in no XML answer"),
    (TURTLE, '<http://e/a> <http://e/b> "\ud800" .', 1, 28, "can be written in no XML answer"),
    (JSON_LD, '[{"http://e/p":[{"@value":"\\uFFFF"}]}]', 1, 28, "can be written in no XML answer"),
    (JSON_LD, '{"@context":"http://e/"}', None, None, "nothing is fetched"),
    (RDF_XML, "<?xml?>\n<!-- a -->\n<!DOCTYPE a [<!ENTITY x 'y'>]><a/>", 3, 1, "type declaration"),
    (RDF_XML, '\ufeff<!DOCTYPE a [<!ENTITY x "y">]><a/>', 1, 2, "type declaration"),
    (RDF_XML, '<!doctype a [<!ENTITY x "y">]><a/>', 1, 1, "type declaration"),
    (RDF_XML, '<a><!DOCTYPE a [<!ENTITY x "y">]></a>', 1, 4, "type declaration"),
    (RDF_XML, '<![CDATA[]]><!DOCTYPE a [<!ENTITY x "y">]><a/>', 1, 13, "type declaration"),
    (RDF_XML, '<a b="<!--"><!DOCTYPE a [<!ENTITY x "y">]><c d="-->"/></a>', 1, 1, "this < has no end"),
    (RDF_XML, "<a b='/>'>" * 101, 1, 1001, "elements are nested more than 100 deep"),
    (TURTLE, "<http://e/a> <http://e/b> " + "<<( <http://e/a> <http://e/b> " * 101, 1, 3027, "terms are nested"),
    (N_TRIPLES, "<http://e/a> <http://e/b> " + "<<(<http://e/a> <http://e/b> " * 101, 1, 2927, "terms are nested"),
    (JSON_LD, '{"http://e/p":' * 101, 1, 1401, "objects and arrays are nested more than 100 deep"),
    (JSON_LD, '{"a": [}', 1, 8, "is no JSON"),
    (JSON_LD, '"' + '\\"' * 300_000, 1, 1, 'this " has no end'),
    (RDF_XML, "<a>&#1;</a>", 1, 4, "can be written in no XML answer"),
    (N_QUADS, "<http://e/a> <http://e/b> <http://e/c>\n", 2, 1, "must be followed by a dot"),
]  # fmt: skip


@pytest.mark.parametrize(("format", "text", "line", "column", "reason"), REFUSED)
def test_text_that_cannot_be_read_is_refused_with_its_place(
    format: Format, text: str, line: int | None, column: int | None, reason: str
) -> None:
    with pytest.raises(MalformedData, match=reason) as caught:
        load_sources(ox.Store(), [Source(GRAPH, text, format, "mine.ttl")])

    assert (caught.value.source, caught.value.line, caught.value.column) == ("mine.ttl", line, column)
    assert str(caught.value).startswith("mine.ttl: ")


def nest_contexts(count: int) -> str:
    return json.dumps(
        {
            "@context": {f"t{i}": "http://e/" for i in range(count)},
            "http://e/p": [{"\u0040context": {"z": "http://e/"}, "z": 1} for _ in range(count)],
        }
    )


@pytest.mark.parametrize(
    "text",
    [
        json.dumps({"@context": {f"t{i}": f"t{i + 1}:x" for i in range(6000)}, "t0:a": 1}),
        json.dumps({"@context": [{f"t{i}": "http://e/"} for i in range(6000)], "t0:a": 1}),
        nest_contexts(1000),
        json.dumps({"@context": {f"t{i}": {"@context": {"a": "b:c"}} for i in range(800)}, "t0": {"t1": 1}}),
        '{"@context": {}, "@context": {' + ", ".join(f'"t{i}": "t{i + 1}:x"' for i in range(6000)) + '}, "t0:a": 1}',
        '{"a": ' * 20000 + '{"@context": {}}' + "}" * 20000,
    ],
    ids=["chain", "array", "beside one another", "of terms", "given twice", "within one another"],
)
def test_contexts_that_take_long_are_refused_at_once(text: str) -> None:
    with pytest.raises(MalformedData, match=r"contexts define|nested more than"):
        load_sources(ox.Store(), [Source(GRAPH, text, JSON_LD)])


@pytest.mark.parametrize(
    ("format", "text"),
    [
        (RDF_XML, f"<!-- <!DOCTYPE a> -->{RDF.format('<![CDATA[<!DOCTYPE <b>]]>')}"),
        (RDF_XML, RDF.format("/&gt;'>" + "<!-- -->" * 200)),
        (TURTLE, '<http://e/a> <http://e/b> "' + "<<" * 200 + '" . # ' + "<<" * 200),
        (TURTLE, "<http://e/a> <http://e/b> '''" + "<< '' \\' \n" * 200 + "''' ."),
        (JSON_LD, json.dumps({"http://e/p": ["[{\\" * 200] * 500})),
        (JSON_LD, json.dumps({"@context": {f"t{i}": "http://e/" for i in range(3000)}, "t0:a": 10**4000})),
    ],
)
def test_what_only_looks_like_a_hazard_is_read(format: Format, text: str) -> None:
    store = ox.Store()

    load_sources(store, [Source(GRAPH, text, format)])

    assert len(store) >= 1


def test_what_is_an_escape_in_another_syntax_is_text() -> None:
    store, text = ox.Store(), "&#1;"

    load_sources(store, [Source(GRAPH, f'<http://e/a> <http://e/b> "{text}" .')])

    assert [quad.object.value for quad in store] == [text]


def test_an_escaped_backslash_is_no_escape() -> None:
    store = ox.Store()

    load_sources(store, [Source(GRAPH, '<http://e/a> <http://e/b> "\\\\u0001" .')])

    assert [quad.object.value for quad in store] == ["\\u0001"]


def test_a_format_with_graphs_keeps_their_names_and_its_default_graph_goes_to_the_sources() -> None:
    store = ox.Store()

    load_sources(store, [Source(GRAPH, "<http://e/a> a <http://e/B> . <http://e/g> { _:x a <http://e/C> }", TRIG)])

    assert {(quad.object.value, quad.graph_name.value) for quad in store} == {
        ("http://e/B", GRAPH),
        ("http://e/C", "http://e/g"),
    }


def test_blank_nodes_of_two_sources_stay_apart_and_are_labelled_the_same_each_time() -> None:
    sources = [Source(GRAPH, "_:x a <http://e/A> ."), Source(GRAPH, "_:x a <http://e/B> ; <http://e/p> [] .")]
    first, second = ox.Store(), ox.Store()

    load_sources(first, sources)
    load_sources(second, sources)

    assert len({quad.subject for quad in first}) == 2
    assert set(first) == set(second)
