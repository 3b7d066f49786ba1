"""``kg validate``: reports for people and programs, and the exit status."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from rdflib import RDF, SH, Graph

from kg.cli.validate import show_report, sum_up
from kg.validation import Finding, Report
from tests.cli.conftest import Run

BAD = """\
@prefix kg: <https://example.org/kg/ontology#> .

<https://example.org/kg/article/mine/fact/bid> a kg:Bid .
"""


@pytest.fixture
def bad(tmp_path: Path) -> str:
    (tmp_path / "bad.ttl").write_text(BAD, encoding="utf-8")
    return str(tmp_path / "bad.ttl")


def find(severity: str, line: int | None = 3) -> Finding:
    """Return a finding of this severity."""
    return Finding(
        severity=severity,
        focus="https://example.org/kg/article/mine/fact/bid",
        path="https://example.org/kg/ontology#evidence",
        value=None,
        shape="https://example.org/kg/shapes#evidence",
        message="Name a passage.",
        source="bad.ttl" if line else "",
        line=line,
    )


def test_the_packaged_facts_conform(run: Run) -> None:
    result = run("validate")

    assert (result.exit_code, result.stdout) == (0, "The facts conform.\n")


def test_the_export_conforms(run: Run) -> None:
    result = run("validate", "-", "--only-data", stdin=run("export").stdout_bytes)

    assert (result.exit_code, result.stdout) == (0, "The facts conform.\n")


def test_facts_at_fault_end_with_1_and_their_place(run: Run, bad: str) -> None:
    result = run("validate", bad)

    assert result.exit_code == 1
    assert f"{bad}:3: Violation: mine/fact/bid" in result.stdout
    assert result.stdout.splitlines()[-1].startswith("The facts do not conform: ")


def test_data_and_files_are_the_same(run: Run, bad: str) -> None:
    as_file, as_data = (run("validate", *arguments, "--only-data") for arguments in ([bad], ["--data", bad]))

    assert as_file.stdout == as_data.stdout
    assert "Violation" in as_file.stdout


def test_a_program_gets_json(run: Run, bad: str) -> None:
    result = run("validate", bad, "--only-data", "--format", "json")
    report = json.loads(result.stdout)

    assert result.exit_code == 1
    assert report["conforms"] is False
    assert {finding["line"] for finding in report["findings"]} == {3}


def test_a_program_gets_a_validation_report_in_turtle(run: Run, bad: str) -> None:
    result = run("validate", bad, "--only-data", "--format", "turtle")
    report = Graph().parse(data=result.stdout, format="turtle")

    assert result.exit_code == 1
    assert len(list(report.subjects(RDF.type, SH.ValidationReport))) == 1


def test_a_date_that_does_not_exist_is_a_finding_and_no_noise(run: Run, tmp_path: Path) -> None:
    never = '<http://e/time> kg:notBefore "2017-02-30"^^<http://www.w3.org/2001/XMLSchema#date> .'
    (tmp_path / "never.ttl").write_text(f"@prefix kg: <https://example.org/kg/ontology#> .\n{never}", encoding="utf-8")

    result = run("validate", str(tmp_path / "never.ttl"), "--only-data")

    assert (result.exit_code, result.stderr) == (1, "")
    assert "There is no such day" in result.stdout


def test_a_finding_is_shown_with_place_message_and_shape(capsys: pytest.CaptureFixture[str]) -> None:
    show_report(Report((find("Violation"), find("Warning", line=None)), Graph()))

    assert capsys.readouterr().out == (
        "bad.ttl:3: Violation: mine/fact/bid\n"
        "  Name a passage.\n"
        "  path kg:evidence, shape shape:evidence\n"
        "\n"
        "Warning: mine/fact/bid\n"
        "  Name a passage.\n"
        "  path kg:evidence, shape shape:evidence\n"
        "\n"
        "The facts do not conform: 1 violation, 1 warning.\n"
    )


@pytest.mark.parametrize(
    ("severities", "sentence"),
    [
        ((), "The facts conform."),
        (("Warning",), "The facts conform: 1 warning."),
        (("Warning", "Warning", "Info"), "The facts conform: 2 warnings, 1 info."),
        (("Violation", "Violation"), "The facts do not conform: 2 violations."),
    ],
)
def test_the_report_ends_with_one_sentence(severities: tuple[str, ...], sentence: str) -> None:
    assert sum_up(Report(tuple(find(severity) for severity in severities), Graph())) == sentence
