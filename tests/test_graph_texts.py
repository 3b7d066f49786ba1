"""The knowledge graph and the text of an article: it is verified, and passages are found in it."""

from __future__ import annotations

import pytest
from rdflib import Graph

from kg.errors import InputError, UnknownName
from tests.packaged import MAIN, open_packaged, read_article_text


def test_a_text_is_verified_against_the_article_that_it_fits_or_the_one_named() -> None:
    text = read_article_text("first-release")

    assert open_packaged().verify(text).ok
    assert open_packaged().verify(text, "first-release").ok
    assert not open_packaged().verify(text, MAIN).ok
    with pytest.raises(UnknownName, match="There are: first-release, salesforce-microsoft"):
        open_packaged().verify(text, "nonsense")


def test_passages_are_found_in_the_text_of_a_known_article() -> None:
    text = read_article_text("first-release")
    start = text.index("pySHACL")

    turtle = open_packaged().find_passages(text, "pySHACL")

    assert {str(passage) for passage in Graph().parse(data=turtle).subjects()} == {
        f"https://example.org/kg/article/first-release#char={start},{start + 7}"
    }


def test_a_slug_that_is_not_there_yet_names_a_new_article() -> None:
    turtle = open_packaged().find_passages("Something new.", "new", "note")

    assert {str(subject).rpartition("/")[2] for subject in Graph().parse(data=turtle).subjects()} == {
        "note",
        "note#char=10,13",
    }


def test_a_slug_that_makes_no_iri_is_refused() -> None:
    with pytest.raises(InputError, match="'be ta' is no name for a new article"):
        open_packaged().find_passages("Something new.", "new", "be ta")


def test_a_text_of_no_article_is_to_be_named() -> None:
    with pytest.raises(InputError, match=r"none of the articles here .*give it a name with --article NAME"):
        open_packaged().find_passages("Something new.", "new")


def test_words_that_are_not_in_the_text_are_refused() -> None:
    with pytest.raises(InputError):
        open_packaged().find_passages(read_article_text("first-release"), "no such words")
