"""Every ORDER BY is wrapped, and nothing else."""

import pytest

from kg.engine.order_by import wrap_conditions

CASES = {
    "SELECT * {} ORDER BY ?a": "SELECT * {} ORDER BY (<k>(?a))",
    "SELECT * {} order  by ?a ?b LIMIT 3": "SELECT * {} order  by (<k>(?a)) (<k>(?b)) LIMIT 3",
    "SELECT * {} ORDER BY DESC(?a) ASC ( ?b )": "SELECT * {} ORDER BY DESC(<k>((?a))) ASC (<k>(( ?b )))",
    "SELECT * {} ORDER BY (?a + ?b) OFFSET 1": "SELECT * {} ORDER BY (<k>((?a + ?b))) OFFSET 1",
    "SELECT * {} ORDER BY STR(?a) ex:f(?b, (1)) <g>(?c)": (
        "SELECT * {} ORDER BY (<k>(STR(?a))) (<k>(ex:f(?b, (1)))) (<k>(<g>(?c)))"
    ),
    "SELECT * {} ORDER BY NOT EXISTS { ?a ?b ?c } ?d": (
        "SELECT * {} ORDER BY (<k>(NOT EXISTS { ?a ?b ?c })) (<k>(?d))"
    ),
    "SELECT * {} ORDER BY ?a VALUES (?b) { (1) }": "SELECT * {} ORDER BY (<k>(?a)) VALUES (?b) { (1) }",
    "SELECT * { { SELECT * {} ORDER BY ?a } } ORDER BY ?b": (
        "SELECT * { { SELECT * {} ORDER BY (<k>(?a)) } } ORDER BY (<k>(?b))"
    ),
    "SELECT * {} ORDER BY STR(')')": "SELECT * {} ORDER BY (<k>(STR(')')))",
}
UNCHANGED = [
    "SELECT * { ?order ex:order 'ORDER BY ?a' } # ORDER BY ?a",
    "SELECT * {} ORDER BY",
    "SELECT * {} ORDER BY (?a",
    "SELECT * {} ORDER BY DESC",
    "SELECT * {} ORDER ?a",
    "SELECT * {} ORDER BY NOT",
]


@pytest.mark.parametrize("text", CASES)
def test_conditions_are_wrapped(text: str) -> None:
    assert wrap_conditions(text, "k") == CASES[text]


@pytest.mark.parametrize("text", UNCHANGED)
def test_what_is_no_condition_is_left_alone(text: str) -> None:
    assert wrap_conditions(text, "k") == text
