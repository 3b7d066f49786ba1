"""Files are read as they are, each into its graph; what cannot be read is said."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from kg.errors import MalformedText, UnknownName, Unreadable
from kg.formats import RDF_FORMATS, TRIG, TURTLE, Format
from kg.sources import Source, ontology_sources, packaged_sources, read_source, read_text
from kg.vocabulary import ARTICLE_BASE, DATA_BASE, ENTITIES_GRAPH, ONTOLOGY_GRAPH, SHAPES_GRAPH
from tests.packaged import SLUGS, TURTLE_FILES


def write(folder: Path, name: str, data: bytes) -> Path:
    (folder / name).write_bytes(data)
    return folder / name


def pipe(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))


def test_line_ends_stay_as_they_are(tmp_path: Path) -> None:
    assert read_text(write(tmp_path, "a.txt", "ä\r\n🗞\n\r".encode())) == "ä\r\n🗞\n\r"


def test_a_byte_order_mark_is_no_character(tmp_path: Path) -> None:
    assert read_text(write(tmp_path, "a.txt", b"\xef\xbb\xbfa")) == "a"


def test_standard_input_is_read_for_a_dash(monkeypatch: pytest.MonkeyPatch) -> None:
    pipe(monkeypatch, "ä\r\n".encode())

    assert read_text("-") == "ä\r\n"


def test_a_file_that_is_missing_is_unreadable(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match=r"'.*a\.txt' could not be read: No such file or directory\."):
        read_text(tmp_path / "a.txt")


def test_a_folder_is_unreadable(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="could not be read: Is a directory"):
        read_text(tmp_path)


def test_bytes_that_are_no_utf_8_are_malformed_with_their_line(tmp_path: Path) -> None:
    with pytest.raises(MalformedText, match=r"is not UTF-8: see line 3\. Save it as UTF-8") as caught:
        read_text(write(tmp_path, "a.txt", b"a\nb\n\xe4"))

    assert caught.value.line == 3


def test_standard_input_that_is_no_utf_8_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    pipe(monkeypatch, b"\xe4")

    with pytest.raises(MalformedText, match="Standard input is not UTF-8: see line 1"):
        read_text("-")


@pytest.mark.parametrize("format", RDF_FORMATS, ids=lambda format: format.name)
def test_the_suffix_tells_the_format_and_the_name_the_graph(tmp_path: Path, format: Format) -> None:
    path = write(tmp_path, f"my facts.{format.name}", b"")

    assert read_source(path) == Source(f"{DATA_BASE}my-facts", "", format, str(path))


@pytest.mark.parametrize(
    "base", ["@base <http://e/a> .", "BASE <http://e/a>", "@prefix e: <http://e/> .\n@base <http://e/a> ."]
)
def test_a_base_names_the_graph_of_turtle(tmp_path: Path, base: str) -> None:
    assert read_source(write(tmp_path, "a.ttl", base.encode())).graph == "http://e/a"


@pytest.mark.parametrize("text", ["# see @base <http://e/a> .", "@base <a> .", "<http://e/a> e:p '@base' ."])
def test_what_only_looks_like_a_base_does_not(tmp_path: Path, text: str) -> None:
    assert read_source(write(tmp_path, "a.ttl", text.encode())).graph == f"{DATA_BASE}a"


def test_formats_with_graphs_keep_them(tmp_path: Path) -> None:
    source = read_source(write(tmp_path, "a.trig", b"@base <http://e/a> ."))

    assert (source.graph, source.format) == (f"{DATA_BASE}a", TRIG)


def test_standard_input_is_turtle(monkeypatch: pytest.MonkeyPatch) -> None:
    pipe(monkeypatch, b"<http://e/a> a <http://e/A> .")

    assert read_source("-") == Source(
        f"{DATA_BASE}standard-input", "<http://e/a> a <http://e/A> .", TURTLE, "standard input"
    )


@pytest.mark.parametrize("name", ["a.txt", "a.csv", "a"])
def test_a_suffix_of_no_rdf_format_is_refused_with_those_there_are(tmp_path: Path, name: str) -> None:
    with pytest.raises(UnknownName, match="ttl, nt, rdf, jsonld, nq, trig"):
        read_source(write(tmp_path, name, b""))


def test_every_packaged_file_has_its_graph() -> None:
    graphs = {source.origin: source.graph for source in (*ontology_sources(), *packaged_sources())}

    assert len(graphs) == len(TURTLE_FILES)
    assert {graphs.pop(f"{slug}/{name}.ttl") for slug in SLUGS for name in ("article", "facts")} == {
        ARTICLE_BASE + slug for slug in SLUGS
    }
    assert graphs.pop("articles/entities.ttl") == ENTITIES_GRAPH
    assert {(origin.split("/")[0], graph) for origin, graph in graphs.items()} == {
        ("ontology", ONTOLOGY_GRAPH),
        ("shapes", SHAPES_GRAPH),
    }
