"""What the dataset is, in the words of VoID (Describing Linked Datasets with the VoID Vocabulary)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import quote

from kg.http.queries import is_iri, write_iris
from kg.http.statistics import Statistics
from kg.vocabulary import PREFIXES

_VOID = "http://rdfs.org/ns/void#"
# What is partitioned by what, and what is counted of each part (section 4.5).
_PARTS = {"property": "triples", "class": "entities"}


def describe_dataset(endpoint: str, dumps: Iterable[str], statistics: Statistics) -> str:
    """Return rows of three terms for SPARQL's VALUES: the statements about the dataset that ``endpoint`` answers from.

    Raises UnknownName for addresses that are no IRIs.
    """
    dataset = f"{endpoint}#dataset"
    rows = [
        (dataset, PREFIXES["rdf"] + "type", _write(_VOID + "Dataset")),
        (dataset, _VOID + "sparqlEndpoint", _write(endpoint)),
        *((dataset, _VOID + "dataDump", _write(dump)) for dump in dumps),
        *((dataset, _VOID + name, str(number)) for name, number in statistics.numbers.items()),
        *((dataset, _VOID + "vocabulary", _write(namespace)) for namespace in _find_vocabularies(statistics)),
        *_partition(endpoint, "property", statistics.properties),
        *_partition(endpoint, "class", statistics.classes),
    ]
    return "\n".join(f"({_write(subject)} {_write(predicate)} {value})" for subject, predicate, value in rows)


def _write(iri: str) -> str:
    return write_iris([iri])


def _find_vocabularies(statistics: Statistics) -> list[str]:
    """Return the known namespaces from which a property or class is."""
    terms = (*statistics.properties, *statistics.classes)
    return [namespace for namespace in PREFIXES.values() if any(term.startswith(namespace) for term in terms)]


def _partition(endpoint: str, kind: str, numbers: Mapping[str, int]) -> Iterator[tuple[str, str, str]]:
    """Yield the statements about the parts of the dataset that a property or a class makes."""
    for term, number in numbers.items():
        if is_iri(term):
            part = f"{endpoint}#{kind}={quote(term, safe='')}"
            yield f"{endpoint}#dataset", f"{_VOID}{kind}Partition", _write(part)
            yield part, _VOID + kind, _write(term)
            yield part, _VOID + _PARTS[kind], str(number)
