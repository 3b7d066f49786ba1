"""What a change comes to: which graphs it touches, what is derived, what the shapes find."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from kg.engine.change import GraphChange, GraphRemoval, Proposal
from kg.engine.graphs import put_graphs, read_graph
from kg.sources import Source
from tests.acme import ACME, ACQUIRED, read_acme
from tests.engine.proposer import Proposer
from tests.packaged import MAIN

ENTITIES = "https://example.org/kg/entities"
PLAIN = "INSERT DATA { GRAPH <http://a> { <http://s> <http://p> 1 } }"


@pytest.fixture(scope="module")
def acme() -> str:
    return read_acme()


def list_findings(proposal: Proposal) -> list[tuple[str, str]]:
    assert proposal.report is not None
    return [
        (finding.focus.rpartition("/")[2], finding.shape.rpartition("#")[2]) for finding in proposal.report.findings
    ]


def test_an_article_that_conforms_is_taken_with_what_is_derived_from_it(propose: Proposer, acme: str) -> None:
    proposal = propose(GraphChange((Source(ACME, acme),)))

    assert (list(proposal.texts), proposal.created) == ([ACME], frozenset((ACME,)))
    assert proposal.derived == {f"{ACME}/derived": ACQUIRED}
    assert list_findings(proposal) == []


def test_the_same_graph_again_touches_nothing(propose: Proposer, acme: str) -> None:
    propose(GraphChange((Source(ACME, acme),)))

    again = propose(GraphChange((Source(ACME, acme),)))

    assert again == Proposal({})


def test_merging_adds_and_replacing_removes(propose_freely: Proposer) -> None:
    one, two = "<http://s> <http://p> 1 .", "<http://s> <http://p> 2 ."
    propose_freely(GraphChange((Source("http://a", one),)))

    merged = propose_freely(GraphChange((Source("http://a", two),), mode="merge"))
    replaced = propose_freely(GraphChange((Source("http://a", one),)))

    integer = '"^^<http://www.w3.org/2001/XMLSchema#integer> .\n'
    assert merged.texts == {"http://a": f'<http://s> <http://p> "1{integer}<http://s> <http://p> "2{integer}'}
    assert replaced.texts == {"http://a": f'<http://s> <http://p> "1{integer}'}


def test_a_plan_derives_nothing_and_removing_an_article_removes_what_is_derived(propose: Proposer, acme: str) -> None:
    propose(GraphChange((Source(ACME, acme),)))

    planned = propose(f"WITH <{ACME}> DELETE {{ ?f kg:modality kg:Actual }} INSERT {{ ?f kg:modality kg:Planned }} "
                      "WHERE { ?f kg:modality kg:Actual }")  # fmt: skip
    removed = propose(GraphRemoval(ACME))

    assert (list_findings(planned), planned.derived) == ([], {f"{ACME}/derived": None})
    assert (removed.texts, removed.derived) == ({ACME: None}, {f"{ACME}/derived": None})
    assert list_findings(removed) == []


def test_a_direct_relation_that_no_fact_yields_is_found(propose: Proposer) -> None:
    proposal = propose(f"INSERT DATA {{ GRAPH <{ACME}> {{ id:microsoft kg:uses id:salesforce }} }}")

    assert list_findings(proposal) == [("microsoft", "direct-relation")]


def test_an_entity_that_others_name_cannot_be_taken_away(propose: Proposer) -> None:
    proposal = propose(f"DELETE WHERE {{ GRAPH <{ENTITIES}> {{ id:microsoft ?p ?o }} }}")

    assert "s03-acquisition" in {focus for focus, _ in list_findings(proposal)}


def test_a_second_label_elsewhere_for_an_entity_is_found(propose: Proposer) -> None:
    proposal = propose('INSERT DATA { GRAPH <http://x> { id:microsoft rdfs:label "M"@en } }')

    assert list_findings(proposal) == [("microsoft", "english-label")]


def test_an_entity_can_be_renamed(propose: Proposer) -> None:
    text = (
        "DELETE { ?e rdfs:label ?l } INSERT { ?e rdfs:label 'Y'@en } WHERE { ?e rdfs:label ?l FILTER(lang(?l) = 'en') }"
    )

    proposal = propose(f"WITH <{ENTITIES}> {text.replace('?e', 'id:microsoft')}")

    assert (list(proposal.texts), list_findings(proposal)) == ([ENTITIES], [])


def test_the_speech_act_that_conveys_an_allegation_cannot_be_taken_away(propose: Proposer, store: ox.Store) -> None:
    text = read_graph(store, MAIN)
    assert text is not None
    conveying = "<https://example.org/kg/ontology#conveys>"
    lines = text.splitlines(keepends=True)
    acts = "".join(line for line in lines if conveying in line)
    put_graphs(store, [(MAIN, "".join(line for line in lines if conveying not in line)), ("http://acts", acts)])

    proposal = propose("DROP GRAPH <http://acts>")

    assert "alleged-conveyed" in {shape for _, shape in list_findings(proposal)}


def test_another_article_is_derived_anew_when_a_passage_of_its_evidence_becomes_a_teaser(
    propose: Proposer, store: ox.Store, acme: str
) -> None:
    section = f"<{ACME}#char=0,30> <https://example.org/kg/ontology#section> <https://example.org/kg/ontology#Body> .\n"
    propose(GraphChange((Source(ACME, acme),)))
    text = read_graph(store, ACME)
    assert text is not None
    put_graphs(store, [(ACME, text.replace(section, "")), ("http://passages", section)])

    pattern = "?p kg:section"
    proposal = propose(
        f"WITH <http://passages> DELETE {{ {pattern} kg:Body }} INSERT {{ {pattern} kg:Teaser }} "
        f"WHERE {{ {pattern} kg:Body }}"
    )

    assert (list(proposal.texts), list_findings(proposal)) == (["http://passages"], [])
    assert proposal.derived == {"http://passages/derived": None, f"{ACME}/derived": None}


@pytest.mark.parametrize(
    ("given", "instead"),
    [("kg:end 30", "kg:end []"), ("kg:start 0", "kg:start [], <http://e/>"), ('"2025-12-31"^^xsd:date', "[]")],
)
def test_values_without_an_order_are_findings(propose: Proposer, acme: str, given: str, instead: str) -> None:
    assert given in acme

    proposal = propose(GraphChange((Source(ACME, acme.replace(given, instead)),)))

    assert proposal.report is not None
    assert not proposal.report.conforms


def test_a_value_with_a_backslash_is_no_escape(propose_freely: Proposer) -> None:
    proposal = propose_freely("INSERT DATA { GRAPH <http://a> { <http://s> <http://p> '\\\\u0000' } }")

    assert list(proposal.texts) == ["http://a"]


def test_without_the_gate_every_graph_can_be_written(propose_freely: Proposer) -> None:
    proposal = propose_freely(
        "INSERT DATA { <http://s> <http://p> 1 . GRAPH <https://example.org/kg/ontology> { <http://s> <http://p> 1 } }"
    )

    assert (list(proposal.texts), proposal.report) == (["", "https://example.org/kg/ontology"], None)


def test_a_variable_graph_touches_the_graphs_that_change_and_no_others(propose_freely: Proposer) -> None:
    propose_freely(PLAIN + " ; " + PLAIN.replace("http://a", "http://b").replace("1", "2"))

    proposal = propose_freely("DELETE WHERE { GRAPH ?g { ?s ?p 2 } }")

    assert proposal.texts == {"http://b": ""}


def test_an_empty_graph_is_made_and_dropped(propose_freely: Proposer) -> None:
    made = propose_freely("CREATE GRAPH <http://a>")
    dropped = propose_freely("DROP GRAPH <http://a>")

    assert (made.texts, dropped.texts) == ({"http://a": ""}, {"http://a": None})
    assert made.created == frozenset(("http://a",))


def test_blank_nodes_of_two_texts_are_two(propose_freely: Proposer) -> None:
    text = '_:x <http://p> "1" .'
    propose_freely(GraphChange((Source("http://a", text),)))

    proposal = propose_freely(GraphChange((Source("http://a", text),), mode="merge"))

    assert (proposal.texts["http://a"] or "").count("\n") == 2


def test_relative_iris_are_those_of_the_graph(propose_freely: Proposer) -> None:
    proposal = propose_freely(GraphChange((Source("http://a/b", "<c> <d> <> ."),)))

    assert proposal.texts == {"http://a/b": "<http://a/c> <http://a/d> <http://a/b> .\n"}


def test_graphs_are_put_as_they_were_read(propose_freely: Proposer) -> None:
    values = '"Ä\\n\\"\\\\"@de , 1.50 , "007"^^xsd:byte , <<( <http://s> <http://p> _:x )>>'
    proposal = propose_freely(f"INSERT DATA {{ _:x <http://p> _:y . GRAPH <http://a> {{ _:x <http://p> {values} }} }}")
    copy = ox.Store()

    put_graphs(copy, proposal.texts.items())

    assert set(copy) == set(propose_freely.store)


def test_what_points_at_an_entity_is_judged_when_that_gains_a_type(propose: Proposer) -> None:
    given = f'id:marc-benioff a schema:NewsArticle ; kg:length 5 ; schema:inLanguage "en" ; kg:sha256 "{"a" * 64}"'

    proposal = propose(f"INSERT DATA {{ GRAPH <http://x> {{ {given} }} }}")

    assert ("s04-spying", "alleged-attribution") in list_findings(proposal)


def write_month(article: str, month: str, days: int) -> str:
    """Return the article with its time as a month of 2025."""
    named = article.replace('kg:timePhrase "2025"', f'kg:timePhrase "month {month}"')
    dated = named.replace('"2025"^^', f'"2025-{month}"^^')
    return dated.replace("2025-01-01", f"2025-{month}-01").replace("2025-12-31", f"2025-{month}-{days}")


def test_a_time_is_judged_when_another_changes_from_which_it_is_derived(propose: Proposer, acme: str) -> None:
    beta = ACME.replace("acme", "beta")
    anchored = f"kg:timeResolution kg:Derived ; kg:anchor <{ACME}/fact/acquisition> ;"
    later = write_month(acme, "04", 30).replace(ACME, beta).replace("kg:timeResolution kg:Explicit ;", anchored)
    before = [
        propose(GraphChange((Source(ACME, write_month(acme, "03", 31).replace("month 03", "March 2025")),))),
        propose(GraphChange((Source(beta, later),))),
    ]

    proposal = propose(GraphChange((Source(ACME, acme),)))

    assert [list_findings(one) for one in before] == [[], []]
    assert list_findings(proposal) == [("acquisition", "derived-precision")]


def test_another_article_is_derived_anew_when_something_else_is_said_of_its_fact(
    propose_freely: Proposer, acme: str
) -> None:
    propose_freely(GraphChange((Source(ACME, acme),)))

    proposal = propose_freely(
        f"INSERT DATA {{ GRAPH <http://z> {{ <{ACME}/fact/acquisition> kg:certainty kg:Probable }} }}"
    )

    assert proposal.derived[f"{ACME}/derived"] is None
