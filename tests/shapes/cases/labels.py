"""Labels in both languages, of facts, gaps and every kind of thing."""

from tests.shapes.cases.gaps import GAP
from tests.shapes.cases.kinds import SEAT
from tests.shapes.scheme import ARTICLE, Case

LABELS = 'rdfs:label "It is so."@en , "Es ist so."@de'
THINGS = ("prov:Agent", "schema:DefinedTerm", "schema:Event", "schema:Organization", "schema:Person", "schema:Place")


def write_thing(classes: str) -> str:
    return f"own:it a {classes} ; {LABELS} ."


CASES = (
    Case("english-label", "QualifiedMinCount", SEAT, '"It is so."@en , ', ""),
    Case("english-label", "QualifiedMinCount", SEAT, '"It is so."@en', '"It is so."'),
    Case("english-label", "QualifiedMaxCount", SEAT, '"It is so."@en', '"It is so."@en , "So it is."@en'),
    Case("german-label", "QualifiedMinCount", SEAT, ' , "Es ist so."@de', ""),
    Case("german-label", "QualifiedMinCount", SEAT, '"Es ist so."@de', '"Es ist so."@en', ("english-label",)),
    Case("german-label", "QualifiedMaxCount", SEAT, '"Es ist so."@de', '"Es ist so."@de , "So ist es."@de'),
    Case("german-label", "QualifiedMinCount", ARTICLE, '"Artikel"@de', '"article"'),
    Case("german-label", "QualifiedMinCount", GAP, '"Der Artikel sagt nicht, wo."@de', '"-"'),
    *(
        Case("german-label", "QualifiedMinCount", write_thing(thing), ' , "Es ist so."@de', "")
        for thing in (*THINGS, "schema:Product", "kg:Group")
    ),
)
