"""What an engine is asked and what it answers: values, and the protocol that every engine follows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, Protocol

from kg.engine.base_iri import require_base
from kg.engine.cancellation import Cancellation
from kg.engine.spool import Spool
from kg.formats import JSON, TURTLE, Format

Form = Literal["SELECT", "ASK", "GRAPH"]


@dataclass(frozen=True)
class Query:
    """One SPARQL query with the formats that its asker accepts and, where given, the dataset of the protocol.

    ``results_format`` serves SELECT and ASK, ``graph_format`` serves CONSTRUCT and DESCRIBE; None means that the
    asker accepts none. ``default_graphs`` and ``named_graphs`` are the dataset of SPARQL 1.1 Protocol, section
    2.1.4: where either is given, FROM and FROM NAMED in the text count for nothing. Where no dataset is given at
    all, ``union`` makes the default graph the union of all graphs. ``base`` resolves relative IRIs; what is
    no absolute IRI counts for none. ``first`` is the subject whose triples come before others.
    """

    text: str
    results_format: Format | None = JSON
    graph_format: Format | None = TURTLE
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    union: bool = True
    base: str | None = None
    first: str | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "base", require_base(self.base))


@dataclass(frozen=True)
class Answer:
    """A complete answer; ``content`` holds it in memory, or in a file where it is large.

    ``form`` is SELECT, ASK, or GRAPH for CONSTRUCT and DESCRIBE; ``boolean`` is set for ASK alone.
    """

    form: Form
    format: Format
    content: bytes | Spool
    boolean: bool | None = None

    @property
    def body(self) -> bytes:
        """The whole serialisation; use `chunks` for an answer that may be large."""
        return self.content if isinstance(self.content, bytes) else b"".join(self.content.chunks())

    @property
    def size(self) -> int:
        """The length of the serialisation in bytes."""
        return len(self.content) if isinstance(self.content, bytes) else self.content.size

    def chunks(self) -> Iterable[bytes]:
        """Return the serialisation in pieces of at most 64 KiB, or in one where it is in memory."""
        return (self.content,) if isinstance(self.content, bytes) else self.content.chunks()

    def close(self) -> None:
        """Give back the file of a large answer; forgetting to only delays that."""
        if isinstance(self.content, Spool):
            self.content.close()


class Engine(Protocol):
    """Answers queries over one dataset; every method may be called from several threads."""

    def query(self, query: Query, *, cancellation: Cancellation | None = None) -> Answer:
        """Evaluate a query.

        Raises MalformedQuery, Refused (SERVICE, LOAD), NotAnswerable (no format among those accepted); engines with
        limits raise LimitExceeded, and Unavailable when busy, cancelled or when the query ended its process.
        """

    def export(self, format: Format, *, graph: str | None = None) -> bytes:
        """Serialise the dataset, or one graph of it: sorted, with prefixes, the same bytes for the same content.

        More than 200,000 quads are not sorted.
        Formats for one graph (Turtle, N-Triples, RDF/XML) get all graphs merged. Raises UnknownName for a graph
        that is not there, NotAnswerable for content that the format cannot carry.
        """

    def close(self) -> None:
        """Release what the engine holds; it answers nothing afterwards. Closing twice does nothing."""
