"""Direct relations: none without a fact that yields it."""

from tests.shapes.cases.kinds import write_kind
from tests.shapes.scheme import Case

LEADERSHIP = write_kind("Leadership").replace("id:person", "own:ada").replace("id:co", "own:inc")
RELATION = (
    LEADERSHIP
    + """
own:ada a schema:Person , prov:Agent ; rdfs:label "Ada"@en , "Ada"@de ; kg:leads own:inc .
own:inc a schema:Organization , prov:Agent ; rdfs:label "Inc"@en , "AG"@de .
"""
)
RULE = "direct-relation"

CASES = (
    Case(RULE, "SPARQL", RELATION, "kg:polarity kg:Affirmed", "kg:polarity kg:Denied"),
    Case(RULE, "SPARQL", RELATION, "kg:modality kg:Actual", "kg:modality kg:Planned"),
    Case(RULE, "SPARQL", RELATION, "kg:certainty kg:Certain", "kg:certainty kg:Probable"),
    Case(RULE, "SPARQL", RELATION, "kg:attributedTo <>", "kg:attributedTo id:person"),
    Case(RULE, "SPARQL", RELATION, "kg:section kg:Body", "kg:section kg:Teaser"),
    Case(RULE, "SPARQL", RELATION, "kg:leads own:inc", "kg:leads own:inc , id:firm"),
    Case(RULE, "SPARQL", RELATION, "kg:leads own:inc", "kg:leads own:inc ; kg:seatedIn own:inc"),
    Case(RULE, "SPARQL", RELATION, "kg:leads own:inc .", ".\nown:inc kg:leads own:ada ."),
    Case(
        RULE,
        "SPARQL",
        RELATION,
        "kg:attributedTo <>",
        "kg:attributedTo <https://example.org/kg/article/other>",
        ("attribution-has-evidence",),
    ),
)
