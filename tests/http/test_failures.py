"""Errors: one status for each class, pages for browsers, problems for programs, never a stack trace."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from flask.testing import FlaskClient

from kg import errors
from kg.engine import Answer, Cancellation, InProcessEngine, Query
from kg.formats import Format
from kg.http import Settings, create_app
from kg.http.failures import STATUS, find_status

from .conftest import BROWSER, NO_RULE, FewTriples


def find_classes(root: type[errors.KgError]) -> Iterator[type[errors.KgError]]:
    yield root
    for child in root.__subclasses__():
        yield from find_classes(child)


def test_every_error_has_a_status_of_its_own_in_the_table() -> None:
    known = {kind for kind in find_classes(errors.KgError) if kind.__module__ == "kg.errors"}

    assert known == set(STATUS)


def test_an_error_of_a_class_unknown_here_gets_its_parents_status() -> None:
    class Overloaded(errors.Busy):
        """Something new."""

    assert find_status(Overloaded("Wait.")) == 503


@dataclass(frozen=True)
class FailingEngine:
    """Raises the same for whatever is asked."""

    error: Exception

    def query(self, query: Query, *, cancellation: Cancellation | None = None) -> Answer:
        raise self.error

    def export(self, format: Format, *, graph: str | None = None) -> bytes:
        raise self.error

    def close(self) -> None:
        """Hold nothing."""


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (errors.DeadlineExceeded("The query ran longer than 10 s."), 504),
        (errors.MemoryExceeded("The query needed more than 512 MiB."), 507),
        (errors.AnswerTooLarge("The answer is larger than 256 MiB."), 413),
        (errors.WorkerCrashed("The query ended its process."), 507),
        (errors.WorkerFailed("The process failed."), 500),
        (errors.Busy("Too many queries are waiting.", retry_after=7), 503),
        (errors.NotAnswerable("Rows have no form as Turtle."), 406),
    ],
)
def test_an_engines_error_is_a_problem_with_its_sentence(error: errors.KgError, status: int) -> None:
    client = create_app(Settings(), graph=FewTriples(FailingEngine(error))).test_client()

    answer = client.get("/sparql?query=ASK{}")

    assert answer.status_code == status
    assert answer.mimetype == "application/problem+json"
    assert answer.get_json(force=True)["detail"] == str(error)
    assert answer.headers.get("Retry-After") == ("7" if status == 503 else None)


def test_an_engines_error_is_shown_beside_the_query_in_a_browser() -> None:
    error = errors.DeadlineExceeded("The query ran longer than 10 s.")
    client = create_app(Settings(), graph=FewTriples(FailingEngine(error))).test_client()

    answer = client.get("/sparql?query=ASK{}", headers=BROWSER)

    assert answer.status_code == 504
    assert "The query ran longer than 10 s." in answer.text
    assert "ASK{}</textarea>" in answer.text


def test_an_engine_that_cannot_answer_is_not_healthy() -> None:
    client = create_app(Settings(), graph=FewTriples(FailingEngine(errors.Unavailable("No.")))).test_client()

    assert client.get("/health").status_code == 503


def test_a_defect_is_told_without_its_particulars() -> None:
    app = create_app(Settings(), graph=FewTriples(FailingEngine(ZeroDivisionError("secret"))))
    app.logger.disabled = True

    answer = app.test_client().get("/sparql?query=ASK{}")

    assert answer.status_code == 500
    assert "secret" not in answer.text


def test_a_browser_gets_a_page_and_a_program_a_problem(client: FlaskClient) -> None:
    page = client.get("/id/nobody", headers=BROWSER)
    problem = client.get("/id/nobody")

    assert (page.status_code, page.mimetype) == (404, "text/html")
    assert "https://example.org/kg/id/nobody" in page.text
    assert (problem.status_code, problem.mimetype) == (404, "application/problem+json")
    assert problem.get_json(force=True)["status"] == 404


def test_a_wrong_method_says_which_are_right(client: FlaskClient) -> None:
    answer = client.delete("/sparql")

    assert answer.status_code == 405
    assert {"GET", "POST"} <= set(answer.headers["Allow"].split(", "))


def test_a_parse_error_is_shown_at_its_line(client: FlaskClient) -> None:
    query = "SELECT *\nWHERE { ?x foo:bar ?y }"

    answer = client.get("/sparql", query_string={"query": query}, headers=BROWSER)

    assert answer.status_code == 400
    assert (
        '<li class="faulty" aria-current="true"><code>WHERE { ?x <mark>f</mark>oo:bar ?y }</code></li>' in answer.text
    )


def test_a_closed_engine_is_unavailable() -> None:
    engine = InProcessEngine((), rule=NO_RULE)
    client = create_app(Settings(), graph=FewTriples(engine)).test_client()
    engine.close()

    assert client.get("/sparql?query=ASK{}").status_code == 503
