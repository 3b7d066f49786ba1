"""The one rule derives direct relations from facts whose stance allows it, and rdflib derives the same."""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import Graph, URIRef

import kg
from kg.errors import UnknownName
from kg.formats import N_TRIPLES
from kg.sources import read_rule
from kg.vocabulary import ARTICLE_BASE, DERIVED_SUFFIX
from tests.packaged import SLUGS, read_dataset, shorten
from tests.shapes.scheme import ARTICLE, PREFIX_LINES, SENTENCE, STANCE

RULE = read_rule()
NOTE = f"{ARTICLE_BASE}note"
TEASER = SENTENCE.replace("0,9", "9,20").replace("0 ; kg:end 9", "9 ; kg:end 20").replace("kg:Body", "kg:Teaser")
OTHER = "<https://example.org/kg/article/first-release>"
OTHERS_PASSAGE = "<https://example.org/kg/article/first-release#char=0,75>"

FACT = f"""{ARTICLE}{SENTENCE}{TEASER}
<note/fact/usage> a kg:Usage ;
    rdfs:label "Salesforce uses AWS."@en , "Salesforce nutzt AWS."@de ;
    kg:user id:salesforce ;
    kg:product id:aws ;
    {STANCE}
    kg:attributedTo <> ;
    kg:evidence <#char=0,9> .
"""

HARMLESS = {
    "as it is": ("", ""),
    "implied": ("kg:Stated", "kg:Implied"),
    "vouched for by somebody else too": ("kg:attributedTo <>", "kg:attributedTo <> , id:salesforce"),
    "in a teaser too": ("kg:evidence <#char=0,9>", "kg:evidence <#char=0,9> , <#char=9,20>"),
    "with a second product": ("kg:product id:aws", "kg:product id:aws , id:g-suite"),
}
HOSTILE = {
    "denied": ("kg:Affirmed", "kg:Denied"),
    "planned": ("kg:Actual", "kg:Planned"),
    "alleged": ("kg:Actual", "kg:Alleged"),
    "an opinion": ("kg:Actual", "kg:Assessed"),
    "probable": ("kg:Certain", "kg:Probable"),
    "unspecified": ("kg:Certain", "kg:Unspecified"),
    "affirmed and denied": ("kg:Affirmed", "kg:Affirmed , kg:Denied"),
    "actual and planned": ("kg:Actual", "kg:Actual , kg:Planned"),
    "certain and probable": ("kg:Certain", "kg:Certain , kg:Probable"),
    "of no polarity": ("kg:polarity kg:Affirmed ;", ""),
    "of no modality": ("kg:modality kg:Actual ;", ""),
    "of no certainty": ("kg:certainty kg:Certain ;", ""),
    "attributed to an agent": ("kg:attributedTo <>", "kg:attributedTo id:salesforce"),
    "attributed to nobody": ("kg:attributedTo <> ;", ""),
    "attributed to another article": ("kg:attributedTo <>", f"kg:attributedTo {OTHER}"),
    "with the evidence of another article": ("kg:evidence <#char=0,9>", f"kg:evidence {OTHERS_PASSAGE}"),
    "without evidence": ("kg:evidence <#char=0,9> .", "."),
    "in a teaser alone": ("kg:evidence <#char=0,9>", "kg:evidence <#char=9,20>"),
    "of a kind that yields no relation": ("kg:Usage", "kg:Observation"),
    "of another kind": ("kg:Usage", "kg:Offering"),
    "what a speech act conveys": ("a kg:Usage", "a kg:SpeechAct ; kg:conveys <note/fact/other>"),
}


def derive(change: tuple[str, str], folder: Path) -> tuple[kg.KnowledgeGraph, set[str]]:
    """Open the packaged graph with the fact so changed; return it with the relations derived from the fact."""
    (folder / "note.ttl").write_text(f"@base <{NOTE}> .\n{PREFIX_LINES}{FACT.replace(*change)}", encoding="utf-8")
    graph = kg.open_graph(data=[folder / "note.ttl"])
    try:
        derived = graph.engine.export(N_TRIPLES, graph=NOTE + DERIVED_SUFFIX)
    except UnknownName:
        return graph, set()
    return graph, {" ".join(map(shorten, triple)) for triple in Graph().parse(data=derived, format="nt")}


@pytest.mark.parametrize("change", HARMLESS.values(), ids=HARMLESS)
def test_the_fact_yields_its_relation(change: tuple[str, str], tmp_path: Path) -> None:
    _, relations = derive(change, tmp_path)

    assert "id:salesforce kg:uses id:aws" in relations


@pytest.mark.parametrize("change", HOSTILE.values(), ids=HOSTILE)
def test_the_fact_yields_no_relation(change: tuple[str, str], tmp_path: Path) -> None:
    assert FACT.count(change[0]) == 1

    graph, relations = derive(change, tmp_path)

    assert relations == set()
    assert graph.query("ASK { id:salesforce ?relation id:aws . ?relation a kg:DirectRelation }").askAnswer is False


def test_nobody_is_in_a_relation_with_himself(tmp_path: Path) -> None:
    _, relations = derive(("kg:product id:aws", "kg:product id:salesforce"), tmp_path)

    assert relations == set()


@pytest.mark.parametrize("slug", SLUGS)
def test_rdflib_derives_the_same(slug: str) -> None:
    dataset = read_dataset()
    expected = set(dataset.graph(URIRef(ARTICLE_BASE + slug + DERIVED_SUFFIX)))

    result = dataset.query(RULE, initBindings={"article": URIRef(ARTICLE_BASE + slug)})

    assert result.graph is not None
    assert set(result.graph) == expected != set()
