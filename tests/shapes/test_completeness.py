"""No constraint of a shape is without its pair, and each message tells an author what to do."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rdflib import RDF, RDFS, SH, URIRef
from rdflib.term import Node

from tests.shapes.pairs import find_results, validate_failing
from tests.shapes.scheme import load_shapes, shorten

SHAPES = load_shapes()
TARGETS = (SH.targetClass, SH.targetSubjectsOf, SH.targetObjectsOf, SH.targetNode)
NOT_CONSTRAINTS = {*TARGETS, SH.path, SH.message, SH.severity, SH.property, SH.qualifiedValueShape}
DECLARATIONS = [(shape, how, target) for how in TARGETS for shape, target in SHAPES.subject_objects(how)]
TARGETED = sorted({shape for shape, _, _ in DECLARATIONS}, key=str)
MESSAGES = sorted({str(message) for message in SHAPES.objects(predicate=SH.message)})
ADVICE = r"\b(attribute|correct|give|goes|has|are|is|look|make|name|needs|number|points|quotes|say|takes|write)\b"


def find_constraints(shape: Node) -> set[str]:
    """Return the constraint components that a shape declares itself, such as MinCount."""
    declared = set(SHAPES.predicates(shape)) - NOT_CONSTRAINTS
    names = [shorten(name) for name in declared if str(name).startswith(str(SH))]
    return {"SPARQL" if name == "sparql" else name[0].upper() + name[1:] for name in names}


def find_targets(how: Node, target: Node) -> set[Node]:
    """Return the nodes of the failing graphs that a target declaration selects (SHACL, section 2.1.3)."""
    data = validate_failing().data
    if how == SH.targetClass:
        classes = set(data.transitive_subjects(RDFS.subClassOf, target))
        return {node for kind in classes for node in data.subjects(RDF.type, kind)}
    if how == SH.targetSubjectsOf:
        return set(data.subjects(URIRef(str(target))))
    return set(data.objects(predicate=URIRef(str(target)))) if how == SH.targetObjectsOf else {target}


def find_uses(shape: Node) -> Iterator[Node]:
    """Yield the shapes that a shape refers to, and those that they refer to."""
    used = [other for name in (SH.property, SH.node, SH.qualifiedValueShape) for other in SHAPES.objects(shape, name)]
    used += [other for members in SHAPES.objects(shape, SH["or"]) for other in SHAPES.items(members)]
    for other in used:
        yield other
        yield from find_uses(other)


def find_owners(shape: Node) -> tuple[Node, ...]:
    """Return a shape with the property shapes that it has."""
    return (shape, *SHAPES.objects(shape, SH.property))


def test_every_constraint_of_a_shape_has_a_graph_that_fails_it() -> None:
    for shape in TARGETED:
        targets = {node for owner, how, target in DECLARATIONS if owner == shape for node in find_targets(how, target)}
        failing = {(name, component) for focus, name, component in find_results() if focus in targets}

        wanted = {(shorten(owner), kind) for owner in find_owners(shape) for kind in find_constraints(owner)}
        assert wanted <= failing, shape


def test_every_target_of_a_shape_has_a_graph_that_fails() -> None:
    for shape, how, target in DECLARATIONS:
        owners = {shorten(owner) for owner in find_owners(shape)}

        failing = {focus for focus, name, _ in find_results() if name in owners}
        assert failing & find_targets(how, target), (shape, target)


def test_no_shape_is_out_of_use() -> None:
    shapes = {*SHAPES.subjects(RDF.type, SH.NodeShape), *SHAPES.subjects(RDF.type, SH.PropertyShape)}

    used = {other for shape in TARGETED for other in (shape, *find_uses(shape))}

    assert used == shapes


def test_every_message_is_one_that_we_wrote() -> None:
    given = {finding.message for finding in validate_failing().report.findings}

    assert {re.sub(r"(reuses )[\w:]+(: look)", r"\1{?name}\2", message) for message in given} == set(MESSAGES)


def test_every_message_is_a_sentence_with_advice_that_names_no_node() -> None:
    for message in MESSAGES:
        assert re.fullmatch(r"(?:[A-Z]|kg:).*\.", message)
        assert re.search(ADVICE, message.lower())
        assert not re.search(r"https?:|<|\b(own|id):", message)
