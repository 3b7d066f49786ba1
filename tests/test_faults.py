"""Faults of every kind while writes go on: what was acknowledged is there afterwards, and nothing is there by half."""

from __future__ import annotations

import http.client
import os
import random
import resource
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from rdflib import Dataset, Graph

from kg.formats import N_QUADS
from kg.store import Store
from kg.stored import open_stored
from kg.validation import validate_graph
from kg.vocabulary import QUESTIONS_GRAPH, SHAPES_GRAPH
from tests.acme import ACME, read_acme
from tests.engine.processes import find_children, wait_until_gone
from tests.service import Process, run_service

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="faults are caused as Linux allows"),
]
# How often something is killed; the whole of it, for which there is time before a release, is 200.
KILLS = int(os.environ.get("KG_KILLS", "30"))
GONE = (ConnectionError, http.client.HTTPException, TimeoutError)


class Writer(threading.Thread):
    """Counts up in two graphs at once, and notes what was acknowledged."""

    def __init__(self, name: str) -> None:
        super().__init__(daemon=True)
        self.graphs = [f"http://example.org/{name}/{side}" for side in ("left", "right")]
        self.sent = self.acknowledged = 0
        self.service: Process | None = None
        self.is_done = threading.Event()

    def run(self) -> None:
        while not self.is_done.wait(0.005):
            service = self.service
            if service is not None:
                self.write(service)

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


def kill_service(service: Process) -> None:
    service.kill()


def kill_engine(service: Process) -> None:
    """Kill the store process, and with it candidates and workers."""
    end([pid for pid in find_children(service.process.pid) if read_command(pid).count("kg.engine.store_process")][:1])


def kill_children(service: Process) -> None:
    """Kill the workers and candidates of the moment."""
    end(find_children(service.process.pid)[1:])


def end(pids: list[int]) -> None:
    for pid in pids:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue


def read_command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return ""


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
        writer.service = None
    time.sleep(0.5)
    for writer in writers:
        writer.check(service)


def test_killing_anything_at_any_moment_loses_and_halves_nothing(tmp_path: Path) -> None:
    chance = random.Random(7)
    writers = [Writer(name) for name in ("one", "two", "three")]
    for writer in writers:
        writer.start()
    kills: list[Callable[[Process], None]] = [kill_service, kill_engine, kill_children]
    done = 0
    while done < KILLS:
        with run_service(tmp_path / "facts.kg", "--only-data", "--no-validate") as service:
            wait_until_answering(service)
            check_all(writers, service)
            kill: Callable[[Process], None] | None = None
            while kill is not kill_service and done < KILLS:
                for writer in writers:
                    writer.service = service
                time.sleep(chance.uniform(0.05, 1.0))
                kill = chance.choice(kills)
                kill(service)
                done += 1
                if kill is not kill_service:
                    wait_until_answering(service)
                    check_all(writers, service)
            for writer in writers:
                writer.service = None
    for writer in writers:
        writer.is_done.set()
        writer.join(60)
    with run_service(tmp_path / "facts.kg", "--only-data", "--no-validate") as service:
        check_all(writers, service)

    assert min(writer.acknowledged for writer in writers) > 0


def test_killing_anything_leaves_a_graph_that_conforms(tmp_path: Path) -> None:
    chance = random.Random(11)
    path = tmp_path / "facts.kg"
    writers: list[Writer] = [ArticleWriter("one"), ArticleWriter("two")]
    for writer in writers:
        writer.start()
    kills: list[Callable[[Process], None]] = [kill_service, kill_engine, kill_children]
    conforming = []
    for number in range(max(3, KILLS // 10)):
        with run_service(path) as service:
            wait_until_answering(service)
            check_all(writers, service)
            for writer in writers:
                writer.service = service
            time.sleep(chance.uniform(0.5, 2.0))
            kills[number % len(kills)](service)
            if service.process.poll() is None:
                wait_until_answering(service)
                check_all(writers, service)
            for writer in writers:
                writer.service = None
        conforming.append(validate_store(path))
    for writer in writers:
        writer.is_done.set()
        writer.join(60)

    assert conforming == [True] * len(conforming)
    assert min(writer.acknowledged for writer in writers) > 0


def validate_store(path: Path) -> bool:
    """Hold all that a store has against the shapes, by pySHACL alone, whatever was judged before."""
    graph = open_stored(path)
    try:
        data, shapes = Graph(), Graph()
        dataset = Dataset()
        dataset.parse(data=graph.engine.export(N_QUADS).decode(), format="nquads")
        for part in dataset.graphs():
            kept = shapes if str(part.identifier) == SHAPES_GRAPH else data
            if str(part.identifier) != QUESTIONS_GRAPH:
                kept += part
        return validate_graph(data, shapes).conforms
    finally:
        graph.writer.close()
        graph.engine.close()


def wait_until_answering(service: Process) -> None:
    """Wait for an engine that starts again."""
    give_up_at = time.monotonic() + 60
    while time.monotonic() < give_up_at:
        if service.ask("GET", "/sparql?query=ASK%7B%7D", Accept="text/csv")[0] in (200, 406):
            return
        time.sleep(0.05)
    raise TimeoutError("The engine did not start again.")


def test_stopping_under_load_finishes_what_it_acknowledged_and_leaves_no_process(tmp_path: Path) -> None:
    writers = [Writer(name) for name in ("one", "two")]
    with run_service(tmp_path / "facts.kg", "--only-data") as service:
        for writer in writers:
            writer.service = service
            writer.start()
        time.sleep(2)
        processes = find_children(service.process.pid)
        service.process.send_signal(signal.SIGTERM)
        status = service.process.wait(60)
    for writer in writers:
        writer.is_done.set()
        writer.join(60)

    left = wait_until_gone(processes)
    with run_service(tmp_path / "facts.kg") as service:
        check_all(writers, service)

    assert (status, left) == (0, [])
    assert min(writer.acknowledged for writer in writers) > 0


def test_a_full_disk_is_507_and_heals(tmp_path: Path) -> None:
    path = tmp_path / "facts.kg"
    with run_service(path) as service:
        limits = resource.prlimit(service.process.pid, resource.RLIMIT_FSIZE)
        resource.prlimit(service.process.pid, resource.RLIMIT_FSIZE, (path.stat().st_size + 8192, limits[1]))
        large = "".join(f'<http://s> <http://p> "{number:0100}" .\n' for number in range(2000))
        full = service.put("http://large", large)
        seen = service.query("SELECT (COUNT(*) AS ?n) { GRAPH <http://large> { ?s ?p ?o } }")
        resource.prlimit(service.process.pid, resource.RLIMIT_FSIZE, limits)
        healed = service.put("http://large", large), service.put(ACME, read_acme())

    with run_service(path) as service:
        after = service.query("SELECT (COUNT(*) AS ?n) { GRAPH <http://large> { ?s ?p ?o } }")

    assert (full, seen.split()[1], healed, after.split()[1]) == (507, "0", (201, 201), "2000")


def test_a_second_service_on_the_same_store_says_so_and_stops(tmp_path: Path) -> None:
    with run_service(tmp_path / "facts.kg") as service:
        second = start_and_end(tmp_path / "facts.kg")
        still = service.put(ACME, read_acme())

    assert (second.returncode, "in use by another process" in second.stderr, still) == (2, True, 201)


@pytest.mark.parametrize("fault", ["truncated", "empty", "flipped", "foreign"])
def test_a_store_that_is_not_whole_is_not_served(tmp_path: Path, fault: str) -> None:
    path = tmp_path / "facts.kg"
    Store.create(path, {ACME: "<http://s> <http://p> <http://o> .\n" * 500}).close()
    whole = path.read_bytes()
    position = whole.index(b"<http://o>") + 8
    path.write_bytes(
        {
            "truncated": whole[: len(whole) // 2],
            "empty": b"",
            "flipped": whole[:position] + b"p" + whole[position + 1 :],
            "foreign": b"SQLite format 3\0" + b"x" * 4096,
        }[fault]
    )

    done = start_and_end(path)

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("Error: '")
    assert done.stderr.count("\n") == 1


def start_and_end(path: Path) -> subprocess.CompletedProcess[str]:
    """Start a service that is expected to stop by itself."""
    command = [sys.executable, "-m", "kg", "serve", "--port", "0", "--store", str(path)]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
