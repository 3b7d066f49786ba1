"""What was rewritten is remembered, by all that it depends on."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from kg.engine import Query
from kg.engine.rewriting import Rewriter

TEXT = "SELECT * { <http://e/a> <http://e/p>* ?x } ORDER BY ?x"


def test_a_query_is_rewritten_once() -> None:
    rewriter = Rewriter(ox.Store())

    assert rewriter.rewrite(Query(TEXT)) is rewriter.rewrite(Query(TEXT))


@pytest.mark.parametrize(
    "other",
    [
        Query(f"{TEXT} LIMIT 1"),
        Query(TEXT, union=False),
        Query(TEXT, default_graphs=("http://e/g",)),
        Query(TEXT, named_graphs=("http://e/g",)),
        Query(TEXT, base="http://e/"),
    ],
)
def test_another_query_is_rewritten_anew(other: Query) -> None:
    rewriter = Rewriter(ox.Store())

    assert rewriter.rewrite(Query(TEXT)) != rewriter.rewrite(other)


def test_a_long_query_is_not_remembered() -> None:
    rewriter, query = Rewriter(ox.Store()), Query(TEXT + " " * 4096)

    first = rewriter.rewrite(query)

    assert rewriter.rewrite(query) is not first
    assert rewriter.rewrite(query) == first


@pytest.mark.parametrize("text", ["", "SELECT * {", "SELECT * { ?s a ?x . ?x", "PREFIX"])
def test_what_is_no_query_stays_as_it_is(text: str) -> None:
    assert Rewriter(ox.Store()).rewrite(Query(text)).text == text
