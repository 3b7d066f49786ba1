"""Terms: none of our own that the ontology does not define, none of another vocabulary that it does not reuse."""

from tests.shapes.cases.gaps import GAP
from tests.shapes.cases.kinds import SEAT
from tests.shapes.scheme import Case

MISSPELT = (
    "dcterms:isPartof",
    "oa:hasSorce",
    "prov:wasDerivdFrom",
    "rdfs:lable",
    "schema:naem",
    "skos:nte",
    "time:hastime",
    "<http://schema.org/name>",
)

CASES = (
    *(Case("known-property", "SPARQL", SEAT, "own:it a", f"own:it {name} id:base ; a") for name in MISSPELT),
    Case("known-property", "SPARQL", SEAT, "kg:place id:place", "kg:place id:place ; kg:plaze id:place"),
    Case("known-property", "SPARQL", SEAT, "own:it a", 'own:ware kg:prize "1" .\nown:it a'),
    Case("known-term", "SPARQL", SEAT, "kg:polarity kg:Affirmed", "kg:polarity kg:Afirmed", ("polarity",)),
    Case("known-term", "SPARQL", SEAT, "a kg:Seat", "a kg:Seet", ("kind",)),
    Case("known-term", "SPARQL", GAP, "kg:leavesOpen kg:place", "kg:leavesOpen kg:plaze"),
    Case("known-term", "SPARQL", SEAT, "own:it a", "own:ware schema:sameAs kg:Plaze .\nown:it a"),
    Case("known-term", "SPARQL", SEAT, "own:it a", "own:ware a schema:Produkt .\nown:it a"),
    Case("known-term", "SPARQL", GAP, "kg:leavesOpen kg:place", "kg:leavesOpen time:hastime"),
)
