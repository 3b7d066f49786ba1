"""The graph of a store: what a service serves that takes writes, and keeps them in a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from rdflib import Dataset, Graph, URIRef

from kg.engine import (
    Engine,
    Limits,
    Loaded,
    Progress,
    WritableForkedEngine,
    WritableInProcessEngine,
    Writer,
    can_fork,
    load_files,
    render_sources,
)
from kg.errors import KgError
from kg.formats import N_QUADS
from kg.questions import Question, publish_questions, read_questions
from kg.resources import find_folder
from kg.sources import Source, ontology_sources, packaged_sources, read_source
from kg.store import Store
from kg.validation import Report, validate_graph
from kg.vocabulary import QUESTIONS_GRAPH, SHAPES_GRAPH


@dataclass(frozen=True)
class StoredGraph:
    """The facts in a store with ontology, shapes and questions; ``writer`` changes them."""

    engine: Engine
    questions: tuple[Question, ...]
    writer: Writer

    @property
    def version(self) -> str:
        """What changes with every write."""
        return self.writer.version

    def validate(self) -> Report:
        """Hold the facts against the shapes; where each write was judged, that was done. Else it takes its time."""
        if self.writer.is_judged:
            return Report((), Graph())
        dataset = Dataset(default_union=True)
        dataset.parse(BytesIO(self.engine.export(N_QUADS)), format="nquads")
        shapes, data = Graph(), Graph()
        for triple in dataset.graph(URIRef(SHAPES_GRAPH)):
            shapes.add(triple)
        for graph in dataset.graphs():
            if str(graph.identifier) not in (SHAPES_GRAPH, QUESTIONS_GRAPH):
                data += graph
        return validate_graph(data, shapes)


def open_stored(
    path: str | Path,
    *,
    packaged: bool = True,
    validates: bool = True,
    limits: Limits | None = None,
    progress: Progress = lambda _done, _all: None,
) -> StoredGraph:
    """Open the graph of a store; in a new store, the packaged articles are put first unless ``packaged`` is false.

    With ``limits``, queries and changes run in processes of their own, where those can be forked;
    ``progress`` is told then how many bytes of how many are loaded. Raises what
    `kg.store.Store.open` raises.
    """
    questions, store = read_questions(), open_store(path, packaged=packaged)
    try:
        sources, rule = (*ontology_sources(), publish_questions(questions)), read_rule()
        engine: WritableForkedEngine | WritableInProcessEngine
        if limits is not None and can_fork():
            engine = WritableForkedEngine(sources, store.read_graphs, rule=rule, limits=limits, progress=progress)
            if validates:
                engine.prepare()
        else:
            engine = WritableInProcessEngine(sources, store.read_graphs, rule=rule)
    except KgError:
        store.close()
        raise
    return StoredGraph(engine, questions, Writer(engine, store, validates=validates))


def open_store(path: str | Path, *, packaged: bool = True) -> Store:
    """Open a store, or make one with the packaged articles in it, or with none. Raises as `kg.store.Store` does."""
    if Path(path).exists():
        return Store.open(path)
    sources: tuple[Source, ...] = packaged_sources() if packaged else ()
    return Store.create(path, render_sources(sources))


def read_rule() -> str:
    """Return the rule that derives direct relations."""
    return (find_folder("ontology") / "rules" / "direct-relations.rq").read_text(encoding="utf-8")


def load_store(
    path: str | Path,
    files: Sequence[str | Path],
    *,
    packaged: bool = True,
    validates: bool = True,
    progress: Progress = lambda _done, _all: None,
) -> Loaded:
    """Put files of facts into a store, a new one where there is none: their graphs become what they say, all or none.

    Raises Unreadable, MalformedData, Nonconforming, NotWritable, StorageFull and what `open_store` raises.
    """
    sources = [read_source(file) for file in files]
    store = open_store(path, packaged=packaged)
    try:
        base = (*ontology_sources(), publish_questions(read_questions()))
        loaded = load_files(
            base, store.read_graphs(), sources, rule=read_rule(), validates=validates, progress=progress
        )
        store.commit(loaded.texts, judged=validates)
    finally:
        store.close()
    return loaded
