"""The lexer tells keywords from the same letters elsewhere, and never loses a character."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.engine import find_position, split_tokens


def kinds(text: str) -> list[tuple[str, str]]:
    return [(token.kind, token.text) for token in split_tokens(text)]


@pytest.mark.parametrize(
    "text",
    [
        "'SERVICE'", '"SERVICE"', "'''a'SERVICE''b'''", '"""a""SERVICE"b"""', "<http://x/SERVICE>",
        "?SERVICE", "$SERVICE", "_:SERVICE", "ex:SERVICE", "@SERVICE", '"it\\"s SERVICE"', "ex:a\\'SERVICE",
    ],
)  # fmt: skip
def test_a_keyword_inside_another_terminal_is_no_word(text: str) -> None:
    found = kinds(text)

    assert len(found) == 1
    assert found[0][0] != "word"


def test_a_comment_yields_no_token() -> None:
    assert kinds("ASK # SERVICE <http://x/>\n{}") == [("word", "ASK"), ("mark", "{"), ("mark", "}")]


def test_a_hash_inside_an_iri_begins_no_comment() -> None:
    assert kinds("<http://x/#a> ?b") == [("iri", "<http://x/#a>"), ("variable", "?b")]


def test_a_name_does_not_swallow_the_full_stop_after_it() -> None:
    assert kinds("ex:a.b .ex:c.") == [("name", "ex:a.b"), ("mark", "."), ("name", "ex:c"), ("mark", ".")]


def test_a_comparison_with_spaces_is_no_iri() -> None:
    assert [kind for kind, _ in kinds("?a < ?b && ?c > ?d")] == [
        "variable",
        "mark",
        "variable",
        "mark",
        "variable",
        "mark",
        "variable",
    ]


@pytest.mark.parametrize("text", ["'abc", '"abc\n"', "'''abc''", '"""'])
def test_an_unclosed_string_is_marked_where_it_begins(text: str) -> None:
    assert next(iter(split_tokens(text))).kind == "unclosed"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("'abc\n?b", [("unclosed", "'abc"), ("variable", "?b")]),
        ('"""abc\n\'?b\'', [("unclosed", '"""abc\n\'?b\'')]),
        ('"a\\"b', [("unclosed", '"a\\"b')]),
    ],
)
def test_an_unclosed_string_is_all_that_could_have_been_in_it(text: str, expected: list[tuple[str, str]]) -> None:
    assert kinds(text) == expected


# Pieces that a terminal can be begun with at each of many places, to be looked through to the end of the text: with a
# lexer that looks back, a hundred thousand of them take minutes, and some a lifetime.
@pytest.mark.parametrize(
    "piece",
    [
        "é", "中é", "é-", "a.", "a-", "é.", "a. ", ":.", ":a.", "_:", "\\", '"', "'", '""', '"\\"', '"""', '"""\\',
        "'''", "'''\\", "'\n", "<", "<a", "<\\u0041", "@a-", "1.", "1e+", "?", "%", "#", " ", ".",
    ],
)  # fmt: skip
def test_any_text_is_split_in_time_that_grows_with_its_length(piece: str) -> None:
    text = piece * (100_000 // len(piece))

    assert sum(len(token.text) for token in split_tokens(text)) <= len(text)
    assert sum(len(token.text) for token in split_tokens("<" + text)) <= len(text) + 1


def test_two_quotes_are_an_empty_string() -> None:
    assert kinds("'' \"\"") == [("string", "''"), ("string", '""')]


@given(st.text(alphabet="?$<>'\"#:\\ \n{}.@_abcSERVICE0é", max_size=60))
def test_every_text_splits_into_tokens_that_stand_where_they_say(text: str) -> None:
    for token in split_tokens(text):
        assert text[token.start : token.end] == token.text


def test_positions_count_lines_and_columns_from_one() -> None:
    assert find_position("ab\nédc", 5) == (2, 3)
