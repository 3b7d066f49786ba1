"""No plan, claim, denial, opinion or teaser can be mistaken for a fact; what the article leaves open stays open.

Probes are SPARQL over the packaged graph, by the sentence of the article in which the trap lies.
"""

from __future__ import annotations

import re

import pytest
from rdflib import URIRef, Variable

import kg
from kg.engine import InProcessEngine
from kg.formats import N_QUADS
from kg.vocabulary import ARTICLE_BASE, DERIVED_SUFFIX
from tests.packaged import MAIN, open_packaged, read_dataset, shorten

PREFIX_LINES = "".join(f"PREFIX {name}: <{MAIN}/{name}/>\n" for name in ("fact", "gap"))

# What no query may find.
NOT_SO = {
    "S01: Benioff likes Microsoft": """
        ?fact kg:holder id:marc-benioff ; kg:subtype kg:Liking ; kg:polarity ?said FILTER (?said != kg:Denied)""",
    "S03: the acquisition of LinkedIn, or what led to it, has a date": """
        ?role rdfs:subPropertyOf kg:participant . ?fact ?role id:linkedin ; time:hasTime ?time""",
    "S03: the displeasure has a date": "?fact kg:subtype kg:Displeasure ; time:hasTime/kg:edtf ?date",
    "S03: the displeasure in private is more than probable": """
        fact:s03-private-displeasure kg:certainty kg:Certain""",
    "S04: spying is actual": "?fact kg:subtype kg:Spying ; kg:modality ?modality FILTER (?modality != kg:Alleged)",
    "S04: the article vouches for the spying": """
        ?fact kg:subtype kg:Spying ; kg:attributedTo ?who FILTER (?who != id:marc-benioff)""",
    "S04: somebody is named as spied on": "?fact kg:subtype kg:Spying ; kg:directedAt ?victim",
    "S04: somebody offers Surface": "{ ?x kg:offers id:surface } UNION { ?f kg:product id:surface ; kg:provider ?x }",
    "S05: something is said to have been noticed": "?fact a kg:Observation ; kg:conveys ?noticed",
    "S05: there is talk of tension": '?fact rdfs:label ?label FILTER REGEX(?label, "tension|Spannung", "i")',
    "S05: an amount is given": "?fact kg:polarity ?polarity ; ?property ?amount FILTER isNumeric(?amount)",
    "S06: the payment in shares is affirmed": "?fact kg:mainMeans kg:Shares ; kg:polarity kg:Affirmed",
    "S07: the announcement has a date": "fact:s07-announcement time:hasTime/kg:edtf ?date",
    "S08: a usage in the main article is actual, but for the teaser": """
        ?fact a kg:Usage ; kg:modality kg:Actual ; kg:evidence [ oa:hasSource ?article ; kg:section kg:Body ]
        FILTER STRENDS(STR(?article), "/salesforce-microsoft")""",
    "S08: the main article yields a usage": f"GRAPH <{MAIN}{DERIVED_SUFFIX}> {{ ?x kg:uses ?y }}",
    "S08: Salesforce uses something": "id:salesforce kg:uses ?product",
    "S09: AWS or Google Cloud has a purpose": """
        ?fact kg:product ?product ; kg:purpose ?purpose FILTER (?product IN (id:aws, id:google-cloud))""",
    "S09: somebody offers Google Cloud": """
        { ?x kg:offers ?cloud } UNION { ?fact kg:product ?cloud ; kg:provider ?x }
        FILTER (?cloud IN (id:google-cloud, id:google-cloud-platform))""",
    "S10: somebody is a customer": "?x kg:customerOf ?y",
    "S10: the model case is more than an opinion": "fact:s10-exemplar kg:modality ?m FILTER (?m != kg:Assessed)",
    "S11: the relationship is a partnership": """
        ?fact kg:judgement "partnership"@en ; kg:polarity ?polarity FILTER (?polarity != kg:Denied)""",
    "S11: the CRM is in Teams already": "id:salesforce-crm kg:integratedInto ?platform",
    "S14: the Salesforce1 app is for something": "?fact kg:product id:salesforce1-app ; kg:platform ?platform",
    "S14: there is talk of Windows": """
        GRAPH ?graph { ?x ?property ?value } FILTER CONTAINS(LCASE(CONCAT(STR(?x), " ", STR(?value))), "windows")
        FILTER (CONTAINS(STR(?graph), "/article/") || STRENDS(STR(?graph), "/entities"))""",
    "S15: the article's misspelling is taken over": """
        ?x ?property ?value FILTER CONTAINS(STR(?value), "Succcess")""",
    "S15: somebody carried out the integration": "fact:s15-integration kg:actor ?actor",
    "S16: Google Cloud and Google Cloud Platform are one": """
        { id:google-cloud ?same id:google-cloud-platform } UNION { id:google-cloud-platform ?same id:google-cloud }
        FILTER (?same != skos:closeMatch)""",
    "S17: the PlayStation is in a direct relation": """
        { id:sony-playstation ?relation ?y } UNION { ?y ?relation id:sony-playstation }
        ?relation a kg:DirectRelation""",
    "S17: the Microsoft Cloud is equated with Azure": """
        { id:microsoft-cloud ?same id:microsoft-azure } UNION { id:microsoft-azure ?same id:microsoft-cloud }""",
    "S17: somebody offers the Microsoft Cloud": "?fact kg:product id:microsoft-cloud ; kg:provider ?x",
    "S18: the report has a title": "?x schema:headline ?title",
    "publication: it is stated": "?fact a kg:Publication ; kg:explicitness ?e FILTER (?e != kg:Inferred)",
    "publication: the article vouches for it": "?fact a kg:Publication ; kg:attributedTo/a schema:NewsArticle",
    "a relation to Microsoft is none of those expected": """
        ?x ?relation id:microsoft . ?relation a kg:DirectRelation
        FILTER (?relation NOT IN (kg:competesWith, kg:collaboratedWith))""",
    "an opinion is nobody's": "?fact kg:modality kg:Assessed FILTER NOT EXISTS { ?fact kg:attributedTo ?who }",
}

# What has to be found.
SO = {
    "S01: Benioff himself vouches for not liking Microsoft": "fact:s01-liking kg:attributedTo id:marc-benioff",
    "S03: when LinkedIn was acquired is open": """
        fact:s03-acquisition kg:textGap [ kg:gapKind kg:NotStated ; kg:leavesOpen time:hasTime ]""",
    "S03: the displeasure in private is implied and probable": """
        fact:s03-private-displeasure kg:explicitness kg:Implied ; kg:certainty kg:Probable""",
    "S04: Benioff alone vouches for the spying, and an accusation of his conveys it": """
        fact:s04-spying kg:attributedTo id:marc-benioff .
        ?act kg:subtype kg:Accusation ; kg:speaker id:marc-benioff ; kg:conveys fact:s04-spying""",
    "S04: the accusation was in 2016, reckoned from the criticism": """
        fact:s04-accusation time:hasTime [ kg:timeResolution kg:Derived ; kg:anchor fact:s04-criticism ;
            kg:notBefore "2016-01-01"^^xsd:date ; kg:notAfter "2016-12-31"^^xsd:date ]""",
    "S04: who offers Surface is open": "fact:s04-criticism kg:textGap/kg:leavesOpen kg:provider",
    "S05: what was noticed is open, for want of a predicate": """
        fact:s05-observation kg:textGap [ kg:gapKind kg:MissingPredicate ; kg:leavesOpen kg:conveys ]""",
    "S05: the amounts are open": "fact:s05-comparison kg:textGap/kg:leavesOpen schema:amount",
    "S06: the payment in shares is denied, the one in cash explains the bid": """
        fact:s06-shares kg:polarity kg:Denied . fact:s06-cash kg:mainMeans kg:Cash ; kg:explains fact:s05-bid""",
    "S08: the plans are conveyed by the announcement, which is inferred": """
        fact:s07-announcement kg:conveys fact:s08-azure , fact:s09-aws , fact:s09-google-cloud , fact:s12-arrival .
        fact:s08-azure kg:attributionExplicitness kg:Inferred ; kg:attributedTo id:microsoft , id:salesforce""",
    "S09: the purpose of AWS and Google Cloud is open": """
        fact:s09-aws kg:textGap gap:s09-purpose . fact:s09-google-cloud kg:textGap gap:s09-purpose .
        gap:s09-purpose kg:gapKind kg:NotStated ; kg:leavesOpen kg:purpose""",
    "S11: the partnership is denied, as an opinion and probably": """
        fact:s11-partnership kg:polarity kg:Denied ; kg:modality kg:Assessed ; kg:certainty kg:Probable""",
    "S12: the arrival is planned for the last quarter of 2020, by convention": """
        fact:s12-arrival kg:modality kg:Planned ; time:hasTime [ kg:timeResolution kg:Conventional ;
            kg:timePhrase "Ende 2020" ; kg:notBefore "2020-10-01"^^xsd:date ]""",
    "S13: the alliance lies before the contest, without a date": """
        fact:s13-alliance time:hasTime [ kg:anchor fact:s05-bid ; kg:anchorRelation kg:Before ]""",
    "S14: a word is missing": """
        fact:s14-salesforce1-app kg:textGap [ kg:gapKind kg:MissingWord ; kg:leavesOpen kg:platform ]""",
    "S15: the misspelling is noted": "fact:s15-integration kg:textGap/kg:gapKind kg:Misspelling",
    "S16: what was announced in 2017 was a plan of Salesforce": """
        fact:s16-g-suite kg:modality kg:Planned ; kg:attributedTo id:salesforce""",
    "S16: the two Google products are close": "id:google-cloud skos:closeMatch id:google-cloud-platform",
    "S17: the PlayStation stands in a teaser alone": "fact:s17-usage kg:evidence/kg:section kg:Teaser",
    "S18: the title of the report is open": "fact:s18-credit kg:textGap/kg:leavesOpen schema:headline",
    "publication: it is inferred from what the article looks back on and ahead to": """
        fact:publication kg:explicitness kg:Inferred ;
            prov:wasDerivedFrom fact:s04-criticism , fact:s12-arrival , fact:s16-announcement ;
            time:hasTime [ kg:notBefore "2017-01-01"^^xsd:date ; kg:notAfter "2020-12-31"^^xsd:date ]""",
}

RELATIONS = {
    "first-release": {
        "id:article-kg kg:uses id:flask",
        "id:article-kg kg:uses id:pyoxigraph",
        "id:article-kg kg:uses id:pyshacl",
        "id:article-kg kg:uses id:rdflib",
        "id:article-kg-makers kg:offers id:article-kg",
        "id:article-kg-makers kg:uses id:article-kg",
    },
    "salesforce-microsoft": {
        "id:amazon kg:offers id:aws",
        "id:customer-success-platform kg:integratedInto id:microsoft-office",
        "id:marc-benioff kg:leads id:salesforce",
        "id:microsoft kg:acquired id:linkedin",
        "id:microsoft kg:collaboratedWith id:salesforce",
        "id:microsoft kg:competesWith id:salesforce",
        "id:microsoft kg:seatedIn id:redmond",
        "id:salesforce kg:collaboratedWith id:microsoft",
        "id:salesforce kg:competesWith id:microsoft",
        "id:salesforce kg:seatedIn id:san-francisco",
        "id:salesforce kg:seatedIn id:united-states",
        f"{MAIN} kg:credits id:zdnet",
    },
}


def ask(pattern: str) -> bool:
    answer = open_packaged().query(f"{PREFIX_LINES}ASK {{ {pattern} }}").askAnswer
    assert answer is not None
    return answer


@pytest.mark.parametrize("probe", NOT_SO)
def test_the_graph_does_not_say_that(probe: str) -> None:
    assert not ask(NOT_SO[probe])


@pytest.mark.parametrize("probe", SO)
def test_the_graph_says_that(probe: str) -> None:
    assert ask(SO[probe])


@pytest.mark.parametrize("probe", NOT_SO)
def test_a_probe_names_only_what_there_is(probe: str) -> None:
    known = {shorten(node) for triple in read_dataset().triples((None, None, None)) for node in triple}

    named = set(re.findall(r"\b(?:kg|id):[\w-]+|\b(?:fact|gap):[\w-]+", NOT_SO[probe]))

    assert {name.replace("fact:", "fact/").replace("gap:", "gap/") for name in named} <= known


@pytest.mark.parametrize("slug", RELATIONS)
def test_the_article_yields_these_direct_relations_and_no_other(slug: str) -> None:
    derived = read_dataset().graph(URIRef(ARTICLE_BASE + slug + DERIVED_SUFFIX))

    assert {" ".join(shorten(node) for node in triple) for triple in derived} == RELATIONS[slug]


def test_direct_relations_stand_in_derived_graphs_alone() -> None:
    rows = open_packaged().query(
        "SELECT DISTINCT ?graph { ?relation a kg:DirectRelation . GRAPH ?graph { ?x ?relation ?y } }"
    )

    assert {str(row[Variable("graph")]) for row in rows.bindings} == {
        ARTICLE_BASE + slug + DERIVED_SUFFIX for slug in RELATIONS
    }


def test_deriving_again_changes_nothing() -> None:
    engine = kg.open_graph().engine
    assert isinstance(engine, InProcessEngine)
    before = engine.export(N_QUADS)

    for slug in RELATIONS:
        engine.derive(ARTICLE_BASE + slug)

    assert engine.export(N_QUADS) == before
