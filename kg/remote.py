"""The graph that another server holds: what a service serves that is put in front of a SPARQL endpoint."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO

from rdflib import Dataset, Graph

from kg.engine import Engine, Limits, Query, RemoteEngine
from kg.formats import CSV, N_QUADS
from kg.questions import Question, read_questions
from kg.resources import find_folder
from kg.validation import Report, validate_graph
from kg.vocabulary import QUESTIONS_GRAPH, SHAPES_GRAPH

# Triples; validating as many takes a minute or so, and time grows with their number.
MOST_VALIDATED = 20_000


@dataclass(frozen=True)
class RemoteGraph:
    """The facts at an endpoint, with the packaged questions; nothing of it is kept here."""

    engine: Engine
    questions: tuple[Question, ...]

    @property
    def version(self) -> str:
        """Nothing: whoever holds the facts may change them at any time."""
        return ""

    def validate(self) -> Report | None:
        """Hold the facts against the packaged shapes; None where there are too many to be fetched for that."""
        counted = self.engine.query(Query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", results_format=CSV))
        if int(counted.body.split()[1]) > MOST_VALIDATED:
            return None
        dataset, data, shapes = Dataset(), Graph(), Graph()
        dataset.parse(BytesIO(self.engine.export(N_QUADS)), format="nquads")
        for graph in dataset.graphs():
            if str(graph.identifier) not in (SHAPES_GRAPH, QUESTIONS_GRAPH):
                data += graph
        for path in sorted(find_folder("shapes").glob("*.ttl")):
            shapes.parse(path)
        return validate_graph(data, shapes)


def connect_graph(url: str, *, limits: Limits | None = None) -> RemoteGraph:
    """Return the graph at a SPARQL 1.1 endpoint; see `kg.engine.RemoteEngine`. Connects to nothing yet."""
    return RemoteGraph(RemoteEngine(url, limits=limits), read_questions())
