"""Articles are read from RDF as values, passages in the order of the text."""

from __future__ import annotations

import pytest
from rdflib import Graph

from kg.article import Article, Passage, TimePhrase, read_articles
from kg.errors import InputError
from tests.packaged import SLUGS, open_packaged
from tests.shapes.scheme import ARTICLE, HASH, PREFIX_LINES, SENTENCE, STANCE

NOTE = "https://example.org/kg/article/note"
PART = f'<#char=2,5> a kg:Passage ; oa:hasSource <> ; kg:start 2 ; kg:end 5 ; kg:sha256 "{HASH}" .'
FACT = f"<f> a kg:Seat ; {STANCE} kg:evidence <#char=0,9> ; time:hasTime <t> . <t> kg:timePhrase 'in 2020' ."


def read(text: str) -> tuple[Article, ...]:
    return read_articles(Graph().parse(data=f"@base <{NOTE}> .\n{PREFIX_LINES}{text}"))


def test_an_article_is_read_with_passages_and_time_phrases() -> None:
    assert read(ARTICLE + PART + SENTENCE + FACT) == (
        Article(
            iri=NOTE,
            title={"en": "article", "de": "Artikel"},
            length=20,
            sha256=HASH,
            passages=(
                Passage(f"{NOTE}#char=0,9", 0, 9, HASH, 1, True),
                Passage(f"{NOTE}#char=2,5", 2, 5, HASH, None, False),
            ),
            time_phrases=(TimePhrase("https://example.org/kg/article/f", "in 2020", (f"{NOTE}#char=0,9",)),),
        ),
    )


def test_a_sentence_comes_before_its_parts() -> None:
    (article,) = read(ARTICLE + SENTENCE + PART.replace("2,5", "0,5").replace("start 2", "start 0"))

    assert [(passage.start, passage.end) for passage in article.passages] == [(0, 9), (0, 5)]


def test_a_gap_is_no_fact_that_rests_on_a_passage() -> None:
    (article,) = read(ARTICLE + SENTENCE + "<g> a kg:TextGap ; kg:evidence <#char=0,9> .")

    assert [passage.is_evidence for passage in article.passages] == [False]


def test_passages_and_phrases_of_another_article_are_not_this_ones() -> None:
    other = (ARTICLE + SENTENCE).replace("<>", "<other>").replace("<#char", "<other#char")
    facts = FACT + FACT.replace("<f>", "<h>").replace("<#char=0,9>", "<other#char=0,9>")

    note, another = read(ARTICLE + SENTENCE + other + facts)

    assert (note.slug, another.slug) == ("note", "other")
    assert [passage.iri for passage in another.passages] == ["https://example.org/kg/article/other#char=0,9"]
    assert [phrase.fact.rpartition("/")[2] for phrase in another.time_phrases] == ["h"]


def test_evidence_that_is_not_described_is_told_apart() -> None:
    other = "<other> kg:evidence <other#char=0,1> ."

    (article,) = read(ARTICLE + SENTENCE + FACT.replace("#char=0,9", "#char=0,8") + FACT + other)

    assert article.undescribed == (f"{NOTE}#char=0,8",)


def test_a_graph_without_articles_gives_none() -> None:
    assert read("<x> a kg:Passage .") == ()


@pytest.mark.parametrize(
    ("missing", "message"),
    [
        ("kg:length 20 ;", "note has no whole number as kg:length"),
        ("kg:start 0 ;", "note#char=0,9 has no whole number as kg:start"),
        ("kg:end 9 ;", "note#char=0,9 has no whole number as kg:end"),
    ],
)
def test_what_is_needed_and_missing_is_said(missing: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        read((ARTICLE + SENTENCE).replace(missing, ""))


def test_a_position_that_is_no_number_is_said() -> None:
    with pytest.raises(InputError, match="no whole number as schema:position"):
        read((ARTICLE + SENTENCE).replace("position 1", "position 'one'"))


def test_the_packaged_articles_are_read() -> None:
    articles = open_packaged().articles

    assert tuple(article.slug for article in articles) == SLUGS
    assert [len(article.passages) for article in articles] == [12, 48]
    assert [article.length for article in articles] == [461, 2027]
