"""A query that does not parse is refused with the place of the mistake and a sentence for people."""

import pytest

from kg.engine import InProcessEngine, Query
from kg.errors import MalformedQuery
from kg.formats import CSV

RULE = "CONSTRUCT { ?s ?p ?o } WHERE { GRAPH ?article { ?s ?p ?o } FILTER(false) }"
CASES = {
    "": "Line 1, column 1: there is no query; write one that begins with SELECT, ASK, CONSTRUCT or DESCRIBE.",
    "# only a comment": (
        "Line 1, column 1: there is no query; write one that begins with SELECT, ASK, CONSTRUCT or DESCRIBE."
    ),
    "SELECT": "Line 1, column 7: the query ends too early; expected '(', '*' or a variable.",
    "SELCT ?x {}": (
        "Line 1, column 1: 'SELCT' is no word of SPARQL (did you mean SELECT?); "
        "expected SELECT, ASK, CONSTRUCT or DESCRIBE."
    ),
    "SELECT * {\n?x a\n?y ?z ?w}": "Line 3, column 4: found '?z'; expected '}', '{', '.' or FILTER.",
    "SELECT * {\n { ?x a ?y \n}\n": (
        "Line 4, column 1: the query ends too early: the '{' of line 1, column 10 is not closed; "
        "expected '}', '{', '(', '.', a variable, an IRI or a name, a string, a number or FILTER."
    ),
    "SELECT ?x { ?x a ?x . FILTER(?x = 1 }": (
        "Line 1, column 37: found '}' before the '(' of line 1, column 29 is closed; expected ')' or '*'."
    ),
    "SELECT ?x { ?x a ?y } }": "Line 1, column 23: found '}'; expected the end of the query.",
    'SELECT ?x WHERE { ?x a "abc }': (
        'Line 1, column 24: the string that begins here is not closed; expected " at its end.'
    ),
    "SELECT * {?s ?p 'a\n'}": (
        "Line 1, column 17: the string that begins here is not closed; expected ' at its end."
    ),
    "SELECT * { ?x a <there> }": (
        "Line 1, column 17: this is not an absolute IRI; write it in full, without spaces, or declare a BASE."
    ),
    "SELECT * { ?s ?p ?o } LIMIT -1": "Line 1, column 29: found '-'; expected a number.",
    "PREFIX foo <http://x/> ASK {}": (
        "Line 1, column 8: 'foo' is no word of SPARQL; expected a prefix such as kg:."
    ),
    "DELETE WHERE { ?s ?p ?o }": "Line 1, column 1: DELETE begins an update, and this answers queries.",
    "SELECT * { ?s ?p _:a . { ?s ?p _:a } }": (
        "Line 1, column 32: this blank node stands in another group already; use a variable."
    ),
    "SELECT * { BIND(1 AS ?x) BIND (2 AS ?x)}": (
        "Line 1, column 40: BIND ... AS gives a value to a variable that has one already; use a new name."
    ),
    "SELECT ?x \ud800": "Line 1, column 11: '\\ud800' is half a surrogate pair, no character; remove it.",
    "SELECT * { ?s ?p ?o } GROUP BY ?s": (
        "Line 1, column 1: SELECT * cannot stand with GROUP BY or an aggregate; list the variables."
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def engine() -> InProcessEngine:
    return InProcessEngine([], rule=RULE)


def explain(engine: InProcessEngine, text: str) -> str:
    try:
        engine.query(Query(text))
    except MalformedQuery as error:
        return str(error)
    return ""


@pytest.mark.parametrize("text", CASES)
def test_a_malformed_query_is_explained(engine: InProcessEngine, text: str) -> None:
    with pytest.raises(MalformedQuery) as caught:
        engine.query(Query(text))

    assert str(caught.value) == CASES[text]


def test_an_unknown_prefix_lists_the_known_ones_and_those_declared(engine: InProcessEngine) -> None:
    with pytest.raises(MalformedQuery) as caught:
        engine.query(Query("PREFIX mine: <http://x/>\nSELECT * { ?x a foo:B }"))

    assert (caught.value.line, caught.value.column) == (2, 17)
    assert str(caught.value).startswith(
        "Line 2, column 17: unknown prefix foo: - known are dcterms:, edtf:, id:, kg:, mine:, "
    )


def test_grouping_without_aggregates_is_explained(engine: InProcessEngine) -> None:
    with pytest.raises(MalformedQuery, match="SELECT may only list what is grouped by, or aggregates"):
        engine.query(Query("SELECT ?y WHERE { ?x a ?z } GROUP BY ?x"))


def test_a_call_of_a_function_that_there_is_not_is_an_error_of_its_expression_alone(engine: InProcessEngine) -> None:
    text = (
        "SELECT ?x ?y ?z { VALUES ?x { 2 1 } BIND(<http://x/f>(?x) AS ?y) BIND(1 AS ?z) } ORDER BY <http://x/g>(?x) ?x"
    )

    answer = engine.query(Query(text, results_format=CSV))

    assert answer.body == b"x,y,z\r\n1,,1\r\n2,,1\r\n"
    assert not engine.query(Query("ASK { FILTER(<http://x/f>(1)) }")).boolean


def test_no_message_shows_the_parsers_character_classes(engine: InProcessEngine) -> None:
    whole = (
        "PREFIX a: <http://a/> SELECT DISTINCT ?x (COUNT(?y) AS ?n) WHERE { ?x a:b/a:c* ?y . "
        "FILTER(?y > 1.5e0 && !BOUND(?z)) } GROUP BY ?x ORDER BY DESC(?n) LIMIT 3"
    )

    messages = [explain(engine, whole[:end]) for end in range(len(whole))]

    assert [m for m in messages if m.startswith("Line 1, column ")] == [m for m in messages if m]
    assert [m for m in messages if "['" in m or "\\u" in m] == []


def test_a_relative_iri_is_an_error_only_where_there_is_no_base(engine: InProcessEngine) -> None:
    with pytest.raises(MalformedQuery, match="Line 1, column 12"):
        engine.query(Query("SELECT * { <s> ?p ?o }"))
    with pytest.raises(MalformedQuery, match="column 19: unknown prefix foo:"):
        engine.query(Query("SELECT * { <s> ?p foo:x }", base="http://base/"))

    assert not engine.query(Query("ASK { <s> ?p <nothing> }", base="http://base/")).boolean
