"""Tables on terminals of any width: words stay whole."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.cli.tables import GAP, measure, share_width, show_table

from .conftest import Run

WIDTHS = st.tuples(st.integers(1, 40), st.integers(0, 60)).map(lambda pair: (pair[0], pair[0] + pair[1]))


@pytest.mark.usefixtures("terminal")
@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("question", ["what-is-alleged", "what-is-planned"])
def test_words_of_an_answer_stay_whole_at_80_columns(
    run: Run, monkeypatch: pytest.MonkeyPatch, question: str, language: str
) -> None:
    ask = ("query", "-q", question, "--lang", language)
    monkeypatch.setenv("COLUMNS", "1000")
    words = set(run(*ask).stdout.replace("─", "").split())
    monkeypatch.setenv("COLUMNS", "80")

    shown = run(*ask).stdout

    assert max(map(len, shown.splitlines())) <= 80
    assert words - set(shown.replace(":", "").split()) <= {word for word in words if ":" in word}


def test_rows_stand_under_their_headings_where_words_fit(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("kg.cli.outputs.PIPE_WIDTH", 20)

    show_table(["who", "what"], [["Ada", "three words here"], ["Bo", "x"]])

    lines = [line.rstrip() for line in capsys.readouterr().out.splitlines()]
    assert lines == ["who   what", "─" * 20, "Ada   three words", "      here", "Bo    x"]


def test_rows_are_lines_of_their_own_where_words_do_not_fit(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("kg.cli.outputs.PIPE_WIDTH", 20)

    show_table(["who", "what"], [["Ada", "three-words-of-one x"], ["Bo", ""]])

    lines = [line.rstrip() for line in capsys.readouterr().out.splitlines()]
    assert lines == ["who:  Ada", "what: three-words-of", "      -one x", "", "who:  Bo", "what:"]


def test_width_is_that_of_words_and_lines_as_they_show() -> None:
    assert measure(["a", "bc def\nghij", "漢字"]) == (4, 6)


@given(st.lists(WIDTHS, min_size=1, max_size=8), st.integers(20, 200))
def test_columns_fill_the_width_and_no_column_is_too_narrow(needs: list[tuple[int, int]], width: int) -> None:
    gaps = GAP * (len(needs) - 1)

    shared = share_width(needs, width)

    if sum(least for least, _ in needs) + gaps > width:
        assert shared == []
    else:
        assert all(least <= one <= best for one, (least, best) in zip(shared, needs, strict=True))
        assert sum(shared) + gaps == min(width, sum(best for _, best in needs) + gaps)
