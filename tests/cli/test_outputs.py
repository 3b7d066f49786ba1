"""Where answers go and in which form."""

from __future__ import annotations

from pathlib import Path

import click
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.cli.outputs import choose_format, make_harmless, show_text, write_bytes
from kg.errors import UnknownName, Unreadable
from kg.formats import CSV, JSON, TURTLE, Format


@pytest.mark.parametrize(
    ("name", "file", "expected"),
    [
        (None, None, None),
        ("json", None, JSON),
        (None, "out.ttl", TURTLE),
        (None, "folder.csv/out", None),
        ("csv", "out.ttl", CSV),
        (None, "-", None),
    ],
)
def test_the_format_is_the_named_one_or_the_files_suffix(
    name: str | None, file: str | None, expected: Format | None
) -> None:
    assert choose_format(name, file) == expected


def test_a_suffix_of_no_format_is_refused() -> None:
    with pytest.raises(click.UsageError, match=r"'out\.xlsx' names no format by its end"):
        choose_format(None, "out.xlsx")


def test_an_unknown_format_is_named() -> None:
    with pytest.raises(UnknownName, match="xlsx"):
        choose_format("xlsx", None)


def test_a_file_holds_the_bytes_as_they_are(tmp_path: Path) -> None:
    write_bytes(b"a\r\nb\x00", str(tmp_path / "out"))

    assert (tmp_path / "out").read_bytes() == b"a\r\nb\x00"


def test_a_file_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match=r"Cannot write to '.*/missing/out': No such file or directory\."):
        write_bytes(b"", str(tmp_path / "missing" / "out"))


def test_markup_in_a_text_is_no_markup(capsys: pytest.CaptureFixture[str]) -> None:
    show_text("[bold]a[/bold] :smile: [link=x]")

    assert capsys.readouterr().out == "[bold]a[/bold] :smile: [link=x]\n"


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_a_terminal_is_never_commanded(text: str) -> None:
    shown = make_harmless(text)

    assert len(shown) == len(text)
    assert not any((ord(each) < 32 and each not in "\t\n") or 127 <= ord(each) < 160 for each in shown)


@pytest.mark.parametrize("text", ["\x1b[31mred", "\x9b2J", "\u202eback", "\u2066isolated"])
def test_what_commands_a_terminal_is_replaced(text: str) -> None:
    assert make_harmless(text) == "\N{REPLACEMENT CHARACTER}" + text[1:]


def test_letters_of_all_scripts_stay() -> None:
    assert make_harmless("Grüße, עברית, 漢字, 👩‍💻\n\t") == "Grüße, עברית, 漢字, 👩‍💻\n\t"
