"""Changes and texts that are refused, by the gate or because nothing could read them again, and in which words."""

from __future__ import annotations

import pytest

from kg.engine.change import Change, GraphChange, GraphRemoval, Update
from kg.errors import InputError, KgError, MalformedData, NotWritable, Refused, UnknownName
from kg.formats import JSON_LD, N_TRIPLES, RDF_XML, Format
from kg.sources import Source
from tests.engine.proposer import Proposer
from tests.packaged import MAIN

TRIPLE_TERM = '<http://s> <http://p> <<( <http://s> <http://p> "1" )>>'
DEEP = "<<( <http://s> <http://p> " * 120 + "1" + " )>>" * 120
MADE = "TRIPLE(id:a, id:b, " * 120 + "1" + ")" * 120


@pytest.mark.parametrize(
    ("change", "error", "words"),
    [
        ("INSERT DATA { <http://s> <http://p> 1 }", InputError, "The union of all graphs is for reading"),
        ("INSERT { GRAPH <http://a> { ?s ?p 1 } } WHERE { ?s ?p ?o }", InputError, "looks for triples without naming"),
        ("DELETE { GRAPH ?g { ?s ?p ?o } } WHERE { ?s ?p ?o }", InputError, "looks for triples without naming"),
        ("INSERT { GRAPH ?g { ?s ?p 1 } } WHERE { ?s ?p ?o BIND(<http://a> AS ?g) }", InputError, "looks for triples"),
        ("COPY DEFAULT TO <http://a>", InputError, "Line 1, column 6: the update looks for triples without naming"),
        ("INSERT DATA { GRAPH <https://example.org/kg/ontology> { kg:x kg:y 1 } }", NotWritable, "ontology"),
        ("BASE <https://example.org/kg/> INSERT DATA { GRAPH <ontology> { kg:x kg:y 1 } }", NotWritable, "ontology"),
        ("PREFIX x: <https://example.org/kg/> INSERT DATA {GRAPHx:ontology{ kg:x kg:y 1 }}", NotWritable, "ontology"),
        ("CLEAR GRAPH <https://example.org/kg/shapes>", NotWritable, "shapes"),
        ("PREFIX GRAPHx: <http://x/> PREFIX x: <https://example.org/kg/> CLEAR GRAPHx:ontology", NotWritable, "ontol"),
        ("DROP GRAPH <https://example.org/kg/questions>", NotWritable, "questions"),
        (f"DROP GRAPH <{MAIN}/derived>", NotWritable, f"change <{MAIN}>"),
        ("CLEAR ALL", NotWritable, "writes do not change it|derived"),
        ("CLEAR DEFAULT", NotWritable, "has no name"),
        ("INSERT { GRAPH ?g { kg:x kg:y 1 } } WHERE { GRAPH ?g { kg:Fact ?p ?o } }", NotWritable, "ontology"),
        (f"INSERT DATA {{ GRAPH <http://a> {{ {TRIPLE_TERM} }} }}", Refused, "triple term"),
        ("INSERT DATA { GRAPH <http://a> { <http://s> <http://p> 'a\\u0000' } }", Refused, "u0000"),
        ("INSERT { GRAPH <http://a> { kg:x kg:y ?o } } WHERE { BIND(CONCAT('a', '\\uFFFE') AS ?o) }", Refused, "uFFFE"),
        (GraphChange((Source("", "<http://s> <http://p> 1 ."),)), NotWritable, "has no name"),
        (GraphChange((Source("https://example.org/kg/shapes", ""),)), NotWritable, "shapes"),
        (GraphChange((Source("http://a", f"{TRIPLE_TERM} .", N_TRIPLES),)), Refused, "triple term"),
        (GraphRemoval("https://example.org/kg/ontology"), NotWritable, "ontology"),
        (GraphRemoval("http://none"), UnknownName, "<http://none>"),
    ],
)  # fmt: skip
def test_the_gate_refuses(propose: Proposer, change: Change | str, error: type[KgError], words: str) -> None:
    with pytest.raises(error, match=words):
        propose(change)


@pytest.mark.parametrize(
    ("statement", "error", "words"),
    [
        ("<http://s> <http://p> 'a'@en--ltr", Refused, "leave --ltr or --rtl out"),
        (
            "kg:acquired kg:fromRole kg:target",
            NotWritable,
            "It stands here: <https://example.org/kg/ontology#acquired>",
        ),
        ("kg:Planned rdfs:label 'so'@en", NotWritable, "terms of the ontology"),
        ("<https://example.org/kg/shapes#x> a sh:NodeShape", NotWritable, "terms of the ontology"),
        ("<https://example.org/kg/ontology> rdfs:label 'O'@en", NotWritable, "terms of the ontology"),
        ("<http://k> rdfs:subClassOf kg:Bid", NotWritable, "terms of the ontology"),
        ("<http://k> kg:yields kg:acquired", NotWritable, "terms of the ontology"),
        ("schema:foo rdfs:isDefinedBy <http://a>", NotWritable, "terms of the ontology"),
        ("<http://m> skos:inScheme kg:Modality", NotWritable, "terms of the ontology"),
        ("schema:Organization rdfs:label 'Evil'@en", NotWritable, "It stands here: <https://schema.org/Organization>"),
    ],
)
def test_the_gate_refuses_what_validation_would_not_see(
    propose: Proposer, statement: str, error: type[KgError], words: str
) -> None:
    with pytest.raises(error, match=words):
        propose(f"INSERT DATA {{ GRAPH <http://a> {{ {statement} }} }}")


def test_only_what_is_said_about_terms_is_refused(propose: Proposer) -> None:
    label = '"kg:yields, see <https://example.org/kg/ontology#yields> "@en-ltr'
    statement = f"<http://s> rdfs:seeAlso kg:acquired, <http://k> ; <http://p> {label} ; skos:inScheme <http://t>"

    assert propose(f"INSERT DATA {{ GRAPH <http://a> {{ {statement} }} }}").report is not None


@pytest.mark.parametrize(
    "change",
    [
        Update(f"INSERT DATA {{ GRAPH <http://a> {{ <http://s> <http://p> {DEEP} }} }}"),
        GraphChange((Source("http://a", f"<http://s> <http://p> {DEEP} ."),)),
        Update(f"INSERT {{ GRAPH <http://a> {{ <http://s> <http://p> ?o }} }} WHERE {{ BIND({MADE} AS ?o) }}"),
    ],
    ids=["data", "turtle", "function"],
)
def test_what_could_not_be_loaded_again_is_refused_without_the_gate_too(
    propose_freely: Proposer, change: Change
) -> None:
    with pytest.raises((Refused, MalformedData), match="triple terms are nested more than 100 deep"):
        propose_freely(change)


@pytest.mark.parametrize(
    ("text", "format", "words"),
    [
        ("<http://s> <http://p> .", N_TRIPLES, "cannot be read"),
        ('<!DOCTYPE x [<!ENTITY a "b">]><x/>', RDF_XML, "document type"),
        ('[{"@id": "http://g", "@graph": [{"@id": "http://s", "http://p": 1}]}]', JSON_LD, "names the graph"),
    ],
    ids=lambda value: getattr(value, "name", None),
)
def test_text_that_is_no_graph_is_a_sentence(propose_freely: Proposer, text: str, format: Format, words: str) -> None:
    with pytest.raises(MalformedData, match=words):
        propose_freely(GraphChange((Source("http://a", text, format),)))
