"""What a writer asks for and what comes of it: values."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from kg.engine.base_iri import require_base
from kg.sources import Source
from kg.validation import Report

# The name of the unnamed default graph where graphs are told apart by name.
DEFAULT_GRAPH = ""


@dataclass(frozen=True)
class Update:
    """A SPARQL 1.1 Update request of one or more operations.

    ``base`` resolves relative IRIs; what is no absolute IRI counts for none. ``using_graphs`` and
    ``using_named_graphs`` are the dataset of the protocol's parameters (SPARQL 1.1 Protocol, section 2.2.3).
    """

    text: str
    base: str | None = None
    using_graphs: tuple[str, ...] = ()
    using_named_graphs: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "base", require_base(self.base))


@dataclass(frozen=True)
class GraphChange:
    """RDF that replaces what its graphs hold, or is merged into it (SPARQL 1.1 Graph Store Protocol, 5.3 and 5.5).

    A source's graph is DEFAULT_GRAPH for the unnamed one; its blank nodes are new ones.
    """

    sources: tuple[Source, ...]
    mode: Literal["replace", "merge"] = "replace"


@dataclass(frozen=True)
class GraphRemoval:
    """A graph that goes (SPARQL 1.1 Graph Store Protocol, section 5.4)."""

    graph: str


Change = Update | GraphChange | GraphRemoval

# N-Triples by graph, with the labels that blank nodes have in the store; None for a graph that is no more.
Texts = Mapping[str, str | None]
# Returns them one by one, as they are kept at the moment.
ReadTexts = Callable[[], Iterable[tuple[str, str | None]]]


@dataclass(frozen=True)
class Proposal:
    """What a change comes to, before it is committed.

    ``texts`` are the graphs that it touches as they become, ``derived`` the graphs derived from those; ``created``
    names the touched graphs that are new. ``report`` is None where nothing was validated.
    """

    texts: Texts
    derived: Texts = field(default_factory=dict)
    created: frozenset[str] = frozenset()
    report: Report | None = None
