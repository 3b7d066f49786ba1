"""The ontology is complete, in order, and one with the shapes that check it and the facts that use it."""

from __future__ import annotations

import re
import tomllib

import pytest
from rdflib import DCTERMS, OWL, RDF, RDFS, SDO, SH, SKOS, Graph, URIRef, Variable

from kg.resources import PACKAGE, find_folder
from kg.vocabulary import KG, ONTOLOGY_GRAPH, PREFIXES
from tests.packaged import MAIN, open_packaged, shorten
from tests.shapes.scheme import load_shapes

FILE = find_folder("ontology") / "kg.ttl"
TEXT = FILE.read_text(encoding="utf-8")
ONTOLOGY = Graph().parse(FILE)
SHAPES = load_shapes()
KINDS = sorted(ONTOLOGY.subjects(RDFS.subClassOf, KG.Fact), key=str)
ROLES = set(ONTOLOGY.subjects(RDFS.subPropertyOf, KG.participant))
# No article has made anybody a customer yet; participants stand in the graph by their roles alone.
NOT_IN_DATA = ("customerOf", "participant")
EXAMPLES = [
    (name, str(example))
    for term, example in sorted(ONTOLOGY.subject_objects(SKOS.example))
    if (name := shorten(term).removeprefix("kg:")) not in NOT_IN_DATA
]

# Each finds what must not be.
LINT = {
    "term without label in English": 'FILTER NOT EXISTS { ?term rdfs:label ?l FILTER (LANG(?l) = "en") }',
    "term without label in German": 'FILTER NOT EXISTS { ?term rdfs:label ?l FILTER (LANG(?l) = "de") }',
    "term without definition in English": 'FILTER NOT EXISTS { ?term skos:definition ?d FILTER (LANG(?d) = "en") }',
    "term without definition in German": 'FILTER NOT EXISTS { ?term skos:definition ?d FILTER (LANG(?d) = "de") }',
    "term with two labels in a language": "?term rdfs:label ?a , ?b FILTER (?a != ?b && LANG(?a) = LANG(?b))",
    "term with two definitions in a language": "?term skos:definition ?a , ?b FILTER (?a != ?b && LANG(?a) = LANG(?b))",
    "term without example": "FILTER NOT EXISTS { ?term skos:example ?example }",
    "term that nothing defines": f"FILTER NOT EXISTS {{ ?term rdfs:isDefinedBy <{ONTOLOGY_GRAPH}> }}",
    "term of no type": "FILTER NOT EXISTS { ?term a ?type }",
    "definition without full stop": r'?term skos:definition ?d FILTER (!REGEX(?d, "\\.$"))',
    "property without domain": """
        ?term a ?type FILTER (?type IN (owl:ObjectProperty, owl:DatatypeProperty))
        FILTER NOT EXISTS { ?term schema:domainIncludes ?class } FILTER NOT EXISTS { ?term a kg:DirectRelation }""",
    "role of no kind": """
        ?term rdfs:subPropertyOf kg:participant
        FILTER NOT EXISTS { ?term schema:domainIncludes/rdfs:subClassOf kg:Fact }""",
    "own domain or range that is no class": f"""
        ?term schema:domainIncludes|schema:rangeIncludes ?class FILTER STRSTARTS(STR(?class), "{PREFIXES["kg"]}")
        FILTER NOT EXISTS {{ ?class a owl:Class }}""",
    "relation from no role": "?term a kg:DirectRelation FILTER NOT EXISTS { ?term kg:fromRole ?role }",
    "relation to no role": "?term a kg:DirectRelation FILTER NOT EXISTS { ?term kg:toRole ?role }",
    "relation with two roles at an end": """
        ?term a kg:DirectRelation ; ?end ?a , ?b FILTER (?a != ?b && ?end IN (kg:fromRole, kg:toRole))""",
    "relation that no kind yields": "?term a kg:DirectRelation FILTER NOT EXISTS { ?kind kg:yields ?term }",
    "relation that two kinds yield": "?a kg:yields ?term . ?b kg:yields ?term FILTER (?a != ?b)",
    "kind that yields two relations": "?term kg:yields ?a , ?b FILTER (?a != ?b)",
    "kind that yields what is no relation": "?term kg:yields ?r FILTER NOT EXISTS { ?r a kg:DirectRelation }",
    "kind without a role of the relation that it yields": """
        ?term kg:yields/(kg:fromRole|kg:toRole) ?role FILTER NOT EXISTS { ?role schema:domainIncludes ?term }""",
    "relation between equals that is not symmetric": """
        ?term kg:fromRole ?role ; kg:toRole ?role FILTER NOT EXISTS { ?term a owl:SymmetricProperty }""",
    "empty scheme": "?term a skos:ConceptScheme FILTER NOT EXISTS { ?concept skos:inScheme ?term }",
    "concept of no scheme": """
        ?term a skos:Concept FILTER NOT EXISTS { ?term skos:inScheme/a skos:ConceptScheme }""",
    "concept of two schemes": "?term skos:inScheme ?a , ?b FILTER (?a != ?b)",
    "concept that is not at the top of its scheme": """
        ?term skos:inScheme ?scheme FILTER NOT EXISTS { ?term skos:topConceptOf ?scheme }""",
    "concept whose preferred label is not its label": """
        ?term skos:prefLabel ?label FILTER NOT EXISTS { ?term rdfs:label ?label }""",
    "concept without preferred label": "?term a skos:Concept FILTER NOT EXISTS { ?term skos:prefLabel ?label }",
}


@pytest.mark.parametrize("lint", LINT)
def test_there_is_no(lint: str) -> None:
    pattern = f"GRAPH <{ONTOLOGY_GRAPH}> {{ ?term a ?any FILTER STRSTARTS(STR(?term), STR(kg:)) {LINT[lint]} }}"

    found = open_packaged().query(f"SELECT DISTINCT ?term {{ {pattern} }}")

    assert {shorten(row[Variable("term")]) for row in found.bindings} == set()


def test_there_are_at_least_16_kinds_of_fact() -> None:
    assert len(KINDS) >= 16


def test_there_is_one_ontology_with_the_packages_version_and_a_licence() -> None:
    project = tomllib.loads((PACKAGE.parent / "pyproject.toml").read_text(encoding="utf-8"))["project"]

    (iri,) = ONTOLOGY.subjects(RDF.type, OWL.Ontology)

    assert str(iri) == ONTOLOGY_GRAPH
    assert str(ONTOLOGY.value(iri, OWL.versionInfo)) == project["version"]
    assert str(ONTOLOGY.value(iri, OWL.versionIRI)) == f"{ONTOLOGY_GRAPH}/{project['version']}"
    assert str(ONTOLOGY.value(iri, DCTERMS.license)) == "https://creativecommons.org/licenses/by/4.0/"


def find_sections() -> dict[str, list[str]]:
    """Return the local names of the terms by section of the file, in its order, each as often as it is a block."""
    parts = re.split(r"^# --- (.+) ---$", TEXT, flags=re.MULTILINE)
    return {
        title: re.findall(r"^kg:(\w+) ", body, re.MULTILINE)
        for title, body in zip(parts[1::2], parts[2::2], strict=True)
    }


def test_each_term_is_one_block() -> None:
    names = [f"kg:{name}" for section in find_sections().values() for name in section]

    assert sorted(names) == sorted({shorten(term) for term in ONTOLOGY.subjects(RDFS.isDefinedBy)})
    assert len(re.findall(r"^\S.* ;$\n(?:^ .*\n)*^ .* \.$", TEXT, re.MULTILINE)) == len(names) + 1  # the ontology


@pytest.mark.parametrize("title", find_sections())
def test_the_section_is_sorted(title: str) -> None:
    def find_key(name: str) -> tuple[str, str]:
        scheme = ONTOLOGY.value(URIRef(PREFIXES["kg"] + name), SKOS.inScheme)
        return (shorten(scheme), name) if scheme else (f"kg:{name}", "")

    names = find_sections()[title]

    assert names == sorted(names, key=find_key)


def find_roles(kind: URIRef) -> dict[str, str]:
    """Return the roles that the shape of a kind has, each with the class that it asks for."""
    (shape,) = SHAPES.subjects(SH.targetClass, kind)
    properties = SHAPES.objects(shape, SH.property)
    return {shorten(SHAPES.value(item, SH.path)): shorten(SHAPES.value(item, SH["class"])) for item in properties}


@pytest.mark.parametrize("kind", KINDS, ids=shorten)
def test_the_shape_of_the_kind_has_the_roles_that_the_ontology_gives_it(kind: URIRef) -> None:
    assert set(find_roles(kind)) == {shorten(role) for role in ONTOLOGY.subjects(SDO.domainIncludes, kind)}


@pytest.mark.parametrize("kind", KINDS, ids=shorten)
def test_the_shape_of_the_kind_asks_for_the_classes_that_the_ontology_gives_its_roles(kind: URIRef) -> None:
    for role in ONTOLOGY.subjects(SDO.domainIncludes, kind):
        ranges = [shorten(item) for item in ONTOLOGY.objects(role, SDO.rangeIncludes)]
        if role in ROLES or role == KG.conveys:
            assert find_roles(kind)[shorten(role)] == "".join(ranges or ["None"])


@pytest.mark.parametrize(("term", "example"), EXAMPLES, ids=[term for term, _ in EXAMPLES])
def test_the_example_is_in_the_packaged_graph(term: str, example: str) -> None:
    if re.fullmatch(r"kg:\w+ (\"[^\"]*\"\S*|\S+)( [,;] .*)?", example):
        example = f"?subject {example}"
    elif " " not in example:
        example = f"{example} ?property ?value"

    prefixes = "".join(f"PREFIX {name}: <{MAIN}/{name}/> " for name in ("fact", "gap"))

    assert open_packaged().query(f"BASE <{MAIN}> {prefixes} ASK {{ {example} }}").askAnswer


def test_the_terms_without_instances_have_examples_of_known_names() -> None:
    for term in NOT_IN_DATA:
        names = re.findall(r"\w+:[\w-]+", str(ONTOLOGY.value(URIRef(PREFIXES["kg"] + term), SKOS.example)))

        assert {name for name in names if name.startswith("kg:")} <= {shorten(item) for item in ONTOLOGY.subjects()}
