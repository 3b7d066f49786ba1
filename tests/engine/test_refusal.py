"""SERVICE and LOAD are found in every disguise that pyoxigraph's parser sees through, and nowhere else."""

import pytest

from kg.engine.refusal import refuse_outreach
from kg.errors import Refused

REFUSED = [
    "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
    "SELECT * { service SILENT ?x { ?s ?p ?o } }",
    "SELECT * { SERVICE<http://127.0.0.1:1/>{} }",
    "PREFIX ex: <http://127.0.0.1:1/> SELECT * { SERVICEex:s { ?s ?p ?o } }",
    "PREFIX ex: <http://127.0.0.1:1/> SELECT * { SERVICESILENTex:s { ?s ?p ?o } }",
    "SELECT * { ?s ?p trueSERVICE<http://127.0.0.1:1/> { ?s ?p ?o } }",
    "SELECT * { ?s ?p 1SERVICE<http://127.0.0.1:1/> { ?s ?p ?o } }",
    "PREFIX service: <http://x/> PREFIX : <http://127.0.0.1:1/> SELECT * { ?s ?p ?o SERVICE:a { ?s ?p ?o } }",
    'SELECT * { FILTER(?a<?b#c>"""\n) SERVICE <http://127.0.0.1:1/> {?s ?p ?o} #"""\n}',
    "SELECT * { FILTER(?a<'b>'||true)SERVICE<http://127.0.0.1:1/>{?s ?p ?o}FILTER('c'='c') }",
    "BASE <http://x/> SELECT * { ?s <it's> ?o FILTER(?a<'b>'||true)SERVICE<http://x/>{?s ?p ?o}FILTER('c'='c') }",
    "LOAD <http://127.0.0.1:1/>",
    "LOAD SILENT <file:///etc/passwd> INTO GRAPH <http://x/>",
]
ALLOWED = [
    "SELECT ?service { ?service a 'SERVICE' }",
    "# SERVICE <http://x/>\nASK {}",
    "PREFIX service: <http://x/> SELECT * { service:a ?p ?o }",
    "PREFIX service: <http://x/> SELECT * { GRAPH service:g { ?s ?p ?o } }",
    "PREFIX service: <http://x/> SELECT * FROM service:g { ?s ?p ?o }",
    "SELECT * { <http://x/SERVICE> ?p '''a\nSERVICE <http://x/> {}''' }",
    "SELECT * { ?s ex:service ?o ; ex:load 'LOAD' }",
    "SELECT ?load { ?s ?p <http://x/#LOAD> }",
]


@pytest.mark.parametrize("text", REFUSED)
def test_a_query_that_reaches_out_is_refused(text: str) -> None:
    with pytest.raises(Refused, match=r"^Line \d+, column \d+: (SERVICE|LOAD) is never"):
        refuse_outreach(text)


@pytest.mark.parametrize("text", ALLOWED)
def test_the_letters_of_service_elsewhere_are_allowed(text: str) -> None:
    refuse_outreach(text)
