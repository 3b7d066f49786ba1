"""Terms of our own namespace: none that the ontology does not define."""

from tests.shapes.cases.gaps import GAP
from tests.shapes.cases.kinds import SEAT
from tests.shapes.scheme import Case

CASES = (
    Case("known-property", "SPARQL", SEAT, "kg:place id:place", "kg:place id:place ; kg:plaze id:place"),
    Case("known-property", "SPARQL", SEAT, "own:it a", 'own:ware kg:prize "1" .\nown:it a'),
    Case("known-term", "SPARQL", SEAT, "kg:polarity kg:Affirmed", "kg:polarity kg:Afirmed", ("polarity",)),
    Case("known-term", "SPARQL", SEAT, "a kg:Seat", "a kg:Seet", ("kind",)),
    Case("known-term", "SPARQL", GAP, "kg:leavesOpen kg:place", "kg:leavesOpen kg:plaze"),
    Case("known-term", "SPARQL", SEAT, "own:it a", "own:ware schema:about kg:Plaze .\nown:it a"),
)
