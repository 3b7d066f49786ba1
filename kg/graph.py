"""The knowledge graph of articles as one object: open it, ask it, prove it, hand it on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Protocol

from rdflib import Dataset, Graph, URIRef, Variable
from rdflib.exceptions import ParserError
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID
from rdflib.query import Result

from kg.article import Article, read_articles
from kg.engine import Engine, ForkedEngine, InProcessEngine, Query
from kg.errors import MalformedData, Nonconforming, UnknownName
from kg.evidence import EvidenceReport, choose_article, prove_evidence
from kg.formats import JSON, N_QUADS, N_TRIPLES, RDF_FORMATS, Format, Kind, find_format
from kg.passages import PREFIX_LINES, find_words, name_article, write_article, write_passages
from kg.questions import Question, publish_questions, read_questions
from kg.resources import find_folder
from kg.sources import Source, ontology_sources, packaged_sources, read_rule, read_source
from kg.validation import Report, validate_graph
from kg.vocabulary import ARTICLE_BASE, DERIVED_SUFFIX, PREFIXES, QUESTIONS_GRAPH, SHAPES_GRAPH, STRAY_PROPERTY

_RDFLIB_FORMATS = {"ttl": "turtle", "nt": "nt", "rdf": "xml", "jsonld": "json-ld", "nq": "nquads", "trig": "trig"}
# What graphs other than an article's own state of the things that it describes there.
_STRAY = f"""
    SELECT DISTINCT ?it ?property {{
      GRAPH ?graph {{ ?it ?property ?value }}
      BIND (IRI(REPLACE(STR(?it), "^({ARTICLE_BASE}[^/#]+)[/#].*$", "$1")) AS ?own)
      FILTER (?own NOT IN (?it, ?graph))
      FILTER EXISTS {{ GRAPH ?own {{ ?it ?any ?thing }} }}
      FILTER NOT EXISTS {{ GRAPH ?own {{ ?it ?property ?value }} }}
    }}
"""
_UNNAMED = (None, DATASET_DEFAULT_GRAPH_ID)


@dataclass(frozen=True, eq=False, repr=False)
class KnowledgeGraph:
    """Facts of articles with their ontology, shapes and questions.

    ``sources`` are the texts that it was made from, ``engine`` answers queries over them and the relations derived;
    ``version`` is a hash of the texts, which changes when anything in them does.
    """

    sources: Iterable[Source]
    questions: tuple[Question, ...]
    engine: Engine
    version: str

    def __repr__(self) -> str:
        """Say what answers: its texts are long."""
        return f"<KnowledgeGraph with {len(self.questions)} questions in {type(self.engine).__name__}>"

    def query(self, text: str) -> Result:
        """Evaluate a SPARQL 1.1 query over the union of all graphs; the well-known prefixes are implied.

        Raises MalformedQuery, Refused for SERVICE.

        >>> import kg
        >>> [str(row.name) for row in kg.open_graph().query("SELECT ?name { id:zdnet skos:altLabel ?name }")]
        ['ZDnet']
        """
        answer = self.engine.query(Query(text, results_format=JSON, graph_format=N_TRIPLES))
        if answer.form == "GRAPH":
            result = Result("CONSTRUCT")
            result.graph = Graph().parse(data=answer.body, format="nt")
            for prefix, iri in PREFIXES.items():
                result.graph.bind(prefix, iri)
            return result
        return Result.parse(BytesIO(answer.body), format="json")

    def question(self, name: str) -> Result:
        """Answer a packaged question. Raises UnknownName, listing those there are.

        >>> import kg
        >>> [str(row.organization) for row in kg.open_graph().question("who-leads-whom")]
        ['https://example.org/kg/id/salesforce']
        """
        return self.query(self.find_question(name).text)

    def find_question(self, name: str) -> Question:
        """Return the question of that name. Raises UnknownName, listing those there are."""
        for question in self.questions:
            if question.name == name:
                return question
        known = ", ".join(question.name for question in self.questions)
        raise UnknownName(f"There is no question '{name}'. There are: {known}.")

    def export(self, format: Format | str) -> bytes:
        """Serialise everything, sorted; formats without named graphs get all graphs merged.

        ``format`` is one of `kg.formats`, or its short name or media type. Raises UnknownName, listing those there are.

        >>> import kg
        >>> kg.open_graph().export("ttl").startswith(b"@prefix")
        True
        """
        return self.engine.export(find_format(format, RDF_FORMATS) if isinstance(format, str) else format)

    def rdflib(self) -> Dataset:
        """Return everything as an rdflib Dataset whose default graph is the union, derived relations included.

        >>> import kg
        >>> len(kg.open_graph().rdflib()) > 3000
        True
        """
        dataset = Dataset(default_union=True)
        for source in self.sources:
            _parse(dataset, source)
        for graph in self._derived_graphs:
            dataset.parse(data=self.engine.export(N_QUADS, graph=graph), format="nquads")
        return dataset

    @cached_property
    def articles(self) -> tuple[Article, ...]:
        """The articles described here, ordered by IRI."""
        return read_articles(self._merge_data())

    def validate(self) -> Report:
        """Hold the facts, with the relations derived from them, against the packaged shapes."""
        shapes = Graph()
        for path in sorted(find_folder("shapes").glob("*.ttl")):
            shapes.parse(path)
        data = self._merge_data()
        for row in self.query(_STRAY).bindings:
            data.add((row[Variable("it")], STRAY_PROPERTY, row[Variable("property")]))
        return validate_graph(data, shapes, self.sources)

    def require_conformance(self) -> None:
        """Raise Nonconforming, with the report, if a fact violates a shape."""
        report = self.validate()
        violations = [finding for finding in report.findings if finding.severity == "Violation"]
        if violations:
            first = violations[0]
            place = f"{first.source}:{first.line}: " if first.line else ""
            raise Nonconforming(
                f"The facts do not conform ({len(violations)} to mend; `kg validate` shows them all). "
                f"The first: {place}{first.focus}: {first.message}",
                report,
            )

    def verify(self, text: str, article: str | None = None) -> EvidenceReport:
        """Prove the evidence of an article's facts against its text.

        ``article`` is its slug or IRI; without it, the article that the text fits best. Raises UnknownName, InputError.
        """
        return prove_evidence(choose_article(self.articles, text, article), text)

    def find_passages(self, text: str, words: str, article: str | None = None) -> str:
        """Return the Turtle of the passages where ``words`` stand in an article's text, ready to paste.

        ``article`` as in `verify`; a slug that is not here yet names a new article, which is described too.
        Raises InputError for words that do not stand in the text, for a text of no article without a name for it,
        and for a name outside a-z, 0-9 and hyphens.
        """
        places = find_words(text, words)
        known = {item.slug: item for item in self.articles}
        if article is not None and article.removeprefix(ARTICLE_BASE) not in known:
            iri = name_article(article)
            return "\n".join([PREFIX_LINES, write_article(text, iri), write_passages(text, places, iri, ())])
        advice = "If it is a new article, give it a name with --article NAME."
        found = choose_article(self.articles, text, article, advice=advice)
        sentences = [passage for passage in found.passages if passage.sentence is not None]
        return "\n".join([PREFIX_LINES, write_passages(text, places, found.iri, sentences)])

    def _merge_data(self) -> Graph:
        """Return all but the shapes and questions as one rdflib graph, made from the source texts as they are."""
        dataset = Dataset(default_union=True)
        for source in self.sources:
            if source.graph not in (SHAPES_GRAPH, QUESTIONS_GRAPH):
                _parse(dataset, source)
        merged = Graph()
        for triple in dataset.triples((None, None, None)):
            merged.add(triple)
        for graph in self._derived_graphs:
            merged.parse(data=self.engine.export(N_TRIPLES, graph=graph), format="nt")
        return merged

    @property
    def _derived_graphs(self) -> tuple[str, ...]:
        rows = self.query("SELECT DISTINCT ?graph { GRAPH ?graph { ?s ?p ?o } }").bindings
        graphs = [str(row[Variable("graph")]) for row in rows]
        return tuple(sorted(graph for graph in graphs if graph.endswith(DERIVED_SUFFIX)))


def _parse(dataset: Dataset, source: Source) -> None:
    """Add a source, as the engine does: what is in no graph of its own goes to the source's."""
    default = URIRef(source.graph)
    format = _RDFLIB_FORMATS[source.format.name]
    try:
        if source.format.kind is Kind.GRAPH:
            dataset.graph(default).parse(data=source.text, format=format, publicID=source.graph)
            return
        for subject, predicate, value, graph in Dataset().parse(data=source.text, format=format).quads():
            dataset.graph(default if graph in _UNNAMED else graph).add((subject, predicate, value))
    except (SyntaxError, ParserError) as error:
        message = f"{source.origin}: rdflib, which validates, cannot read this {source.format.title}: keep to RDF 1.1."
        raise MalformedData(message, source=source.origin) from error


class EngineMaker(Protocol):
    """Makes an engine of sources and the rule: a class of engine, or one with its limits (`functools.partial`)."""

    def __call__(self, sources: tuple[Source, ...], *, rule: str) -> Engine:
        """Return an engine that has loaded the sources and derived by the rule."""


def open_graph(
    *, data: Sequence[str | Path] = (), packaged: bool = True, engine: EngineMaker = InProcessEngine
) -> KnowledgeGraph:
    """Open the packaged articles, files of one's own, or both.

    ``data`` are RDF files (``-`` is standard input, as Turtle); ``packaged=False`` leaves the packaged articles and
    entities out; ``engine`` makes what answers queries, by default in this process and without limits.
    Raises Unreadable, UnknownName for a file extension, MalformedData with line and column. Nothing is validated
    here: see `KnowledgeGraph.validate`.
    """
    questions = read_questions()
    sources = (
        *ontology_sources(),
        publish_questions(questions),
        *(packaged_sources() if packaged else ()),
        *(read_source(path) for path in data),
    )
    version = _compute_version(sources)
    made = engine(sources, rule=read_rule())
    return KnowledgeGraph(made.sources if isinstance(made, ForkedEngine) else sources, questions, made, version)


def _compute_version(sources: Iterable[Source]) -> str:
    digest = sha256()
    for source in sources:
        digest.update(sha256(source.text.encode()).digest())
    return digest.hexdigest()[:16]
