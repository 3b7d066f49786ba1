"""``kg export``: every format, to a file or standard output."""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import Dataset, Graph
from rdflib.compare import isomorphic

from kg import open_graph
from kg.formats import RDF_FORMATS, TURTLE, Format, Kind
from tests.cli.conftest import Run

PARSERS = {"ttl": "turtle", "nt": "nt", "rdf": "xml", "jsonld": "json-ld", "nq": "nquads", "trig": "trig"}


def test_turtle_is_the_default_and_stable(run: Run) -> None:
    first, second = (run("export").stdout_bytes for _ in range(2))

    assert first == second == open_graph().export(TURTLE)


@pytest.mark.parametrize("format", RDF_FORMATS, ids=lambda format: format.name)
def test_own_facts_are_exported_in_every_format(run: Run, ada: str, tmp_path: Path, format: Format) -> None:
    file = tmp_path / f"out.{format.name}"
    read = Dataset() if format.kind is Kind.DATASET else Graph()

    result = run("export", "--data", ada, "--only-data", "-o", str(file))
    read.parse(file, format=PARSERS[format.name])

    assert (result.exit_code, result.stdout) == (0, "")
    assert "Ada [bold] Lovelace" in file.read_text(encoding="utf-8")
    assert len(read) > 0


def test_the_named_format_wins_over_the_files_suffix(run: Run, tmp_path: Path) -> None:
    run("export", "--format", "nt", "-o", str(tmp_path / "out.ttl"))
    as_triples = Graph().parse(tmp_path / "out.ttl", format="nt")

    assert isomorphic(as_triples, Graph().parse(data=run("export").stdout, format="turtle"))


@pytest.mark.parametrize("name", ["out.foo", "out.csv"])
def test_a_suffix_that_is_no_rdf_format_is_refused(run: Run, tmp_path: Path, name: str) -> None:
    result = run("export", "-o", str(tmp_path / name))

    assert result.exit_code == 2
    assert f"{name}' names no format by its end; use --format, or one of .ttl .nt .rdf .jsonld .nq .trig." in (
        result.stderr
    )
    assert not (tmp_path / name).exists()


def test_a_file_without_a_suffix_is_turtle(run: Run, tmp_path: Path) -> None:
    run("export", "-o", str(tmp_path / "out"))

    assert (tmp_path / "out").read_bytes() == run("export").stdout_bytes


def test_a_folder_that_is_missing_is_said(run: Run, tmp_path: Path) -> None:
    result = run("export", "-o", str(tmp_path / "missing" / "out.ttl"))

    assert result.exit_code == 2
    assert "No such file or directory" in result.stderr
