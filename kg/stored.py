"""The graph of a store: what a service serves that takes writes, and keeps them in a file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
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
from kg.errors import InUse, KgError
from kg.formats import N_QUADS
from kg.questions import Question, publish_questions, read_questions
from kg.sources import Source, ontology_sources, packaged_sources, read_rule, read_source
from kg.store import Store, Texts, is_there, write_store
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
    if is_there(path):
        return Store.open(path)
    return Store.create(path, _render_first(packaged=packaged))


def load_store(
    path: str | Path,
    files: Sequence[str | Path],
    *,
    packaged: bool = True,
    validates: bool = True,
    progress: Progress = lambda _done, _all: None,
) -> Loaded:
    """Put files of facts into a store: their graphs become what they say, all or none.

    Where there is no store, one is made when all is judged, with the packaged articles unless ``packaged`` is false.
    Raises Unreadable, MalformedData, Nonconforming, NotWritable, StorageFull, and what `kg.store.Store.open` raises.
    """
    sources = [read_source(file) for file in files]
    load = partial(_load, sources=sources, validates=validates, progress=progress)
    if not is_there(path):
        first = _render_first(packaged=packaged)
        loaded = load(first.items())
        if not write_store(path, {**first, **loaded.texts}, judged=validates):
            raise InUse(f"Another process has made '{path}' meanwhile, so nothing was loaded. Load again.")
        return loaded
    store = Store.open(path)
    try:
        loaded = load(store.read_graphs())
        store.commit(loaded.texts, judged=validates)
    finally:
        store.close()
    return loaded


def _load(
    stored: Iterable[tuple[str, str | None]], *, sources: Sequence[Source], validates: bool, progress: Progress
) -> Loaded:
    base = (*ontology_sources(), publish_questions(read_questions()))
    return load_files(base, stored, sources, rule=read_rule(), validates=validates, progress=progress)


def _render_first(*, packaged: bool) -> Texts:
    """Return the graphs that a new store begins with."""
    return render_sources(packaged_sources() if packaged else ())
