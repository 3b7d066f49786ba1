"""Clients of the service: over the packaged graph, and over a few triples of a test's own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from flask import Flask
from flask.testing import FlaskClient
from rdflib import Graph

from kg.engine import Engine, InProcessEngine
from kg.http import Settings, create_app
from kg.http.app import close_app
from kg.questions import Question
from kg.sources import Source, ontology_sources
from kg.validation import Report

NO_RULE = "CONSTRUCT { ?article ?p ?o } WHERE { ?article ?p ?o FILTER(false) }"
PREFIXES = """
@prefix kg: <https://example.org/kg/ontology#> .
@prefix id: <https://example.org/kg/id/> .
@prefix fact: <https://example.org/kg/article/test/fact/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix schema: <https://schema.org/> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""


@dataclass(frozen=True)
class FewTriples:
    """A graph as the service sees one."""

    engine: Engine
    questions: tuple[Question, ...] = field(default=())
    version: str = "test"

    def validate(self) -> Report:
        return Report((), Graph())


@pytest.fixture(scope="session")
def app() -> Iterator[Flask]:
    """The service over the packaged graph."""
    app = create_app(Settings())
    yield app
    close_app(app)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A client that keeps no cookies from one test to the next."""
    return app.test_client()


@pytest.fixture
def serve() -> Callable[[str], FlaskClient]:
    """Return a client of a service over these triples, in a graph beside the ontology."""

    def start(turtle: str, **settings: int) -> FlaskClient:
        sources = (*ontology_sources(), Source("https://example.org/kg/article/test", PREFIXES + turtle))
        engine = InProcessEngine(sources, rule=NO_RULE)
        return create_app(Settings(**settings), graph=FewTriples(engine)).test_client()  # type: ignore[arg-type]

    return start


BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"}
GERMAN = BROWSER | {"Accept-Language": "de-AT,de;q=0.9,en;q=0.3"}
