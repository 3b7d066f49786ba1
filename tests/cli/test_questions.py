"""``kg questions``: the list, and the SPARQL of one."""

from __future__ import annotations

import csv
import json

import pytest

from kg.questions import read_questions
from tests.cli.conftest import Run

NAMES = [question.name for question in read_questions()]


def test_a_pipe_gets_csv(run: Run) -> None:
    rows = list(csv.DictReader(run("questions").stdout.splitlines()))

    assert [row["name"] for row in rows] == NAMES
    assert list(rows[0]) == ["name", "title", "description", "themes"]


def test_a_program_gets_json_in_its_language(run: Run) -> None:
    titles = {
        language: [each["title"] for each in json.loads(run("questions", "-f", "json", "--lang", language).stdout)]
        for language in ("en", "de")
    }

    assert titles == {
        language: [question.title[language] for question in read_questions()] for language in ("en", "de")
    }


@pytest.mark.usefixtures("terminal")
def test_a_terminal_gets_a_table(run: Run) -> None:
    shown = run("questions").stdout

    assert shown.split()[:3] == ["themes", "name", "title"]
    assert f"{len(NAMES)} questions" in shown


def test_the_sparql_of_one_can_be_asked_again(run: Run) -> None:
    text = run("questions", "who-leads-whom").stdout

    assert run("query", "-", stdin=text).stdout == run("query", "-q", "who-leads-whom").stdout


def test_an_unknown_question_is_said(run: Run) -> None:
    result = run("questions", "nonsense")

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("Error: There is no question 'nonsense'.")
