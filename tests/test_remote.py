"""The graph at an endpoint: nothing of it is kept, and it is validated as long as it can be fetched."""

from __future__ import annotations

from kg.engine import InProcessEngine
from kg.questions import read_questions
from kg.remote import RemoteGraph, connect_graph
from kg.sources import Source
from tests.engine.processes import NO_RULE
from tests.engine.scripted import answering, write_reply

FACT = """
@prefix kg: <https://example.org/kg/ontology#> .
<https://example.org/kg/article/a/fact/x> a kg:Acquisition ; kg:modality kg:Actual .
"""


def hold(*texts: str) -> RemoteGraph:
    """Return a graph whose endpoint is an engine here."""
    sources = [Source(f"https://example.org/kg/article/{number}", text) for number, text in enumerate(texts)]
    return RemoteGraph(InProcessEngine(sources, rule=NO_RULE), ())


def test_nothing_is_asked_before_somebody_asks() -> None:
    with answering(write_reply()) as endpoint:
        graph = connect_graph(endpoint.url)

        assert endpoint.asked == []
    assert graph.questions == read_questions()
    assert graph.version == ""


def test_what_it_holds_is_validated() -> None:
    report = hold(FACT).validate()

    assert report is not None
    assert not report.conforms


def test_more_than_can_be_fetched_is_not_validated() -> None:
    many = "\n".join(f"<http://e/s> <http://e/p> {number} ." for number in range(20_001))

    assert hold(many).validate() is None
