"""Whatever text comes, it is a query with a form or an error that says where; what is put before it is one line."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kg.engine.complaints import Complaint, clean_words
from kg.engine.prologue import find_dataset, imply_prologue, read_form
from kg.errors import KgError, MalformedQuery, Refused

PIECES = st.sampled_from(
    [
        *(
            "SELECT",
            "ASK",
            "PREFIX",
            "BASE",
            "FROM",
            "NAMED",
            "SERVICE",
            "INSERT",
            "load",
            "{",
            "}",
            "?x",
            "kg:a",
            "id:",
        ),
        *(
            "<http://e/#a>",
            "<#'>",
            "'",
            '"""',
            "#",
            "\n",
            "\\u0053",
            "\\U0010FFFF",
            "\\",
            "@en",
            "_:b",
            "1.",
            "é",
            "\ud800",
            " ",
        ),
    ]
)
TEXTS = st.lists(PIECES, max_size=12).map("".join) | st.text(max_size=40)


@given(TEXTS)
def test_every_text_has_a_form_or_a_place_where_it_is_none(text: str) -> None:
    found: object
    try:
        found = read_form(text)
    except (MalformedQuery, Refused) as error:
        found = error

    assert found in ("SELECT", "ASK", "GRAPH") or str(found).startswith("Line ")


@given(TEXTS)
def test_what_is_implied_is_one_line(text: str) -> None:
    assert "\n" not in imply_prologue(text, "http://e/")


@given(TEXTS)
def test_a_dataset_is_of_absolute_iris(text: str) -> None:
    assert all(":" in graph and not set(graph) & set("<>\\ \n") for graphs in find_dataset(text) for graph in graphs)


@given(st.text(max_size=400), st.sampled_from(["text/plain", "text/html", "application/json", "application/xml", ""]))
def test_words_of_others_become_one_printable_line(words: str, media_type: str) -> None:
    assert clean_words(words, media_type).isprintable()


@given(st.integers(100, 599), st.text(max_size=80), TEXTS, st.text("0123456789x٣", max_size=5))
def test_every_complaint_is_an_error_of_ours(status: int, words: str, text: str, retry_after: str) -> None:
    error = Complaint(status, words, "text/plain", retry_after).explain("e:80", text, "PREFIX a: <b:c> ")

    assert isinstance(error, KgError)
    assert "e:80" in str(error)
    assert str(error).isprintable()
