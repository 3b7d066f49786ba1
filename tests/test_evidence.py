"""Evidence is proved by the text, and by no other; what is wrong is named."""

from __future__ import annotations

from dataclasses import replace
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.article import Article, Passage, TimePhrase
from kg.errors import InputError, UnknownName
from kg.evidence import NO_PASSAGES, UNDESCRIBED, EvidenceFailure, choose_article, hash_text, prove_evidence
from tests.packaged import each_slug, open_packaged, read_article_text

IRI = "https://example.org/kg/article/note"
# One sentence with a character beyond the Basic Multilingual Plane and one composed of two, and one without evidence.
TEXT = "🗞 Zoe\u0301 wrote in 2020. Nobody read it.\n"
SENTENCES = ((0, 21), (22, 37))


def make_passage(text: str, start: int, end: int, sentence: int | None = None, *, is_evidence: bool = True) -> Passage:
    return Passage(f"{IRI}#char={start},{end}", start, end, hash_text(text[start:end]), sentence, is_evidence)


def make_article(text: str, *passages: Passage, phrases: tuple[TimePhrase, ...] = ()) -> Article:
    return Article(IRI, {"en": "note"}, len(text), hash_text(text), passages, phrases)


NOTE = make_article(
    TEXT,
    make_passage(TEXT, *SENTENCES[0], 1, is_evidence=False),
    make_passage(TEXT, 2, 6),
    make_passage(TEXT, *SENTENCES[1], 2, is_evidence=False),
    phrases=(TimePhrase("fact:wrote", "Zoe\u0301", (f"{IRI}#char=2,6",)),),
)


def find_faults(text: str, article: Article = NOTE) -> dict[str, str]:
    """Return the reason of each failure by what stands after the article's IRI."""
    failures = prove_evidence(article, text).failures
    return {failure.passage.removeprefix(IRI): failure.reason for failure in failures}


def test_the_text_itself_proves_everything() -> None:
    report = prove_evidence(NOTE, TEXT)

    assert report.ok
    assert (report.total, report.proved, report.failures) == (3, 3, ())
    assert (report.sentences_covered, report.sentences_total) == (1, 2)
    assert report.coverage == 4 / len(TEXT)


def test_a_changed_character_within_a_passage_names_the_passage_and_what_contains_it() -> None:
    assert find_faults(TEXT.replace("Zo", "Jo")) == {
        "": "the text differs from the article's (its hash differs)",
        "#char=0,21": "the text there is not the one that the facts rest on (its hash differs)",
        "#char=2,6": "the text there is not the one that the facts rest on (its hash differs)",
    }


def test_a_changed_character_between_passages_names_the_article() -> None:
    assert find_faults(TEXT.replace(". N", ".\tN")) == {
        "": "the text differs from the article's between the passages (its hash differs)"
    }


def test_an_added_character_says_where_the_words_stand_now() -> None:
    faults = find_faults(" " + TEXT)

    assert faults["#char=2,6"] == "its words now stand at characters 3,7"
    assert faults[""] == "the text has 39 characters, the article 38"


def test_a_text_that_is_too_short_names_the_passages_outside_it() -> None:
    assert find_faults(TEXT[:30])["#char=22,37"] == "it ends at character 37, but the text has only 30"


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (TEXT.replace("\n", "\r\n"), "with Windows line ends"),
        (TEXT + "\n", "with an extra line end at its end"),
        (TEXT.replace("\n", "\r\n") + "\r\n", "with Windows line ends and with an extra line end at its end"),
    ],
)
def test_what_an_editor_does_is_said(text: str, fault: str) -> None:
    assert find_faults(text)[""] == f"the text is the article's, but {fault}: undo that"


def test_letters_and_marks_set_apart_are_said() -> None:
    composed = normalize("NFC", TEXT)

    assert "Unicode NFD" in find_faults(TEXT, make_article(composed, make_passage(composed, 0, 1)))[""]


def test_the_length_is_proved_too() -> None:
    assert find_faults(TEXT, replace(NOTE, length=40)) == {"": "the text has 38 characters, but kg:length is 40"}


def test_a_time_phrase_outside_its_evidence_is_a_fault_of_the_fact() -> None:
    late = replace(NOTE, time_phrases=(TimePhrase("fact:wrote", "2020", (f"{IRI}#char=2,6",)),))

    assert find_faults(TEXT, late) == {"fact:wrote": "its time phrase '2020' does not stand in its evidence"}


def test_a_time_phrase_is_not_blamed_for_a_passage_that_fails() -> None:
    assert "fact:wrote" not in find_faults(TEXT.replace("Zo", "Jo"))


def test_a_passage_that_fails_covers_nothing() -> None:
    report = prove_evidence(NOTE, TEXT.replace("Zo", "Jo"))

    assert (report.proved, report.coverage, report.sentences_covered) == (1, 0, 0)


def test_an_article_without_passages_is_not_proved() -> None:
    report = prove_evidence(make_article(""), "")

    assert (report.ok, report.coverage, report.sentences_total) == (False, 0, 0)
    assert report.failures == (EvidenceFailure(IRI, NO_PASSAGES),)


def test_evidence_that_is_not_described_is_not_proved() -> None:
    astray = replace(NOTE, undescribed=(f"{IRI}#char=2,7",))

    report = prove_evidence(astray, TEXT)

    assert (report.ok, report.total, report.proved) == (False, 3, 3)
    assert report.failures == (EvidenceFailure(f"{IRI}#char=2,7", UNDESCRIBED),)


CHARACTERS = st.text(st.sampled_from("aZ ß\n.\u0301é🗞𝔊👩\u200d💻"), min_size=2, max_size=60)


@given(CHARACTERS, st.data())
def test_a_passage_is_proved_at_its_range_in_code_points_and_nowhere_else(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    passage = make_passage(text, start, end)
    position = data.draw(st.integers(0, len(text) - 1))
    changed = text[:position] + "#" + text[position + 1 :]

    assert prove_evidence(make_article(text, passage), text).ok
    failures = prove_evidence(make_article(text, passage), changed).failures
    assert [failure.passage for failure in failures] == [IRI, passage.iri][: 1 + (start <= position < end)]


def test_the_article_that_the_text_fits_is_chosen() -> None:
    other = replace(make_article("Something else."), iri=f"{IRI}-2")

    assert choose_article((other, NOTE), TEXT.replace("read", "saw")) is NOTE
    assert choose_article((other, NOTE), TEXT, "note-2") is other
    assert choose_article((other, NOTE), TEXT, IRI) is NOTE


def test_a_text_of_no_article_is_refused_with_those_there_are() -> None:
    with pytest.raises(InputError, match=r"none of the articles here \(note\)"):
        choose_article((NOTE,), "Nothing of the kind, and of another length.")


def test_an_article_that_is_not_there_is_refused_with_those_there_are() -> None:
    with pytest.raises(UnknownName, match="There are: note"):
        choose_article((NOTE,), TEXT, "letter")


@each_slug
def test_the_text_of_a_packaged_article_proves_all_its_passages(slug: str) -> None:
    report = open_packaged().verify(read_article_text(slug))

    assert report.failures == ()
    assert report.article.endswith(slug)
    assert (report.total, report.sentences_covered) == {
        "first-release": (12, 7),
        "salesforce-microsoft": (48, 18),
    }[slug]
    assert report.sentences_covered == report.sentences_total
    assert report.coverage > 0.9
