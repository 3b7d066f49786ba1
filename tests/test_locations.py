"""A subject is found in the files and lines that describe it."""

from __future__ import annotations

import pytest

from kg.formats import N_QUADS, N_TRIPLES, TRIG, TURTLE, Format
from kg.locations import Place, locate_subjects
from kg.sources import Source, ontology_sources, packaged_sources

LABEL = "<http://www.w3.org/2000/01/rdf-schema#label>"


def locate(text: str, format: Format = TURTLE) -> dict[str, int]:
    """Return the line of each subject by the end of its IRI."""
    places = locate_subjects([Source("http://e/article", text, format, "it.ttl")])
    return {subject.removeprefix("http://e/"): place.line for subject, (place,) in places.items()}


def test_lines_count_from_1() -> None:
    assert locate("<http://e/a> a <http://e/A> .") == {"a": 1}


def test_comments_prefixes_and_long_strings_count() -> None:
    text = f'''# a comment
@prefix e: <http://e/> .

e:a a e:A ;  # and another
    {LABEL} """two
lines""" ,
        "b" .


# e:c a e:C .
e:b a e:B ; e:p [ e:q
    e:a ] , ( e:a
    e:b ) .
    e:d
    a e:D .
'''

    assert locate(text) == {"a": 4, "b": 11, "d": 14}


def test_windows_line_ends_count_once() -> None:
    assert locate("\r\n\r\n<http://e/a> a <http://e/A> .\r\n<http://e/b> a <http://e/B> .\r\n") == {"a": 3, "b": 4}


def test_relative_iris_are_of_the_base_or_the_graph() -> None:
    assert locate("<#char=0,9> a <A> .\n@base <http://e/other> .\n<#char=0,9> a <A> .") == {
        "article#char=0,9": 1,
        "other#char=0,9": 3,
    }


def test_a_subject_stated_twice_is_found_first() -> None:
    assert locate("<http://e/a> a <http://e/A> .\n<http://e/b> a <http://e/B> .\n<http://e/a> <http://e/p> 1 .") == {
        "a": 1,
        "b": 2,
    }


def test_n_triples_are_located_too() -> None:
    assert locate("<http://e/a> <http://e/p> <http://e/b> .\n<http://e/b> <http://e/p> <http://e/a> .", N_TRIPLES) == {
        "a": 1,
        "b": 2,
    }


@pytest.mark.parametrize("format", [TRIG, N_QUADS])
def test_other_formats_have_no_lines(format: Format) -> None:
    assert locate("<http://e/a> <http://e/p> <http://e/b> .", format) == {}


def test_every_file_that_describes_a_subject_is_told_with_the_properties() -> None:
    first = Source("http://e/", "<http://e/a> a <http://e/A> .", origin="first.ttl")
    second = Source("http://e/", "\n<http://e/a> <http://e/p> 1 ; <http://e/q> 2 .", origin="second.ttl")

    places = locate_subjects([first, second])["http://e/a"]

    assert places == [Place("first.ttl", 1), Place("second.ttl", 2)]
    assert places[1].predicates == {"http://e/p", "http://e/q"}


def test_every_packaged_subject_stands_in_its_line() -> None:
    for source in (*ontology_sources(), *packaged_sources()):
        lines = source.text.splitlines()

        for subject, (place,) in locate_subjects([source]).items():
            name = subject.rpartition("#")[2].rpartition("/")[2]
            assert name in lines[place.line - 1] or lines[place.line - 1].startswith("<> ")
