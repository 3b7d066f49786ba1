"""The export is complete in every format, the same each time, and conforms."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from rdflib import BNode, Dataset, Graph
from rdflib.term import Node

from kg.formats import RDF_FORMATS, TURTLE, Format, Kind
from tests.packaged import open_packaged, read_dataset

PARSERS = {"ttl": "turtle", "nt": "nt", "rdf": "xml", "jsonld": "json-ld", "nq": "nquads", "trig": "trig"}
KG = (sys.executable, "-m", "kg")


def find_triples(graph: Graph) -> set[tuple[Node, Node, Node]]:
    """Return the triples; as none has a blank node, graphs are isomorphic if these are equal."""
    triples = set(graph.triples((None, None, None)))
    assert not any(isinstance(node, BNode) for triple in triples for node in triple)
    return triples


@pytest.mark.parametrize("format", RDF_FORMATS, ids=lambda format: format.name)
def test_the_export_is_read_back_whole_by_another_parser(format: Format) -> None:
    read = Dataset(default_union=True).parse(data=open_packaged().export(format), format=PARSERS[format.name])

    assert find_triples(read) == find_triples(read_dataset())
    if format.kind is Kind.DATASET:
        assert set(read.quads()) == set(read_dataset().quads())


def test_another_process_exports_the_same_bytes() -> None:
    processes = [
        subprocess.Popen([*KG, "export"], stdout=subprocess.PIPE, env={**os.environ, "PYTHONHASHSEED": seed})
        for seed in ("1", "2")
    ]

    exported = [process.communicate()[0] for process in processes]

    assert exported == [open_packaged().export(TURTLE)] * 2


@pytest.mark.slow
def test_the_export_conforms() -> None:
    exported = subprocess.run([*KG, "export"], capture_output=True, check=True).stdout

    validated = subprocess.run([*KG, "validate", "-"], input=exported, capture_output=True, check=False)

    assert (validated.returncode, validated.stdout, validated.stderr) == (0, b"The facts conform.\n", b"")
