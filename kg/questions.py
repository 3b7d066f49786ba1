"""The competency questions: SPARQL files whose comment header says what they ask, and their publication as RDF.

The header is that of grlc (``#+ key: value``), with ``_de`` keys for German.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from rdflib import DCTERMS, RDF, RDFS, SH, SKOS, Graph, Literal, URIRef

from kg.formats import N_TRIPLES
from kg.resources import find_folder
from kg.sources import Source, read_text
from kg.vocabulary import PREFIXES, QUESTIONS_GRAPH

_DECORATOR = re.compile(r"^#\+ *(\w+): *(.*?) *$", re.MULTILINE)
_FORM = re.compile(r"^\s*(SELECT|ASK|CONSTRUCT|DESCRIBE)\b", re.MULTILINE | re.IGNORECASE)
_EXECUTABLES = {
    "SELECT": (SH.SPARQLSelectExecutable, SH.select),
    "ASK": (SH.SPARQLAskExecutable, SH.ask),
    "CONSTRUCT": (SH.SPARQLConstructExecutable, SH.construct),
}


@dataclass(frozen=True)
class Question:
    """A question that the graph answers: title and description by language (en, de), themes, and its SPARQL."""

    name: str
    text: str = field(repr=False)
    title: dict[str, str] = field(hash=False)
    description: dict[str, str] = field(hash=False)
    themes: tuple[str, ...]

    @property
    def iri(self) -> str:
        """Its IRI in the graph of questions."""
        return PREFIXES["question"] + self.name


def read_questions() -> tuple[Question, ...]:
    """Return the packaged questions, ordered by name."""
    folder = find_folder("ontology") / "questions"
    return tuple(_read_question(path) for path in sorted(folder.glob("*.rq"), key=lambda path: path.stem))


def _read_question(path: Path) -> Question:
    text = read_text(path)
    keys = dict(_DECORATOR.findall(text))
    return Question(
        name=path.stem,
        text=text,
        title={"en": keys["summary"], "de": keys["summary_de"]},
        description={"en": keys["description"], "de": keys["description_de"]},
        themes=tuple(theme.strip() for theme in keys["tags"].split(",")),
    )


def publish_questions(questions: tuple[Question, ...]) -> Source:
    """Return the questions as RDF: each a sh:SPARQLExecutable (SHACL Advanced Features, section 5)."""
    graph = Graph()
    for question in questions:
        iri = URIRef(question.iri)
        executable, text = _EXECUTABLES[_find_form(question)]
        graph.add((iri, RDF.type, executable))
        graph.add((iri, text, Literal(question.text)))
        for language, title in question.title.items():
            graph.add((iri, RDFS.label, Literal(title, lang=language)))
            graph.add((iri, SKOS.definition, Literal(question.description[language], lang=language)))
        for theme in question.themes:
            graph.add((iri, DCTERMS.subject, Literal(theme)))
    return Source(QUESTIONS_GRAPH, graph.serialize(format="nt"), N_TRIPLES, "ontology/questions")


def _find_form(question: Question) -> str:
    match = _FORM.search(question.text)
    if match is None:
        raise ValueError(f"The question {question.name} is neither SELECT, ASK nor CONSTRUCT.")
    return match[1].upper()
