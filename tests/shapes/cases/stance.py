"""The stance of a fact: polarity, modality, certainty, explicitness, who vouches, and what these ask for."""

from tests.shapes.cases.gaps import GAP
from tests.shapes.cases.kinds import ASSESSMENT, SEAT
from tests.shapes.scheme import STANCE, Case, write_fact

VOUCHERS = SEAT.replace("kg:attributedTo <>", "kg:attributedTo <> , id:person ; kg:attributionExplicitness kg:Implied")
LINKED = SEAT.replace("own:it a", "own:it kg:explains id:base ; prov:wasDerivedFrom id:base ; time:hasTime id:year ; a")

ALLEGED = write_fact("Conduct", "kg:actor id:co ; kg:subtype kg:Spying", STANCE.replace("Actual", "Alleged")).replace(
    "kg:attributedTo <>", "kg:attributedTo id:person"
)
ACCUSATION = (
    ALLEGED
    + """
own:act a kg:SpeechAct ;
    rdfs:label "Ada accuses Co."@en , "Ada beschuldigt Co."@de ;
    kg:speaker id:person ;
    kg:subtype kg:Accusation ;
    kg:conveys own:it ;
    kg:polarity kg:Affirmed ; kg:modality kg:Actual ; kg:certainty kg:Certain ; kg:explicitness kg:Stated ;
    kg:attributedTo <> ;
    time:hasTime id:year ;
    kg:evidence <#char=0,9> .
"""
)
INFERRED = SEAT.replace("kg:Stated ;", "kg:Inferred ; prov:wasDerivedFrom id:base ;")

# Whatever has one of these is a fact, even if nothing says so.
MARKS = {
    "polarity": "kg:Affirmed",
    "modality": "kg:Actual",
    "certainty": "kg:Certain",
    "explicitness": "kg:Stated",
    "attributedTo": "id:person",
    "attributionExplicitness": "kg:Stated",
    "explains": "id:base",
    "textGap": "own:gap",
}
NEEDED = ("polarity", "modality", "certainty", "explicitness", "attributedTo")

CASES = (
    *(
        Case(
            "kind",
            "MinCount",
            GAP,
            "own:it kg:textGap",
            f"own:thing kg:{mark} {value} .\nown:it kg:textGap",
            tuple(name for name in NEEDED if name != mark),
        )
        for mark, value in MARKS.items()
    ),
    Case("Fact", "NodeKind", SEAT, "own:it a", "[] a"),
    Case("kind", "MinCount", SEAT, "own:it a kg:Seat ;", "own:it", ("role-of-kind",)),
    Case("kind", "MaxCount", SEAT, "a kg:Seat", "a kg:Seat , kg:Leadership", ("some-leader",)),
    Case("kind", "Node", SEAT, "a kg:Seat", "a schema:Place", ("role-of-kind",)),
    Case("kind", "Node", SEAT, "a kg:Seat", "a kg:Fact", ("role-of-kind",)),
    Case("polarity", "MinCount", SEAT, f"{STANCE}\n    kg:attributedTo <> ;", "", NEEDED[1:]),
    Case("polarity", "MinCount", SEAT, "kg:polarity kg:Affirmed", ""),
    Case("polarity", "MaxCount", SEAT, "kg:polarity kg:Affirmed", "kg:polarity kg:Affirmed , kg:Denied"),
    Case("polarity", "Node", SEAT, "kg:polarity kg:Affirmed", "kg:polarity kg:Planned"),
    Case("modality", "MinCount", SEAT, "kg:modality kg:Actual", ""),
    Case("modality", "MaxCount", SEAT, "kg:modality kg:Actual", "kg:modality kg:Actual , kg:Planned"),
    Case("modality", "Node", SEAT, "kg:modality kg:Actual", "kg:modality kg:Probable"),
    Case("certainty", "MinCount", SEAT, "kg:certainty kg:Certain", ""),
    Case("certainty", "MaxCount", SEAT, "kg:certainty kg:Certain", "kg:certainty kg:Certain , kg:Probable"),
    Case("certainty", "Node", SEAT, "kg:certainty kg:Certain", "kg:certainty kg:Stated"),
    Case("explicitness", "MinCount", SEAT, "kg:explicitness kg:Stated", ""),
    Case("explicitness", "MaxCount", SEAT, "kg:explicitness kg:Stated", "kg:explicitness kg:Stated , kg:Implied"),
    Case("explicitness", "Node", SEAT, "kg:explicitness kg:Stated", "kg:explicitness kg:Explicit"),
    Case("attributedTo", "MinCount", SEAT, "kg:attributedTo <>", ""),
    Case("attributedTo-class", "Node", VOUCHERS, "kg:attributedTo <> , id:person", "kg:attributedTo id:place"),
    Case("attributionExplicitness", "MaxCount", VOUCHERS, "kg:Implied", "kg:Implied , kg:Stated"),
    Case("attributionExplicitness", "Node", VOUCHERS, "kg:Implied", "kg:Certain"),
    Case("explains", "Class", LINKED, "kg:explains id:base", "kg:explains id:place"),
    Case("premise", "Class", LINKED, "prov:wasDerivedFrom id:base", "prov:wasDerivedFrom id:place"),
    Case("hasTime", "MaxCount", LINKED, "time:hasTime id:year", "time:hasTime id:year , id:decade"),
    Case("hasTime-class", "Class", LINKED, "time:hasTime id:year", "time:hasTime id:place"),
    Case("alleged-conveyed", "SPARQL", ACCUSATION, "kg:conveys own:it", ""),
    Case("alleged-conveyed", "SPARQL", ACCUSATION, "kg:conveys own:it", "kg:directedAt own:it"),
    Case("alleged-attribution", "SPARQL", ACCUSATION, "kg:attributedTo id:person", "kg:attributedTo id:person , <>"),
    Case("assessed-is-assessment", "SPARQL", ASSESSMENT, "kg:modality kg:Assessed", "kg:modality kg:Actual"),
    Case("assessed-is-assessment", "SPARQL", SEAT, "kg:modality kg:Actual", "kg:modality kg:Assessed"),
    Case("inferred-has-premise", "SPARQL", INFERRED, "prov:wasDerivedFrom id:base", ""),
    Case(
        "attribution-has-evidence",
        "SPARQL",
        SEAT,
        "kg:attributedTo <>",
        "kg:attributedTo <> , <https://example.org/kg/article/other>",
    ),
)
