"""``kg query``: from where, in which form, for whom."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run

LEADERS = "SELECT ?who ?what { ?who kg:leads ?what }"
ROWS = "who,what\r\nhttps://example.org/kg/id/marc-benioff,https://example.org/kg/id/salesforce\r\n"
NAME = "SELECT ?who { ?who a schema:Person ; rdfs:label ?label FILTER(CONTAINS(?label, 'Lovelace')) }"


def test_rows_are_csv_in_a_pipe(run: Run) -> None:
    result = run("query", "-e", LEADERS)

    assert (result.exit_code, result.stdout_bytes.decode(), result.stderr) == (0, ROWS, "")


def test_the_query_may_come_from_a_file(run: Run, tmp_path: Path) -> None:
    (tmp_path / "leaders.rq").write_text(LEADERS, encoding="utf-8")

    assert run("query", str(tmp_path / "leaders.rq")).stdout_bytes.decode() == ROWS


def test_the_query_may_come_from_standard_input(run: Run) -> None:
    assert run("query", "-", stdin=LEADERS).stdout_bytes.decode() == ROWS


def test_a_ready_made_question_is_asked_by_name(run: Run) -> None:
    rows = json.loads(run("query", "--question", "who-leads-whom", "-f", "json").stdout)["results"]["bindings"]

    assert "https://example.org/kg/id/salesforce" in [term["value"] for row in rows for term in row.values()]


@pytest.mark.parametrize(
    ("format_name", "beginning"),
    [("json", '{"head"'), ("xml", "<?xml"), ("csv", "who,what"), ("tsv", "?who\t?what")],
)
def test_rows_come_in_every_results_format(run: Run, format_name: str, beginning: str) -> None:
    assert run("query", "-e", LEADERS, "--format", format_name).stdout.startswith(beginning)


def test_triples_are_turtle(run: Run) -> None:
    result = run("query", "-e", "CONSTRUCT { ?who kg:leads ?what } WHERE { ?who kg:leads ?what }")

    assert "id:marc-benioff kg:leads id:salesforce" in result.stdout


def test_the_files_suffix_tells_the_format(run: Run, tmp_path: Path) -> None:
    result = run("query", "-e", LEADERS, "-o", str(tmp_path / "leaders.json"))

    assert result.stdout == ""
    assert json.loads((tmp_path / "leaders.json").read_bytes())["head"]["vars"] == ["who", "what"]


@pytest.mark.parametrize(
    ("query", "format_name", "message"),
    [
        (LEADERS, "ttl", "The answer is rows, which cannot be written as ttl. Use one of: json xml csv tsv."),
        ("ASK {}", "nq", "The answer is true or false, which cannot be written as nq. Use one of: json xml csv tsv."),
        (
            "DESCRIBE id:salesforce",
            "csv",
            "The answer is triples, which cannot be written as csv. Use one of: ttl nt rdf jsonld nq trig.",
        ),
    ],
)
def test_an_answer_that_is_nothing_for_the_format_is_refused(
    run: Run, query: str, format_name: str, message: str
) -> None:
    result = run("query", "-e", query, "-f", format_name)

    assert (result.exit_code, result.stdout, result.stderr) == (2, "", f"Error: {message}\n")


@pytest.mark.usefixtures("terminal")
def test_a_terminal_gets_a_table_with_labels(run: Run) -> None:
    result = run("query", "-e", LEADERS)

    assert [line.split() for line in result.stdout.splitlines() if line.strip(" ─")] == [
        ["who", "what"],
        ["Marc", "Benioff", "Salesforce"],
        ["1", "row"],
    ]


@pytest.mark.usefixtures("terminal")
def test_a_table_shows_whole_iris_on_demand(run: Run) -> None:
    assert "https://example.org/kg/id/salesforce" in run("query", "-e", LEADERS, "--iris").stdout


@pytest.mark.parametrize(("language", "label"), [("en", "Ada [bold] Lovelace"), ("de", "Ada [bold] von Lovelace")])
def test_labels_are_in_the_readers_language_and_no_markup(run: Run, ada: str, language: str, label: str) -> None:
    assert label in run("query", "-e", NAME, "-f", "table", "--lang", language, "--data", ada).stdout


def test_the_terminals_language_is_the_readers(run: Run, ada: str) -> None:
    result = run("query", "-e", NAME, "-f", "table", "--data", ada, env={"LC_ALL": "de_DE.UTF-8"})

    assert "von Lovelace" in result.stdout


@pytest.mark.usefixtures("terminal")
def test_a_terminal_gets_the_questions_title(run: Run) -> None:
    english = run("query", "-q", "who-leads-whom", "--lang", "en").stdout.splitlines()[0]
    german = run("query", "-q", "who-leads-whom", "--lang", "de").stdout.splitlines()[0]

    assert english != german
    assert english.endswith("?")


@pytest.mark.parametrize(
    ("query", "language", "word"),
    [("ASK { ?a kg:leads ?b }", "en", "yes"), ("ASK { ?a kg:uses ?a }", "en", "no"), ("ASK { }", "de", "ja")],
)
@pytest.mark.usefixtures("terminal")
def test_a_terminal_gets_a_word_for_a_boolean(run: Run, query: str, language: str, word: str) -> None:
    assert run("query", "-e", query, "--lang", language).stdout == f"{word}\n"


def test_a_pipe_gets_true_or_false(run: Run) -> None:
    assert run("query", "-e", "ASK { ?a kg:leads ?b }").stdout == "true\n"


@pytest.mark.parametrize("format_name", ["json", "xml", "csv", "tsv"])
@pytest.mark.parametrize("query", [LEADERS, "ASK {}"])
def test_an_answer_ends_with_one_line_end(run: Run, query: str, format_name: str) -> None:
    answer = run("query", "-e", query, "-f", format_name).stdout

    assert answer.endswith("\n")
    assert not answer.endswith("\n\n")


@pytest.mark.usefixtures("terminal")
def test_a_value_that_commands_a_terminal_is_shown_harmlessly(run: Run) -> None:
    result = run("query", "-e", 'SELECT ?x { BIND("\\u001B[2J" AS ?x) }')

    assert "\x1b" not in result.stdout
    assert "\N{REPLACEMENT CHARACTER}[2J" in result.stdout


@pytest.mark.usefixtures("terminal")
def test_what_has_no_label_is_shown_short(run: Run) -> None:
    result = run("query", "-e", "SELECT ?a ?b ?c { VALUES (?a ?b ?c) { (id:none <https://example.org/x/y> UNDEF) } }")

    assert "id:none" in result.stdout
    assert " y " in result.stdout


def test_own_facts_stand_beside_the_packaged_ones(run: Run, ada: str) -> None:
    both = run("query", "-e", "ASK { id:ada a schema:Person . ?x kg:leads ?y }", "--data", ada)

    assert both.stdout.strip() == "true"


def test_own_facts_may_stand_alone(run: Run, ada: str) -> None:
    alone = run("query", "-e", "SELECT ?x { ?x a schema:Person }", "--data", ada, "--only-data")

    assert alone.stdout.split() == ["x", "https://example.org/kg/id/ada"]


def test_the_environment_names_own_facts(run: Run, ada: str) -> None:
    result = run("query", "-e", "SELECT ?x { ?x a schema:Person }", env={"KG_DATA": ada, "KG_PACKAGED": "0"})

    assert result.stdout.split() == ["x", "https://example.org/kg/id/ada"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "Give one query"),
        (("-e", "ASK {}", "-q", "x"), "Give one query"),
        (("missing.rq",), "'missing.rq' does not exist"),
        (("-e", "ASK {}", "-f", "xlsx"), "'xlsx' is not one of"),
        (("-e", "ASK {}", "--only-data"), "--only-data needs facts"),
        (("-e", "ASK {}", "--lang", "fr"), "'fr' is not one of"),
    ],
)
def test_wrong_usage_is_said(run: Run, arguments: tuple[str, ...], message: str) -> None:
    result = run("query", *arguments)

    assert (result.exit_code, result.stdout) == (2, "")
    assert message in result.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("-e", "SELECT * {\n ?x foo:bar ?y }"), "Error: Line 2, column 5: unknown prefix foo:"),
        (("-e", "SELECT * { SERVICE <http://example.org/> { ?s ?p ?o } }"), "Error: "),
        (("-q", "no-such-question"), "Error: There is no question 'no-such-question'."),
    ],
)
def test_bad_input_is_one_sentence(run: Run, arguments: tuple[str, ...], message: str) -> None:
    result = run("query", *arguments)

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(message)


def test_a_file_with_a_query_that_does_not_parse_is_named(run: Run, tmp_path: Path) -> None:
    (tmp_path / "bad.rq").write_text("SELECT * {\n ?x foo:bar ?y }", encoding="utf-8")

    from_file = run("query", str(tmp_path / "bad.rq"))
    from_pipe = run("query", "-", stdin="SELECT")

    assert from_file.stderr.startswith(f"Error: '{tmp_path / 'bad.rq'}': Line 2, column 5: unknown prefix foo:")
    assert from_pipe.stderr.startswith("Error: Standard input: Line 1, column ")


def test_own_facts_that_do_not_parse_are_named(run: Run, tmp_path: Path) -> None:
    (tmp_path / "bad.ttl").write_text("<a> <b> .\n", encoding="utf-8")

    result = run("query", "-e", "ASK {}", "--data", str(tmp_path / "bad.ttl"))

    assert result.exit_code == 2
    assert "bad.ttl" in result.stderr
    assert "line 1" in result.stderr.lower()
