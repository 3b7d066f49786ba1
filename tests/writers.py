"""Clients that write without a pause, note what was acknowledged, and check that it is there: whole, and no older."""

from __future__ import annotations

import http.client
import threading

from tests.acme import ACME, read_acme
from tests.engine.processes import wait_until
from tests.service import Process

GONE = (ConnectionError, http.client.HTTPException, TimeoutError)


class Writer(threading.Thread):
    """Counts up in two graphs at once, and notes what was acknowledged."""

    def __init__(self, name: str) -> None:
        super().__init__(daemon=True)
        self.graphs = [f"http://example.org/{name}/{side}" for side in ("left", "right")]
        self.sent = self.acknowledged = 0
        self.service: Process | None = None
        self.is_done = threading.Event()
        self._is_writing = threading.Lock()

    def run(self) -> None:
        while not self.is_done.wait(0.005):
            with self._is_writing:
                if (service := self.service) is not None:
                    self.write(service)

    def pause(self) -> None:
        """Let the write under way end, and begin no other until there is a service again."""
        self.service = None
        with self._is_writing:
            pass

    def write(self, service: Process) -> None:
        """Write the next number into both graphs by one request."""
        self.sent += 1
        number = self.sent
        clear = " ".join(f"CLEAR SILENT GRAPH <{graph}> ;" for graph in self.graphs)
        triples = " ".join(f"GRAPH <{graph}> {{ <http://s> <http://p> {number} }}" for graph in self.graphs)
        update = f"{clear} INSERT DATA {{ {triples} }}".encode()
        try:
            status, _ = service.ask("POST", "/update", update, **{"Content-Type": "application/sparql-update"})
        except GONE:
            return
        if status == 204:
            self.acknowledged = number

    def check(self, service: Process) -> None:
        """Find the same number in both graphs, not older than what was acknowledged."""
        left, right = (service.query(f"SELECT ?o {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}") for graph in self.graphs)
        numbers = [int(line) for line in left.split()[1:]]
        assert left == right
        assert len(numbers) == 1 or self.acknowledged == 0
        assert all(self.acknowledged <= number <= self.sent for number in numbers)


class ArticleWriter(Writer):
    """Counts up in the label of an article, which is validated with its facts."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.graph = f"{ACME}-{name}"
        self.article = read_acme().replace(ACME, self.graph)

    def write(self, service: Process) -> None:
        """Write the article with the next number in its label."""
        self.sent += 1
        number = self.sent
        try:
            status = service.put(self.graph, self.article.replace('"Acme and Widget"@en', f'"Acme {number}"@en'))
        except GONE:
            return
        if status in (200, 201, 204):
            self.acknowledged = number

    def check(self, service: Process) -> None:
        """Find the article whole, and not older than what was acknowledged; then send one that would not conform."""
        pattern = f"<{self.graph}> rdfs:label ?label FILTER(LANG(?label) = 'en')"
        label = f"SELECT ?label {{ GRAPH <{self.graph}> {{ {pattern} }} }}"
        numbers = [int(line.split()[-1]) for line in service.query(label).splitlines()[1:]]
        assert len(numbers) == 1 or self.acknowledged == 0
        assert all(self.acknowledged <= number <= self.sent for number in numbers)
        assert service.put(self.graph, self.article.replace("kg:polarity", "kg:polarty")) == 422


def check_all(writers: list[Writer], service: Process) -> None:
    """Check when no write is under way."""
    for writer in writers:
        writer.pause()
    for writer in writers:
        writer.check(service)


def wait_until_acknowledged(writers: list[Writer]) -> bool:
    """Wait until each has written something that was acknowledged; return whether that came to be."""
    return wait_until(lambda: all(writer.acknowledged for writer in writers), timeout_s=120)
