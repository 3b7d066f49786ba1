"""``/metrics`` for Prometheus: queries and writes by outcome, what the engine is doing, and what the graph holds."""

from __future__ import annotations

import time
from collections.abc import Iterable

from flask import Blueprint, Flask, Response, current_app, g, request
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, Metric, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, InfoMetricFamily
from prometheus_client.registry import Collector

from kg.engine import EngineStatus
from kg.http.site import EXTENSION, Site

blueprint = Blueprint("metrics", __name__)

METRICS = "article-kg-metrics"
OUTCOME = "outcome"
QUERIED = "/sparql"
WRITABLE = ("update", "graph_store")
WRITING = ("POST", "PUT", "DELETE")
# Seconds; a tiny query takes about one millisecond, the default deadline is ten seconds.
BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)


class EngineCollector(Collector):
    """Reads the engine when it is asked, so that nothing is counted twice."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def collect(self) -> Iterable[Metric]:
        """Yield the dataset's version and, of an engine that tells, its places, workers and their deaths."""
        yield InfoMetricFamily("kg_dataset", "The dataset served.", value={"version": self._site.version})
        if (cache := self._site.cache) is not None:
            yield CounterMetricFamily("kg_cache_hits", "Answers given out of the cache.", value=cache.hits)
            yield GaugeMetricFamily("kg_cache_bytes", "Bytes that the cache keeps.", value=cache.size)
        status = getattr(self._site.graph.engine, "status", None)
        if isinstance(status, EngineStatus):
            yield from _describe_engine(status)
        statistics = self._site.counts.peek()  # last, as it may begin a query
        if statistics is not None and "triples" in statistics.numbers:
            number = statistics.numbers["triples"]
            yield GaugeMetricFamily("kg_triples", "Triples, from the second reading of a version on.", value=number)


def _describe_engine(status: EngineStatus) -> Iterable[Metric]:
    queries = GaugeMetricFamily("kg_queries", "Queries under way.", labels=["state"])
    for state, number in (("running", status.running), ("slow", status.slow), ("waiting", status.waiting)):
        queries.add_metric([state], number)
    yield queries
    yield GaugeMetricFamily("kg_idle_workers", "Workers that wait for a query.", value=status.idle)
    yield CounterMetricFamily("kg_engine_restarts", "Times the store process was started again.", value=status.restarts)
    deaths = CounterMetricFamily("kg_worker_deaths", "Workers that ended before they answered.", labels=["cause"])
    for cause, number in sorted(status.deaths.items()):
        deaths.add_metric([cause], number)
    yield deaths


class Metrics:
    """The metrics of one application, in a registry of their own."""

    def __init__(self, site: Site) -> None:
        self.registry = CollectorRegistry()
        self.queries = Counter("kg_answers", "Requests to /sparql, by outcome.", [OUTCOME], registry=self.registry)
        self.seconds = Histogram(
            "kg_answer_seconds", "Time to answer a request to /sparql.", buckets=BUCKETS, registry=self.registry
        )
        self._outcomes = {"cached": self.queries.labels("cached")}  # there from the start, at 0
        self.writes = Counter("kg_writes", "Requests to write, by outcome.", [OUTCOME], registry=self.registry)
        self.registry.register(EngineCollector(site))
        if site.cache is not None:
            site.cache.observe = self.observe_cached

    def observe_cached(self, path: str, seconds: float) -> None:
        """Count and time an answer out of the cache, if it is one to a query."""
        if path == QUERIED:
            self.observe("cached", seconds)

    def observe(self, outcome: str, seconds: float) -> None:
        """Count and time an answer."""
        if outcome not in self._outcomes:  # prometheus-client looks a counter up at some cost
            self._outcomes[outcome] = self.queries.labels(outcome)
        self._outcomes[outcome].inc()
        self.seconds.observe(seconds)


@blueprint.get("/metrics")
def show_metrics() -> Response:
    """Answer in Prometheus' text format."""
    metrics: Metrics = current_app.extensions[METRICS]
    response = Response(generate_latest(metrics.registry), content_type=CONTENT_TYPE_LATEST)
    response.cache_control.no_store = True
    return response


def _start_clock() -> None:
    g.started = time.perf_counter()


def observe(app: Flask, outcome: str, seconds: float) -> None:
    """Count and time an answer to a query."""
    metrics: Metrics = app.extensions[METRICS]
    metrics.observe(outcome, seconds)


def _observe(response: Response) -> Response:
    if request.endpoint == "sparql.answer_query":
        observe(current_app, g.get(OUTCOME, "answered"), time.perf_counter() - g.started)
    elif request.blueprint in WRITABLE and request.method in WRITING:
        metrics: Metrics = current_app.extensions[METRICS]
        metrics.writes.labels(g.get(OUTCOME, "written" if response.status_code < 400 else "refused")).inc()
    return response


def register_metrics(app: Flask) -> None:
    """Count and time the application's answers, and tell at /metrics."""
    app.extensions[METRICS] = Metrics(app.extensions[EXTENSION])
    app.register_blueprint(blueprint)
    app.before_request(_start_clock)
    app.after_request(_observe)
