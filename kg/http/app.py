"""Puts the Flask application together; ``create_app`` is all that other packages use of ``kg.http``."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from flask import Flask, url_for

from kg.engine import ForkedEngine, InProcessEngine, Progress, can_fork
from kg.errors import KgError
from kg.formats import RDF_FORMATS
from kg.http import (
    ask,
    completions,
    description,
    downloads,
    graph_store,
    pages,
    shapes,
    sparql,
    status,
    terms,
    things,
    timeline,
    update,
)
from kg.http.access_log import register_access_log
from kg.http.conditional import register_conditional
from kg.http.content_coding import register_codings
from kg.http.failures import register_failures
from kg.http.headers import register_headers
from kg.http.language import LANGUAGES, current_language, register_languages, switch_language
from kg.http.metrics import register_metrics
from kg.http.report import register_report
from kg.http.settings import Settings
from kg.http.site import EXTENSION, Graph, Site, find_site
from kg.http.texts import read_texts
from kg.resources import find_folder


def create_app(
    settings: Settings | None = None, *, graph: Graph | None = None, progress: Progress | None = None
) -> Flask:
    """Return the service over a graph.

    ``settings`` are read from the environment where they are not given; ``graph`` is opened as they say
    where it is not given, and ``progress`` is told how many bytes of how many of a store are loaded. Raises what
    opening a graph raises: MalformedData, Unreadable; and Nonconforming
    for files of facts that violate a shape, unless ``settings`` waive that.
    """
    settings = settings or Settings.from_environment()
    web = find_folder("web")
    app = Flask("kg.http", template_folder=str(web / "templates"), static_folder=str(web / "static"))
    app.config["MAX_CONTENT_LENGTH"] = settings.max_body
    app.config["MAX_FORM_MEMORY_SIZE"] = settings.max_body
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    graph = graph or _open_graph(settings, progress or (lambda _done, _all: None))
    writer = getattr(graph, "writer", None)
    app.extensions[EXTENSION] = Site(graph, settings, _read_texts(graph, settings), writer)
    for part in (sparql, description, completions, pages, ask, timeline, status, shapes, terms, downloads, things):
        app.register_blueprint(part.blueprint)
    app.register_blueprint(update.blueprint)
    app.register_blueprint(graph_store.blueprint)
    register_languages(app)
    _equip_templates(app)
    register_failures(app)
    register_report(app)
    register_headers(app)
    register_metrics(app)
    register_access_log(app)
    register_codings(app)
    register_conditional(app)  # last, as it answers before those that come after it
    return app


def close_app(app: Flask) -> None:
    """End what the application started: its engine, and with it a write under way; then its store."""
    site = find_site(app)
    site.graph.engine.close()
    if site.writer is not None:
        site.writer.close()


def _open_graph(settings: Settings, progress: Progress) -> Graph:
    from kg.graph import open_graph
    from kg.remote import connect_graph
    from kg.stored import open_stored

    if settings.engine is not None:
        return connect_graph(settings.engine, limits=settings.limits)
    if settings.store is not None:
        return open_stored(
            settings.store,
            packaged=settings.packaged,
            validates=settings.validates,
            limits=settings.limits,
            progress=progress,
        )
    engine = partial(ForkedEngine, limits=settings.limits) if settings.limits and can_fork() else InProcessEngine
    graph = open_graph(data=settings.data, packaged=settings.packaged, engine=engine)
    if settings.data and settings.validates:
        graph.require_conformance()
    return graph


def _read_texts(graph: Graph, settings: Settings) -> Mapping[str, str]:
    try:
        return read_texts(graph, settings)
    except KgError:
        graph.engine.close()
        raise


def _equip_templates(app: Flask) -> None:
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True

    @app.context_processor
    def offer() -> dict[str, object]:
        return {
            "language": current_language(),
            "languages": LANGUAGES,
            "switch_language": switch_language,
            "rdf_formats": RDF_FORMATS,
            "static": lambda name: url_for("static", filename=name),
        }
