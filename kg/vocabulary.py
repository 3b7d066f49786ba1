"""Every IRI that the code names: prefixes, graph names and closed namespaces, in which a misspelt term is an error.

The namespace `KG` and ``ontology/kg.ttl`` agree both ways; a test holds them to it.
"""

from __future__ import annotations

from typing import ClassVar

from rdflib import Namespace, URIRef
from rdflib.namespace import DefinedNamespace

BASE = "https://example.org/kg/"

PREFIXES = {
    "kg": BASE + "ontology#",
    "id": BASE + "id/",
    "question": BASE + "question/",
    "shape": BASE + "shapes#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "schema": "https://schema.org/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "time": "http://www.w3.org/2006/time#",
    "prov": "http://www.w3.org/ns/prov#",
    "oa": "http://www.w3.org/ns/oa#",
    "dcterms": "http://purl.org/dc/terms/",
    "edtf": "http://id.loc.gov/datatypes/edtf/",
    "sh": "http://www.w3.org/ns/shacl#",
}

ONTOLOGY_GRAPH = BASE + "ontology"
SHAPES_GRAPH = BASE + "shapes"
QUESTIONS_GRAPH = BASE + "questions"
ENTITIES_GRAPH = BASE + "entities"
DERIVED_SUFFIX = "/derived"
ARTICLE_BASE = BASE + "article/"
DATA_BASE = BASE + "data/"
# Marks, for `shapes/graphs.ttl`, the properties that other graphs than its article's state of something.
STRAY_PROPERTY = URIRef(PREFIXES["shape"] + "strayProperty")


class OA(DefinedNamespace):
    """The one term of the Web Annotation Vocabulary (section 3.2) that the code names."""

    _NS: ClassVar[Namespace] = Namespace("http://www.w3.org/ns/oa#")
    _fail: ClassVar[bool] = True

    hasSource: URIRef


class KG(DefinedNamespace):
    """The terms of ``ontology/kg.ttl``."""

    _NS: ClassVar[Namespace] = Namespace(PREFIXES["kg"])
    _fail: ClassVar[bool] = True

    Accusation: URIRef
    Acquisition: URIRef
    Actual: URIRef
    Affirmed: URIRef
    After: URIRef
    Alleged: URIRef
    Alliance: URIRef
    AnchorRelation: URIRef
    Announcement: URIRef
    Assessed: URIRef
    Assessment: URIRef
    Attitude: URIRef
    AttitudeKind: URIRef
    Before: URIRef
    Bid: URIRef
    Body: URIRef
    BusinessRelationship: URIRef
    Cash: URIRef
    Certain: URIRef
    Certainty: URIRef
    Claim: URIRef
    Collaboration: URIRef
    Comparison: URIRef
    Competition: URIRef
    Conduct: URIRef
    ConductKind: URIRef
    Conventional: URIRef
    Credit: URIRef
    Criticism: URIRef
    CustomerRelation: URIRef
    Denied: URIRef
    Derived: URIRef
    DirectRelation: URIRef
    Displeasure: URIRef
    Estrangement: URIRef
    Explicit: URIRef
    Explicitness: URIRef
    Fact: URIRef
    GapKind: URIRef
    Group: URIRef
    Implied: URIRef
    Inferred: URIRef
    Integration: URIRef
    Leadership: URIRef
    Liking: URIRef
    MissingPredicate: URIRef
    MissingWord: URIRef
    Misspelling: URIRef
    Modality: URIRef
    NotStated: URIRef
    Observation: URIRef
    Offering: URIRef
    Passage: URIRef
    Payment: URIRef
    PaymentMeans: URIRef
    Planned: URIRef
    Polarity: URIRef
    Presupposed: URIRef
    Probable: URIRef
    Publication: URIRef
    Relationship: URIRef
    RelationshipKind: URIRef
    Relative: URIRef
    Seat: URIRef
    Section: URIRef
    Sentence: URIRef
    Shares: URIRef
    SourceCredit: URIRef
    SpeechAct: URIRef
    SpeechActKind: URIRef
    Spying: URIRef
    Stated: URIRef
    Teaser: URIRef
    TextGap: URIRef
    TimeResolution: URIRef
    Unspecified: URIRef
    Usage: URIRef
    acquired: URIRef
    acquirer: URIRef
    actor: URIRef
    anchor: URIRef
    anchorRelation: URIRef
    article: URIRef
    assessedThing: URIRef
    attributedTo: URIRef
    attributionExplicitness: URIRef
    certainty: URIRef
    collaboratedWith: URIRef
    competesWith: URIRef
    conveys: URIRef
    credits: URIRef
    customer: URIRef
    customerOf: URIRef
    directedAt: URIRef
    edtf: URIRef
    end: URIRef
    evidence: URIRef
    explains: URIRef
    explicitness: URIRef
    fromRole: URIRef
    gapKind: URIRef
    higherBidder: URIRef
    holder: URIRef
    integratedInto: URIRef
    judgement: URIRef
    leader: URIRef
    leads: URIRef
    leavesOpen: URIRef
    length: URIRef
    losingBidder: URIRef
    lowerBidder: URIRef
    mainMeans: URIRef
    market: URIRef
    modality: URIRef
    notAfter: URIRef
    notBefore: URIRef
    observer: URIRef
    occasion: URIRef
    offers: URIRef
    organization: URIRef
    participant: URIRef
    party: URIRef
    payer: URIRef
    place: URIRef
    platform: URIRef
    polarity: URIRef
    product: URIRef
    provider: URIRef
    purpose: URIRef
    seatedIn: URIRef
    section: URIRef
    sha256: URIRef
    source: URIRef
    speaker: URIRef
    start: URIRef
    subtype: URIRef
    target: URIRef
    textGap: URIRef
    timePhrase: URIRef
    timeResolution: URIRef
    toRole: URIRef
    user: URIRef
    uses: URIRef
    winningBidder: URIRef
    yields: URIRef
