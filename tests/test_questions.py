"""Every question gives the expected answer in every way that there is to ask it.

The answers are in ``tests/questions``, written from the facts: rows as SPARQL 1.1 Query Results TSV with the
prefixes of `NAMES`, yes or no as SPARQL 1.1 Query Results JSON, triples as Turtle.
"""

from __future__ import annotations

import csv
import json
import re
from io import BytesIO
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient
from rdflib import DCTERMS, RDF, RDFS, SH, SKOS, Graph, Literal, URIRef, Variable
from rdflib.compare import isomorphic
from rdflib.plugins.sparql import prepareQuery
from rdflib.query import Result
from rdflib.term import Identifier

from kg.cli.main import main
from kg.formats import JSON, TURTLE
from kg.http import Settings, create_app
from kg.questions import Question, read_questions
from kg.vocabulary import ARTICLE_BASE, BASE, PREFIXES
from tests.packaged import open_packaged, read_dataset

THEMES = {"people", "deals", "plans", "claims", "time", "evidence", "gaps", "graph"}
HEADER = ("summary", "summary_de", "description", "description_de", "tags")
ARTICLES = {"": ARTICLE_BASE + "salesforce-microsoft", "demo-": ARTICLE_BASE + "first-release"}
NAMES = (
    PREFIXES
    | {"article": ARTICLE_BASE, "wd": "http://www.wikidata.org/entity/"}
    | {f"{which}fact": f"{article}/fact/" for which, article in ARTICLES.items()}
    | {f"{which}gap": f"{article}/gap/" for which, article in ARTICLES.items()}
    | {f"{which}passage": f"{article}#char=" for which, article in ARTICLES.items()}
)
EXPECTED = {path.stem: path for path in (Path(__file__).parent / "questions").iterdir()}
QUESTIONS = read_questions()

Rows = tuple[list[str], list[list[Identifier | None]]]
Answer = Rows | bool | Graph

each_question = pytest.mark.parametrize("question", [pytest.param(each, id=each.name) for each in QUESTIONS])


def read_expected(question: Question) -> Answer:
    path = EXPECTED[question.name]
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".ttl":
        return Graph().parse(data=text)
    if path.suffix == ".json":
        return json.loads(text)["boolean"] is True
    header, *rows = (line.split("\t") for line in text.splitlines())
    return [name.removeprefix("?") for name in header], [[read_term(cell) for cell in row] for row in rows]


def read_term(cell: str) -> Identifier | None:
    if not cell:
        return None
    if cell.isdecimal():
        return Literal(int(cell))
    if cell.startswith('"'):
        value, _, datatype = cell[1:].rpartition('"')
        return Literal(value, datatype=read_term(datatype.removeprefix("^^")))
    prefix, _, local = cell.partition(":")
    return URIRef(NAMES[prefix] + local)


def read_result(result: Result) -> Answer:
    if result.type == "ASK":
        return result.askAnswer is True
    if result.graph is not None:
        return result.graph
    names = result.vars or []
    rows = [[row.get(Variable(name)) for name in names] for row in result.bindings]
    return [str(name) for name in names], rows


def flatten(answer: Answer) -> object:
    """Return an answer as CSV can carry it: rows of strings, names first."""
    if not isinstance(answer, tuple):
        return answer
    names, rows = answer
    return [names, *(["" if term is None else str(term) for term in row] for row in rows)]


def is_same(answer: object, expected: object) -> bool:
    if isinstance(answer, Graph) and isinstance(expected, Graph):
        return isomorphic(answer, expected)
    return type(answer) is type(expected) and answer == expected


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    return create_app(Settings(), graph=open_packaged()).test_client()


@each_question
def test_the_library_gives_the_expected_answer(question: Question) -> None:
    answer = read_result(open_packaged().question(question.name))

    assert is_same(answer, read_expected(question)), answer


@each_question
def test_rdflib_gives_the_expected_answer(question: Question) -> None:
    answer = read_result(read_dataset().query(question.text))

    assert is_same(answer, read_expected(question)), answer


@each_question
def test_the_command_line_gives_the_expected_answer(question: Question) -> None:
    expected = read_expected(question)
    form = "ttl" if isinstance(expected, Graph) else "csv"
    result = CliRunner().invoke(main, ["query", "--question", question.name, "-f", form], catch_exceptions=False)

    answer: object = (
        Graph().parse(data=result.stdout) if form == "ttl" else list(csv.reader(result.stdout.splitlines()))
    )
    if isinstance(expected, bool):
        answer = {"true": True, "false": False}[result.stdout.strip()]
    assert (result.exit_code, result.stderr) == (0, "")
    assert is_same(answer, flatten(expected)), result.stdout


@each_question
def test_the_service_gives_the_expected_answer(question: Question, client: FlaskClient) -> None:
    expected = read_expected(question)
    form = TURTLE if isinstance(expected, Graph) else JSON
    response = client.get("/sparql", query_string={"query": question.text}, headers={"Accept": form.media_type})

    assert (response.status_code, response.mimetype) == (200, form.media_type)
    answer = (
        Graph().parse(data=response.data)
        if form is TURTLE
        else read_result(Result.parse(BytesIO(response.data), format="json"))
    )
    assert is_same(answer, expected), response.text


def test_every_question_has_its_expected_answer_and_no_answer_lacks_its_question() -> None:
    assert sorted(EXPECTED) == sorted(question.name for question in QUESTIONS)
    assert len(EXPECTED) == len(list((Path(__file__).parent / "questions").iterdir()))


def test_there_are_as_many_questions_as_promised() -> None:
    assert len(QUESTIONS) >= 28


@each_question
def test_no_answer_is_an_empty_table(question: Question) -> None:
    expected = read_expected(question)

    assert isinstance(expected, bool) or len(expected[1] if isinstance(expected, tuple) else expected) > 0


@each_question
def test_the_header_is_complete_in_both_languages(question: Question) -> None:
    keys = re.findall(r"^#\+ (\w+): \S", question.text, re.MULTILINE)

    assert tuple(keys) == HEADER
    assert all(title.endswith("?") for title in question.title.values())
    assert all(description.endswith(".") for description in question.description.values())
    assert question.title["en"] != question.title["de"]
    assert question.description["en"] != question.description["de"]


@pytest.mark.parametrize("language", ["en", "de"])
def test_no_two_questions_ask_the_same(language: str) -> None:
    titles = [question.title[language] for question in QUESTIONS]

    assert len(set(titles)) == len(titles)


@each_question
def test_the_themes_are_of_the_small_set_that_orders_the_gallery(question: Question) -> None:
    assert question.themes
    assert set(question.themes) <= THEMES


def test_every_theme_has_a_question() -> None:
    assert {theme for question in QUESTIONS for theme in question.themes} == THEMES


@each_question
def test_the_query_declares_its_own_prefixes_and_no_others(question: Question) -> None:
    declared = re.findall(r"^PREFIX (\w+): <(.*)>$", question.text, re.MULTILINE)
    pattern = question.text.rpartition("PREFIX")[2].partition("\n")[2]
    used = re.findall(r"(?<![\w?])([a-z]+):(?=\w)", re.sub(r"<[^>]*>", "", pattern))

    prepareQuery(question.text)
    assert declared == sorted((name, PREFIXES[name]) for name in set(used))


@each_question
def test_rows_come_in_an_order_of_their_own(question: Question) -> None:
    is_rows = EXPECTED[question.name].suffix == ".tsv"

    assert ("\nORDER BY " in question.text) is is_rows


@each_question
def test_the_question_is_published(question: Question) -> None:
    form = re.findall(r"^(SELECT|ASK|CONSTRUCT)\b", question.text, re.MULTILINE)[0]
    published = read_dataset()[URIRef(question.iri)]
    expected = {
        (RDF.type, SH[f"SPARQL{form.capitalize()}Executable"]),
        (SH[form.lower()], Literal(question.text)),
        *((RDFS.label, Literal(title, lang=language)) for language, title in question.title.items()),
        *((SKOS.definition, Literal(text, lang=language)) for language, text in question.description.items()),
        *((DCTERMS.subject, Literal(theme)) for theme in question.themes),
    }

    assert set(published) == expected


@each_question
def test_whatever_of_ours_is_in_the_answer_has_a_name_in_both_languages(question: Question) -> None:
    answer = read_expected(question)
    rows = [] if isinstance(answer, bool) else list(answer[1] if isinstance(answer, tuple) else answer)
    ours = {term for row in rows for term in row if str(term).startswith(BASE) and "#char=" not in str(term)}

    assert {
        term for term in ours if {label.language for label in read_dataset()[term : RDFS.label]} != {"en", "de"}
    } == set()
