"""When a fact was: never more precise than the text."""

from tests.shapes.cases.kinds import SEAT
from tests.shapes.scheme import Case


def write_time(resolution: str, more: str) -> str:
    return f"own:time a time:Interval ; kg:timeResolution kg:{resolution} ; {more} .\nown:past time:hasTime own:time ."


def write_date(date: str, first: str, last: str) -> str:
    return f'kg:edtf "{date}"^^edtf:EDTF ; kg:notBefore "{first}"^^xsd:date ; kg:notAfter "{last}"^^xsd:date'


YEAR = write_date("2017", "2017-01-01", "2017-12-31")
MONTH = write_date("2020-02", "2020-02-01", "2020-02-29")
DAY = write_date("2020-02-09", "2020-02-09", "2020-02-09")
SPAN = write_date("2020-10/2020-12", "2020-10-01", "2020-12-31")
EXPLICIT = write_time("Explicit", f'kg:timePhrase "2017" ; {YEAR}')
CONVENTIONAL = write_time("Conventional", f'kg:timePhrase "the end of 2020" ; {SPAN}')
RELATIVE = write_time("Relative", "kg:anchor id:base ; kg:anchorRelation kg:After")
DERIVED_DATE = write_date("2019", "2019-01-01", "2019-12-31")
DERIVED = write_time("Derived", f"{DERIVED_DATE} ; kg:anchor id:base")

BOUNDS = "bounds-of-date"
CASES = (
    Case("Time", "Class", EXPLICIT, "a time:Interval ; ", ""),
    Case("Time", "Class", SEAT, "own:it a", "own:time kg:timeResolution kg:Derived .\nown:it a", ("dated-time",)),
    Case("timeResolution", "MinCount", SEAT, "own:it a", "own:time a time:Interval .\nown:it a", ("time-of-fact",)),
    Case("time-of-fact", "SPARQL", EXPLICIT, "own:past time:hasTime", "own:past rdfs:seeAlso"),
    *(
        Case("Time", "Class", SEAT, "own:it a", f"own:it {date} ; a", ("timeResolution",))
        for date in (
            'kg:timePhrase "2017"',
            'kg:edtf "2017"^^edtf:EDTF',
            'kg:notBefore "2017-01-01"^^xsd:date',
            'kg:notAfter "2017-12-31"^^xsd:date',
            "kg:anchor id:base",
            "kg:anchorRelation kg:Before",
        )
    ),
    Case("timeResolution", "MinCount", EXPLICIT, "kg:timeResolution kg:Explicit", ""),
    Case("timeResolution", "MaxCount", EXPLICIT, "kg:Explicit", "kg:Explicit , kg:Derived"),
    Case("timeResolution", "Node", EXPLICIT, "kg:Explicit", "kg:Stated"),
    Case("timePhrase", "MaxCount", RELATIVE, "kg:anchor id:base", 'kg:anchor id:base ; kg:timePhrase "then" , "later"'),
    Case("timePhrase", "Datatype", EXPLICIT, 'kg:timePhrase "2017"', 'kg:timePhrase "2017"@en'),
    Case("timePhrase", "MinLength", EXPLICIT, 'kg:timePhrase "2017"', 'kg:timePhrase ""'),
    Case("edtf", "MaxCount", EXPLICIT, "^^edtf:EDTF", '^^edtf:EDTF , "2018"^^edtf:EDTF', (BOUNDS, "year-stays-year")),
    Case("edtf", "Datatype", EXPLICIT, "^^edtf:EDTF", ""),
    Case("edtf", "Pattern", CONVENTIONAL, "2020-10/2020-12", "2020-10/..", (BOUNDS,)),
    Case(
        "notBefore",
        "MaxCount",
        EXPLICIT,
        '"2017-01-01"^^xsd:date',
        '"2017-01-01"^^xsd:date , "2017-01-02"^^xsd:date',
        (BOUNDS,),
    ),
    Case("notBefore-day", "Datatype", EXPLICIT, '"2017-01-01"^^xsd:date', '"2017-01-01"', ("notBefore",)),
    Case("notBefore-day", "Datatype", EXPLICIT, YEAR, 'kg:notBefore "2017-02-30"^^xsd:date', ("dated-time",)),
    Case("notBefore", "LessThanOrEquals", CONVENTIONAL, "2020-10-01", "2021-10-01", (BOUNDS,)),
    Case(
        "notAfter",
        "MaxCount",
        EXPLICIT,
        '"2017-12-31"^^xsd:date',
        '"2017-12-31"^^xsd:date , "2017-12-30"^^xsd:date',
        (BOUNDS,),
    ),
    Case("notAfter-day", "Datatype", EXPLICIT, '"2017-12-31"^^xsd:date', '"2017-12-31"^^xsd:dateTime', (BOUNDS,)),
    Case("anchor", "MaxCount", SEAT + RELATIVE, "kg:anchor id:base", "kg:anchor id:base , own:it"),
    Case("anchor-class", "Class", RELATIVE, "kg:anchor id:base", "kg:anchor id:place"),
    Case("anchorRelation", "MaxCount", RELATIVE, "kg:After", "kg:After , kg:Before"),
    Case("anchorRelation", "Node", RELATIVE, "kg:After", "kg:Explicit"),
    Case("relative-time", "SPARQL", RELATIVE, "kg:anchor id:base ;", ""),
    Case("relative-time", "SPARQL", RELATIVE, "kg:anchorRelation kg:After", ""),
    Case("relative-time", "SPARQL", RELATIVE, "kg:After", 'kg:After ; kg:edtf "2017"^^edtf:EDTF'),
    Case("relative-time", "SPARQL", RELATIVE, "kg:After", 'kg:After ; kg:notBefore "2017-01-01"^^xsd:date'),
    Case("relative-time", "SPARQL", RELATIVE, "kg:After", 'kg:After ; kg:notAfter "2017-01-01"^^xsd:date'),
    Case("dated-time", "SPARQL", EXPLICIT, 'kg:edtf "2017"^^edtf:EDTF ;', ""),
    Case("dated-time", "SPARQL", EXPLICIT, 'kg:notBefore "2017-01-01"^^xsd:date ;', ""),
    Case("dated-time", "SPARQL", DERIVED, '; kg:notAfter "2019-12-31"^^xsd:date', ""),
    Case("phrase-given", "SPARQL", EXPLICIT, 'kg:timePhrase "2017" ;', ""),
    Case("phrase-given", "SPARQL", CONVENTIONAL, 'kg:timePhrase "the end of 2020" ;', ""),
    Case("year-stays-year", "SPARQL", EXPLICIT, YEAR, write_date("2017-06-13", "2017-06-13", "2017-06-13")),
    Case("year-stays-year", "SPARQL", EXPLICIT, YEAR, write_date("2017-06", "2017-06-01", "2017-06-30")),
    Case("year-stays-year", "SPARQL", EXPLICIT, YEAR, write_date("2018", "2018-01-01", "2018-12-31")),
    Case("derived-precision", "SPARQL", DERIVED, DERIVED_DATE, DAY),
    Case("derived-precision", "SPARQL", DERIVED, DERIVED_DATE, SPAN),
    Case(BOUNDS, "SPARQL", EXPLICIT, "2017-01-01", "2017-01-02"),
    Case(BOUNDS, "SPARQL", EXPLICIT, "2017-12-31", "2017-12-30"),
    Case(BOUNDS, "SPARQL", CONVENTIONAL, "2020-10-01", "2020-09-30"),
    Case(BOUNDS, "SPARQL", CONVENTIONAL, "2020-12-31", "2021-12-31"),
    Case(BOUNDS, "SPARQL", CONVENTIONAL.replace(SPAN, MONTH), "2020-02-29", "2020-02-27"),
    Case(BOUNDS, "SPARQL", CONVENTIONAL.replace(SPAN, DAY), 'notAfter "2020-02-09"', 'notAfter "2020-02-10"'),
)
