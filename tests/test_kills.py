"""Processes are killed while writes go on: what was acknowledged is there afterwards, and nothing is there by half."""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from rdflib import Dataset, Graph

from kg.formats import N_QUADS
from kg.stored import open_stored
from kg.validation import validate_graph
from kg.vocabulary import QUESTIONS_GRAPH, SHAPES_GRAPH
from tests.engine.processes import find_children
from tests.service import Process, run_service
from tests.writers import ArticleWriter, Writer, check_all, wait_until_acknowledged

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="faults are caused as Linux allows"),
]
# How often something is killed; a tenth as often where the gate is on, which takes 5 s each time. The whole of it, for
# which there is time before a release, is 200 for the first test, and 2000 for the second.
KILLS = int(os.environ.get("KG_KILLS", "30"))


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


def test_killing_anything_at_any_moment_loses_and_halves_nothing(tmp_path: Path) -> None:
    chance = random.Random(7)
    writers = [Writer(name) for name in ("one", "two", "three")]
    for writer in writers:
        writer.start()
    kills: list[Callable[[Process], None]] = [kill_service, kill_engine, kill_children]
    done, have_written = 0, False
    while done < KILLS:
        with run_service(tmp_path / "facts.kg", "--only-data", "--no-validate") as service:
            wait_until_answering(service)
            check_all(writers, service)
            kill: Callable[[Process], None] | None = None
            while kill is not kill_service and done < KILLS:
                for writer in writers:
                    writer.service = service
                have_written = have_written or wait_until_acknowledged(writers)
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

    assert have_written


def test_killing_anything_leaves_a_graph_that_conforms(tmp_path: Path) -> None:
    chance = random.Random(11)
    path = tmp_path / "facts.kg"
    writers: list[Writer] = [ArticleWriter("one"), ArticleWriter("two")]
    for writer in writers:
        writer.start()
    kills: list[Callable[[Process], None]] = [kill_service, kill_engine, kill_children]
    conforming, have_written = [], False
    for number in range(max(3, KILLS // 10)):
        with run_service(path) as service:
            wait_until_answering(service)
            check_all(writers, service)
            for writer in writers:
                writer.service = service
            have_written = have_written or wait_until_acknowledged(writers)
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
    assert have_written


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
