"""What a text leaves out or gets wrong."""

from tests.shapes.cases.kinds import SEAT
from tests.shapes.scheme import Case

GAP = (
    SEAT.replace("own:it a", "own:it kg:textGap own:gap ; a")
    + """
own:gap a kg:TextGap ;
    rdfs:label "The article does not say where."@en , "Der Artikel sagt nicht, wo."@de ;
    kg:gapKind kg:NotStated ;
    kg:leavesOpen kg:place ;
    kg:evidence <#char=0,9> .
"""
)

LINKED = "own:gap rdfs:seeAlso id:co .\nown:it kg:textGap own:gap ; a"
ALONE = """own:gap a kg:TextGap ; rdfs:label "Where?"@en , "Wo?"@de ; kg:evidence <#char=0,9> .
own:it a"""

CASES = (
    Case("TextGap", "Class", GAP, "own:gap a kg:TextGap ;", "own:gap"),
    Case("TextGap", "Class", SEAT, "own:it a", "own:thing kg:gapKind kg:Misspelling .\nown:it a"),
    Case("TextGap", "Class", SEAT, "own:it a", "own:thing kg:leavesOpen kg:place .\nown:it a", ("gapKind",)),
    Case("TextGap", "Class", SEAT, "own:it a", LINKED, ("gapKind",)),
    Case("gapKind", "MinCount", SEAT, "own:it a", ALONE),
    Case("gapKind", "MinCount", GAP, "kg:gapKind kg:NotStated", ""),
    Case("gapKind", "MaxCount", GAP, "kg:gapKind kg:NotStated", "kg:gapKind kg:NotStated , kg:MissingWord"),
    Case("gapKind", "Node", GAP, "kg:gapKind kg:NotStated", "kg:gapKind kg:Implied"),
    Case("leavesOpen", "NodeKind", GAP, "kg:leavesOpen kg:place", 'kg:leavesOpen "place"'),
    Case("gap-leaves-open", "SPARQL", GAP, "kg:leavesOpen kg:place", ""),
)
