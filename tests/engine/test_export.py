"""An export is complete, readable and stable, in every format."""

import pytest
import rdflib
from rdflib.compare import isomorphic

from kg.engine import InProcessEngine
from kg.errors import NotAnswerable, UnknownName
from kg.formats import JSON, JSON_LD, N_QUADS, N_TRIPLES, RDF_FORMATS, RDF_XML, TRIG, TURTLE, Format
from kg.sources import Source

# rdflib's own parsers use what rdflib deprecates.
pytestmark = pytest.mark.filterwarnings("ignore:.*is deprecated, use:DeprecationWarning")

RULE = "CONSTRUCT { ?x kg:leads ?y } WHERE { GRAPH ?article { ?x kg:boss ?y } }"
ARTICLE = """
@prefix kg: <https://example.org/kg/ontology#> . @prefix id: <https://example.org/kg/id/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
id:b rdfs:label "kg: is no prefix here"@en, "zwei\\nZeilen"@de ;
  kg:boss id:a ; a kg:Person, kg:Agent ; kg:count 3 .
id:a a kg:Person ; kg:at <https://example.org/kg/article/a#char=0,66> .
"""
ENTITIES = "<https://example.org/kg/id/a> a <https://example.org/kg/ontology#Person> ; <http://e/p> 'x' ."
PARSERS = {
    TURTLE: "turtle",
    N_TRIPLES: "nt",
    RDF_XML: "xml",
    JSON_LD: "json-ld",
    N_QUADS: "nquads",
    TRIG: "trig",
}


def make_engine(text: str = ARTICLE) -> InProcessEngine:
    sources = [
        Source("https://example.org/kg/article/a", text),
        Source("https://example.org/kg/entities", ENTITIES),
    ]
    return InProcessEngine(sources, rule=RULE)


def merge(dataset: rdflib.Dataset) -> rdflib.Graph:
    merged = rdflib.Graph()
    for subject, predicate, value, _ in dataset.quads():
        merged.add((subject, predicate, value))
    return merged


@pytest.mark.parametrize("format", RDF_FORMATS)
def test_an_export_is_read_back_isomorphic_by_another_parser(format: Format) -> None:
    expected = rdflib.Graph().parse(data=ARTICLE + ENTITIES)
    prefix = "https://example.org/kg/"
    leads = rdflib.URIRef(prefix + "ontology#leads")
    expected.add((rdflib.URIRef(prefix + "id/b"), leads, rdflib.URIRef(prefix + "id/a")))

    exported = rdflib.Dataset().parse(data=make_engine().export(format), format=PARSERS[format])

    assert isomorphic(merge(exported), expected)


def test_turtle_is_sorted_and_grouped_with_the_prefixes_in_use() -> None:
    assert (
        make_engine().export(TURTLE).decode()
        == """\
@prefix id: <https://example.org/kg/id/> .
@prefix kg: <https://example.org/kg/ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .

id:a a kg:Person ;
	<http://e/p> "x" ;
	kg:at <https://example.org/kg/article/a#char=0,66> .

id:b a kg:Agent , kg:Person ;
	rdfs:label "kg: is no prefix here"@en , "zwei\\nZeilen"@de ;
	kg:boss id:a ;
	kg:count 3 ;
	kg:leads id:a .
"""
    )


def test_lines_are_sorted_with_rdf_type_first_as_a_predicate_alone() -> None:
    rdf_type = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
    lines = [
        f"<http://e/s> {rdf_type} <http://e/C> .",
        f"<http://e/s> {rdf_type} {rdf_type} .",
        f'<http://e/s> <http://e/p> "a\\tb {rdf_type} c .\\n" .',
        "<http://e/s> <http://e/p> <http://e/o> .",
        f"<http://e/s> <http://e/p> {rdf_type} .",
    ]
    engine = InProcessEngine([Source("http://e/g", "\n".join(reversed(lines)))], rule=RULE)

    assert engine.export(N_TRIPLES).decode().splitlines() == lines
    assert engine.export(N_QUADS).decode().splitlines() == [line[:-1] + "<http://e/g> ." for line in lines]


def test_trig_is_sorted_by_graph() -> None:
    lines = make_engine().export(TRIG).decode().splitlines()

    assert [line for line in lines if line.endswith("{")] == [
        "<https://example.org/kg/article/a> {",
        "<https://example.org/kg/article/a/derived> {",
        "<https://example.org/kg/entities> {",
    ]


@pytest.mark.parametrize("format", RDF_FORMATS)
def test_the_same_graph_written_otherwise_gives_the_same_bytes(format: Format) -> None:
    lines = ARTICLE.strip().splitlines()
    reversed_text = "\n".join([*lines[:2], *lines[4:], *lines[2:4]])

    assert make_engine(reversed_text).export(format) == make_engine().export(format)


@pytest.mark.parametrize("format", RDF_FORMATS)
def test_blank_nodes_and_lists_survive_an_export(format: Format) -> None:
    text = "@prefix e: <http://e/> . e:a e:list ( 1 [ e:p _:x ] 'z' ) ; e:q _:x . _:x e:q e:a ."
    engine = InProcessEngine([Source("https://example.org/kg/entities", text)], rule=RULE)

    exported = rdflib.Dataset().parse(data=engine.export(format), format=PARSERS[format])

    assert isomorphic(merge(exported), rdflib.Graph().parse(data=text))


@pytest.mark.parametrize("format", RDF_FORMATS)
def test_a_large_store_is_written_unsorted_and_as_complete(format: Format, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = make_engine()
    expected = rdflib.Dataset().parse(data=engine.export(format), format=PARSERS[format])
    monkeypatch.setattr("kg.engine.export.SORTED_UP_TO", 3)

    exported = rdflib.Dataset().parse(data=engine.export(format), format=PARSERS[format])

    assert set(exported.quads()) == set(expected.quads())


def test_one_graph_can_be_exported_alone() -> None:
    exported = make_engine().export(N_TRIPLES, graph="https://example.org/kg/article/a/derived")

    assert exported.decode() == (
        "<https://example.org/kg/id/b> <https://example.org/kg/ontology#leads> <https://example.org/kg/id/a> .\n"
    )


def test_a_graph_that_is_not_there_is_an_unknown_name() -> None:
    with pytest.raises(UnknownName, match="no graph <http://e/none>"):
        make_engine().export(TURTLE, graph="http://e/none")


def test_rows_are_no_format_for_a_graph() -> None:
    with pytest.raises(NotAnswerable, match="is for rows"):
        make_engine().export(JSON)


def test_an_empty_graph_exports_as_nothing() -> None:
    assert InProcessEngine([], rule=RULE).export(TURTLE) == b""
