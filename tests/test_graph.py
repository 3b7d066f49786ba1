"""The knowledge graph as one object: opened from what there is, asked, validated, handed on."""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import RDFS, URIRef, Variable

import kg
from kg.errors import MalformedData, MalformedQuery, Nonconforming, Refused, UnknownName, Unreadable
from kg.formats import N_QUADS, TURTLE, Format
from kg.vocabulary import DATA_BASE, KG, PREFIXES
from tests.packaged import MAIN, SLUGS, open_packaged, read_dataset
from tests.shapes.scheme import PREFIX_LINES

ADA = '<http://e/ada> <http://www.w3.org/2000/01/rdf-schema#label> "Ada"@en .'
IN_A_GRAPH = f"<http://e/g> {{ {ADA} }}"
JSON_LD = '{"@id": "http://e/ada", "http://www.w3.org/2000/01/rdf-schema#label": {"@value": "Ada", "@language": "en"}}'
RDF_XML = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:s="http://www.w3.org/2000/01/rdf-schema#">
<rdf:Description rdf:about="http://e/ada"><s:label xml:lang="en">Ada</s:label></rdf:Description></rdf:RDF>"""


def write(folder: Path, name: str, text: str) -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def test_rows_are_those_of_rdflib() -> None:
    result = open_packaged().query("SELECT ?who ?name { ?who kg:leads ?what ; rdfs:label ?name } ORDER BY ?name")

    assert [(str(row.who), str(row.name), row.name.language) for row in result] == [  # type: ignore[union-attr]
        ("https://example.org/kg/id/marc-benioff", "Marc Benioff", "de"),
        ("https://example.org/kg/id/marc-benioff", "Marc Benioff", "en"),
    ]


def test_a_yes_or_no_is_an_ask_answer() -> None:
    assert open_packaged().query("ASK { id:microsoft kg:acquired id:linkedin }").askAnswer is True


@pytest.mark.parametrize(
    "query", ["CONSTRUCT WHERE { ?x kg:acquired ?y }", "CONSTRUCT { ?x kg:acquired ?y } { ?x kg:acquired ?y }"]
)
def test_triples_are_a_graph(query: str) -> None:
    result = open_packaged().query(query)

    microsoft, linkedin = (URIRef(f"https://example.org/kg/id/{name}") for name in ("microsoft", "linkedin"))
    assert result.graph is not None
    assert set(result.graph) == {(microsoft, KG.acquired, linkedin)}


def test_a_query_that_does_not_parse_is_malformed() -> None:
    with pytest.raises(MalformedQuery, match="Line 1, column"):
        open_packaged().query("SELECT ?x { ?x kg:leads }")


def test_a_query_that_reaches_out_is_refused() -> None:
    with pytest.raises(Refused):
        open_packaged().query("SELECT * { SERVICE <http://e/sparql> { ?s ?p ?o } }")


def test_a_question_is_asked_by_name() -> None:
    (row,) = open_packaged().question("who-leads-whom").bindings

    assert str(row[Variable("organization")]) == "https://example.org/kg/id/salesforce"


def test_a_question_that_is_not_there_is_refused_with_those_there_are() -> None:
    with pytest.raises(UnknownName, match=r"There is no question 'nonsense'\. There are: .*who-leads-whom"):
        open_packaged().question("nonsense")


@pytest.mark.parametrize(
    ("name", "text", "graph"),
    [
        ("ada.ttl", ADA, f"{DATA_BASE}ada"),
        ("ada.ttl", f"@base <http://e/base> . {ADA}", "http://e/base"),
        ("ada.nt", ADA, f"{DATA_BASE}ada"),
        ("ada.rdf", RDF_XML, f"{DATA_BASE}ada"),
        ("ada.jsonld", JSON_LD, f"{DATA_BASE}ada"),
        ("ada.trig", ADA, f"{DATA_BASE}ada"),
        ("ada.trig", IN_A_GRAPH, "http://e/g"),
        ("ada.nq", ADA, f"{DATA_BASE}ada"),
        ("ada.nq", ADA.replace(" .", " <http://e/g> ."), "http://e/g"),
    ],
)
def test_own_facts_stand_in_the_same_graph_for_the_engine_and_for_rdflib(
    tmp_path: Path, name: str, text: str, graph: str
) -> None:
    opened = kg.open_graph(data=[write(tmp_path, name, text)], packaged=False)

    (row,) = opened.query("SELECT ?graph { GRAPH ?graph { <http://e/ada> rdfs:label ?name } }").bindings
    quads = list(opened.rdflib().quads((URIRef("http://e/ada"), RDFS.label, None, None)))

    assert [str(value) for value in row.values()] == [graph]
    assert [str(context) for _, _, _, context in quads] == [graph]


def test_own_facts_stand_beside_the_packaged_ones_or_alone(tmp_path: Path) -> None:
    path = write(tmp_path, "ada.ttl", ADA)
    ask = "ASK { <http://e/ada> rdfs:label ?name . id:microsoft kg:acquired id:linkedin }"

    assert kg.open_graph(data=[path]).query(ask).askAnswer is True
    assert kg.open_graph(data=[path], packaged=False).query(ask).askAnswer is False
    assert kg.open_graph(data=[path], packaged=False).query("ASK { kg:Fact a owl:Class }").askAnswer is True


@pytest.mark.parametrize(
    ("name", "text", "error"),
    [
        ("ada.ttl", "<http://e/a> <http://e/b>", MalformedData),
        ("ada.txt", ADA, UnknownName),
    ],
)
def test_facts_that_cannot_be_read_are_refused(tmp_path: Path, name: str, text: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        kg.open_graph(data=[write(tmp_path, name, text)])


def test_a_file_that_is_missing_is_unreadable(tmp_path: Path) -> None:
    with pytest.raises(Unreadable):
        kg.open_graph(data=[tmp_path / "missing.ttl"])


@pytest.mark.parametrize("name", ["a.ttl", "a.nt", "a.trig", "a.nq"])
def test_rdf_1_2_is_refused_where_rdflib_has_to_read_it(tmp_path: Path, name: str) -> None:
    triple = "<http://e/a> <http://e/b> <<( <http://e/a> <http://e/b> <http://e/c> )>> ."

    graph = kg.open_graph(data=[write(tmp_path, name, triple)], packaged=False)

    with pytest.raises(MalformedData, match=r"rdflib, which validates, cannot read this .*: keep to RDF 1\.1"):
        graph.validate()


@pytest.mark.parametrize("name", ["ttl", "text/turtle", TURTLE])
def test_a_format_is_named_as_people_do(name: str | Format) -> None:
    assert open_packaged().export(name) == open_packaged().export(TURTLE)


def test_a_format_that_carries_no_graph_is_refused_with_those_that_do() -> None:
    with pytest.raises(UnknownName, match=r"There is no format 'csv' here.*: ttl, nt, rdf, jsonld, nq, trig"):
        open_packaged().export("csv")


def test_triples_are_written_with_the_prefixes_of_the_project() -> None:
    graph = open_packaged().query("CONSTRUCT WHERE { ?x kg:acquired ?y }").graph

    assert graph is not None
    assert "id:microsoft kg:acquired id:linkedin ." in graph.serialize()


def test_values_are_short_to_read_and_can_be_put_in_sets() -> None:
    graph = open_packaged()
    sources = tuple(graph.sources)
    values = (graph, *sources, *graph.questions, *graph.articles)

    assert len(set(values)) == len(values)
    assert repr(graph) == f"<KnowledgeGraph with {len(graph.questions)} questions in InProcessEngine>"
    assert all("PREFIX" not in repr(value) and len(repr(value)) < 1000 for value in graph.questions + sources)


def test_the_package_tells_its_public_names() -> None:
    assert set(kg.__all__) <= set(dir(kg))


def test_the_graph_handed_over_has_everything_with_the_derived_relations() -> None:
    dataset = read_dataset()

    names = {str(graph.identifier).removeprefix("https://example.org/kg/") for graph in dataset.graphs() if len(graph)}
    assert names == {
        "ontology",
        "shapes",
        "questions",
        "entities",
        *(f"article/{slug}{derived}" for slug in SLUGS for derived in ("", "/derived")),
    }
    assert (None, KG.acquired, None) in dataset
    assert len(set(dataset.quads())) == open_packaged().export(N_QUADS).count(b"\n")


def test_changing_what_was_handed_over_changes_nothing_here(tmp_path: Path) -> None:
    graph = kg.open_graph(data=[write(tmp_path, "ada.ttl", ADA)], packaged=False)
    handed = graph.rdflib()

    handed.graph(URIRef(f"{DATA_BASE}ada")).remove((None, None, None))

    assert b"Ada" in graph.export(TURTLE)
    assert (URIRef("http://e/ada"), None, None) in graph.rdflib()


def test_the_packaged_facts_conform() -> None:
    assert open_packaged().validate().findings == ()


def test_what_a_file_adds_to_a_fact_of_another_article_is_a_warning_there(tmp_path: Path) -> None:
    fact = f"<{MAIN}/fact/s04-spying>"
    text = f"@base <https://example.org/kg/article/mine> .\n{PREFIX_LINES}\n{fact} rdfs:seeAlso id:microsoft ."
    path = write(tmp_path, "mine.ttl", text)

    (finding,) = kg.open_graph(data=[path]).validate().findings

    assert (finding.severity, f"<{finding.focus}>", finding.path) == ("Warning", fact, str(RDFS.seeAlso))
    assert finding.shape == f"{PREFIXES['shape']}own-graph"
    assert (finding.source, finding.line) == (str(path), text.count("\n") + 1)


def test_what_a_file_repeats_of_another_article_is_no_finding(tmp_path: Path) -> None:
    copy = write(tmp_path, "copy.nt", open_packaged().export("nt").decode())

    assert kg.open_graph(data=[copy]).validate().findings == ()


def test_facts_that_conform_are_not_refused(tmp_path: Path) -> None:
    kg.open_graph(data=[write(tmp_path, "ada.ttl", ADA)], packaged=False).require_conformance()


def test_facts_that_do_not_conform_are_refused_with_the_first_and_the_report(tmp_path: Path) -> None:
    path = write(tmp_path, "bad.ttl", f"{PREFIX_LINES}\n<http://e/f> a kg:Bid .\n")

    with pytest.raises(
        Nonconforming, match=r"The facts do not conform \(\d+ to mend.*bad\.ttl:\d+: http://e/f: "
    ) as caught:
        kg.open_graph(data=[path], packaged=False).require_conformance()

    assert {finding.focus for finding in caught.value.report.findings} == {"http://e/f"}
