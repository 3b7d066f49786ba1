"""The pages' own SPARQL: parses, uses terms that exist, and takes no text for a query."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rdflib import Graph

from kg.engine import InProcessEngine, Query
from kg.errors import UnknownName
from kg.http.queries import fill, is_iri, read_query, select, write_iris, write_string
from kg.resources import find_folder

from .conftest import NO_RULE

NAMES = sorted(entry.name.removesuffix(".rq") for entry in files("kg.http").joinpath("queries").iterdir())
KG = "https://example.org/kg/ontology#"


@pytest.mark.parametrize("name", NAMES)
def test_a_query_stands_as_it_is_and_begins_with_what_it_asks(name: str) -> None:
    text = read_query(name)

    InProcessEngine((), rule=NO_RULE).query(Query(text))

    assert text.startswith("# ")


def find_terms() -> Iterator[str]:
    import kg.http

    for file in sorted(Path(kg.http.__file__).parent.rglob("*")):
        if file.suffix in (".py", ".rq"):
            yield from re.findall(r"\bkg:([A-Za-z]\w*)", file.read_text(encoding="utf-8"))


def test_every_term_of_ours_that_the_pages_name_is_in_the_ontology() -> None:
    ontology = Graph().parse(find_folder("ontology") / "kg.ttl")
    known = {str(subject).removeprefix(KG) for subject in ontology.subjects() if str(subject).startswith(KG)}

    assert set(find_terms()) - known == set()


IRIS = st.one_of(
    st.text(max_size=30), st.from_regex(r"\A[a-z]{1,3}:(//)?[^ ]{0,12}\Z"), st.text("a:/?#@%[]0é\ue000", max_size=9)
)


@given(IRIS)
@example("http://example.org/a?b=c#d")
@example("a://b:c")
@example("a:b%2")
@example(":")
def test_what_counts_as_an_iri_is_one_for_the_engine_too(text: str) -> None:
    if not is_iri(text):
        with pytest.raises(UnknownName):
            write_iris([text])
        return
    answer = InProcessEngine((), rule=NO_RULE).query(Query(f"ASK {{ VALUES ?x {{ {write_iris([text])} }} }}"))

    assert answer.boolean


@pytest.mark.parametrize(
    "iri",
    [
        "https://example.org/kg/id/zürich",
        "https://example.org/kg/article/test#char=0,5",
        "http://user@example.org:8080/a/b?c=d&e",
        "urn:isbn:123",
        "https://example.org/a'b(c)",
    ],
)
def test_common_iris_are_iris(iri: str) -> None:
    assert is_iri(iri)


@given(st.text(st.characters(codec="utf-8"), max_size=30))
def test_a_string_comes_back_as_it_was_written(text: str) -> None:
    engine = InProcessEngine((), rule=NO_RULE)

    answer = engine.query(Query(f"ASK {{ FILTER(STRLEN({write_string(text)}) = {len(text)}) }}"))

    assert answer.boolean


def test_parameters_are_filled_and_nothing_else() -> None:
    text = fill('VALUES ?x { <param:a> } "param:b" <urn:param:a>', {"a": ["urn:1", "urn:2"]}, {"b": 'say "hi"'})

    assert text == 'VALUES ?x { <urn:1> <urn:2> } "say \\"hi\\"" <urn:param:a>'


def test_a_select_returns_rows_of_terms() -> None:
    rows = select(InProcessEngine((), rule=NO_RULE), "graph-size", it="urn:x")

    assert [row["triples"]["value"] for row in rows] == ["0"]
