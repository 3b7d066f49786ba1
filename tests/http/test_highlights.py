"""Overlapping passages cut a text into segments: nothing is lost, and each segment knows where it belongs."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kg.http.article import write_letters
from kg.http.highlights import Mark, Segment, cut_text

TEXT = "Ann says Bob left."


def test_overlapping_passages_are_cut_where_they_begin_and_end() -> None:
    segments = cut_text(TEXT, 0, 18, [Mark(0, 8, "1a"), Mark(4, 17, "1b")])

    assert segments == [
        Segment("Ann ", ("1a",), ((0, 8),), ()),
        Segment("says", ("1a", "1b"), ((4, 17),), ("1a",)),
        Segment(" Bob left", ("1b",), (), ("1b",)),
        Segment(".", (), (), ()),
    ]


def test_a_passage_that_reaches_beyond_the_sentence_counts_as_far_as_it_is_in_it() -> None:
    segments = cut_text(TEXT, 9, 18, [Mark(4, 12, "1a"), Mark(30, 40, "2a")])

    assert [(segment.text, segment.keys) for segment in segments] == [("Bob", ("1a",)), (" left.", ())]


def test_positions_are_code_points() -> None:
    segments = cut_text("🗞 Ann", 0, 5, [Mark(2, 5, "1a")])

    assert [segment.text for segment in segments] == ["🗞 ", "Ann"]


MARKS = st.lists(
    st.tuples(st.integers(0, 18), st.integers(1, 8), st.sampled_from(["a", "b", "c"])).map(
        lambda triple: Mark(triple[0], triple[0] + triple[1], triple[2])
    )
)


@given(MARKS)
def test_the_segments_are_the_text_and_each_passage_is_opened_and_closed_once(marks: list[Mark]) -> None:
    segments = cut_text(TEXT, 0, len(TEXT), marks)

    inside = {(mark.start, mark.end) for mark in marks if mark.start < len(TEXT)}
    assert "".join(segment.text for segment in segments) == TEXT
    assert sorted(opened for segment in segments for opened in segment.opened) == sorted(inside)
    for mark in marks:
        covered = "".join(segment.text for segment in segments if mark.key in segment.keys)
        assert len(covered) >= len(TEXT[mark.start : mark.end])


def test_entries_are_lettered_as_far_as_needed() -> None:
    assert [write_letters(number) for number in (0, 25, 26, 51, 52, 701, 702)] == [
        "a",
        "z",
        "aa",
        "az",
        "ba",
        "zz",
        "aaa",
    ]
