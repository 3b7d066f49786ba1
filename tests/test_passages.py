"""Words are found in a text, and their passage's Turtle is proved by it and conforms."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import DCTERMS, RDF, Graph, URIRef

from kg.article import Passage, read_articles
from kg.errors import InputError
from kg.evidence import hash_text, prove_evidence
from kg.passages import PREFIX_LINES, find_words, name_article, write_article, write_passages
from kg.vocabulary import ARTICLE_BASE, KG
from tests.shapes.scheme import validate_texts

IRI = "https://example.org/kg/article/note"
TEXT = "🗞 Zoe\u0301 wrote, and wrote.\r\nNobody read it."


def read(turtle: str) -> Graph:
    return Graph().parse(data=PREFIX_LINES + turtle)


@pytest.mark.parametrize(
    ("words", "places"),
    [
        ("wrote", ((7, 12), (18, 23))),
        ("🗞", ((0, 1),)),
        ("Zoe\u0301", ((2, 6),)),
        ("wrote.\r\nNobody", ((18, 32),)),
        ("rote", ((8, 12), (19, 23))),
    ],
)
def test_words_are_found_in_code_points(words: str, places: tuple[tuple[int, int], ...]) -> None:
    assert find_words(TEXT, words) == places


def test_places_may_overlap() -> None:
    assert find_words("ananas", "ana") == ((0, 3), (2, 5))


@pytest.mark.parametrize(
    ("words", "advice"),
    [
        ("", "there are none to look for"),
        ("Wrote", "write them as the text does"),
        ("wrote.\nNobody", "line ends and spaces included"),
        ("Zoé", "letter by letter"),
    ],
)
def test_words_that_are_not_there_are_refused_with_advice(words: str, advice: str) -> None:
    with pytest.raises(InputError, match=advice):
        find_words(TEXT, words)


def test_a_passage_is_part_of_the_sentence_that_it_lies_in() -> None:
    sentences = [
        Passage(f"{IRI}#char={start},{end}", start, end, "", number, True)
        for number, (start, end) in enumerate([(0, 24), (26, 41)], 1)
    ]

    graph = read(write_passages(TEXT, [(2, 6), (20, 30), (26, 41)], IRI, sentences))

    assert {str(part): str(whole) for part, whole in graph.subject_objects(DCTERMS.isPartOf)} == {
        f"{IRI}#char=2,6": f"{IRI}#char=0,24"
    }
    assert len(set(graph.subjects(RDF.type, KG.Passage))) == 3


@pytest.mark.parametrize("name", ["note-2", f"{ARTICLE_BASE}note-2"])
def test_a_new_article_is_named_by_slug_or_iri(name: str) -> None:
    assert name_article(name) == f"{ARTICLE_BASE}note-2"


@pytest.mark.parametrize(
    "name", ["", "be ta", "a#b", "a/b", "Note", "nöte", "note\n", "a>b", "https://example.org/note"]
)
def test_what_is_no_name_of_an_article_is_refused(name: str) -> None:
    with pytest.raises(InputError, match="use small letters a to z, digits and hyphens"):
        name_article(name)


def test_a_new_article_with_its_passages_conforms() -> None:
    turtle = write_article(TEXT, IRI) + write_passages(TEXT, find_words(TEXT, "wrote"), IRI, ())

    validation = validate_texts([turtle])

    assert validation.report.findings == ()
    assert (URIRef(f"{IRI}#char=7,12"), RDF.type, KG.Passage) in validation.data


def test_the_words_of_a_passage_do_not_stand_in_its_turtle() -> None:
    assert "wrote" not in write_passages(TEXT, find_words(TEXT, "wrote"), IRI, ())


CHARACTERS = st.text(st.sampled_from('aZ ß"\\\r\n.\u0301é🗞𝔊👩\u200d💻'), min_size=1, max_size=60)


@given(CHARACTERS, st.data())
def test_what_is_found_is_proved(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))

    places = find_words(text, text[start:end])
    (article,) = read_articles(read(write_article(text, IRI) + write_passages(text, places, IRI, ())))

    assert (start, end) in places
    assert {text[first:last] for first, last in places} == {text[start:end]}
    assert [(passage.start, passage.end) for passage in article.passages] == list(places)
    assert (article.length, article.sha256) == (len(text), hash_text(text))
    assert prove_evidence(article, text).ok
