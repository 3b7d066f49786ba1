"""The engine in front of any SPARQL 1.1 endpoint: what it holds is asked for, and nothing is kept or changed here.

Queries go by POST as a form (SPARQL 1.1 Protocol, section 2.1.2), with the prefixes that they imply and a base for
relative IRIs. What the default graph is, where a query names none, is the endpoint's own affair: `Query.union` is not
passed on, as the protocol has no word for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.parse import urlencode

from kg.engine.cancellation import Cancellation
from kg.engine.complaints import Complaint, explain_row_limit
from kg.engine.conversion import ACCEPT, convert
from kg.engine.diagnosis import diagnose_surrogate
from kg.engine.endpoint import read_endpoint
from kg.engine.evaluation import require_format
from kg.engine.exchange import Reply, ask
from kg.engine.forked import EngineStatus
from kg.engine.limits import Limits
from kg.engine.patience import Patience
from kg.engine.prologue import find_dataset, imply_prologue, read_form
from kg.engine.query import Answer, Form, Query
from kg.engine.remote_export import export_remote
from kg.engine.rewriting import name_graph
from kg.engine.slots import Slots
from kg.errors import Unavailable
from kg.formats import RDF_FORMATS, RESULTS_FORMATS, Format

_LONGEST_COMPLAINT = 8192


class RemoteEngine:
    """Answers what the endpoint answers; every method may be called from several threads.

    Of ``limits``, those on time, answer size and queries at a time hold; memory is the endpoint's own affair.
    """

    def __init__(self, url: str, *, limits: Limits | None = None) -> None:
        """Take the endpoint's address, with a user and a password in it where it wants them; connects to nothing yet.

        Raises InputError for what is no address by http or https.
        """
        self.limits = limits or Limits()
        self.endpoint = read_endpoint(url)
        self._slots = Slots(self.limits)
        self._is_closed = False

    def query(self, query: Query, *, cancellation: Cancellation | None = None) -> Answer:
        """Have the endpoint evaluate a query; see `kg.engine.Engine.query`.

        Raises Unavailable, with the endpoint's host, where it cannot be reached or does not answer as it should; what
        it refuses is MalformedQuery in its own words.
        """
        form = read_form(query.text)
        if form == "GRAPH":
            format = require_format(query.graph_format, "triples", RDF_FORMATS)
        else:
            what = "true or false" if form == "ASK" else "rows"
            format = require_format(query.results_format, what, RESULTS_FORMATS)
        cancellation = cancellation or Cancellation()
        with (
            self._slots.place(cancellation) as place,
            self._ask(query, ACCEPT[form], self.limits.timeout_s, cancellation, place.try_slow) as reply,
        ):
            return convert(reply, form, format, self.limits, query.first)

    def export(self, format: Format, *, graph: str | None = None) -> bytes:
        """Serialise what the endpoint holds, or one graph of it; see `kg.engine.Engine.export`.

        All of it passes through memory here. A large endpoint has better ways to give a copy of itself.
        """
        return export_remote(self._ask_for_export, format, graph, self.limits)

    @property
    def status(self) -> EngineStatus:
        """What the engine is doing now; it has no workers of its own."""
        slots = self._slots
        return EngineStatus(slots.quick, slots.slow, slots.waiting, idle=0, restarts=0, deaths={})

    def close(self) -> None:
        """Ask no more; a query under way is finished."""
        self._is_closed = True

    @contextmanager
    def _ask_for_export(self, text: str, form: Form) -> Iterator[Reply]:
        with self._ask(Query(text), ACCEPT[form], self.limits.export_timeout_s, Cancellation(), lambda: True) as reply:
            yield reply

    @contextmanager
    def _ask(
        self, query: Query, accept: str, timeout_s: float, cancellation: Cancellation, on_slow: Callable[[], bool]
    ) -> Iterator[Reply]:
        """Yield the endpoint's reply to a query, which is a success and whole as far as its header says."""
        if self._is_closed:
            raise Unavailable("This engine is closed.")
        header = imply_prologue(query.text, name_graph(query.base).value if query.base else None)
        body = _write_form(query, header)
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": accept, "User-Agent": "article-kg"}
        patience = Patience(timeout_s, slow_after_s=self.limits.slow_after_s, on_slow=on_slow)
        with ask(self.endpoint, body, headers, patience=patience, cancellation=cancellation) as reply:
            if reply.status != 200:
                words = reply.read(_LONGEST_COMPLAINT).decode("utf-8", "replace")
                complaint = Complaint(reply.status, words, reply.media_type, reply.header("Retry-After"))
                raise complaint.explain(self.endpoint.name, query.text, header)
            if limit := reply.header("X-SPARQL-MaxRows"):  # Virtuoso's, where it leaves rows out
                raise explain_row_limit(self.endpoint.name, limit)
            yield reply


def _write_form(query: Query, header: str) -> bytes:
    """Return the form of SPARQL 1.1 Protocol, section 2.1.2. Raises MalformedQuery."""
    default, named = list(query.default_graphs), list(query.named_graphs)
    if not default and not named:
        default, named = find_dataset(query.text)
    fields = [
        ("query", header + query.text),
        *(("default-graph-uri", name_graph(name).value) for name in default),
        *(("named-graph-uri", name_graph(name).value) for name in named),
    ]
    try:
        return urlencode(fields).encode("ascii")
    except UnicodeEncodeError as error:
        raise diagnose_surrogate(query.text, error) from error
