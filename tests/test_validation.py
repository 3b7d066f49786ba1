"""A validation gives a report for people and programs: what, where, and how bad."""

from __future__ import annotations

import json
from dataclasses import FrozenInstanceError

import pytest
from rdflib import RDF, SH, Graph
from rdflib.compare import isomorphic

from kg.sources import Source
from kg.validation import Finding, Report, validate_graph
from kg.vocabulary import ONTOLOGY_GRAPH

HEAD = "@prefix e: <http://e/> . @prefix sh: <http://www.w3.org/ns/shacl#> ."
SHAPES = Graph().parse(
    data=f"""{HEAD}
    e:Person a sh:NodeShape ; sh:targetClass e:Person ; sh:property e:name , e:motto , e:age .
    e:name sh:path e:hasName ; sh:minCount 1 ; sh:message "Give a name."@en .
    e:age sh:path e:hasAge ; sh:nodeKind sh:IRI ; sh:class e:Age ; sh:message "Give an age."@en .
    e:motto sh:path e:hasMotto ; sh:node e:Latin ; sh:severity sh:Warning ; sh:message "Give a motto in Latin."@en .
    e:Latin a sh:NodeShape ; sh:property e:language .
    e:language sh:path e:in ; sh:hasValue e:latin .
    e:rule a sh:NodeShape ; sh:targetNode <{ONTOLOGY_GRAPH}> ; sh:sparql e:query .
    e:query sh:message "Nobody is his own friend."@en ;
        sh:select "SELECT $this ?value (<http://e/friend> AS ?path) {{ ?value <http://e/friend> ?value }}" .
    """
)


def validate(text: str, *sources: Source) -> Report:
    return validate_graph(Graph().parse(data=f"{HEAD}\n{text}"), SHAPES, sources)


def test_what_conforms_gives_no_finding() -> None:
    report = validate("e:ada a e:Person ; e:hasName 'Ada' .")

    assert (report.conforms, report.findings) == (True, ())


def test_a_violation_is_described() -> None:
    report = validate("e:ada a e:Person .")

    assert not report.conforms
    assert report.findings == (
        Finding("Violation", "http://e/ada", "http://e/hasName", None, "http://e/name", "Give a name."),
    )


def test_a_warning_conforms_and_has_a_value_but_no_detail_of_its_own() -> None:
    report = validate("e:ada a e:Person ; e:hasName 'Ada' ; e:hasMotto e:go .")

    assert report.conforms
    assert report.findings == (
        Finding(
            "Warning", "http://e/ada", "http://e/hasMotto", "http://e/go", "http://e/motto", "Give a motto in Latin."
        ),
    )


def test_a_value_that_fails_a_shape_twice_is_one_finding() -> None:
    report = validate("e:ada a e:Person ; e:hasName 'Ada' ; e:hasAge 1 , 2 .")

    assert [(finding.shape, finding.value) for finding in report.findings] == [
        ("http://e/age", "1"),
        ("http://e/age", "2"),
    ]
    assert len(list(report.graph.objects(predicate=SH.result))) == 4


def test_a_constraint_on_all_nodes_names_the_one_at_fault() -> None:
    report = validate("e:ada e:friend e:ada .")

    assert report.findings == (
        Finding("Violation", "http://e/ada", "http://e/friend", None, "http://e/rule", "Nobody is his own friend."),
    )


def test_violations_come_first_each_by_focus_node() -> None:
    report = validate("e:b a e:Person . e:a a e:Person ; e:hasName 'A' ; e:hasMotto e:go . e:c a e:Person .")

    assert [(finding.severity, finding.focus) for finding in report.findings] == [
        ("Violation", "http://e/b"),
        ("Violation", "http://e/c"),
        ("Warning", "http://e/a"),
    ]


def test_a_finding_tells_where_the_focus_node_is_described() -> None:
    people = Source("http://e/", f"{HEAD}\n\ne:ada a e:Person .\n\ne:bob a e:Person .", origin="people.ttl")

    report = validate("e:ada a e:Person . e:bob a e:Person . e:eve a e:Person .", people)

    assert [(finding.focus, finding.source, finding.line) for finding in report.findings] == [
        ("http://e/ada", "people.ttl", 3),
        ("http://e/bob", "people.ttl", 5),
        ("http://e/eve", "", None),
    ]


def test_of_several_places_the_one_that_states_the_property_is_told() -> None:
    described = Source("http://e/", f"{HEAD}\ne:ada a e:Person .", origin="described.ttl")
    befriended = Source("http://e/", f"{HEAD}\n\n\ne:ada e:friend e:ada .", origin="befriended.ttl")

    report = validate("e:ada e:friend e:ada .", described, befriended)

    assert [(finding.source, finding.line) for finding in report.findings] == [("befriended.ttl", 4)]


def test_of_several_places_that_state_the_property_the_last_is_told() -> None:
    first, last = (Source("http://e/", f"{HEAD}\ne:ada e:friend e:ada .", origin=name) for name in ("a.ttl", "b.ttl"))

    report = validate("e:ada e:friend e:ada .", first, last)

    assert [finding.source for finding in report.findings] == ["b.ttl"]


def test_the_report_is_json() -> None:
    report = validate("e:ada a e:Person .")

    assert json.loads(report.to_json()) == {
        "conforms": False,
        "findings": [
            {
                "severity": "Violation",
                "focus": "http://e/ada",
                "path": "http://e/hasName",
                "value": None,
                "shape": "http://e/name",
                "message": "Give a name.",
                "source": "",
                "line": None,
            }
        ],
    }


def test_the_report_is_turtle() -> None:
    report = validate("e:ada a e:Person .")

    read = Graph().parse(data=report.to_turtle(), format="turtle")

    assert isomorphic(read, report.graph)
    assert [str(focus) for focus in read.objects(predicate=SH.focusNode)] == ["http://e/ada"]
    assert len(list(read.subjects(RDF.type, SH.ValidationReport))) == 1


def test_report_and_finding_are_frozen() -> None:
    report = validate("e:ada a e:Person .")

    with pytest.raises(FrozenInstanceError):
        report.findings = ()  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        report.findings[0].message = ""  # type: ignore[misc]


def test_validating_leaves_the_data_as_it_was() -> None:
    data = Graph().parse(data=f"{HEAD} e:ada a e:Person .")
    before = set(data)

    validate_graph(data, SHAPES)

    assert set(data) == before


ORDERED = Graph().parse(
    data=f"""{HEAD}
    e:Span a sh:NodeShape ; sh:targetClass e:Span ; sh:property e:strictly , e:loosely .
    e:strictly sh:path e:start ; sh:lessThan e:end .
    e:loosely sh:path e:from ; sh:lessThanOrEquals e:to .
    """
)


@pytest.mark.parametrize(("first", "second"), [("e:start", "e:end"), ("e:from", "e:to")])
@pytest.mark.parametrize(
    ("early", "late"),
    [
        ("_:blank", "1"),
        ("1", "[]"),
        ("<http://e/x>", "1"),
        ("'nonsense'^^xsd:date", "'2020-01-01'^^xsd:date"),
    ],
)
def test_values_without_an_order_are_a_finding(first: str, second: str, early: str, late: str) -> None:
    head = f"{HEAD} @prefix xsd: <http://www.w3.org/2001/XMLSchema#> ."
    data = Graph().parse(data=f"{head} e:it a e:Span ; {first} {early} ; {second} {late} .")

    report = validate_graph(data, ORDERED)

    assert [finding.focus for finding in report.findings] == ["http://e/it"]
    assert not report.conforms
    assert (None, SH.conforms, None) in report.graph


def test_values_in_order_are_none() -> None:
    data = Graph().parse(data=f"{HEAD} e:it a e:Span ; e:start 1 ; e:end 2.5 ; e:from 3 ; e:to 3e0 .")

    assert validate_graph(data, ORDERED).conforms
